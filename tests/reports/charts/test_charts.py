"""Charts show what the table says, no more and no less, in Vietnamese."""

import datetime as dt
import json
import re
from typing import Any

import plotly.graph_objects as go
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from plotly.offline import get_plotlyjs

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.breaks import Breaks
from reports.charts import style as chart_style
from reports.charts.chart import Chart
from reports.charts.map import map_of
from reports.charts.panel import charts_of
from reports.charts.trend import trend_chart
from tests.reports.tables import (
    ABSENT,
    LABEL,
    NOT_APPLICABLE,
    UNKNOWN,
    cell,
    indicators,
    make_course,
    make_history,
    make_table,
    seven,
)
from vietnamese.sentences import inside_a_sentence


def make_chart(name: str, figures: dict[str, Any], **others: Any) -> Chart:
    return next(chart for chart in charts_of(make_table(figures), **others) if chart.name == name)


def all_charts() -> list[Chart]:
    """Each form once, with figures everywhere."""
    table = make_table({})
    trends = [trend_chart(make_course([1], [2], code=code)) for code in ("coop.total", "coop.new")]
    return [*charts_of(table, history=make_history([10] * 7, [20] * 7)), *trends]


def test_dashboard_has_five_numbered_figures_of_which_the_fourth_is_the_map() -> None:
    charts = charts_of(make_table({}), history=make_history([10] * 7, [20] * 7))
    assert [(chart.number, chart.name) for chart in charts] == [
        (1, "steps"),
        (2, "ratios"),
        (3, "courses"),
        (5, "ratings"),
    ]
    maps = map_of(make_table({}))
    assert maps is not None
    assert maps.number == 4


@pytest.mark.parametrize("chart", all_charts(), ids=lambda chart: chart.name)
def test_every_figure_is_valid_for_plotly_and_carries_no_template(chart: Chart) -> None:
    assert isinstance(chart.figure, go.Figure)
    assert chart.figure.layout.separators == ",."
    assert chart.height == chart.figure.layout.height
    assert chart.spec is not None
    assert isinstance(go.Layout(chart.spec["layout"] | chart.spec.get("narrow", {})), go.Layout)
    assert len(chart.figure_json) < 20_000


@pytest.mark.parametrize("chart", all_charts(), ids=lambda chart: chart.name)
def test_every_caption_has_unit_and_period(chart: Chart) -> None:
    assert chart.unit.casefold() in chart.caption.casefold()
    assert inside_a_sentence(LABEL) in chart.caption
    assert chart.name.startswith("trend") or "7/7 tỉnh" in chart.caption


@pytest.mark.parametrize("chart", all_charts(), ids=lambda chart: chart.name)
def test_style_sheet_and_markup_of_plotly_are_not_needed(chart: Chart) -> None:
    """Its bold and coloured parts of a text are style attributes, which the policy refuses."""
    assert not re.search(r"<(?!br>)[a-z]", chart.figure_json)
    assert "\\u003Cb" not in chart.figure_json.replace("\\u003Cbr", "")


def test_trend_starts_with_the_first_figure() -> None:
    chart = trend_chart(make_course([ABSENT], [2077], [2109]))
    assert [row.label for row in chart.rows] == ["6 tháng cuối năm 2022", "6 tháng đầu năm 2023"]
    assert list(chart.figure.data[0].y) == [2077, 2109]


def test_trend_does_not_join_an_incomplete_total() -> None:
    chart = trend_chart(make_course([1000, 1027], [2050, ABSENT], [1060, 1049]))
    line, partial = chart.figure.data
    assert list(line.y) == [2027, None, 2109]
    assert (list(partial.y), list(partial.text)) == ([2050], ["1/2 tỉnh: 2.050"])
    assert list(partial.marker.symbol) == ["diamond-open"]
    assert "Hình thoi rỗng: chưa đủ tỉnh" in chart.caption
    assert chart.rows[1].cells[1].text == "1/2"


@pytest.mark.parametrize(
    ("few", "text", "height", "symbol"),
    [(300, "300", 1864.8, "triangle-down-open"), (2500, "2.500", 2237.76, "triangle-up-open")],
)
def test_incomplete_total_does_not_stretch_the_axis_of_the_trend(
    few: int, text: str, height: float, symbol: str
) -> None:
    """The line has 2027 to 2117, drawn 12% of 2072 high; a third of that is left below, a sixth above."""
    chart = trend_chart(make_course([1000, 1027], [1060, 1057], [few, ABSENT]))
    line, partial = chart.figure.data
    assert list(chart.figure.layout.yaxis.range) == pytest.approx([1864.8, 2237.76])
    assert list(partial.y) == pytest.approx([height])
    assert list(partial.marker.symbol) == [symbol]
    assert list(partial.text) == [f"1/2 tỉnh: {text}"]
    assert partial.hovertext[0].endswith(f"{text} HTX, 1/2 tỉnh")
    assert list(line.textposition[:2]) == ["top left", "top center"], "nothing rises to a partial total"
    assert "Tam giác rỗng: chưa đủ tỉnh, ngoài thang của hình." in chart.caption
    assert "Hình thoi" not in chart.caption


def test_axis_of_a_trend_without_any_whole_total_fits_the_parts() -> None:
    chart = trend_chart(make_course([50, ABSENT], [80, ABSENT]))
    assert list(chart.figure.data[1].y) == [50, 80]
    assert list(chart.figure.layout.yaxis.range) == [40, 85]


def test_change_of_one_percent_fills_a_twelfth_of_the_axis_and_no_more() -> None:
    low, high = chart_style.axis_range([2000.0, 2020.0])
    assert high - low == pytest.approx(0.12 * 2010)
    assert chart_style.axis_range([0.0, 500.0]) == (0, 500)
    assert chart_style.axis_range([0.0]) == (0, 0.5), "an axis has a height even if all is zero"


@pytest.mark.parametrize(("first", "bottom"), [(30, 20), (3, 0), (-30, -40)])
def test_axis_of_a_trend_has_no_room_below_zero_unless_the_line_goes_there(first: int, bottom: int) -> None:
    chart = trend_chart(make_course([first, 0], [first + 30, 0], [1, ABSENT]))
    assert chart.figure.layout.yaxis.range[0] == pytest.approx(bottom)


def test_missing_half_year_is_a_gap_in_the_trend_and_not_a_step() -> None:
    course = make_course([2027], None, [2109], [2120])
    chart = trend_chart(course)
    (line,) = chart.figure.data
    start = course.points[0].place
    assert list(line.x) == [start, None, start + 2, start + 3]
    assert list(line.y) == [2027, None, 2109, 2120]
    axis = chart.figure.layout.xaxis
    assert list(axis.tickvals) == [start, start + 1, start + 2, start + 3], (
        "the axis has the missing one's place"
    )


def test_axis_of_time_calls_30_june_the_middle_of_the_year() -> None:
    chart = trend_chart(make_course([2027], [2050], [2109]))
    assert list(chart.figure.layout.xaxis.ticktext) == ["giữa<br>2022", "cuối<br>2022", "giữa<br>2023"]


def test_line_of_the_trend_is_cut_where_the_definition_changes() -> None:
    law = SeriesBreak(pk=1, from_on=dt.date(2022, 7, 1), cause="Luật mới", cause_en="New law")
    total = next(indicator for indicator in indicators() if indicator.code == "coop.total")
    breaks = Breaks({total.pk: (law,)})
    chart = trend_chart(make_course([100], [110], [300], [310], breaks=breaks))
    assert list(chart.figure.data[0].y) == [100, 110, None, 300, 310]
    assert "Đường ngắt ở 01/7/2022: Luật mới." in chart.note
    assert "Đường ngắt" not in trend_chart(make_course([300], [310], breaks=breaks)).note


def test_flows_are_bars_from_zero_and_a_partial_one_is_open() -> None:
    chart = trend_chart(make_course([30, 12], [9, ABSENT], code="coop.new"))
    (bars,) = chart.figure.data
    assert (bars.type, list(bars.y), list(bars.text)) == ("bar", [42, 9], ["42", "1/2 tỉnh: 9"])
    assert list(bars.marker.color) == [chart_style.FIELD, chart_style.PAPER]
    assert chart.figure.layout.yaxis.range[0] == 0
    assert "Cột viền xám: chưa đủ tỉnh." in chart.note
    assert list(chart.figure.layout.xaxis.ticktext) == ["cuối<br>2022", "đầu<br>2023"], "no day, but a half"


def test_illustrative_points_of_the_trend_are_hollow() -> None:
    chart = trend_chart(make_course([cell(2027, is_illustrative=True)], [2077]))
    assert list(chart.figure.data[0].marker.color) == [chart_style.PAPER, chart_style.FIELD]
    assert chart.is_illustrative


def test_script_blocks_the_styles_of_the_installed_plotly() -> None:
    script = (settings.BASE_DIR / "static" / "js" / "charts.js").read_text(encoding="utf-8")
    element = re.search(r'TILE_MAP_STYLES = "([0-9a-f]{64})"', script)
    assert element is not None
    assert f'getElementById("{element[1]}")' in get_plotlyjs()


def test_chart_without_figures_has_no_picture() -> None:
    chart = make_chart("steps", {"coop.new": [ABSENT] * 7, "coop.dissolved": [ABSENT] * 7})
    assert chart.spec is None
    assert chart.figure is None
    page = render_to_string("reports/charts/chart.html", {"chart": chart})
    assert "Chưa có số liệu để vẽ" in page
    assert "Ảnh PNG" not in page


def test_name_with_markup_is_escaped() -> None:
    provinces = seven()
    provinces[0].name = '<b>A</b></script> & <a href="//x">'
    for chart in charts_of(make_table({}, provinces=provinces)):
        page = render_to_string("reports/charts/chart.html", {"chart": chart})
        assert page.count("</script>") == 1
        assert "<b>A" not in page
        assert "&lt;b&gt;A" in str(chart.spec)
        assert json.loads(chart.figure_json) == chart.spec


def test_table_has_every_value_and_explains_the_signs() -> None:
    figures = {"coop.new": [96240, UNKNOWN, NOT_APPLICABLE, 0, 1, 1, 1]}
    page = render_to_string("reports/charts/chart.html", {"chart": make_chart("steps", figures)})
    assert "96.240</td>" in page
    assert '<th scope="row">Cần Thơ</th><td class="num">0</td>' in page
    assert 'class="visually-hidden">chưa có số liệu' in page
    assert 'class="visually-hidden">không áp dụng' in page


def test_illustrative_figures_are_marked_in_caption_and_table() -> None:
    figures = {"coop.new": [cell(284, is_illustrative=True), *[1] * 6]}
    page = render_to_string("reports/charts/chart.html", {"chart": make_chart("steps", figures)})
    assert '<span class="tag">minh họa</span>' in page
    assert '<td class="num illustrative">284</td>' in page


def test_template_has_no_inline_style_or_script() -> None:
    page = render_to_string("reports/charts/chart.html", {"chart": make_chart("steps", {})})
    assert "style=" not in page
    assert re.findall(r"<script[^>]*>", page) == ['<script type="application/json">']


def test_colours_of_python_and_script_are_the_same() -> None:
    script = (settings.BASE_DIR / "static" / "js" / "charts.js").read_text(encoding="utf-8")
    names = ("INK", "SOFT", "PAPER", "WASH", "LINE", "FIELD", "EDGE")
    colours = {getattr(chart_style, name) for name in names} | set(chart_style.STEPS)
    assert set(re.findall(r'"(#[0-9a-f]{6})"', script)) == colours
    assert len(colours) == 12, "the script tells them apart"
