"""A half-year that not all provinces have reported: nobody can take its sums for the cluster."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.periods.services import save_period
from figures.workflow import reopening
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from tests.figures.factories import make_period, make_reported
from tests.reports.dashboard.test_dashboard import text_of

Browser = Callable[[Officer], Client]
FIRST, SECOND = "<h1>6 tháng đầu năm 2023</h1>", "<h1>6 tháng cuối năm 2023</h1>"


@pytest.fixture
def second_half(
    indicators: dict[str, Indicator],
    period: Period,
    cluster: Cluster,
    provinces: dict[str, Province],
    secretary: Officer,
) -> Period:
    """The half-year after one in which all seven were accepted with 100 cooperatives each."""
    for province in provinces.values():
        make_reported(period, province, secretary, {"coop.total": "100", "coop.new": "5"})
    return make_period(cluster, "2023-H2")


def accept(period: Period, provinces: dict[str, Province], by: Officer, count: int) -> None:
    for province in list(provinces.values())[:count]:
        make_reported(period, province, by, {"coop.total": "110", "coop.new": "12"})


@pytest.mark.parametrize(("count", "shown"), [(0, FIRST), (3, FIRST), (7, SECOND)])
def test_home_stays_on_the_last_whole_half_year_and_names_the_open_one(
    client_for: Browser,
    secretary: Officer,
    second_half: Period,
    provinces: dict[str, Province],
    count: int,
    shown: str,
) -> None:
    accept(second_half, provinces, secretary, count)
    html = client_for(secretary).get("/").content.decode()

    assert shown in html
    beside = f"Kỳ đang báo cáo: 6 tháng cuối năm 2023 , đã chấp nhận {count}/7 tỉnh."
    assert (beside in text_of(client_for(secretary), "/")) == (count < 7)
    assert ('<a href="/dashboard/2023-H2/">6 tháng cuối năm 2023</a>' in html) == (count < 7)


def test_home_opens_a_partial_half_year_once_the_leaders_say_so(
    client_for: Browser,
    head: Officer,
    officer_ct: Officer,
    second_half: Period,
    provinces: dict[str, Province],
) -> None:
    accept(second_half, provinces, head, 3)
    second_half.is_front = True
    save_period(period=second_half, by=head)

    assert SECOND in client_for(officer_ct).get("/").content.decode()


def test_before_any_half_year_is_whole_home_shows_the_begun_one_as_a_part(
    client_for: Browser,
    secretary: Officer,
    indicators: dict[str, Indicator],
    period: Period,
    provinces: dict[str, Province],
) -> None:
    accept(period, provinces, secretary, 3)
    page = text_of(client_for(secretary), "/")

    assert "330 hợp tác xã của 3/7 tỉnh Chưa phải số của Cụm." in page
    assert "Kỳ đủ tỉnh gần nhất" not in page


def test_partial_half_year_says_whose_sums_it_shows(
    client_for: Browser, secretary: Officer, second_half: Period, provinces: dict[str, Province]
) -> None:
    accept(second_half, provinces, secretary, 3)
    page = text_of(client_for(secretary), "/dashboard/2023-H2/")

    assert "330 hợp tác xã của 3/7 tỉnh Chưa phải số của Cụm. Kỳ đủ tỉnh gần nhất: 700" in page
    assert "(6 tháng đầu năm 2023)" in page
    assert "thành lập mới, 3/7 tỉnh + 36" in page
    assert "so với kỳ trước (so 3/7 tỉnh) +30 +10,0%" in page
    assert "Số liệu của 3/7 tỉnh" in page
    assert "Cộng 3/7 tỉnh 330" in page
    assert "Toàn cụm 330" not in page
    assert not re.search(r"33,3|100,0 ", page), "no province has a share of a part"


def test_part_rolls_forward_from_what_the_same_provinces_had_before(
    client_for: Browser, secretary: Officer, second_half: Period, provinces: dict[str, Province]
) -> None:
    for province in list(provinces.values())[:3]:
        cells = {"coop.total": "110", "coop.new": "12", "coop.dissolved": "2"}
        make_reported(second_half, province, secretary, cells)
    page = text_of(client_for(secretary), "/dashboard/2023-H2/")

    assert "3 tỉnh đó, kỳ trước 300 thành lập mới, 3/7 tỉnh + 36 giải thể, 3/7 tỉnh − 6 cuối kỳ = 330" in page


def test_partial_key_figure_says_what_is_estimated_and_what_is_being_corrected(
    client_for: Browser, secretary: Officer, second_half: Period, provinces: dict[str, Province]
) -> None:
    first, *others = list(provinces.values())[:3]
    reopened = make_reported(second_half, first, secretary, {"coop.charter_capital": "100"})
    reopened.figures.update(is_estimate=True)
    for province in others:
        make_reported(second_half, province, secretary, {"coop.charter_capital": "100"})
    reopening.reopen(submission=reopened, reason="x", until=timezone.localdate(), by=secretary)
    page = text_of(client_for(secretary), "/dashboard/2023-H2/")

    assert "Vốn điều lệ của HTX 300 triệu đồng của 3/7 tỉnh có số ước, có số đang sửa" in page


def test_whole_half_year_speaks_of_the_cluster(
    client_for: Browser, secretary: Officer, second_half: Period, provinces: dict[str, Province]
) -> None:
    accept(second_half, provinces, secretary, 7)
    page = text_of(client_for(secretary), "/dashboard/2023-H2/")

    assert "770 hợp tác xã" in page
    assert "Chưa phải số của Cụm" not in page
    assert "Toàn cụm 770" in page
    assert "14,3" in page  # a seventh


def test_half_year_without_reports_has_no_sums(
    client_for: Browser, secretary: Officer, second_half: Period
) -> None:
    page = text_of(client_for(secretary), "/dashboard/2023-H2/")

    assert "Chưa có số liệu của 6 tháng cuối năm 2023." in page
    assert "Toàn cụm 330" not in page


def test_year_with_a_partial_second_half_is_partial(
    client_for: Browser, secretary: Officer, second_half: Period, provinces: dict[str, Province]
) -> None:
    accept(second_half, provinces, secretary, 3)
    page = text_of(client_for(secretary), "/dashboard/2023/")

    assert "330 hợp tác xã của 3/7 tỉnh Chưa phải số của Cụm." in page


def test_nobody_reads_not_sent_beside_a_province_that_sent(
    client_for: Browser, secretary: Officer, officer_ct: Officer, second_half: Period, an_giang: Province
) -> None:
    make_reported(second_half, an_giang, secretary, {"coop.total": "110"}, "submitted")

    second = "/dashboard/2023-H2/"
    for officer in (secretary, officer_ct):
        for page in (second, f"{second}?scope=accepted", f"{second}indicators/coop.total/"):
            response = client_for(officer).get(page)
            assert response.status_code == 200
            assert "chưa gửi" not in response.content.decode()
