"""The cluster's arithmetic, worked by hand."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from figures.submissions.cell_arithmetic import ABSENT
from figures.submissions.models import Figure
from reports.summary.arithmetic import add_up, compare, compare_each, roll_forward
from tests.reports.factories import NOT_APPLICABLE, NOT_KNOWN, known, make_table, provinces_named


def test_total_counts_the_provinces_that_answered() -> None:
    total = add_up([known(284), known(0), NOT_APPLICABLE, NOT_KNOWN, ABSENT])

    assert total.value == 284
    assert (total.reported, total.expected) == (3, 5)
    assert not total.is_complete


def test_total_of_nobody_is_not_zero() -> None:
    assert add_up([ABSENT, NOT_KNOWN]).value is None
    assert add_up([known(0), ABSENT]).value == 0


def test_total_separates_accepted_from_provisional() -> None:
    total = add_up([known(284), known(243, accepted=False), known(281)])

    assert (total.accepted, total.provisional) == (565, 243)


def test_published_total_of_illustrative_parts_is_a_fact() -> None:
    parts = [known(1000, illustrative=True), known(1109, illustrative=True)]

    assert add_up(parts).is_illustrative
    assert not add_up(parts, published=Decimal(2109)).is_illustrative
    assert add_up(parts, published=Decimal(2110)).is_illustrative


def test_ratio_is_the_ratio_of_the_sums() -> None:
    # 100/1 and 900/9: averages of 100 each; 300/3 and 100/1 differ from their mean
    table = make_table({"coop.total": [3, 1], "coop.charter_capital": [900, 100]})
    line = table["coop.capital_per_coop"]

    assert [cell.value for cell in line.cells] == [300, 100]
    assert line.total.value == 250  # 1000/4, not (300 + 100)/2


def test_ratio_leaves_out_provinces_without_a_term() -> None:
    table = make_table({"coop.total": [4, 2, None], "coop.charter_capital": [800, None, None]})
    line = table["coop.capital_per_coop"]

    assert line.total.value == 200
    assert (line.total.reported, line.total.expected) == (1, 3)


def test_ratio_over_zero_does_not_apply_and_over_nothing_is_blank() -> None:
    table = make_table({"coop.total": [0, None, 5], "coop.charter_capital": [0, None, NOT_KNOWN]})
    answers = [cell.answer for cell in table["coop.capital_per_coop"].cells]

    assert answers == [Figure.Answer.NOT_APPLICABLE, Figure.Answer.BLANK, Figure.Answer.NOT_KNOWN]


def test_change_compares_like_with_like() -> None:
    # Only the first of seven has reported: +14 over its own 270, not −86 % of the cluster.
    now = make_table({"coop.total": [284, *[None] * 6]})
    before = make_table({"coop.total": [270, 243, 281, 309, 257, 518, 217]})
    change = compare(now, before, "coop.total")

    assert change is not None
    assert change.amount == 14
    assert round(change.percent or 0, 1) == Decimal("5.2")
    assert (change.compared, change.expected) == (1, 7)


def test_change_without_earlier_value_is_none_and_from_zero_has_no_percent() -> None:
    now = make_table({"union.total": [2]})

    assert compare(now, None, "union.total") is None
    assert compare(now, make_table({"union.total": [None]}), "union.total") is None
    from_zero = compare(now, make_table({"union.total": [0]}), "union.total")
    assert from_zero is not None
    assert (from_zero.amount, from_zero.percent) == (2, None)


def test_change_of_a_ratio_is_that_of_the_sums_of_the_provinces_with_both() -> None:
    # 1.000 over 4 and then 2.000 over 5; the third province has no number before, and counts in neither.
    before = make_table({"coop.total": [3, 1, None], "coop.charter_capital": [900, 100, None]})
    now = make_table({"coop.total": [3, 2, 9], "coop.charter_capital": [1800, 200, 9]})
    change = compare(now, before, "coop.capital_per_coop")

    assert change is not None
    assert (change.base, change.amount, change.percent) == (250, 150, 60)
    assert (change.compared, change.expected) == (2, 3)


def test_each_province_has_its_own_change_or_none() -> None:
    now = make_table({"coop.total": [12, 5, None], "coop.charter_capital": [1800, 50, 9]})
    before = make_table({"coop.total": [10, None, 7], "coop.charter_capital": [1000, 100, 9]})

    changes = compare_each(now, before, "coop.total")
    assert [change and (change.amount, change.percent) for change in changes] == [(2, 20), None, None]
    ratio, *others = compare_each(now, before, "coop.capital_per_coop")
    assert ratio is not None
    assert (ratio.amount, others) == (50, [None, None])
    assert compare_each(now, None, "coop.total") == (None, None, None)


def test_flow_of_a_year_to_date_has_no_change_against_a_whole_year() -> None:
    halves = dt.date(2022, 6, 30), dt.date(2022, 12, 31)
    now = replace(make_table({"coop.total": [12], "coop.new": [3]}), cut_offs=(dt.date(2023, 6, 30),))
    before = replace(make_table({"coop.total": [10], "coop.new": [5]}), cut_offs=halves)

    assert compare(now, before, "coop.new") is None
    stock = compare(now, before, "coop.total")
    assert stock is not None
    assert stock.amount == 2


def test_change_compares_provinces_not_positions() -> None:
    first, second = provinces_named("an-giang", "ca-mau")
    now = make_table({"coop.total": [10, 20]}, provinces=[first, second])
    before = make_table({"coop.total": [19, 9]}, provinces=[second, first])
    change = compare(now, before, "coop.total")

    assert change is not None
    assert change.amount == 2


def test_stock_rolls_forward() -> None:
    before = make_table({"coop.total": [1000, 1077]})
    now = make_table({"coop.total": [1019, 1090], "coop.new": [39, 30], "coop.dissolved": [20, 17]})
    ledger = roll_forward(now, before, "coop")

    assert ledger is not None
    assert (ledger.opening, ledger.computed, ledger.gap) == (2077, 2109, 0)


def test_stock_with_an_unknown_flow_is_not_computed() -> None:
    before = make_table({"group.total": [300]})
    now = make_table({"group.total": [310], "group.new": [15], "group.ended": [NOT_KNOWN]})
    ledger = roll_forward(now, before, "group")

    assert ledger is not None
    assert (ledger.computed, ledger.gap) == (None, None)


def test_opening_is_none_while_provinces_are_missing() -> None:
    before = make_table({"coop.total": [1000, None]})
    now = make_table({"coop.total": [1019, 1090], "coop.new": [39, 30], "coop.dissolved": [20, 17]})
    ledger = roll_forward(now, before, "coop")

    assert ledger is not None
    assert ledger.opening is None


def test_flow_that_does_not_apply_adds_nothing() -> None:
    before = make_table({"group.total": [300]})
    now = make_table({"group.total": [315], "group.new": [15], "group.ended": [NOT_APPLICABLE]})
    ledger = roll_forward(now, before, "group")

    assert ledger is not None
    assert (ledger.computed, ledger.gap) == (315, 0)


def test_unknown_closing_has_no_gap() -> None:
    # 310 of the one province against the 720 of both would read as 410 groups lost.
    before = make_table({"group.total": [300, 400]})
    now = make_table({"group.total": [310, NOT_KNOWN], "group.new": [15, 10], "group.ended": [5, 0]})
    ledger = roll_forward(now, before, "group")

    assert ledger is not None
    assert (ledger.computed, ledger.gap) == (720, None)


def test_line_is_unknown_if_all_answers_are() -> None:
    table = make_table({"group.ended": [NOT_KNOWN, NOT_KNOWN, ABSENT], "group.new": [15, NOT_KNOWN, ABSENT]})

    assert table["group.ended"].is_unknown
    assert not table["group.new"].is_unknown
    assert not table["group.total"].is_unknown  # nobody answered


def test_share_is_of_the_whole_total() -> None:
    line = make_table({"coop.total": [1, 3, NOT_APPLICABLE]})["coop.total"]

    assert [line.share(index) for index in range(3)] == [25, 75, None]


def test_partial_total_has_no_shares() -> None:
    line = make_table({"coop.total": [1, 3, None]})["coop.total"]

    assert [line.share(index) for index in range(3)] == [None, None, None]
