"""What the charts show is what the table says: no more, no less, in Vietnamese."""

import json
import re
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from plotly.offline import get_plotlyjs

from figures.submissions.cell_arithmetic import Cell
from figures.submissions.models import Figure
from reports.charts import style as chart_style
from reports.charts.chart import Chart
from reports.charts.panel import charts_of
from tests.reports.tables import (
    ABSENT,
    LABEL,
    NOT_APPLICABLE,
    UNIONS_PUBLISHED,
    UNKNOWN,
    cell,
    make_points,
    make_table,
    seven,
)

TOTALS = [284, 243, 281, 309, 257, 518, 217]


def chart(name: str, figures: dict[str, Any], **others: Any) -> Chart:
    return next(found for found in charts_of(make_table(figures), **others) if found.name == name)


def bars(shown: Chart) -> list[list[float | None]]:
    return [list(trace.x) for trace in shown.figure.data if trace.type == "bar"]


def scatters(shown: Chart, mode: str) -> list[Any]:
    return [trace for trace in shown.figure.data if trace.type == "scatter" and trace.mode == mode]


def texts(shown: Chart) -> list[str]:
    """The labels beside the marks, without the space that parts them."""
    return [text.strip("\u00a0") for trace in scatters(shown, "text") for text in trace.text]


def test_dashboard_has_twelve_numbered_charts() -> None:
    points = make_points([2077], [2109])
    charts = charts_of(make_table({}), None, None, {"coop.total": points})
    assert [found.number for found in charts] == list(range(1, 13))
    assert len({found.name for found in charts}) == 12


def test_every_figure_is_valid_for_plotly_and_carries_no_template() -> None:
    for found in charts_of(make_table({}), None, make_table({}), {"coop.total": make_points([1], [2])}):
        assert isinstance(found.figure, go.Figure)
        assert found.figure.layout.separators == ",."
        assert found.height == found.figure.layout.height
        assert len(found.figure_json) < 6000


def test_every_caption_says_unit_and_period() -> None:
    for found in charts_of(make_table({}), None, None, {"coop.total": make_points([1], [2])}):
        assert found.unit.casefold() in found.caption.casefold()
        assert LABEL in found.caption
        assert found.name.startswith("trend") or "7/7 tỉnh" in found.caption


def test_bars_are_the_provinces_values_in_the_tables_order() -> None:
    found = chart("coop-total", {"coop.total": TOTALS})
    assert bars(found) == [[284, 243, 281, 309, 257, 518, 217]]
    assert texts(found) == ["284", "243", "281", "309", "257", "518", "217"]
    assert list(found.figure.layout.yaxis.ticktext)[:2] == ["An Giang", "Bạc Liêu"]


def test_zero_unions_of_can_tho_are_shown_as_zero() -> None:
    found = chart("union-total", {"union.total": UNIONS_PUBLISHED})
    assert bars(found) == [[2, 2, 1, 0, 4, 3, 1]]
    assert texts(found)[3] == "0"
    assert "Cần Thơ 0" in found.description
    assert "Mỗi ô là 1 LH HTX" in found.caption


@pytest.mark.parametrize(("missing", "sign"), [(ABSENT, "…"), (UNKNOWN, "…"), (NOT_APPLICABLE, "×")])
def test_what_is_not_a_number_keeps_its_row_without_a_bar(missing: Any, sign: str) -> None:
    found = chart("coop-total", {"coop.total": [*TOTALS[:2], missing, *TOTALS[3:]]})
    assert bars(found) == [[284, 243, None, 309, 257, 518, 217]]
    assert texts(found)[2] == sign
    assert len(found.figure.layout.yaxis.ticktext) == 7
    assert found.rows[2].cells[0].value is None


def test_missing_province_lowers_the_coverage() -> None:
    found = chart("coop-total", {"coop.total": [*TOTALS[:6], ABSENT]})
    assert "6/7 tỉnh" in found.caption


def test_provisional_figures_are_furrowed_and_accepted_ones_solid() -> None:
    provisional = cell(243, is_accepted=False)
    found = chart("coop-total", {"coop.total": [284, provisional, *TOTALS[2:]]})
    solid, furrowed = (trace for trace in found.figure.data if trace.type == "bar")
    assert list(solid.x) == [284, None, 281, 309, 257, 518, 217]
    assert list(furrowed.x) == [None, 243, None, None, None, None, None]
    assert furrowed.marker.pattern.shape == "-"
    assert solid.marker.pattern.shape is None
    assert "Sọc ngang: tạm tính" in found.caption
    assert "Bạc Liêu 243 (tạm tính)" in found.description
    assert furrowed.hovertext[1] == "Bạc Liêu: 243 HTX (tạm tính)"


def test_total_of_a_sector_is_split_into_accepted_and_provisional() -> None:
    found = chart("coop-sectors", {"coop.sector.agriculture": [100] * 6 + [cell(50, is_accepted=False)]})
    solid, furrowed = bars(found)
    assert (solid[0], furrowed[0]) == (600, 50)
    assert texts(found)[0] == "650"


def test_sectors_stand_by_size_with_other_last() -> None:
    found = chart(
        "coop-sectors",
        {"coop.sector.agriculture": [1] * 7, "coop.sector.trade": [2] * 7, "coop.sector.other": [9] * 7},
    )
    assert [row.label for row in found.rows] == ["TM – DV", "Nông nghiệp", "Khác"]


def test_same_half_last_year_is_a_tick_and_a_column_of_the_twin() -> None:
    ago = make_table({"coop.total": [271, 229, 262, 301, 241, 520, 203]}, label="6 tháng đầu năm 2022")
    found = chart("coop-total", {"coop.total": TOTALS}, year_ago=ago)
    assert list(scatters(found, "markers")[-1].x) == [271, 229, 262, 301, 241, 520, 203]
    assert "Vạch đứng: 6 tháng đầu năm 2022" in found.caption
    assert [one.value for one in found.rows[0].cells] == [284, 271]


def test_earlier_span_without_this_figure_draws_no_tick() -> None:
    ago = make_table({"coop.total": [ABSENT] * 7}, label="6 tháng đầu năm 2022")
    found = chart("coop-total", {"coop.total": TOTALS}, year_ago=ago)
    assert "Vạch đứng" not in found.caption
    assert len(found.headers) == 2


def test_dissolved_cooperatives_stand_on_the_left_of_new_ones() -> None:
    found = chart(
        "turnover-by-province",
        {"coop.new": [9, 8, 16, 8, 11, 9, 8], "coop.dissolved": [4, 3, 6, 5, 2, 12, 0]},
    )
    assert bars(found) == [[9, 8, 16, 8, 11, 9, 8], [-4, -3, -6, -5, -2, -12, 0]]
    assert texts(found)[:1] == ["+9"]
    assert texts(found)[7:] == ["−4", "−3", "−6", "−5", "−2", "−12", "0"]


def test_groups_that_ended_are_not_known_rather_than_zero() -> None:
    found = chart("turnover-by-kind", {"group.ended": [UNKNOWN] * 7})
    fallen = bars(found)[1]
    assert fallen == [-70, None, -70]
    assert texts(found)[4] == "…"
    assert "… là chưa có số liệu" in found.caption
    assert "7/7 tỉnh" in found.caption


def test_average_capital_is_the_ratio_of_the_sums() -> None:
    found = chart(
        "coop-capital-per-coop", {"coop.charter_capital": [300] * 7, "coop.total": [1, 2, 3, 3, 3, 3, 6]}
    )
    assert [one.text for row in found.rows for one in row.cells][:3] == ["300,0", "150,0", "100,0"]
    assert found.figure.layout.annotations[0].text == "toàn cụm 100,0"


def test_share_of_members_has_its_band_between_60_and_80() -> None:
    found = chart("alliance-member-share", {"alliance.member_coops": [7] * 7})
    band = found.figure.layout.shapes[0]
    assert (band.x0, band.x1) == (60, 80)
    assert texts(found) == ["70,0%"] * 7


def test_province_without_cooperatives_has_no_average() -> None:
    found = chart("coop-capital-per-coop", {"coop.total": [0, *[10] * 6]})
    assert found.figure.data[0].x[0] is None
    assert "×" in texts(found)


def test_trend_leaves_out_the_periods_before_the_first_figure() -> None:
    points = make_points([ABSENT], [2077], [2109])
    found = chart("trend-coop-total", {}, series={"coop.total": points})
    assert [row.label for row in found.rows] == ["6 tháng cuối năm 2022", "6 tháng đầu năm 2023"]
    assert list(found.figure.data[0].y) == [2077, 2109]


def test_trend_does_not_join_a_total_that_lacks_provinces() -> None:
    points = make_points([1000, 1027], [1050, ABSENT], [1060, 1049])
    found = chart("trend-coop-total", {}, series={"coop.total": points})
    line, apart = found.figure.data
    assert list(line.y) == [2027, None, 2109]
    assert list(apart.y) == [None, 1050, None]
    assert "Điểm xám: chưa đủ tỉnh" in found.caption
    assert found.rows[1].cells[1].text == "1/2"


def test_illustrative_points_of_the_trend_are_hollow() -> None:
    points = make_points([cell(2027, is_illustrative=True)], [2077])
    found = chart("trend-coop-total", {}, series={"coop.total": points})
    assert list(found.figure.data[0].marker.color) == [chart_style.PAPER, chart_style.FIELD]
    assert found.is_illustrative


def test_money_with_decimals_is_printed_exactly() -> None:
    capital = Cell(Decimal("462540.25"), Figure.Answer.NUMBER, True)
    found = chart("coop-charter-capital", {"coop.charter_capital": [capital, *[1] * 6]})
    assert texts(found)[0] == "462.540,25"
    assert found.rows[0].cells[0].value == Decimal("462540.25")


def test_nothing_reported_leaves_the_chart_without_a_picture() -> None:
    found = chart("coop-members", {"coop.members": [ABSENT] * 7})
    assert found.spec is None
    assert found.figure is None
    assert "Chưa có số liệu để vẽ" in render_to_string("reports/charts/chart.html", {"chart": found})


def test_name_with_markup_prints_as_it_stands() -> None:
    provinces = seven()
    provinces[0].name = '<b>A</b></script> & <a href="//x">'
    table = make_table({"coop.total": TOTALS}, provinces=provinces)
    found = next(c for c in charts_of(table) if c.name == "coop-total")
    assert found.figure.layout.yaxis.ticktext[0].startswith("&lt;b&gt;A")
    page = render_to_string("reports/charts/chart.html", {"chart": found})
    assert page.count("</script>") == 1
    assert "<b>A" not in page
    assert json.loads(found.figure_json) == found.spec


def test_twin_prints_every_value_and_says_what_the_signs_mean() -> None:
    found = chart("coop-members", {"coop.members": [96240, UNKNOWN, NOT_APPLICABLE, 0, 1, 1, 1]})
    page = render_to_string("reports/charts/chart.html", {"chart": found})
    assert "96.240</td>" in page
    assert '<th scope="row">Cần Thơ</th><td class="num">0</td>' in page
    assert 'class="visually-hidden">chưa có số liệu' in page
    assert 'class="visually-hidden">không áp dụng' in page


def test_illustrative_figures_are_marked_in_caption_and_twin() -> None:
    found = chart("coop-total", {"coop.total": [cell(284, is_illustrative=True), *TOTALS[1:]]})
    page = render_to_string("reports/charts/chart.html", {"chart": found})
    assert '<span class="tag">minh họa</span>' in page
    assert '<td class="num illustrative">284</td>' in page


def test_template_has_no_inline_style_or_script() -> None:
    page = render_to_string("reports/charts/chart.html", {"chart": chart("coop-total", {})})
    assert "style=" not in page
    assert re.findall(r"<script[^>]*>", page) == ['<script type="application/json">']


def test_colours_of_python_and_script_are_the_same() -> None:
    script = (settings.BASE_DIR / "static" / "js" / "charts.js").read_text(encoding="utf-8")
    names = ("INK", "SOFT", "PAPER", "WASH", "LINE", "FIELD", "EDGE")
    assert set(re.findall(r'"(#[0-9a-f]{6})"', script)) == {getattr(chart_style, name) for name in names}


def test_script_keeps_out_the_styles_that_the_installed_plotly_brings() -> None:
    script = (settings.BASE_DIR / "static" / "js" / "charts.js").read_text(encoding="utf-8")
    element = re.search(r'TILE_MAP_STYLES = "([0-9a-f]{64})"', script)
    assert element is not None
    assert f'getElementById("{element[1]}")' in get_plotlyjs()
