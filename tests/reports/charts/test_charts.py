"""Charts show what the table says, no more and no less, in Vietnamese."""

import datetime as dt
import json
import re
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from plotly.offline import get_plotlyjs

from figures.catalogue.break_models import SeriesBreak
from figures.submissions.cell_arithmetic import Cell
from figures.submissions.models import Figure
from reports.charts import style as chart_style
from reports.charts.chart import Chart
from reports.charts.cluster import trend_chart
from reports.charts.panel import charts_of
from tests.reports.tables import (
    ABSENT,
    LABEL,
    NOT_APPLICABLE,
    UNIONS_PUBLISHED,
    UNKNOWN,
    cell,
    indicators,
    make_points,
    make_table,
    seven,
)

TOTALS = [284, 243, 281, 309, 257, 518, 217]


def make_chart(name: str, figures: dict[str, Any], **others: Any) -> Chart:
    return next(chart for chart in charts_of(make_table(figures), **others) if chart.name == name)


def bars(chart: Chart) -> list[list[float | None]]:
    return [list(trace.x) for trace in chart.figure.data if trace.type == "bar"]


def scatters(chart: Chart, mode: str) -> list[Any]:
    return [trace for trace in chart.figure.data if trace.type == "scatter" and trace.mode == mode]


def label_texts(chart: Chart) -> list[str]:
    """The labels beside the marks, without the spaces around them."""
    return [text.strip("\u00a0") for trace in scatters(chart, "text") for text in trace.text]


def test_dashboard_has_twelve_numbered_charts() -> None:
    points = make_points([2077], [2109])
    charts = charts_of(make_table({}), None, None, {"coop.total": points})
    assert [chart.number for chart in charts] == list(range(1, 13))
    assert len({chart.name for chart in charts}) == 12


def test_every_figure_is_valid_for_plotly_and_carries_no_template() -> None:
    for chart in charts_of(make_table({}), None, make_table({}), {"coop.total": make_points([1], [2])}):
        assert isinstance(chart.figure, go.Figure)
        assert chart.figure.layout.separators == ",."
        assert chart.height == chart.figure.layout.height
        assert len(chart.figure_json) < 6000


def test_every_caption_has_unit_and_period() -> None:
    for chart in charts_of(make_table({}), None, None, {"coop.total": make_points([1], [2])}):
        assert chart.unit.casefold() in chart.caption.casefold()
        assert LABEL in chart.caption
        assert chart.name.startswith("trend") or "7/7 tỉnh" in chart.caption


def test_bars_are_the_provinces_values_in_the_order_of_the_table() -> None:
    chart = make_chart("coop-total", {"coop.total": TOTALS})
    assert bars(chart) == [[284, 243, 281, 309, 257, 518, 217]]
    assert label_texts(chart) == ["284", "243", "281", "309", "257", "518", "217"]
    assert list(chart.figure.layout.yaxis.ticktext)[:2] == ["An Giang", "Bạc Liêu"]


def test_zero_unions_of_can_tho_are_shown_as_zero() -> None:
    chart = make_chart("union-total", {"union.total": UNIONS_PUBLISHED})
    assert bars(chart) == [[2, 2, 1, 0, 4, 3, 1]]
    assert label_texts(chart)[3] == "0"
    assert "Cần Thơ 0" in chart.description
    assert "Mỗi ô là 1 LH HTX" in chart.caption


@pytest.mark.parametrize(("missing", "sign"), [(ABSENT, "…"), (UNKNOWN, "…"), (NOT_APPLICABLE, "×")])
def test_missing_value_has_a_row_without_bar(missing: Any, sign: str) -> None:
    chart = make_chart("coop-total", {"coop.total": [*TOTALS[:2], missing, *TOTALS[3:]]})
    assert bars(chart) == [[284, 243, None, 309, 257, 518, 217]]
    assert label_texts(chart)[2] == sign
    assert len(chart.figure.layout.yaxis.ticktext) == 7
    assert chart.rows[2].cells[0].value is None


def test_missing_province_lowers_the_coverage() -> None:
    chart = make_chart("coop-total", {"coop.total": [*TOTALS[:6], ABSENT]})
    assert "6/7 tỉnh" in chart.caption


def test_provisional_bars_are_hatched_and_accepted_ones_solid() -> None:
    provisional = cell(243, is_accepted=False)
    chart = make_chart("coop-total", {"coop.total": [284, provisional, *TOTALS[2:]]})
    solid, hatched = (trace for trace in chart.figure.data if trace.type == "bar")
    assert list(solid.x) == [284, None, 281, 309, 257, 518, 217]
    assert list(hatched.x) == [None, 243, None, None, None, None, None]
    assert hatched.marker.pattern.shape == "-"
    assert solid.marker.pattern.shape is None
    assert "Sọc ngang: tạm tính" in chart.caption
    assert "Bạc Liêu 243 (tạm tính)" in chart.description
    assert hatched.hovertext[1] == "Bạc Liêu: 243 HTX (tạm tính)"


def test_total_of_a_sector_is_split_into_accepted_and_provisional() -> None:
    chart = make_chart("coop-sectors", {"coop.sector.agriculture": [100] * 6 + [cell(50, is_accepted=False)]})
    solid, hatched = bars(chart)
    assert (solid[0], hatched[0]) == (600, 50)
    assert label_texts(chart)[0] == "650"


def test_sectors_are_sorted_by_size_with_other_last() -> None:
    chart = make_chart(
        "coop-sectors",
        {"coop.sector.agriculture": [1] * 7, "coop.sector.trade": [2] * 7, "coop.sector.other": [9] * 7},
    )
    assert [row.label for row in chart.rows] == ["TM – DV", "Nông nghiệp", "Khác"]


def test_same_half_last_year_is_a_tick_and_a_table_column() -> None:
    year_ago = make_table({"coop.total": [271, 229, 262, 301, 241, 520, 203]}, label="6 tháng đầu năm 2022")
    chart = make_chart("coop-total", {"coop.total": TOTALS}, year_ago=year_ago)
    assert list(scatters(chart, "markers")[-1].x) == [271, 229, 262, 301, 241, 520, 203]
    assert "Vạch đứng: 6 tháng đầu năm 2022" in chart.caption
    assert [reading.value for reading in chart.rows[0].cells] == [284, 271]


def test_earlier_span_without_this_figure_draws_no_tick() -> None:
    year_ago = make_table({"coop.total": [ABSENT] * 7}, label="6 tháng đầu năm 2022")
    chart = make_chart("coop-total", {"coop.total": TOTALS}, year_ago=year_ago)
    assert "Vạch đứng" not in chart.caption
    assert len(chart.headers) == 2


def test_dissolved_cooperatives_are_drawn_to_the_left() -> None:
    chart = make_chart(
        "turnover-by-province",
        {"coop.new": [9, 8, 16, 8, 11, 9, 8], "coop.dissolved": [4, 3, 6, 5, 2, 12, 0]},
    )
    assert bars(chart) == [[9, 8, 16, 8, 11, 9, 8], [-4, -3, -6, -5, -2, -12, 0]]
    assert label_texts(chart)[:1] == ["+9"]
    assert label_texts(chart)[7:] == ["−4", "−3", "−6", "−5", "−2", "−12", "0"]


def test_unknown_group_endings_are_not_zero() -> None:
    chart = make_chart("turnover-by-kind", {"group.ended": [UNKNOWN] * 7})
    decreases = bars(chart)[1]
    assert decreases == [-70, None, -70]
    assert label_texts(chart)[4] == "…"
    assert "… là chưa có số liệu" in chart.caption
    assert "7/7 tỉnh" in chart.caption


def test_average_capital_is_the_ratio_of_the_sums() -> None:
    chart = make_chart(
        "coop-capital-per-coop", {"coop.charter_capital": [300] * 7, "coop.total": [1, 2, 3, 3, 3, 3, 6]}
    )
    assert [reading.text for row in chart.rows for reading in row.cells][:3] == ["300,0", "150,0", "100,0"]
    assert chart.figure.layout.annotations[0].text == "toàn cụm 100,0"


def test_member_share_is_shaded_between_60_and_80() -> None:
    chart = make_chart("alliance-member-share", {"alliance.member_coops": [7] * 7})
    band = chart.figure.layout.shapes[0]
    assert (band.x0, band.x1) == (60, 80)
    assert label_texts(chart) == ["70,0%"] * 7


def test_province_without_cooperatives_has_no_average() -> None:
    chart = make_chart("coop-capital-per-coop", {"coop.total": [0, *[10] * 6]})
    assert chart.figure.data[0].x[0] is None
    assert "×" in label_texts(chart)


def test_trend_starts_with_the_first_figure() -> None:
    points = make_points([ABSENT], [2077], [2109])
    chart = make_chart("trend-coop-total", {}, series={"coop.total": points})
    assert [row.label for row in chart.rows] == ["6 tháng cuối năm 2022", "6 tháng đầu năm 2023"]
    assert list(chart.figure.data[0].y) == [2077, 2109]


def test_trend_does_not_join_an_incomplete_total() -> None:
    points = make_points([1000, 1027], [2050, ABSENT], [1060, 1049])
    chart = make_chart("trend-coop-total", {}, series={"coop.total": points})
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
    """The line has 2027 to 2117, drawn 12% of 2072 high: a third of these 248,64 is left below, a sixth above."""
    points = make_points([1000, 1027], [1060, 1057], [few, ABSENT])
    chart = make_chart("trend-coop-total", {}, series={"coop.total": points})
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
    chart = make_chart("trend-coop-total", {}, series={"coop.total": make_points([50, ABSENT], [80, ABSENT])})
    assert list(chart.figure.data[1].y) == [50, 80]
    assert list(chart.figure.layout.yaxis.range) == [40, 85]


def test_change_of_one_percent_fills_a_twelfth_of_the_axis_and_no_more() -> None:
    low, high = chart_style.axis_range([2000.0, 2020.0])
    assert high - low == pytest.approx(0.12 * 2010)
    assert chart_style.axis_range([0.0, 500.0]) == (0, 500)
    assert chart_style.axis_range([0.0]) == (0, 0.5), "an axis has a height even if all is zero"


@pytest.mark.parametrize(("first", "bottom"), [(30, 20), (3, 0), (-30, -40)])
def test_axis_of_a_trend_has_no_room_below_zero_unless_the_line_goes_there(first: int, bottom: int) -> None:
    points = make_points([first, 0], [first + 30, 0], [1, ABSENT])
    chart = make_chart("trend-coop-total", {}, series={"coop.total": points})
    assert chart.figure.layout.yaxis.range[0] == pytest.approx(bottom)


def test_missing_half_year_is_a_gap_in_the_trend_and_not_a_step() -> None:
    first, _missing, third, fourth = make_points([2027], [2050], [2109], [2120])
    chart = make_chart("trend-coop-total", {}, series={"coop.total": [first, third, fourth]})
    (line,) = chart.figure.data
    start = first.period.index
    assert list(line.x) == [start, None, start + 2, start + 3]
    assert list(line.y) == [2027, None, 2109, 2120]
    axis = chart.figure.layout.xaxis
    assert list(axis.tickvals) == [start, start + 1, start + 2, start + 3], (
        "the axis has the missing one's place"
    )


def test_axis_of_time_calls_30_june_the_middle_of_the_year() -> None:
    points = make_points([2027], [2050], [2109])
    chart = make_chart("trend-coop-total", {}, series={"coop.total": points})
    assert [point.period.slug for point in points] == ["2022-H1", "2022-H2", "2023-H1"]
    assert list(chart.figure.layout.xaxis.ticktext) == ["giữa<br>2022", "cuối<br>2022", "giữa<br>2023"]


def test_cluster_total_without_a_province_is_an_open_bar_with_its_coverage() -> None:
    chart = make_chart("coop-sectors", {"coop.sector.trade": [5, *[ABSENT] * 6]})
    whole, partial = (trace for trace in chart.figure.data if trace.type == "bar")
    assert [row.label for row in chart.rows] == ["Nông nghiệp", "TM – DV", "Khác"]
    assert list(whole.x) == [70, None, 70]
    assert list(partial.x) == [None, 5, None]
    assert partial.marker.color == chart_style.PAPER
    assert chart.rows[1].cells[0].label == "5 (1/7)"
    assert "5 (1/7)" in chart.table_body
    assert "Thanh rỗng: chưa đủ tỉnh" in chart.caption


def test_line_of_the_trend_is_cut_where_the_definition_changes() -> None:
    points = make_points([100], [110], [300], [310])
    for point, day in zip(points, ("2021-12-31", "2022-06-30", "2022-12-31", "2023-06-30"), strict=True):
        point.period.cut_off_on = dt.date.fromisoformat(day)
    law = SeriesBreak(from_on=dt.date(2022, 7, 1), cause="Luật mới", cause_en="New law")
    total = next(indicator for indicator in indicators() if indicator.code == "coop.total")
    chart = trend_chart(points, total, [law])
    assert list(chart.figure.data[0].y) == [100, 110, None, 300, 310]
    assert "Đường ngắt ở 01/7/2022: Luật mới." in chart.note
    assert "Đường ngắt" not in trend_chart(points[2:], total, [law]).note


def test_illustrative_points_of_the_trend_are_hollow() -> None:
    points = make_points([cell(2027, is_illustrative=True)], [2077])
    chart = make_chart("trend-coop-total", {}, series={"coop.total": points})
    assert list(chart.figure.data[0].marker.color) == [chart_style.PAPER, chart_style.FIELD]
    assert chart.is_illustrative


def test_money_with_decimals_is_printed_exactly() -> None:
    capital = Cell(Decimal("462540.25"), Figure.Answer.NUMBER, True)
    chart = make_chart("coop-charter-capital", {"coop.charter_capital": [capital, *[1] * 6]})
    assert label_texts(chart)[0] == "462.540,25"
    assert chart.rows[0].cells[0].value == Decimal("462540.25")


def test_chart_without_figures_has_no_picture() -> None:
    chart = make_chart("coop-members", {"coop.members": [ABSENT] * 7})
    assert chart.spec is None
    assert chart.figure is None
    assert "Chưa có số liệu để vẽ" in render_to_string("reports/charts/chart.html", {"chart": chart})


def test_name_with_markup_is_escaped() -> None:
    provinces = seven()
    provinces[0].name = '<b>A</b></script> & <a href="//x">'
    table = make_table({"coop.total": TOTALS}, provinces=provinces)
    chart = next(c for c in charts_of(table) if c.name == "coop-total")
    assert chart.figure.layout.yaxis.ticktext[0].startswith("&lt;b&gt;A")
    page = render_to_string("reports/charts/chart.html", {"chart": chart})
    assert page.count("</script>") == 1
    assert "<b>A" not in page
    assert json.loads(chart.figure_json) == chart.spec


def test_table_has_every_value_and_explains_the_signs() -> None:
    chart = make_chart("coop-members", {"coop.members": [96240, UNKNOWN, NOT_APPLICABLE, 0, 1, 1, 1]})
    page = render_to_string("reports/charts/chart.html", {"chart": chart})
    assert "96.240</td>" in page
    assert '<th scope="row">Cần Thơ</th><td class="num">0</td>' in page
    assert 'class="visually-hidden">chưa có số liệu' in page
    assert 'class="visually-hidden">không áp dụng' in page


def test_illustrative_figures_are_marked_in_caption_and_table() -> None:
    chart = make_chart("coop-total", {"coop.total": [cell(284, is_illustrative=True), *TOTALS[1:]]})
    page = render_to_string("reports/charts/chart.html", {"chart": chart})
    assert '<span class="tag">minh họa</span>' in page
    assert '<td class="num illustrative">284</td>' in page


def test_template_has_no_inline_style_or_script() -> None:
    page = render_to_string("reports/charts/chart.html", {"chart": make_chart("coop-total", {})})
    assert "style=" not in page
    assert re.findall(r"<script[^>]*>", page) == ['<script type="application/json">']


def test_colours_of_python_and_script_are_the_same() -> None:
    script = (settings.BASE_DIR / "static" / "js" / "charts.js").read_text(encoding="utf-8")
    names = ("INK", "SOFT", "PAPER", "WASH", "LINE", "FIELD", "EDGE")
    assert set(re.findall(r'"(#[0-9a-f]{6})"', script)) == {getattr(chart_style, name) for name in names}


def test_script_blocks_the_styles_of_the_installed_plotly() -> None:
    script = (settings.BASE_DIR / "static" / "js" / "charts.js").read_text(encoding="utf-8")
    element = re.search(r'TILE_MAP_STYLES = "([0-9a-f]{64})"', script)
    assert element is not None
    assert f'getElementById("{element[1]}")' in get_plotlyjs()
