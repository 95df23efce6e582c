"""A province's own page."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.workflow import services
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Membership, Province
from tests.factories import make_cooperative, make_province, make_term
from tests.figures.factories import RIGHT, make_period, make_reported
from tests.provinces.clusters.mergers import merge_seven

Browser = Callable[[Officer], Client]


def page_of(client: Client, slug: str) -> str:
    response = client.get(f"/provinces/{slug}/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def two_halves(
    indicators: dict[str, Indicator], cluster: Cluster, can_tho: Province, secretary: Officer
) -> None:
    """Cần Thơ: 300 accepted, then 309 only sent."""
    make_reported(make_period(cluster, "2022-H2"), can_tho, secretary, {"coop.total": "300"})
    make_reported(make_period(cluster, "2023-H1"), can_tho, secretary, {"coop.total": "309"}, "submitted")


@pytest.mark.usefixtures("two_halves")
def test_series_starts_with_the_newest_and_links_to_the_cells(
    client_for: Browser, officer_ct: Officer
) -> None:
    page = page_of(client_for(officer_ct), "can-tho")

    newest = page.index('<a href="/entry/2023-H1/can-tho/#coop-total">309</a>')
    assert newest < page.index('<a href="/entry/2022-H2/can-tho/#coop-total">300</a>')


@pytest.mark.usefixtures("two_halves")
def test_other_provinces_see_only_accepted_figures(
    client_for: Browser, officer_hg: Officer, head: Officer, secretary: Officer, observer: Officer
) -> None:
    page = page_of(client_for(officer_hg), "can-tho")
    assert "300" in page
    assert "309" not in page
    assert "/entry/2023-H1/can-tho/" not in page
    for officer in (head, secretary, observer):
        assert "309" in page_of(client_for(officer), "can-tho")


@pytest.fixture
def two_merged(
    indicators: dict[str, Indicator], cluster: Cluster, provinces: dict[str, Province], secretary: Officer
) -> None:
    """An Giang and Kiên Giang, which reported the last half-year before they merged."""
    merge_seven(cluster)
    last = make_period(cluster, "2025-H1")
    for slug, total in {"an-giang": "284", "kien-giang": "518"}.items():
        make_reported(last, provinces[slug], secretary, {"coop.total": total, "coop.new": "5"})


@pytest.mark.usefixtures("two_merged")
def test_merged_province_shows_the_half_years_of_those_it_was_made_of(
    client_for: Browser, cluster: Cluster, secretary: Officer
) -> None:
    make_period(cluster, "2025-H2")
    page = " ".join(page_of(client_for(secretary), "an-giang-2025").split())
    assert "802" in page
    assert "Từ ngày 01/7/2025 hợp nhất từ" in page
    origins = '<a href="/provinces/an-giang/">An Giang</a>, <a href="/provinces/kien-giang/">Kiên Giang</a>'
    assert f"gộp từ {origins}" in page
    export = client_for(secretary).get("/provinces/an-giang-2025/?_export=csv")
    file = b"".join(export.streaming_content).decode()  # type: ignore[attr-defined]
    assert "gộp từ An Giang, Kiên Giang" in file
    assert "802" not in page_of(client_for(secretary), "an-giang"), "its own figures, under its own name"


def test_unknown_province_is_not_found(client_for: Browser, secretary: Officer) -> None:
    assert client_for(secretary).get("/provinces/khong-co/").status_code == 404


def test_administrator_sees_no_figures(
    client_for: Browser, administrator: Officer, can_tho: Province
) -> None:
    assert client_for(administrator).get("/provinces/can-tho/").status_code == 403


def test_province_outside_the_cluster_has_no_series(client_for: Browser, secretary: Officer) -> None:
    make_province("la", "Tỉnh Lạ")

    assert "chưa có kỳ báo cáo nào trong Cụm" in page_of(client_for(secretary), "la")


def test_series_ends_when_the_province_left_the_cluster(
    client_for: Browser,
    secretary: Officer,
    indicators: dict[str, Indicator],
    cluster: Cluster,
    can_tho: Province,
) -> None:
    first, _second = make_period(cluster, "2022-H2"), make_period(cluster, "2023-H1")
    Membership.objects.filter(province=can_tho).update(left_on=first.cut_off_on.replace(year=2023, month=1))
    page = page_of(client_for(secretary), "can-tho")

    assert "6T cuối 2022" in page
    assert "6T đầu 2023" not in page


def test_register_counts_are_for_its_readers(
    client_for: Browser, officer_ct: Officer, officer_hg: Officer, secretary: Officer, can_tho: Province
) -> None:
    make_cooperative(can_tho, officer_ct)
    link = re.compile(r'href="/register/cooperatives/\?province=\d+">[^<]+</a> 1<')

    own = page_of(client_for(officer_ct), "can-tho")
    assert link.search(own)
    # They are of the register, and need not agree with the reported figures below.
    assert "Trong danh sách của tỉnh:" in own
    assert link.search(page_of(client_for(secretary), "can-tho"))
    assert not link.search(page_of(client_for(officer_hg), "can-tho"))


def test_queries_do_not_grow_with_the_periods(
    client_for: Browser,
    secretary: Officer,
    cluster: Cluster,
    indicators: dict[str, Indicator],
    period: Period,
    can_tho: Province,
) -> None:
    def queries_needed() -> int:
        with CaptureQueriesContext(connection) as queries:
            page_of(client_for(secretary), "can-tho")
        return len(queries)

    make_reported(period, can_tho, secretary, {"coop.total": "309"})
    queries_of_one_period = queries_needed()
    for year in range(2019, 2023):
        for half in (1, 2):
            make_reported(
                make_period(cluster, f"{year}-H{half}"),
                can_tho,
                secretary,
                {"coop.total": "300", "coop.new": "1"},
            )
    assert queries_needed() == queries_of_one_period


def test_names_are_escaped(
    client_for: Browser,
    secretary: Officer,
    cluster: Cluster,
    indicators: dict[str, Indicator],
    period: Period,
) -> None:
    province = make_province("la", "<script>alert('x')</script> & #$*@\\", cluster=cluster)
    make_reported(period, province, secretary, {"coop.total": "5"})
    page = page_of(client_for(secretary), "la")

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_page_is_fresh_in_the_request_after_a_change(
    client_for: Browser,
    leader_ct: Officer,
    secretary: Officer,
    officer_hg: Officer,
    indicators: dict[str, Indicator],
    period: Period,
    can_tho: Province,
) -> None:
    reader = client_for(officer_hg)
    cells = RIGHT | {"coop.total": "309", "coop.active": "283"}
    submission = make_reported(period, can_tho, secretary, cells, "submitted")
    assert "309" not in page_of(reader, "can-tho")

    services.approve(submission=submission, by=leader_ct)
    assert "309" not in page_of(reader, "can-tho")
    services.accept(submission=submission, by=secretary)
    assert "309" in page_of(reader, "can-tho")


def test_new_head_sees_sent_figures_in_the_next_request(
    client_for: Browser, leader_hg: Officer, secretary: Officer, cluster: Cluster,
    indicators: dict[str, Indicator], period: Period, can_tho: Province,
) -> None:  # fmt: skip
    make_reported(period, can_tho, secretary, {"coop.total": "309"}, "submitted")
    reader = client_for(leader_hg)
    assert "309" not in page_of(reader, "can-tho")

    make_term(leader_hg, cluster, year=2023)
    assert "309" in page_of(reader, "can-tho")


@pytest.mark.usefixtures("two_halves")
def test_page_has_table_1_of_the_newest_half_year_with_figures(
    client_for: Browser, secretary: Officer, cluster: Cluster
) -> None:
    make_period(cluster, "2023-H2")
    page = page_of(client_for(secretary), "can-tho")

    assert '<h2 id="now">6 tháng đầu năm 2023</h2>' in page
    assert '<a href="/dashboard/2023-H1/indicators/coop.total/?province=can-tho#can-tho">309</a>' in page
    assert '+9 <span class="quiet">+3,0%</span>' in page
    assert 'href="/explore/?i=coop.total&amp;t=can-tho&amp;s=2022-H2&amp;s=2023-H1"' in page
    assert "Hình 1. Cần Thơ và toàn cụm: mỗi chỉ tiêu một khung, cùng thang" in " ".join(page.split())
    assert re.search(r'<circle class="dot[^"]*" data-province="can-tho" data-is-marked', page) is None, (
        "nobody has a number of the year before"
    )


@pytest.mark.usefixtures("two_halves")
def test_chosen_half_year_or_year_is_shown_and_kept_by_the_links(
    client_for: Browser, secretary: Officer, cluster: Cluster
) -> None:
    client = client_for(secretary)
    page = client.get("/provinces/can-tho/?period=2022-H2&scope=accepted&province=ca-mau").content.decode()
    assert '<h2 id="now">6 tháng cuối năm 2022</h2>' in page
    assert "/dashboard/2022-H2/indicators/coop.total/?scope=accepted&amp;province=ca-mau#can-tho" in page
    assert '<input type="hidden" name="province" value="ca-mau">' in page
    assert '<option value="2022-H2" selected>' in page
    year = client.get("/provinces/can-tho/?period=2022").content.decode()
    assert "So năm trước" in year
    assert client.get("/provinces/can-tho/?period=2031-H1").status_code == 404


@pytest.mark.usefixtures("two_halves")
def test_half_year_without_figures_says_so(client_for: Browser, secretary: Officer, cluster: Cluster) -> None:
    make_period(cluster, "2023-H2")
    page = client_for(secretary).get("/provinces/can-tho/?period=2023-H2").content.decode()

    assert "Chưa có số liệu của tỉnh trong kỳ này." in page
    assert "Bảng 1." not in page


@pytest.mark.usefixtures("two_halves")
def test_accepted_figures_alone_are_shown_on_request(client_for: Browser, secretary: Officer) -> None:
    page = client_for(secretary).get("/provinces/can-tho/?scope=accepted").content.decode()

    assert '<h2 id="now">6 tháng cuối năm 2022</h2>' in page
    assert "309" not in page


@pytest.mark.usefixtures("two_merged")
def test_merged_province_has_its_former_half_years_as_sums(
    client_for: Browser, cluster: Cluster, secretary: Officer
) -> None:
    now = Province.objects.get(slug="an-giang-2025")
    cells = {"coop.total": "812", "coop.new": "12"}
    make_reported(make_period(cluster, "2025-H2"), now, secretary, cells)
    client = client_for(secretary)

    page = page_of(client, "an-giang-2025")
    assert '+10 <span class="quiet">+1,2%</span>' in page
    assert "6T đầu 2025 802; 6T cuối 2025 812" in page
    assert "hợp nhất tỉnh, 01/7/2025" in page
    former = client.get("/provinces/an-giang-2025/?period=2025-H1").content.decode()
    assert '<h2 id="now">6 tháng đầu năm 2025</h2>' in former
    assert ">802</a>" in former
    apart = client.get("/provinces/an-giang-2025/?period=2025&reading=former").content.decode()
    assert 'aria-current="true">Tỉnh cũ và mới</a>' in apart
    assert re.search(r'indicators/coop.new/\?reading=former[^"]*">12</a>', apart), "its own half alone"
