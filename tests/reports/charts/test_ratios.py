"""Each province's ratio stands beside that of the cluster, which is the ratio of the sums."""

from typing import Any

from reports.charts.chart import Chart
from reports.charts.ratios import ratios_by_province
from reports.charts.style import FIELD, PAPER
from tests.reports.tables import ABSENT, cell, make_table

CAPITAL, COUNT = [300] * 7, [1, 2, 3, 3, 3, 3, 6]  # 2100 for 21


def make_ratios(figures: dict[str, Any]) -> Chart:
    chart = ratios_by_province(make_table({"coop.charter_capital": CAPITAL, "coop.total": COUNT} | figures))
    assert chart is not None
    return chart


def percents(chart: Chart) -> dict[str, float | None]:
    assert chart.spec is not None
    return {trace["meta"]: trace["x"][0] for trace in chart.spec["data"]}


def texts(chart: Chart) -> list[str]:
    assert chart.spec is not None
    return [text["text"] for text in chart.spec["layout"]["annotations"]]


def test_dots_are_percent_of_the_clusters_own_ratio() -> None:
    chart = make_ratios({})
    assert list(percents(chart).values()) == [300, 150, 100, 100, 100, 100, 50]
    assert "toàn cụm = 100" in texts(chart)
    assert {"An Giang 300,0", "Sóc Trăng 50,0"} <= set(texts(chart))
    assert [reading.text for reading in chart.rows[0].cells][:3] == ["100,0", "300,0", "150,0"]


def test_scale_holds_zero_and_every_dot() -> None:
    chart = make_ratios({})
    assert chart.spec is not None
    low, high = chart.spec["layout"]["xaxis"]["range"]
    assert low <= 0 < 300 <= high


def test_province_without_cooperatives_has_no_dot() -> None:
    chart = make_ratios({"coop.total": [0, *COUNT[1:]], "alliance.member_coops": [0] * 7})
    assert "an-giang" not in percents(chart)
    assert chart.rows[0].cells[1].text == "×"


def test_some_provinces_are_not_called_the_cluster() -> None:
    chart = make_ratios({"coop.total": [*COUNT[:3], *[ABSENT] * 4]})
    assert "3 tỉnh đã gửi = 100" in texts(chart)
    assert "Toàn cụm" not in chart.headers
    assert "3/7 tỉnh" in chart.caption
    assert set(percents(chart)) == {"an-giang", "bac-lieu", "ca-mau"}


def test_cluster_without_a_profit_has_no_percent() -> None:
    chart = make_ratios({"coop.charter_capital": [-1] * 7, "alliance.member_coops": [0] * 7})
    assert chart.spec is None


def test_provisional_dots_are_hollow() -> None:
    chart = make_ratios({"coop.total": [cell(1, is_accepted=False), *COUNT[1:]]})
    assert chart.spec is not None
    assert [trace["marker"]["color"][0] for trace in chart.spec["data"]] == [PAPER, *[FIELD] * 6]
    assert "Chấm rỗng: tạm tính." in chart.caption


def test_a_telephone_has_no_names_beside_the_dots_but_can_show_that_of_a_marked_one() -> None:
    chart = make_ratios({})
    assert chart.spec is not None
    beside = [text for text in chart.spec["narrow"]["annotations"] if text.get("name")]
    assert {text["name"] for text in beside} >= {"an-giang", "soc-trang"}
    assert not any(text["visible"] for text in beside)
