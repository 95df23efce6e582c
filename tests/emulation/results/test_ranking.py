"""Ranks, the written rule for equal totals, and how firm a rank is."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.results.rank_order import PointLine, TieComparison, TieKind, ranks
from emulation.results.rank_sensitivity import rank_sensitivity

BY_PENALTY = TieComparison(TieKind.PENALTY)
BY_FIRST = TieComparison(TieKind.CRITERION, "1")
BY_IMPROVEMENT = TieComparison(TieKind.IMPROVEMENT)


def line(province: str, *points: str | int | None, **more: str) -> PointLine:
    """Points of criteria 1, 2, …; `more` are bonus, penalty and last year's total."""
    by_criterion = {
        str(number): None if given is None else Decimal(given) for number, given in enumerate(points, 1)
    }
    return PointLine(province, by_criterion, **{name: Decimal(value) for name, value in more.items()})


def test_the_higher_total_comes_first_with_bonus_and_without_penalty():
    lines = [line("a", 40, 50), line("b", 45, 46, bonus="2"), line("c", 50, 44, penalty="3")]
    assert [each.total for each in lines] == [90, 93, 91]
    assert ranks(lines) == {"b": 1, "c": 2, "a": 3}


def test_equals_share_the_better_rank_and_the_next_is_counted_on():
    assert ranks([line("a", 9), line("b", 8), line("c", 8), line("d", 7)]) == {"a": 1, "b": 2, "c": 2, "d": 4}


def test_the_rule_parts_equals_step_by_step():
    lines = [
        line("a", 40, 51, penalty="1"),
        line("b", 45, 45),
        line("c", 50, 40),
        line("d", 45, 45),
    ]
    assert ranks(lines, [BY_PENALTY, BY_FIRST]) == {"c": 1, "b": 2, "d": 2, "a": 4}
    assert ranks(lines, [BY_FIRST]) == {"c": 1, "b": 2, "d": 2, "a": 4}
    assert ranks(lines) == {"a": 1, "b": 1, "c": 1, "d": 1}


def test_a_step_that_lacks_a_number_of_one_of_the_equals_parts_nobody():
    lines = [line("a", 90, last_total="80"), line("b", 90, last_total="85"), line("new", 90)]
    assert ranks(lines, [BY_IMPROVEMENT]) == {"a": 1, "b": 1, "new": 1}
    assert ranks(lines[:2], [BY_IMPROVEMENT]) == {"a": 1, "b": 2}


def test_missing_points_are_named_and_are_not_zero():
    without = line("a", 10, None)
    assert (without.total, without.missing) == (10, ("2",))
    assert without.weighted({"2": Decimal("0.9")}).points["2"] is None


def test_a_rank_far_ahead_is_firm_and_close_ones_are_not():
    # Left without criterion 1: a 50, b 30, c 31. Without 2: 40, 20, 18.
    lines = [line("a", 40, 50), line("b", 20, 30), line("c", 18, 31)]
    found = rank_sensitivity(lines)
    assert (found["a"].rank, found["a"].best, found["a"].worst, found["a"].is_firm) == (1, 1, 1, True)
    assert (found["b"].rank, found["b"].best, found["b"].worst) == (2, 2, 3)
    assert found["b"].undecided == ("c",)
    assert [(t.criterion, t.leaves_out, rank) for t, rank in found["b"].moved] == [("1", True, 3)]
    assert (found["c"].rank, found["c"].best, found["c"].worst) == (3, 2, 3)


def test_a_tenth_more_or_less_of_one_criterion_is_tried():
    # 50 + 20 against 30 + 39: with 1,1 of criterion 2 the second leads by 0,9
    lines = [line("a", 50, 20), line("b", 30, 39)]
    moved = {(t.criterion, t.weight) for t, __ in rank_sensitivity(lines)["a"].moved}
    assert (("2", Decimal("1.1")) in moved, ("1", Decimal("0.9")) in moved) == (True, True)
    assert ("1", Decimal("1.1")) not in moved


def test_who_shares_a_rank_is_undecided_with_the_other():
    found = rank_sensitivity([line("a", 40, 40), line("b", 40, 40)])
    assert found["a"].undecided == ("b",)
    assert not found["a"].is_firm


points = st.one_of(st.none(), st.decimals(0, 20, places=1))
one_line = st.tuples(points, points, points, st.decimals(0, 3, places=1), st.decimals(0, 3, places=1))
several = st.lists(one_line, min_size=1, max_size=7)
rules = st.lists(st.sampled_from([BY_PENALTY, BY_FIRST, BY_IMPROVEMENT]), max_size=3)


def made(rows: list[tuple]) -> list[PointLine]:
    return [
        PointLine(f"p{n}", {"1": a, "2": b, "3": c}, bonus, penalty)
        for n, (a, b, c, bonus, penalty) in enumerate(rows)
    ]


@given(several, rules, st.randoms())
def test_the_order_of_provinces_and_criteria_is_irrelevant(rows, ties, random):
    lines = made(rows)
    others = [
        PointLine(each.province, dict(reversed(each.points.items())), each.bonus, each.penalty)
        for each in lines
    ]
    random.shuffle(others)
    assert ranks(lines, ties) == ranks(others, ties)
    first, second = rank_sensitivity(lines, ties), rank_sensitivity(others, ties)
    for province, found in first.items():
        assert (found.best, found.worst) == (second[province].best, second[province].worst)
        assert set(found.undecided) == set(second[province].undecided)


@given(several, rules)
def test_a_rank_lies_within_its_own_range_and_the_range_within_the_cluster(rows, ties):
    lines = made(rows)
    for found in rank_sensitivity(lines, ties).values():
        assert 1 <= found.best <= found.rank <= found.worst <= len(lines)


@given(several, rules)
def test_a_higher_total_is_never_behind_and_equals_are_parted_by_the_rule_alone(rows, ties):
    lines = made(rows)
    found, plain = ranks(lines, ties), ranks(lines)
    for one in lines:
        for other in lines:
            if one.total > other.total:
                assert found[one.province] < found[other.province]
            elif one.total == other.total and one.province != other.province:
                assert plain[one.province] == plain[other.province]


@pytest.mark.parametrize("kind", TieKind.values)
def test_every_step_of_the_rule_is_one_that_the_ranking_knows(kind):
    assert set(ranks([line("a", 5), line("b", 5)], [TieComparison(kind, "1")])) == {"a", "b"}
