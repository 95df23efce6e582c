"""The steps lead from the opening to the closing, and none is drawn that nobody reported."""

from typing import Any

from figures.submissions.cell_arithmetic import Cell
from reports.charts.chart import Chart
from reports.charts.steps import steps_by_province
from reports.charts.style import EDGE, FIELD, PAPER
from tests.reports.tables import ABSENT, NOT_APPLICABLE, UNKNOWN, cell, make_table

BEFORE = [279, 238, 271, 306, 248, 521, 214]
NEW, DISSOLVED = [9, 8, 16, 8, 11, 9, 8], [4, 3, 6, 5, 2, 12, 5]
TOTALS = [284, 243, 281, 309, 257, 518, 217]
NO_OTHERS = {"coop.other_increase": [0] * 7, "coop.other_decrease": [0] * 7}


def make_steps(before: list[Any] | None = BEFORE, **figures: list[int | Cell]) -> Chart:
    """Keywords are codes without `coop.`."""
    given = {f"coop.{name}": cells for name, cells in figures.items()}
    now = {"coop.total": TOTALS, "coop.new": NEW, "coop.dissolved": DISSOLVED} | NO_OTHERS | given
    chart = steps_by_province(make_table(now), make_table({"coop.total": before}) if before else None)
    assert chart is not None
    return chart


def bars(chart: Chart) -> list[tuple[str, float, float]]:
    """Of each step: whose it is, where it starts, and how far it goes."""
    assert chart.spec is not None
    data = chart.spec["data"]
    return [(trace.get("meta", ""), trace["base"][0], trace["x"][0]) for trace in data]


def texts(chart: Chart) -> list[str]:
    assert chart.spec is not None
    return [text["text"] for text in chart.spec["layout"]["annotations"]]


def closing_stroke(chart: Chart) -> dict[str, Any]:
    assert chart.spec is not None
    return chart.spec["layout"]["shapes"][-1]


def test_steps_are_the_net_of_new_and_dissolved_and_reach_the_closing() -> None:
    chart = make_steps()
    assert [net for _slug, _start, net in bars(chart)] == [5, 5, 10, 3, 9, -3, 3]
    assert [start for _slug, start, _net in bars(chart)] == [0, 5, 10, 20, 23, 32, 29]
    assert {"2.077", "2.109", "+5 (+9 −4)", "−3 (+9 −12)"} <= set(texts(chart))
    assert closing_stroke(chart)["x0"] == 2109 - 2077
    assert closing_stroke(chart)["line"]["dash"] == "solid"


def test_table_of_the_steps_has_the_same_numbers() -> None:
    rows = {row.label: [reading.text for reading in row.cells] for row in make_steps().rows}
    assert rows["Đầu kỳ"] == ["", "", "2.077"]
    assert rows["Kiên Giang"] == ["9", "12", "−3"]
    assert rows["Cuối kỳ"] == ["", "", "2.109"]
    assert "Tăng, giảm khác" not in rows
    assert "Chênh lệch" not in rows


def test_fall_is_hollow_and_goes_to_the_left() -> None:
    chart = make_steps()
    assert chart.spec is not None
    fills = {trace["meta"]: trace["marker"]["color"] for trace in chart.spec["data"]}
    assert fills["kien-giang"] == PAPER
    assert set(fills.values()) == {PAPER, FIELD}


def test_province_without_figures_has_no_step_and_the_closing_is_open() -> None:
    missing = [*NEW[:6], ABSENT], [*DISSOLVED[:6], ABSENT], [*TOTALS[:6], ABSENT]
    chart = make_steps(new=missing[0], dissolved=missing[1], total=missing[2])
    assert len(bars(chart)) == 6
    assert "chưa có số" in texts(chart)
    assert "chưa đủ tỉnh" in texts(chart)
    assert closing_stroke(chart)["line"]["dash"] == "dot"
    assert "6/7 tỉnh" in chart.caption
    assert chart.rows[7].cells[-1].text == "…"


def test_unknown_decrease_is_no_step_of_the_increase() -> None:
    chart = make_steps(dissolved=[UNKNOWN, *DISSOLVED[1:]])
    assert "an-giang" not in {slug for slug, _start, _net in bars(chart)}


def test_what_does_not_apply_changes_nothing() -> None:
    chart = make_steps(dissolved=[NOT_APPLICABLE, *DISSOLVED[1:]])
    assert bars(chart)[0] == ("an-giang", 0, 9)


def test_other_changes_have_a_row_of_their_own() -> None:
    chart = make_steps(other_increase=[0, 0, 2, 0, 0, 0, 0], total=[284, 243, 283, 309, 257, 518, 217])
    assert bars(chart)[-1] == ("", 32, 2)
    assert chart.rows[-2].label == "Tăng, giảm khác"
    assert closing_stroke(chart)["x0"] == 34
    assert chart.spec is not None
    assert chart.spec["data"][-1]["marker"]["color"] == EDGE, "it is no province's"


def test_gap_has_a_row_of_its_own_before_the_closing() -> None:
    chart = make_steps(total=[283, 243, 281, 309, 257, 518, 217])
    assert (chart.rows[-2].label, chart.rows[-2].cells[-1].text) == ("Chênh lệch", "−1")
    assert closing_stroke(chart)["x0"] == 31


def test_first_half_year_has_steps_without_an_opening() -> None:
    chart = make_steps(before=None)
    assert chart.rows[0].cells[-1].text == "…"
    assert len(bars(chart)) == 7
    assert "2.109" in texts(chart)


def test_provisional_steps_are_furrowed() -> None:
    provisional = [cell(9, is_accepted=False), *NEW[1:]]
    chart = make_steps(new=provisional)
    assert chart.spec is not None
    patterns = ["pattern" in trace["marker"] for trace in chart.spec["data"]]
    assert patterns == [True, *[False] * 6]
    assert "Sọc ngang: tạm tính" in chart.caption
    assert "tạm tính" in chart.spec["data"][0]["hovertext"]
