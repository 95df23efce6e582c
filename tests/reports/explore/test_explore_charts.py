"""Explore's pictures: one for each indicator, for units share no axis."""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import plotly.graph_objects as go
import pytest
from django.test import Client

from figures.submissions.models import Figure
from provinces.accounts.models import Officer
from tests.reports.explore.reading_pages import page_of

Browser = Callable[[Officer], Client]
pytestmark = pytest.mark.usefixtures("scene")
SPANS = "&s=2022-H1&s=2022-H2&s=2023-H1"
PLACES = "&t=&t=an-giang&t=can-tho"


def figures_of(page: str) -> list[dict[str, Any]]:
    figures = [
        json.loads(text) for text in re.findall(r'<script type="application/json">(.*?)</script>', page)
    ]
    for figure in figures:
        go.Figure(figure)  # raises if Plotly does not know a part of it
    return figures


def test_one_half_year_makes_bars_from_the_largest(client_for: Browser, secretary: Officer) -> None:
    page = page_of(client_for(secretary), f"?i=coop.total&i=coop.new{PLACES}&s=2022-H2")

    total, new = figures_of(page)
    assert total["data"][0]["type"] == "bar"
    assert total["layout"]["yaxis"]["ticktext"] == ["Cần Thơ", "An Giang"]
    assert total["data"][0]["x"] == [310, 260]
    assert new["data"][0]["x"] == [20, 10]
    assert "Hình 1. Tổng số HTX" in page


def test_two_half_years_have_a_mark_at_the_first(client_for: Browser, secretary: Officer) -> None:
    page = page_of(client_for(secretary), "?i=coop.total&t=an-giang&s=2022-H1&s=2022-H2")

    [figure] = figures_of(page)
    assert [trace["x"] for trace in figure["data"]] == [[260], [250], [250], [260]]
    assert "Vạch đứng: 6T đầu 2022." in page


def test_three_half_years_make_lines_without_parts_of_totals(client_for: Browser, secretary: Officer) -> None:
    page = page_of(client_for(secretary), f"?i=coop.total{PLACES}{SPANS}")

    [figure] = figures_of(page)
    assert [trace["y"] for trace in figure["data"]] == [[None] * 3, [250, 260, 275], [300, 310, 3099]]
    assert [name["text"] for name in figure["layout"]["annotations"]] == ["An Giang", "Cần Thơ"]
    assert [name["x"] for name in figure["layout"]["annotations"]] == [2, 2]
    assert "Số chưa đủ tỉnh không vẽ, xem ở bảng." in page


def test_line_keeps_its_name_where_the_newest_half_year_is_empty(
    client_for: Browser, secretary: Officer
) -> None:
    newest = {"submission__period__year": 2023, "submission__province__slug": "an-giang"}
    Figure.objects.filter(indicator__code="coop.total", **newest).delete()
    page = page_of(client_for(secretary), f"?i=coop.total&t=an-giang&t=can-tho{SPANS}")

    [figure] = figures_of(page)
    assert figure["data"][0]["y"] == [250, 260, None]
    names = figure["layout"]["annotations"]
    assert [(name["text"], name["x"]) for name in names] == [("An Giang", 1), ("Cần Thơ", 2)]
    assert "/7 tỉnh" not in page.partition("Hình 1.")[2].partition("</figcaption>")[0], (
        "of the cluster is nothing"
    )


def test_year_is_no_point_among_half_years(client_for: Browser, secretary: Officer) -> None:
    [figure] = figures_of(page_of(client_for(secretary), "?i=coop.new&t=an-giang&s=2022-H1&s=2022-H2&s=2022"))

    assert figure["data"][0]["y"] == [10, 10]


def test_line_that_hardly_rises_does_not_fill_its_picture(client_for: Browser, secretary: Officer) -> None:
    [figure] = figures_of(page_of(client_for(secretary), f"?i=coop.new&t=an-giang{SPANS}"))

    low, high = figure["layout"]["yaxis"]["range"]
    assert (low, high) == pytest.approx((10 - 0.69, 10 + 0.69))


@pytest.mark.parametrize(("drawing", "kind"), [("bar", "bar"), ("dot", "scatter"), ("line", "scatter")])
def test_kind_can_be_chosen(client_for: Browser, secretary: Officer, drawing: str, kind: str) -> None:
    [figure] = figures_of(page_of(client_for(secretary), f"?i=coop.total{PLACES}{SPANS}&v={drawing}"))

    assert figure["data"][0]["type"] == kind


def test_nothing_is_drawn_if_nobody_wants_it(client_for: Browser, secretary: Officer) -> None:
    page = page_of(client_for(secretary), f"?i=coop.total{PLACES}{SPANS}&v=none")

    assert figures_of(page) == []
    assert "js/charts" not in page


def test_more_indicators_than_pictures_are_a_sentence(client_for: Browser, secretary: Officer) -> None:
    codes = (
        "coop.total",
        "coop.new",
        "coop.dissolved",
        "coop.active",
        "coop.inactive",
        "union.total",
        "group.total",
    )
    page = page_of(client_for(secretary), "?" + "".join(f"&i={code}" for code in codes))

    assert figures_of(page) == []
    assert "Chọn tối đa 6 chỉ tiêu để vẽ." in unescape(page)


@pytest.mark.parametrize("measure", ["ago", "previous", "share", "part", "index"])
@pytest.mark.parametrize("drawing", ["bar", "dot", "line"])
def test_every_measure_can_be_drawn(
    client_for: Browser, secretary: Officer, measure: str, drawing: str
) -> None:
    page = page_of(client_for(secretary), f"?i=coop.active{PLACES}{SPANS}&m={measure}&v={drawing}")

    assert len(figures_of(page)) <= 1
