"""The dashboard's sentences: who has sent, where cooperatives fell, what changed most."""

from collections.abc import Callable, Mapping

import pytest

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from reports.dashboard.key_points import key_points
from reports.dashboard.page import assemble
from reports.summary.reporting_spans import get_span
from tests.figures.factories import local, make_period, make_reported

Report = Callable[..., None]


@pytest.fixture
def report(indicators: dict[str, Indicator], cluster: Cluster, secretary: Officer) -> Report:
    """Accept cells of some provinces."""

    def accept(
        slug: str, provinces: list[Province], cells: Mapping[str, str], state: str = "accepted"
    ) -> None:
        year, half = int(slug[:4]), int(slug[-1])
        period = Period.objects.filter(year=year, half=half).first() or make_period(cluster, slug)
        for province in provinces:
            make_reported(period, province, secretary, cells, state)

    return accept


def sentences(slug: str, officer: Officer) -> list[str]:
    page = assemble(get_span(slug), periods=list(Period.objects.all()), officer=officer)
    return [f"{point.number} {point.text}" for point in key_points(page)]


def test_missing_and_late_provinces_are_named(
    report: Report, provinces: dict[str, Province], secretary: Officer
) -> None:
    late, *others = list(provinces.values())
    report("2023-H1", others[:4], {"coop.total": "100"})
    report("2023-H1", [late], {"coop.total": "100"}, "submitted")
    Submission.objects.filter(province=late).update(first_submitted_at=local(2023, 7, 9, 9))

    assert sentences("2023-H1", secretary) == [
        "5/7 tỉnh đã gửi, đã chấp nhận 04. Chưa gửi: Kiên Giang, Sóc Trăng. Gửi chậm: An Giang."
    ]


def test_more_than_three_missing_provinces_are_counted(
    report: Report, provinces: dict[str, Province], secretary: Officer
) -> None:
    report("2023-H1", list(provinces.values())[:3], {"coop.total": "100"}, "submitted")

    assert sentences("2023-H1", secretary) == ["3/7 tỉnh đã gửi, chưa chấp nhận tỉnh nào. Chưa gửi: 04 tỉnh."]


def test_provinces_with_fewer_cooperatives_are_named_with_their_loss(
    report: Report, provinces: dict[str, Province], secretary: Officer
) -> None:
    first, second, *others = list(provinces.values())
    report("2022-H2", [first, second, *others], {"coop.total": "100"})
    report("2023-H1", [first], {"coop.total": "99"})
    report("2023-H1", [second], {"coop.total": "95"})
    report("2023-H1", others, {"coop.total": "100"})

    assert sentences("2023-H1", secretary)[1] == (
        "2 tỉnh giảm số HTX so với kỳ trước: Bạc Liêu (−5), An Giang (−1)."
    )


def test_fallen_provinces_are_counted_among_those_with_both_numbers(
    report: Report, provinces: dict[str, Province], secretary: Officer, officer_ct: Officer
) -> None:
    some = list(provinces.values())[:3]
    report("2022-H2", list(provinces.values()), {"coop.total": "100"})
    report("2023-H1", some[:2], {"coop.total": "100"})
    report("2023-H1", some[2:], {"coop.total": "90"}, "submitted")

    fallen = "1 tỉnh giảm số HTX so với kỳ trước trong 03 tỉnh có số ở cả hai kỳ: Cà Mau (−10)."
    assert sentences("2023-H1", secretary)[1] == fallen
    unseen = "0 tỉnh giảm số HTX so với kỳ trước trong 02 tỉnh có số ở cả hai kỳ."
    assert sentences("2023-H1", officer_ct)[1] == unseen


def test_largest_changes_leave_out_parts_ratios_and_small_bases(
    report: Report, provinces: dict[str, Province], secretary: Officer
) -> None:
    everybody = list(provinces.values())
    before = {
        "coop.total": "100",
        "coop.active": "10",
        "coop.charter_capital": "100",
        "coop.profit": "100",
        "group.total": "100",
        "union.total": "7",
        "alliance.member_coops": "100",
    }
    now = {
        "coop.total": "110",
        "coop.active": "100",
        "coop.charter_capital": "130",
        "coop.profit": "110",
        "group.total": "90",
        "union.total": "9",
        "alliance.member_coops": "101",
    }
    report("2022-H1", everybody, before)
    report("2023-H1", everybody, now)
    address = "/dashboard/2023-H1/indicators"
    capital = f'<a href="{address}/coop.charter_capital/">Vốn điều lệ của HTX</a>'

    # 49 unions are too few. Cooperatives and profit rose equally, and come in the catalogue's order.
    assert sentences("2023-H1", secretary)[1:] == [
        f"+30,0% {capital}: 910 triệu đồng, +210 so với cùng kỳ.",
        f'+10,0% <a href="{address}/coop.total/">Tổng số HTX</a>: 770 HTX, +70 so với cùng kỳ.',
        f'+10,0% <a href="{address}/coop.profit/">Lãi của HTX</a>: 770 triệu đồng, +70 so với cùng kỳ.',
        f'−10,0% <a href="{address}/group.total/">Tổng số THT</a>: 630 THT, −70 so với cùng kỳ.',
    ]


def test_change_of_a_part_says_how_many_provinces_it_compares(
    report: Report, provinces: dict[str, Province], secretary: Officer
) -> None:
    report("2022-H1", list(provinces.values()), {"group.total": "100"})
    report("2023-H1", list(provinces.values())[:3], {"group.total": "110"})

    assert sentences("2023-H1", secretary)[1] == (
        '+10,0% <a href="/dashboard/2023-H1/indicators/group.total/">Tổng số THT</a>: '
        "330 THT của 3/7 tỉnh, +30 so với cùng kỳ (so 3 tỉnh)."
    )


def test_year_speaks_of_its_last_half_and_of_the_year_before(
    report: Report, provinces: dict[str, Province], secretary: Officer
) -> None:
    for slug, total in (("2022-H2", "100"), ("2023-H1", "100"), ("2023-H2", "90")):
        report(slug, list(provinces.values()), {"coop.total": total})

    reported, fallen, change = sentences("2023", secretary)
    assert reported.startswith("7/7 tỉnh đã gửi (6T cuối 2023), đã chấp nhận tất cả.")
    assert fallen == (
        "7 tỉnh giảm số HTX so với năm trước: nhiều nhất là An Giang (−10), Bạc Liêu (−10), Cà Mau (−10)."
    )
    assert change.endswith("630 HTX, −70 so với năm trước.")
