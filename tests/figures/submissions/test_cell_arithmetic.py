"""Cells over several half-years."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.submissions.cell_arithmetic import ABSENT, Cell, over_time, whole_span
from figures.submissions.models import Figure
from figures.submissions.yearly import yearly_value
from tests.figures.factories import catalogue_in_small

CATALOGUE = catalogue_in_small()
FLOW, STOCK = CATALOGUE["coop.new"], CATALOGUE["coop.total"]
ENTERED = [code for code, indicator in CATALOGUE.items() if indicator.kind != "ratio"]
NOT_KNOWN = Cell(answer=Figure.Answer.NOT_KNOWN.value)
NOT_APPLICABLE = Cell(answer=Figure.Answer.NOT_APPLICABLE.value)

numbers = st.decimals(min_value=-(10**12), max_value=10**12, places=2)
cells = st.one_of(
    st.builds(
        Cell, numbers, st.just(Figure.Answer.NUMBER.value), st.booleans(), st.booleans(), st.booleans()
    ),
    st.builds(Cell, st.none(), st.sampled_from(["unknown", "not_applicable"]), st.just(True), st.booleans()),
    st.just(ABSENT),
)


def number(value: int | Decimal, **flags: bool) -> Cell:
    return Cell(Decimal(value), Figure.Answer.NUMBER.value, **flags)


def year(code: str, *halves: Cell) -> Cell:
    return whole_span(CATALOGUE[code], halves)


def test_span_adds_flows_and_takes_the_last_stock() -> None:
    assert year("coop.new", number(11), number(9)).value == 20
    assert year("coop.total", number(257), number(260)).value == 260


def test_span_with_a_half_missing_is_a_cell_without_a_number() -> None:
    assert year("coop.new", number(11), ABSENT) == ABSENT
    assert year("coop.new", number(11), NOT_KNOWN) == NOT_KNOWN
    assert year("coop.total", number(257), ABSENT) == ABSENT


def test_span_is_accepted_when_every_half_is() -> None:
    accepted, sent = number(11, is_accepted=True), number(9)
    assert not year("coop.new", accepted, sent).is_accepted
    assert year("coop.new", accepted, accepted).is_accepted


def test_answer_without_a_number_makes_no_sum_an_estimate() -> None:
    inapplicable = Cell(answer=Figure.Answer.NOT_APPLICABLE.value, is_estimate=True, is_illustrative=True)
    assert year("coop.new", number(11), inapplicable) == number(11)


def test_ratio_is_not_added_over_time() -> None:
    with pytest.raises(ValueError, match="ratio"):
        over_time(CATALOGUE["coop.capital_per_coop"], {1: number(1)})


@given(numbers, numbers)
def test_spans_add_flows_and_keep_the_last_stock(first: Decimal, second: Decimal) -> None:
    assert year("coop.new", number(first), number(second)).value == first + second
    assert year("coop.total", number(first), number(second)).value == second


@given(st.sampled_from(ENTERED), st.sampled_from([ABSENT, NOT_KNOWN]), numbers)
def test_spans_never_take_a_missing_half_for_zero(code: str, missing: Cell, value: Decimal) -> None:
    assert year(code, number(value), missing).value is None


@given(st.sampled_from(ENTERED), cells, cells)
def test_contest_and_reports_agree_on_every_whole_year(code: str, first: Cell, second: Cell) -> None:
    reports = year(code, first, second)
    contest = yearly_value(CATALOGUE[code], {1: first, 2: second})
    if contest.missing:
        assert reports.value is None
    else:
        assert (reports.value, reports.answer == "not_applicable") == (
            contest.value,
            contest.why_missing == "not_applicable",
        )
        assert reports.value is None or reports.is_estimate == contest.is_estimate


@given(st.sampled_from(ENTERED), cells)
def test_blank_half_equals_an_absent_one(code: str, other: Cell) -> None:
    indicator = CATALOGUE[code]
    for half, blank in ((1, 2), (2, 1)):
        assert yearly_value(indicator, {half: other, blank: ABSENT}) == yearly_value(indicator, {half: other})
