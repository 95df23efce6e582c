"""The map colours what is known, leaves the rest blank, and explains its steps."""

import itertools
import json
from decimal import Decimal

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory

from reports.charts.map import equal_steps, map_of, outline
from tests.reports.tables import LABEL, NOT_APPLICABLE, UNIONS_PUBLISHED, UNKNOWN, cell, make_table, seven

TOTALS = [284, 243, 281, 309, 257, 518, 217]


def steps(*values: str, decimals: int = 0) -> list[str]:
    return [f"{bound:f}" for bound in equal_steps([Decimal(value) for value in values], decimals)]


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        (["217", "518"], ["160", "240", "320", "400", "480", "560"]),
        (["0", "4"], ["0", "1", "2", "3", "4", "5"]),
        (["7"], ["7", "8", "9", "10", "11", "12"]),
        (["121906", "721400"], ["0", "150000", "300000", "450000", "600000", "750000"]),
        ([], []),
    ],
)
def test_steps_are_equal_and_round_and_hold_every_value(values: list[str], bounds: list[str]) -> None:
    assert steps(*values) == bounds


@pytest.mark.parametrize("least", ["-30", "0", "0.4", "58.1", "999999"])
@pytest.mark.parametrize("reach", ["0", "0.1", "1", "9.9", "100", "8765432.1"])
def test_every_value_falls_into_one_of_five_steps(least: str, reach: str) -> None:
    low, high = Decimal(least), Decimal(least) + Decimal(reach)
    bounds = equal_steps([low, high], 1)
    assert len(bounds) == 6
    assert len({b - a for a, b in itertools.pairwise(bounds)}) == 1
    assert bounds[0] <= low <= high < bounds[-1]


def test_province_has_the_step_of_its_value() -> None:
    province_map = map_of(make_table({"coop.total": TOTALS}), "coop.total")
    assert {shape.province.slug: shape.step for shape in province_map.maps[0].shapes} == {
        "an-giang": 2,
        "bac-lieu": 2,
        "ca-mau": 2,
        "can-tho": 2,
        "hau-giang": 2,
        "kien-giang": 5,
        "soc-trang": 1,
    }


def test_zero_is_the_lowest_step_and_unknown_has_none() -> None:
    province_map = map_of(
        make_table({"union.total": [UNKNOWN, NOT_APPLICABLE, *UNIONS_PUBLISHED[2:]]}), "union.total"
    )
    by_slug = {shape.province.slug: shape for shape in province_map.maps[0].shapes}
    assert (by_slug["can-tho"].step, by_slug["can-tho"].reading.text) == (1, "0")
    assert (by_slug["an-giang"].step, by_slug["an-giang"].reading.text) == (0, "…")
    assert (by_slug["bac-lieu"].step, by_slug["bac-lieu"].reading.text) == (0, "×")
    assert by_slug["an-giang"].title == "An Giang: chưa có số liệu"
    assert province_map.coverage == "6/7 tỉnh"


def test_unknown_indicator_falls_back_to_the_number_of_cooperatives() -> None:
    assert map_of(make_table({}), "<script>").code == "coop.total"


def test_map_without_any_figure_is_all_blank() -> None:
    province_map = map_of(make_table({"coop.total": [UNKNOWN] * 7}), "coop.total")
    assert {shape.step for shape in province_map.maps[0].shapes} == {0}


def test_province_without_shape_is_only_in_the_table() -> None:
    provinces = seven()
    provinces[0].slug = "moi"
    province_map = map_of(make_table({}, provinces=provinces), "coop.total")
    assert len(province_map.maps[0].shapes) == 6
    assert len(province_map.rows) == 7


def test_merged_province_without_shape_is_drawn_from_those_it_was_made_of() -> None:
    an_giang, merged, *rest = seven()
    merged.slug = "moi"
    line = {"coop.total": [7, *range(len(rest))]}
    parts = [an_giang, next(province for province in rest if province.slug == "kien-giang")]
    province_map = map_of(make_table(line, provinces=[merged, *rest]), "coop.total", [(merged, parts)])
    shape = next(shape for shape in province_map.maps[0].shapes if shape.province is merged)
    drawn = map_of(make_table({})).maps[0].shapes
    alone = {shape.province.slug: shape.path for shape in drawn}
    assert shape.path == f"M 0,0 {alone['an-giang']} M 0,0 {alone['kien-giang']}"


def test_unreported_indicator_is_not_a_choice() -> None:
    province_map = map_of(make_table({"coop.members": [UNKNOWN] * 7}))
    codes = {indicator.code for _section, group in province_map.choices for indicator in group}
    assert "coop.charter_capital" in codes
    assert "coop.members" not in codes


def test_map_is_cropped_to_its_provinces() -> None:
    province_map = map_of(make_table({}))
    left, top, width, height = (float(number) for number in province_map.view_box.split())
    assert (width, height) < (300, 300)
    for shape in province_map.maps[0].shapes:
        assert left < float(shape.x) < left + width
        assert top < float(shape.y) < top + height


def test_outline_measures_a_square_with_an_island() -> None:
    square = outline("m 10,10 20,0 0,20 -20,0 z m -8,4 2,0 0,2 -2,0 z")
    assert (square.left, square.top, square.right, square.bottom) == (2, 10, 30, 30)
    assert (square.x, square.y) == (20, 20)


def test_outline_refuses_absolute_points() -> None:
    with pytest.raises(ValueError, match="relative"):
        outline("M 10,10 L 20,20 z")


def test_page_names_and_links_every_province() -> None:
    values = [cell(284, is_accepted=False), cell(243, is_illustrative=True), UNKNOWN, *TOTALS[3:]]
    province_map = map_of(make_table({"coop.total": values}), "coop.total")
    request = RequestFactory().get("/", {"map": "coop.total", "pham-vi": "<1>"})
    page = render_to_string("reports/charts/map.html", {"map": province_map}, request)
    assert page.count("<title>") == 3 * 7
    assert "<title>An Giang: 284 HTX (tạm tính)</title>" in page
    assert "<title>Cà Mau: chưa có số liệu</title>" in page
    assert 'href="/provinces/an-giang/"' in page
    assert page.count('class="provisional"') == 3, "the ratios of a provisional total are so too"
    assert LABEL in page
    assert '<input type="hidden" name="pham-vi" value="&lt;1&gt;">' in page
    assert '<option value="coop.total" selected>' in page
    assert "style=" not in page


def test_page_prints_the_credit_of_the_geometry() -> None:
    file = settings.BASE_DIR / "fixtures" / "cluster_map.json"
    credit = json.loads(file.read_text(encoding="utf-8"))["credit"]
    request = RequestFactory().get("/")
    page = render_to_string("reports/charts/map.html", {"map": map_of(make_table({}))}, request)
    for credit_part in (
        "@svg-maps/vietnam 2.0.0 (npm)",
        "Creative Commons Attribution 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
        "30/6/2025",
    ):
        assert credit_part in credit
        assert credit_part in page


def test_maps_are_of_the_chosen_figure_its_change_and_two_ratios() -> None:
    year_ago = make_table({"coop.total": [271, 243, 281, 309, 0, UNKNOWN, 217]})
    maps = map_of(make_table({"coop.total": TOTALS}), "coop.total", (), year_ago)
    assert [each.title for each in maps.maps] == [
        "Tổng số HTX",
        "Tổng số HTX, so cùng kỳ",
        "Vốn điều lệ bình quân một HTX",
        "Tỷ lệ HTX là thành viên Liên minh",
    ]
    changes = {shape.province.slug: shape.reading.text for shape in maps.maps[1].shapes}
    assert changes["an-giang"] == "+4,8"
    assert changes["bac-lieu"] == "0,0"
    assert (changes["hau-giang"], changes["kien-giang"]) == ("…", "…"), "from nothing, and from the unknown"
    assert [row.cells[1].text for row in maps.rows][:2] == ["+4,8", "0,0"]
    assert maps.headers[2] == "Tổng số HTX, so cùng kỳ (%)"


def test_average_of_money_is_in_billions() -> None:
    maps = map_of(make_table({"coop.charter_capital": [1234] * 7, "coop.total": [1] * 7}))
    assert (maps.maps[1].unit, maps.maps[1].shapes[0].reading.text) == ("tỷ đồng", "1,2")
    assert maps.maps[1].shapes[0].title == "An Giang: 1,2 tỷ đồng"


def test_change_of_a_percentage_is_in_points() -> None:
    now, before = ({"alliance.member_coops": [count] * 7, "coop.total": [10] * 7} for count in (7, 6))
    maps = map_of(make_table(now), "alliance.member_share", (), make_table(before))
    assert (maps.maps[1].unit, maps.maps[1].shapes[0].reading.text) == ("điểm %", "+10,0")


def test_map_without_a_year_before_has_no_change() -> None:
    maps = map_of(make_table({}), "coop.total", (), make_table({"coop.total": [UNKNOWN] * 7}))
    assert len(maps.maps) == 3
