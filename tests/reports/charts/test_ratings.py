"""The ratings of a province are the parts of its own hundred percent."""

from typing import Any

import pytest

from reports.charts.chart import Chart
from reports.charts.ratings import ratings_by_province
from tests.reports.tables import ABSENT, NOT_APPLICABLE, UNKNOWN, cell, make_table


def make_ratings(figures: dict[str, Any]) -> Chart:
    chart = ratings_by_province(make_table({f"coop.rating.{name}": cells for name, cells in figures.items()}))
    assert chart is not None
    return chart


def bars(chart: Chart) -> dict[str, list[float]]:
    assert chart.spec is not None
    shares = zip(*(trace["x"] for trace in chart.spec["data"]), strict=True)
    names = [text["text"] for text in chart.spec["layout"]["annotations"]]
    return {name: list(row) for name, row in zip(names, shares, strict=False)}


def numbers(chart: Chart, layout: str = "layout") -> dict[int, list[str]]:
    """By row, what is written inside its bar: on a screen, or with `narrow` on a telephone."""
    assert chart.spec is not None
    texts: dict[int, list[str]] = {}
    for text in chart.spec[layout]["annotations"]:
        if text["text"].replace(".", "").isdigit():
            texts.setdefault(text["y"], []).append(text["text"])
    return texts


def test_parts_add_up_to_a_hundred_percent_with_the_cluster_first() -> None:
    chart = make_ratings({"good": [20] * 7, "fair": [60] * 7, "unrated": [20] * 7})
    assert bars(chart)["Toàn cụm"] == [20, 60, 20]
    assert bars(chart)["Cà Mau"] == [20, 60, 20]
    assert numbers(chart)[0] == ["140", "420", "140"]
    assert numbers(chart)[1] == ["20", "60", "20"]
    assert [reading.text for reading in chart.rows[0].cells] == ["140", "420", "140"]


def test_part_under_five_percent_has_no_number() -> None:
    chart = make_ratings({"good": [4] * 7, "fair": [91] * 7, "unrated": [5] * 7})
    assert numbers(chart)[1] == ["91", "5"]


def test_number_longer_than_its_part_is_left_to_the_table_on_a_telephone() -> None:
    chart = make_ratings({"good": [50] * 7, "fair": [895] * 7, "unrated": [55] * 7})
    assert numbers(chart)[0] == ["350", "6.265", "385"]
    assert numbers(chart, "narrow")[0] == ["6.265"]
    assert numbers(chart, "narrow")[1] == ["50", "895", "55"]
    assert [reading.text for reading in chart.rows[0].cells] == ["350", "6.265", "385"]


@pytest.mark.parametrize("missing", [ABSENT, UNKNOWN])
def test_province_without_all_its_ratings_is_left_out_and_named(missing: Any) -> None:
    chart = make_ratings({"good": [20] * 7, "fair": [*[60] * 6, missing], "unrated": [20] * 7})
    assert list(bars(chart))[:2] == ["Cộng 6/7 tỉnh", "An Giang"]
    assert "Sóc Trăng" not in bars(chart)
    assert "Chưa đủ kết quả xếp loại: Sóc Trăng." in chart.caption
    assert bars(chart)["Cộng 6/7 tỉnh"] == [20, 60, 20], "of the provinces shown"
    assert chart.rows[-1].label == "Sóc Trăng"


def test_rating_that_does_not_apply_is_no_part() -> None:
    chart = make_ratings({"good": [NOT_APPLICABLE, *[50] * 6], "fair": [30] * 7, "unrated": [10] * 7})
    assert bars(chart)["An Giang"] == [0, 75, 25]


def test_one_rated_province_is_not_added_up() -> None:
    only = [*[ABSENT] * 6, 5]
    chart = make_ratings({"good": only, "fair": only, "unrated": only})
    assert next(iter(bars(chart))) == "Sóc Trăng"
    assert "6/7" not in chart.caption


def test_nobody_rated_is_no_picture() -> None:
    assert make_ratings({"good": [ABSENT] * 7, "fair": [ABSENT] * 7}).spec is None


def test_provisional_ratings_are_named() -> None:
    chart = make_ratings({"good": [cell(1, is_accepted=False), *[1] * 6]})
    assert "Tạm tính: An Giang." in chart.caption
