"""The courses of the provinces: an index from 100, on one scale, with a gap for what is not known."""

import datetime as dt
from typing import Any

import pytest

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.breaks import Breaks
from provinces.clusters.models import Province
from reports.charts.chart import Chart
from reports.charts.small_multiples import courses_by_indicator, courses_by_province
from reports.charts.style import EDGE, PAPER
from reports.summary.arithmetic import of_province
from tests.reports.tables import ABSENT, cell, indicators, make_history, seven

FLAT = [100] * 6


def make_courses(*totals: list[Any], **others: Any) -> Chart:
    chart = courses_by_province(make_history(*totals), **others)
    assert chart is not None
    return chart


def line(chart: Chart, slug: str = "") -> dict[str, Any]:
    """The line of a province in its panel, or of the cluster."""
    assert chart.spec is not None
    return next(t for t in chart.spec["data"] if "marker" in t and t.get("meta", "") == slug)


def texts(chart: Chart) -> list[str]:
    assert chart.spec is not None
    return [text["text"] for text in chart.spec["layout"]["annotations"]]


def test_courses_start_at_a_hundred() -> None:
    chart = make_courses([200, *FLAT], [210, *FLAT], [190, *FLAT])
    assert line(chart, "an-giang")["y"] == [100, 105, 95]
    assert line(chart)["y"] == pytest.approx([100, 810 / 8, 790 / 8])
    assert "190 (−5,0%)" in texts(chart)
    assert [row.cells[1].text for row in chart.rows] == ["200", "210", "190"]
    assert chart.unit == "chỉ số, giữa 2022 = 100"


def test_all_panels_have_one_scale_of_at_least_twelve_percent() -> None:
    chart = make_courses([200, *FLAT], [201, *FLAT])
    assert chart.spec is not None
    axes = [axis for name, axis in chart.spec["layout"].items() if name.startswith("yaxis")]
    assert len(axes) == 8
    assert len({tuple(axis["range"]) for axis in axes}) == 1
    low, high = axes[0]["range"]
    assert high - low >= 12


def test_missing_half_year_is_a_gap_and_the_last_number_says_when_it_is_of() -> None:
    chart = make_courses([200, *FLAT], [ABSENT, *FLAT], [210, *FLAT], [ABSENT, *FLAT])
    assert line(chart, "an-giang")["y"] == [100, None, 105, None]
    assert "210 (+5,0%), cuối 2022" in texts(chart)


def test_total_of_some_provinces_is_no_course_of_the_cluster() -> None:
    chart = make_courses([200, *FLAT], [210, *FLAT], [ABSENT, *FLAT])
    assert line(chart)["y"][-1] is None
    assert chart.rows[-1].cells[0].label == "600 (6/7)"
    assert "6/7 tỉnh" in chart.caption


def test_one_half_year_is_no_course() -> None:
    chart = make_courses([200, *FLAT])
    assert chart.spec is None
    assert chart.nothing == "Cần ít nhất hai kỳ."
    assert len(chart.rows) == 1


def test_nothing_but_zeros_has_no_index() -> None:
    chart = make_courses([0] * 7, [0] * 7)
    assert chart.spec is None
    assert chart.nothing == "Chưa có số khác 0 để tính chỉ số."


def test_one_province_has_a_panel_for_each_indicator_beside_the_cluster() -> None:
    whole = make_history([200, *FLAT], [220, *FLAT])
    own = [(span, of_province(table, 0)) for span, table in whole]
    chart = courses_by_indicator(own, whole)
    assert chart is not None
    assert chart.spec is not None
    beside, line, *_others = chart.spec["data"]
    assert line["y"] == pytest.approx([100, 110])
    assert beside["y"] == pytest.approx([100, 102.5])
    assert chart.headers[:3] == ("Kỳ báo cáo", "Tổng số HTX", "Thành viên")
    assert [reading.text for reading in chart.rows[1].cells[:2]] == ["220", "10"]


def test_line_is_cut_and_counts_anew_where_the_definition_changes() -> None:
    law = SeriesBreak(pk=1, from_on=dt.date(2022, 7, 1), cause="Luật mới", cause_en="New law")
    total = next(indicator for indicator in indicators() if indicator.code == "coop.total")
    totals = ([200, *FLAT], [300, *FLAT], [330, *FLAT])
    chart = courses_by_province(make_history(*totals, breaks=Breaks({total.pk: (law,)})))
    assert chart is not None
    assert line(chart, "an-giang")["y"] == [100, None, 100, 110]
    assert "Đường ngắt ở 01/7/2022, từ đó tính lại từ 100: Luật mới." in chart.note


def test_first_number_under_a_new_definition_has_no_change() -> None:
    law = SeriesBreak(pk=1, from_on=dt.date(2023, 1, 1), cause="Luật mới", cause_en="New law")
    total = next(indicator for indicator in indicators() if indicator.code == "coop.total")
    chart = courses_by_province(make_history([200, *FLAT], [300, *FLAT], breaks=Breaks({total.pk: (law,)})))
    assert chart is not None
    assert "300" in texts(chart)
    assert not any("%" in text for text in texts(chart))


def test_panel_of_a_merged_province_has_those_it_was_made_of() -> None:
    first, second, *_rest = seven()
    merged = Province(pk=9, slug="moi", name="Mới", established_on=dt.date(2023, 1, 1))
    history = make_history([300], [330], provinces=[merged])
    former = make_history([100, 200], [ABSENT, ABSENT], provinces=[first, second])
    chart = courses_by_province(history, former=former, mergers=[(merged, [first, second])])
    assert chart is not None
    assert chart.spec is not None
    dotted = [trace for trace in chart.spec["data"] if trace["line"].get("dash") == "dot"]
    assert [trace["y"] for trace in dotted] == [[100, None], [100, None]]
    assert {trace["line"]["color"] for trace in dotted} == {EDGE}
    assert "hợp nhất tỉnh, 01/01/2023" in chart.note
    assert len(chart.spec["layout"]["shapes"]) == 2, "an upright in each panel"


def test_merger_of_before_is_not_mentioned() -> None:
    merged = Province(pk=9, slug="moi", name="Mới", established_on=dt.date(2020, 7, 1))
    chart = courses_by_province(
        make_history([300], [330], provinces=[merged]), mergers=[(merged, seven()[:2])]
    )
    assert chart is not None
    assert "hợp nhất" not in chart.note


def test_unknown_choice_is_the_number_of_cooperatives() -> None:
    chart = make_courses([200, *FLAT], [210, *FLAT], code="<script>")
    assert chart.codes == ("coop.total",)
    assert "coop.members" in {choice.code for choice in chart.choices}


def test_illustrative_points_are_hollow() -> None:
    chart = make_courses([200, *FLAT], [cell(210, is_illustrative=True), *FLAT])
    assert line(chart, "an-giang")["marker"]["color"][-1] == PAPER
    assert "Điểm rỗng: minh họa." in chart.note


def test_telephone_has_two_panels_beside_each_other() -> None:
    chart = make_courses([200, *FLAT], [210, *FLAT])
    assert chart.spec is not None
    assert chart.spec["narrow"]["height"] == 2 * chart.height == chart.narrow_height
