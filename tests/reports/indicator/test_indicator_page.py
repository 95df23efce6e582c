"""The page of the cells behind a cluster total, and links to it."""

import datetime as dt
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.published.models import PublishedFigure
from figures.submissions.models import Figure, Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from tests.factories import make_province
from tests.figures.factories import NOT_KNOWN, make_explained, make_period, make_reported

Browser = Callable[[Officer], Client]
URL = "/dashboard/2023-H1/indicators/coop.total/"
NOT_COMPARED = "không có số để so không có số để so"
AN_GIANG = (
    "+142 +100,0% không có số để so"  # against the half-year of the year before that its reason is about
)


def html_of(client: Client, url: str = URL) -> str:
    """The page without the spaces beside its tags."""
    response = client.get(url)
    assert response.status_code == 200
    return re.sub(r">\s+|\s+<", lambda found: found[0].strip(), response.content.decode())


def row_of(page: str, province: str) -> str:
    """The text of a province's row, with single spaces and without its pictures."""
    return row_text(page, f'id="{province}"')


def total_of(page: str) -> str:
    """The text of the row of totals."""
    return row_text(page, 'class="total')


def row_text(page: str, attribute: str) -> str:
    row = re.search(rf"<tr[^>]*{attribute}.*?</tr>", page, re.DOTALL)
    assert row is not None
    text = re.sub(r"<svg.*?</svg>", "", row[0], flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


@pytest.fixture
def three_submissions(
    indicators: dict[str, Indicator],
    period: Period,
    an_giang: Province,
    can_tho: Province,
    hau_giang: Province,
    secretary: Officer,
) -> list[Submission]:
    """One accepted, one only sent, one not known."""
    an_giangs = make_reported(
        period, an_giang, secretary, {"coop.total": "284", "coop.charter_capital": "568"}
    )
    make_explained(an_giangs, "coop.total", "Tách HTX")
    return [
        an_giangs,
        make_reported(period, can_tho, secretary, {"coop.total": "3099"}, "submitted"),
        make_reported(period, hau_giang, secretary, {"coop.total": NOT_KNOWN}),
    ]


@pytest.mark.usefixtures("three_submissions")
def test_page_lists_every_cell_and_their_total(client_for: Browser, secretary: Officer) -> None:
    page = html_of(client_for(secretary))

    assert '<a href="/entry/2023-H1/an-giang/#coop-total">284</a>' in page
    assert row_of(page, "an-giang") == f"An Giang 284 {AN_GIANG} Đã chấp nhận Lý do: “Tách HTX”"
    assert row_of(page, "can-tho") == f"Cần Thơ 3.099 {NOT_COMPARED} Đã gửi"
    assert "… chưa có số liệu" in row_of(page, "hau-giang")
    assert row_of(page, "ca-mau") == f"Cà Mau chưa có số {NOT_COMPARED} Chưa nhập"
    assert total_of(page) == "Cộng 2/7 tỉnh 3.383 +142 +100,0% so 1 tỉnh không có số để so 2/7 tỉnh"


@pytest.mark.usefixtures("three_submissions")
def test_other_province_sees_only_accepted_cells(client_for: Browser, officer_hg: Officer) -> None:
    page = html_of(client_for(officer_hg))

    assert total_of(page) == "Cộng 1/7 tỉnh 284 +142 +100,0% so 1 tỉnh không có số để so 1/7 tỉnh"
    assert "3.099" not in page
    assert "/entry/2023-H1/can-tho/" not in page


@pytest.mark.usefixtures("three_submissions")
def test_links_keep_the_accepted_only_scope(client_for: Browser, secretary: Officer) -> None:
    page = html_of(client_for(secretary), f"{URL}?scope=accepted")

    assert "3.099" not in page
    assert 'href="/dashboard/2023-H1/?scope=accepted#by-province"' in page
    dashboard = html_of(client_for(secretary), "/dashboard/2023-H1/?scope=accepted")
    assert f'<a href="{URL}?scope=accepted">284</a>' in dashboard


@pytest.mark.usefixtures("three_submissions")
def test_estimates_and_illustrative_cells_are_marked(
    client_for: Browser, secretary: Officer, an_giang: Province
) -> None:
    Figure.objects.filter(submission__province=an_giang).update(is_estimate=True, is_illustrative=True)
    page = html_of(client_for(secretary))

    assert row_of(page, "an-giang").startswith(f"An Giang 284 ước {AN_GIANG} Đã chấp nhận")
    assert 'class="illustrative num"><a href="/entry/2023-H1/an-giang/#coop-total">284' in page
    assert "Trang có số liệu minh họa." in page


@pytest.mark.usefixtures("three_submissions")
def test_ratio_links_to_its_terms(client_for: Browser, secretary: Officer) -> None:
    page = html_of(client_for(secretary), "/dashboard/2023-H1/indicators/coop.capital_per_coop/")

    assert row_of(page, "an-giang").startswith("An Giang 2,0")
    assert '<a href="/dashboard/2023-H1/indicators/coop.charter_capital/">Vốn điều lệ của HTX</a>' in page
    assert f'<a href="{URL}">Tổng số HTX</a>' in page


def test_year_has_both_halves_side_by_side(
    client_for: Browser,
    secretary: Officer,
    cluster: Cluster,
    indicators: dict[str, Indicator],
    an_giang: Province,
) -> None:
    for slug, new in (("2023-H1", "11"), ("2023-H2", "9")):
        make_reported(make_period(cluster, slug), an_giang, secretary, {"coop.new": new})
    page = html_of(client_for(secretary), "/dashboard/2023/indicators/coop.new/")

    assert row_of(page, "an-giang") == "An Giang 11 Đã chấp nhận 9 Đã chấp nhận 20 không có số để so"
    assert '<a href="/entry/2023-H1/an-giang/#coop-new">11</a>' in page
    assert '<a href="/entry/2023-H2/an-giang/#coop-new">9</a>' in page


def test_year_without_second_half_is_the_year_to_date(
    client_for: Browser, secretary: Officer, cluster: Cluster, three_submissions: list[Submission]
) -> None:
    make_period(cluster, "2023-H2")
    page = html_of(client_for(secretary), "/dashboard/2023/indicators/coop.total/")

    assert "3.383" in page
    assert "6T cuối 2023" not in page


@pytest.mark.parametrize(
    ("published", "sentence"),
    [
        (3383, "Hội nghị công bố 3.383: khớp."),
        (3380, "Hội nghị công bố 3.380: số cộng từ các tỉnh chênh lệch +3."),
    ],
)
@pytest.mark.usefixtures("three_submissions")
def test_published_total_is_compared(
    published: int, sentence: str, client_for: Browser, secretary: Officer, period: Period
) -> None:
    PublishedFigure.objects.create(
        period=period,
        indicator=Indicator.objects.get(code="coop.total"),
        value=published,
        source="Hội nghị",
    )

    assert sentence in html_of(client_for(secretary))


def test_dashboard_numbers_link_to_the_page(
    client_for: Browser,
    secretary: Officer,
    period: Period,
    three_submissions: list[Submission],
    an_giang: Province,
) -> None:
    total = Indicator.objects.get(code="coop.total")
    for province, value in ((None, 3380), (an_giang, 280)):
        PublishedFigure.objects.create(
            period=period, indicator=total, province=province, value=value, source="Hội nghị"
        )
    page = html_of(client_for(secretary), "/dashboard/2023-H1/")

    assert page.count(f'<a href="{URL}">3.383</a>') >= 3  # the lead, the cluster's row, the reconciliation
    assert f'<a href="{URL}">+3</a>' in page
    assert f'<a href="{URL}#an-giang">+4</a>' in page
    assert '<a href="/dashboard/2023-H1/indicators/coop.charter_capital/">568</a>' in page
    assert 'href="#by-province"' not in page


@pytest.mark.parametrize(
    "url",
    [
        "/dashboard/2023-H1/indicators/coop.unheard/",
        "/dashboard/2023-H1/indicators/%00/",
        "/dashboard/2031-H1/indicators/coop.total/",
    ],
)
@pytest.mark.usefixtures("three_submissions")
def test_unknown_indicator_or_period_is_not_found(url: str, client_for: Browser, secretary: Officer) -> None:
    assert client_for(secretary).get(url).status_code == 404


def test_queries_do_not_grow_with_the_provinces(
    client_for: Browser,
    secretary: Officer,
    cluster: Cluster,
    three_submissions: list[Submission],
    period: Period,
) -> None:
    client = client_for(secretary)
    with CaptureQueriesContext(connection) as few:
        html_of(client)
    for number in range(12):
        province = make_province(f"tinh-{number}", f"Tỉnh {number}", cluster=cluster, code=f"{100 + number}")
        make_reported(period, province, secretary, {"coop.total": "1", "coop.new": "1"})
    with CaptureQueriesContext(connection) as many:
        html_of(client)

    assert len(many) == len(few)


@pytest.mark.usefixtures("three_submissions")
def test_page_has_the_course_and_the_provinces_panels(client_for: Browser, secretary: Officer) -> None:
    page = html_of(client_for(secretary))

    assert "Hình 1. Tổng số HTX qua các kỳ" in page
    assert "Hình 2. Tổng số HTX: mỗi tỉnh một khung, cùng thang" in page
    assert page.count('data-picture="svg"') == 2
    course = "/explore/?i=coop.total&amp;s=2022-H1&amp;s=2023-H1"
    assert f'<a href="{course}">Mở trong Tra cứu</a>' in page
    assert 'href="/explore/?i=coop.total&amp;t=an-giang&amp;s=2022-H1&amp;s=2023-H1"' in page


@pytest.mark.usefixtures("three_submissions")
def test_marked_province_is_marked_in_the_table_and_kept_by_the_links(
    client_for: Browser, secretary: Officer
) -> None:
    client = client_for(secretary)
    page = html_of(client, f"{URL}?province=can-tho")

    assert 'data-marked="can-tho"' in page
    assert re.search(r'<tr[^>]*data-province="can-tho" data-is-marked', page)
    assert 'href="/provinces/can-tho/?period=2023-H1&amp;province=can-tho"' in page
    assert 'href="/dashboard/2023-H1/?province=can-tho#by-province"' in page
    moved = client.get(f"{URL}?province=can-tho&period=2022-H1")
    assert moved["Location"] == "/dashboard/2022-H1/indicators/coop.total/?province=can-tho"
    assert not re.search(r"[?;]province=", html_of(client)), "an address says only what somebody chose"


@pytest.mark.usefixtures("three_submissions")
def test_register_is_linked_for_its_readers_where_it_counts_the_number(
    client_for: Browser, secretary: Officer
) -> None:
    link = 'href="/register/cooperatives/?stands='
    assert link in html_of(client_for(secretary))
    assert link not in html_of(client_for(secretary), "/dashboard/2023-H1/indicators/coop.capital_per_coop/")


def test_change_of_definition_is_said_with_its_day_and_cuts_the_course(
    client_for: Browser,
    secretary: Officer,
    cluster: Cluster,
    indicators: dict[str, Indicator],
    an_giang: Province,
) -> None:
    law = SeriesBreak.objects.create(from_on=dt.date(2024, 7, 1), cause="Luật mới", cause_en="new law")
    law.indicators.add(indicators["coop.total"])
    for slug, total in (("2024-H1", "100"), ("2024-H2", "300")):
        make_reported(make_period(cluster, slug), an_giang, secretary, {"coop.total": total})
    page = html_of(client_for(secretary), "/dashboard/2024-H2/indicators/coop.total/")

    assert "Từ 01/7/2024 cách tính thay đổi (Luật mới); số trước và sau ngày đó không so sánh được" in page
    assert row_of(page, "an-giang").startswith("An Giang 300 không có số để so không so sánh được")
    assert "Đường ngắt ở 01/7/2024: Luật mới." in page


def test_number_of_half_years_does_not_change_the_queries(
    client_for: Browser, secretary: Officer, cluster: Cluster, three_submissions: list[Submission]
) -> None:
    client = client_for(secretary)
    with CaptureQueriesContext(connection) as few:
        html_of(client)
    province = three_submissions[0].province
    for slug in ("2020-H1", "2020-H2", "2021-H1", "2021-H2"):
        make_reported(make_period(cluster, slug), province, secretary, {"coop.total": "9"})
    with CaptureQueriesContext(connection) as many:
        html_of(client)

    assert len(many) == len(few)
