"""The year's value of an indicator."""

from decimal import Decimal

import pytest

from figures.submissions.cell_arithmetic import ABSENT, Cell
from figures.submissions.models import Figure
from figures.submissions.yearly import NOTHING, WhyMissing, yearly_value, yearly_values
from tests.figures.factories import (
    NOT_APPLICABLE,
    NOT_KNOWN,
    catalogue_in_small,
    make_catalogue,
    make_period,
    make_reported,
)

CATALOGUE = catalogue_in_small()
FLOW, STOCK = CATALOGUE["coop.new"], CATALOGUE["coop.total"]
UNKNOWN = Cell(None, Figure.Answer.NOT_KNOWN.value)
INAPPLICABLE = Cell(None, Figure.Answer.NOT_APPLICABLE.value)


def number(text: str) -> Cell:
    return Cell(Decimal(text), Figure.Answer.NUMBER.value)


@pytest.mark.parametrize(
    ("indicator", "halves", "value", "missing"),
    [
        (FLOW, {1: number("11"), 2: number("9")}, "20", ()),
        (FLOW, {1: number("11"), 2: number("0")}, "11", ()),
        (FLOW, {1: number("11")}, "11", (2,)),
        (FLOW, {2: number("9")}, "9", (1,)),
        (FLOW, {1: number("11"), 2: UNKNOWN}, "11", (2,)),
        (FLOW, {1: number("11"), 2: INAPPLICABLE}, "11", ()),
        (STOCK, {1: number("257"), 2: number("260")}, "260", ()),
        (STOCK, {1: number("257")}, "257", (2,)),
        (STOCK, {2: number("260")}, "260", ()),  # what the year began with does not matter
        (STOCK, {1: number("257"), 2: ABSENT}, "257", (2,)),  # a cell left blank is no answer
    ],
)
def test_flows_add_up_and_stocks_take_the_last(indicator, halves, value, missing):
    yearly = yearly_value(indicator, halves)
    assert (yearly.value, yearly.missing, yearly.is_provisional) == (Decimal(value), missing, bool(missing))


@pytest.mark.parametrize(
    ("indicator", "halves", "why_missing"),
    [
        (FLOW, {}, WhyMissing.NOT_ACCEPTED),
        (FLOW, {1: UNKNOWN, 2: INAPPLICABLE}, WhyMissing.NOT_KNOWN),
        (FLOW, {1: INAPPLICABLE, 2: INAPPLICABLE}, WhyMissing.NOT_APPLICABLE),
        (STOCK, {1: number("257"), 2: UNKNOWN}, WhyMissing.NOT_KNOWN),  # not the older number
    ],
)
def test_missing_half_years_are_named_and_never_zero(indicator, halves, why_missing):
    yearly = yearly_value(indicator, halves)
    assert (yearly.value, yearly.why_missing) == (None, why_missing)


def test_half_year_outside_the_catalogue_is_not_missing():
    assert yearly_value(FLOW, {2: number("9")}, asked=(2,)).missing == ()


def test_only_accepted_half_years_count_and_four_queries_read_them(
    cluster, hau_giang, can_tho, officer_hg, officer_ct, django_assert_num_queries
):
    catalogue = make_catalogue()
    first, second = make_period(cluster, "2023-H1"), make_period(cluster, "2023-H2")
    before = make_period(cluster, "2022-H2")
    make_reported(before, hau_giang, officer_hg, {"coop.new": "100"})
    make_reported(first, hau_giang, officer_hg, {"coop.new": "11", "coop.total": "257"})
    make_reported(second, hau_giang, officer_hg, {"coop.new": "9"}, state="approved")
    make_reported(first, can_tho, officer_ct, {"coop.new": NOT_KNOWN, "coop.total": NOT_APPLICABLE})
    # The year's periods, the provinces' succession, own cells, and those kept of reopened half-years.
    with django_assert_num_queries(4):
        values = yearly_values(2023, [hau_giang, can_tho], [catalogue["coop.new"], catalogue["coop.total"]])
    assert {key: (cell.value, cell.why_missing) for key, cell in values.items()} == {
        ("hau-giang", "coop.new"): (Decimal(11), ""),
        ("hau-giang", "coop.total"): (Decimal(257), ""),
        ("can-tho", "coop.new"): (None, WhyMissing.NOT_KNOWN),
        ("can-tho", "coop.total"): (None, WhyMissing.NOT_APPLICABLE),
    }
    figures = Figure.objects.filter(submission__province=can_tho)
    figures.update(answer=Figure.Answer.BLANK, value=None)
    emptied = yearly_values(2023, [can_tho], [catalogue["coop.new"], catalogue["coop.total"]])
    assert set(emptied.values()) == {NOTHING}, "an emptied cell counts as blank"
    assert yearly_values(2021, [hau_giang], [catalogue["coop.new"]]) == {("hau-giang", "coop.new"): NOTHING}
