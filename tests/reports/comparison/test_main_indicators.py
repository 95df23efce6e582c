"""Table 1 of the dashboard: the main indicators over time."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Mapping
from html import unescape

import pytest
from django.test import Client

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.submissions.models import Figure
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Membership, Province
from reports.comparison.indicator_table import IndicatorTable
from reports.comparison.rows import ComparedRow
from reports.dashboard.page import Dashboard, assemble
from reports.summary.histories import LONGEST
from reports.summary.reporting_spans import get_span
from tests.factories import make_province
from tests.figures.factories import make_period, make_reported

Browser = Callable[[Officer], Client]
Cells = Mapping[str, str]
MERGER = dt.date(2025, 7, 1)


@pytest.fixture
def report(
    indicators: dict[str, Indicator], cluster: Cluster, provinces: dict[str, Province], secretary: Officer
) -> Callable[..., Period]:
    """Accept the same cells for the first `count` of the seven."""

    def accept(slug: str, cells: Cells, count: int = 7, state: str = "accepted") -> Period:
        year, half = int(slug[:4]), int(slug[-1])
        period = Period.objects.filter(year=year, half=half).first() or make_period(cluster, slug)
        for province in list(provinces.values())[:count]:
            make_reported(period, province, secretary, cells, state)
        return period

    return accept


def page_of(slug: str, officer: Officer) -> Dashboard:
    return assemble(get_span(slug), periods=list(Period.objects.all()), officer=officer)


def row_of(page: Dashboard, code: str) -> ComparedRow:
    return next(row for row in page.rows if row.line.indicator.code == code)


def row_text(page: Dashboard, code: str) -> str:
    """The row as it reads, its pictures by their words."""
    table = IndicatorTable(page, page.rows)
    row = next(row for row in table.rows if row.record.line.indicator.code == code)
    html = " | ".join(str(cell) for column, cell in row.items() if column.name != "own")
    html = re.sub(r'<svg[^>]*aria-label="([^"]*)".*?</svg>', r"\1", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def picture_of(page: Dashboard, code: str, column: str) -> str:
    table = IndicatorTable(page, page.rows)
    row = next(row for row in table.rows if row.record.line.indicator.code == code)
    return str(row.get_cell(column))


def test_row_has_the_course_the_number_and_both_changes(
    report: Callable[..., Period], secretary: Officer
) -> None:
    for slug, total in (("2022-H1", "100"), ("2022-H2", "104"), ("2023-H1", "110")):
        report(slug, {"coop.total": total, "coop.new": "5"})
    page = page_of("2023-H1", secretary)

    assert row_text(page, "coop.total") == (
        "Tổng số HTX | 6T đầu 2022 700; 6T cuối 2022 728; 6T đầu 2023 770 | 770 | +70 +10,0% | +42 +5,8% | "
        "An Giang +10,0%; Bạc Liêu +10,0%; Cà Mau +10,0%; Cần Thơ +10,0%; Hậu Giang +10,0%; "
        "Kiên Giang +10,0%; Sóc Trăng +10,0%"
    )
    flow = row_text(page, "coop.new")
    assert "| 35 | không đổi | |" in flow, "a flow is not compared with the half-year before"


def test_numbers_are_those_of_the_table_by_province(
    report: Callable[..., Period], secretary: Officer
) -> None:
    report("2022-H1", {"coop.total": "100"})
    report("2023-H1", {"coop.total": "110", "coop.charter_capital": "220"})
    page = page_of("2023-H1", secretary)

    for row in page.rows:
        assert row.line == page.table[row.line.indicator.code]
        assert row.course.points[-1].total == row.line.total


def test_part_is_a_gap_in_the_course_and_compares_like_with_like(
    report: Callable[..., Period], secretary: Officer
) -> None:
    report("2022-H1", {"coop.total": "100"})
    report("2022-H2", {"coop.total": "100"})
    report("2023-H1", {"coop.total": "110"}, count=3)
    page = page_of("2023-H1", secretary)
    text = row_text(page, "coop.total")

    assert "6T đầu 2023 330 (3/7 tỉnh)" in text
    assert "| 330 3/7 tỉnh | +30 +10,0% so 3 tỉnh |" in text
    assert "Cần Thơ không có số để so" in text
    course = picture_of(page, "coop.total", "course")
    assert course.count("<circle") == 2
    assert ">3/7</text>" in course
    assert picture_of(page, "coop.total", "spread").count("<circle") == 3


def test_missing_half_year_cuts_the_line(report: Callable[..., Period], secretary: Officer) -> None:
    report("2022-H1", {"coop.total": "100"})
    report("2022-H2", {"coop.total": "100"}, count=6)
    report("2023-H1", {"coop.total": "110"})
    course = picture_of(page_of("2023-H1", secretary), "coop.total", "course")

    assert re.search(r'd="M[\d. ]+ M[\d. ]+"', course)


def test_small_change_looks_small(report: Callable[..., Period], secretary: Officer) -> None:
    report("2022-H2", {"coop.total": "100"})
    report("2023-H1", {"coop.total": "101"})
    heights = re.findall(r'cy="([\d.]+)"', picture_of(page_of("2023-H1", secretary), "coop.total", "course"))

    before, now = map(float, heights)
    assert 1 < before - now < 2, "a twelfth of the line's height for a change of 1 %"


def test_one_half_year_alone_has_no_changes(report: Callable[..., Period], secretary: Officer) -> None:
    report("2023-H1", {"coop.total": "110"})
    page = page_of("2023-H1", secretary)

    assert row_text(page, "coop.total") == (
        "Tổng số HTX | 6T đầu 2023 770 | 770 | không có số để so | không có số để so | không có số để so"
    )
    assert "Chỉ tiêu chính, 6T đầu 2023" in str(IndicatorTable(page, page.rows).caption)


def test_course_has_nine_half_years_at_most(report: Callable[..., Period], secretary: Officer) -> None:
    for year in range(2018, 2024):
        for half in (1, 2):
            report(f"{year}-H{half}", {"coop.total": "100"}, count=1)
    points = row_of(page_of("2023-H1", secretary), "coop.total").course.points

    assert len(points) == LONGEST
    assert (points[0].label, points[-1].label) == ("6T đầu 2019", "6T đầu 2023")


def test_year_adds_its_flows_and_has_years_in_its_course(
    report: Callable[..., Period], secretary: Officer
) -> None:
    for slug, new in (("2022-H1", "1"), ("2022-H2", "2"), ("2023-H1", "3"), ("2023-H2", "3")):
        report(slug, {"coop.total": "100", "coop.new": new})
    page = page_of("2023", secretary)

    assert "| 2022 21; 2023 42 | 42 | +21 +100,0% |" in row_text(page, "coop.new")
    table = IndicatorTable(page, page.rows)
    assert [str(column.header) for column in table.columns][2:5] == [
        "Kỳ này",
        "So năm trước",
        "Từng tỉnh so năm trước",
    ]
    assert table.flow_heading == "Trong năm"


def test_flow_of_a_year_to_date_is_not_compared_with_a_whole_year(
    report: Callable[..., Period], cluster: Cluster, secretary: Officer
) -> None:
    for slug in ("2022-H1", "2022-H2", "2023-H1"):
        report(slug, {"coop.total": "100", "coop.new": "2"})
    make_period(cluster, "2023-H2")
    page = page_of("2023", secretary)

    assert "2022 …; 2023 14 | 14 | không có số để so |" in row_text(page, "coop.new")
    assert "| 700 | không đổi |" in row_text(page, "coop.total")


def test_rate_changes_by_points(
    report: Callable[..., Period], indicators: dict[str, Indicator], secretary: Officer
) -> None:
    Indicator.objects.create(
        section=indicators["coop.total"].section,
        code="alliance.member_share",
        position=99,
        label="Tỷ lệ HTX là thành viên Liên minh",
        short_label="Tỷ lệ",
        unit="%",
        kind="ratio",
        decimals=1,
        factor=100,
        numerator=indicators["alliance.member_coops"],
        denominator=indicators["coop.total"],
    )
    report("2022-H1", {"coop.total": "100", "alliance.member_coops": "70"})
    report("2023-H1", {"coop.total": "100", "alliance.member_coops": "71"})

    text = row_text(page_of("2023-H1", secretary), "alliance.member_share")
    assert "6T đầu 2022 70,0; 6T đầu 2023 71,0 | 71,0 | +1,0 điểm % |" in text


def test_row_with_larger_changes_names_its_scale(report: Callable[..., Period], secretary: Officer) -> None:
    report("2022-H1", {"coop.total": "100", "coop.charter_capital": "100"})
    report("2023-H1", {"coop.total": "110", "coop.charter_capital": "145"})
    page = page_of("2023-H1", secretary)

    assert "±" not in picture_of(page, "coop.total", "spread")
    assert "±60%" in picture_of(page, "coop.charter_capital", "spread")


def test_illustrative_and_provisional_marks_are_hollow(
    report: Callable[..., Period], secretary: Officer
) -> None:
    report("2022-H1", {"coop.total": "100"})
    Figure.objects.update(is_illustrative=True)
    report("2023-H1", {"coop.total": "110"}, state="submitted")
    page = page_of("2023-H1", secretary)

    course = picture_of(page, "coop.total", "course")
    assert course.count('<circle class="hollow"') == 1
    assert "6T đầu 2022 700 (minh họa); 6T đầu 2023 770" in course
    assert picture_of(page, "coop.total", "spread").count("dot hollow") == 7


def test_change_of_law_cuts_the_course_and_the_comparison(
    report: Callable[..., Period], indicators: dict[str, Indicator], secretary: Officer
) -> None:
    law = SeriesBreak.objects.create(from_on=dt.date(2022, 7, 1), cause="Luật mới", cause_en="new law")
    law.indicators.add(indicators["coop.total"])
    report("2022-H1", {"coop.total": "100"})
    report("2022-H2", {"coop.total": "100"})
    report("2023-H1", {"coop.total": "110"})
    page = page_of("2023-H1", secretary)

    assert "| không so sánh được | +70 +10,0% |" in row_text(page, "coop.total")
    course = picture_of(page, "coop.total", "course")
    assert 'class="break"' in course
    assert re.search(r'd="M[\d. ]+ M[\d. ]+ L[\d. ]+"', course)
    assert IndicatorTable(page, page.rows).breaks == [law]


def test_merged_province_goes_on_from_the_sum_of_its_parts(
    report: Callable[..., Period], cluster: Cluster, provinces: dict[str, Province], secretary: Officer
) -> None:
    report("2024-H2", {"coop.total": "100"})
    successor = make_province("an-giang-2025", "An Giang mới", established_on=MERGER, code="99")
    Membership.objects.create(cluster=cluster, province=successor, joined_on=MERGER)
    merged = [provinces["an-giang"], provinces["kien-giang"]]
    Province.objects.filter(pk__in=[p.pk for p in merged]).update(ended_on=MERGER, successor=successor)
    Membership.objects.filter(province__in=merged).update(left_on=MERGER)
    later = make_period(cluster, "2025-H2")
    for province in (successor, *(p for p in provinces.values() if p not in merged)):
        make_reported(later, province, secretary, {"coop.total": "210" if province == successor else "105"})
    page = page_of("2025-H2", secretary)
    row = row_of(page, "coop.total")

    assert [point.total and point.total.whole for point in row.course.points] == [700, 735]
    assert row.course.points[-1].merged_on == MERGER
    assert IndicatorTable(page, page.rows).merged_on == [MERGER]


def test_reader_counts_nobody_whose_figures_they_do_not_see(
    report: Callable[..., Period], period: Period, secretary: Officer, officer_ct: Officer
) -> None:
    report("2022-H1", {"coop.total": "100"})
    report("2023-H1", {"coop.total": "9.999"}, count=3, state="submitted")

    assert "29.997" in row_text(page_of("2023-H1", secretary), "coop.total")
    text = row_text(page_of("2023-H1", officer_ct), "coop.total")
    assert "| … chưa có số liệu | không có số để so |" in text
    assert "997" not in text


def test_files_have_the_table_as_shown(
    report: Callable[..., Period], client_for: Browser, secretary: Officer
) -> None:
    report("2022-H1", {"coop.total": "100", "coop.charter_capital": "10"})
    report("2022-H2", {"coop.total": "104"})
    report("2023-H1", {"coop.total": "110", "coop.charter_capital": "12,5"}, count=3)
    client = client_for(secretary)
    page = client.get("/dashboard/2023-H1/?scope=accepted").content.decode()
    assert 'href="/dashboard/2023-H1/?scope=accepted&amp;_export=xlsx"' in page

    response = client.get("/dashboard/2023-H1/?_export=csv")
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")  # type: ignore[attr-defined]
    rows = {row["Mã"]: row for row in csv.DictReader(io.StringIO(text))}
    total = rows["coop.total"]
    assert (total["Toàn cụm"], total["Cộng các tỉnh có số liệu"], total["So cùng kỳ"]) == ("", "330", "30")
    assert (total["So cùng kỳ, %"], total["So cùng kỳ, số tỉnh so sánh"]) == ("10", "3/7")
    assert (total["6T đầu 2022"], total["6T cuối 2022"]) == ("700", "728")
    assert (total["An Giang, %"], total["Sóc Trăng, %"]) == ("10", "")
    assert client.get("/dashboard/2023-H1/?_export=xlsx").status_code == 200


def test_page_without_figures_has_no_table(
    period: Period, indicators: dict[str, Indicator], client_for: Browser, secretary: Officer
) -> None:
    assert "Bảng 1" not in client_for(secretary).get("/dashboard/2023-H1/").content.decode()
