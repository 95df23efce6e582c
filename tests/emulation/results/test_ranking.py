"""Ranks, the written rule for equal totals, and the sensitivity of ranks."""

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
    by_criterion = {str(n): None if value is None else Decimal(value) for n, value in enumerate(points, 1)}
    return PointLine(province, by_criterion, **{name: Decimal(value) for name, value in more.items()})


def test_ranks_by_totals_with_bonus_and_penalty():
    lines = [line("a", 40, 50), line("b", 45, 46, bonus="2"), line("c", 50, 44, penalty="3")]
    assert [points.total for points in lines] == [90, 93, 91]
    assert ranks(lines) == {"b": 1, "c": 2, "a": 3}


def test_ranks_of_equal_totals_are_the_better_rank():
    assert ranks([line("a", 9), line("b", 8), line("c", 8), line("d", 7)]) == {"a": 1, "b": 2, "c": 2, "d": 4}


def test_ranks_of_equal_totals_follow_the_rule_step_by_step():
    lines = [
        line("a", 40, 51, penalty="1"),
        line("b", 45, 45),
        line("c", 50, 40),
        line("d", 45, 45),
    ]
    assert ranks(lines, [BY_PENALTY, BY_FIRST]) == {"c": 1, "b": 2, "d": 2, "a": 4}
    assert ranks(lines, [BY_FIRST]) == {"c": 1, "b": 2, "d": 2, "a": 4}
    assert ranks(lines) == {"a": 1, "b": 1, "c": 1, "d": 1}


def test_ranks_of_equal_totals_skip_a_step_without_a_number_of_each():
    lines = [line("a", 90, last_total="80"), line("b", 90, last_total="85"), line("new", 90)]
    assert ranks(lines, [BY_IMPROVEMENT]) == {"a": 1, "b": 1, "new": 1}
    assert ranks(lines[:2], [BY_IMPROVEMENT]) == {"a": 1, "b": 2}


def test_missing_points_are_listed_and_are_not_zero():
    without = line("a", 10, None)
    assert (without.total, without.missing) == (10, ("2",))
    assert without.weighted({"2": Decimal("0.9")}).points["2"] is None


def test_sensitivity_of_a_rank_far_ahead_and_of_close_ones():
    # Without criterion 1: a 50, b 30, c 31. Without 2: 40, 20, 18.
    lines = [line("a", 40, 50), line("b", 20, 30), line("c", 18, 31)]
    a, b, c = rank_sensitivity(lines).values()
    assert (a.rank, a.best, a.worst, a.is_firm) == (1, 1, 1, True)
    assert (b.rank, b.best, b.worst) == (2, 2, 3)
    assert b.undecided == ("c",)
    assert [(trial.criterion, trial.leaves_out, rank) for trial, rank in b.changes] == [("1", True, 3)]
    assert (c.rank, c.best, c.worst) == (3, 2, 3)


def test_sensitivity_tries_a_tenth_more_and_less_of_each_criterion():
    # 50 + 20 against 30 + 39: with 1,1 of criterion 2 the second leads by 0,9
    lines = [line("a", 50, 20), line("b", 30, 39)]
    changes = {(trial.criterion, trial.weight) for trial, __ in rank_sensitivity(lines)["a"].changes}
    assert (("2", Decimal("1.1")) in changes, ("1", Decimal("0.9")) in changes) == (True, True)
    assert ("1", Decimal("1.1")) not in changes


def test_sensitivity_of_a_shared_rank_is_not_firm():
    sensitivity = rank_sensitivity([line("a", 40, 40), line("b", 40, 40)])["a"]
    assert sensitivity.undecided == ("b",)
    assert not sensitivity.is_firm


points = st.one_of(st.none(), st.decimals(0, 20, places=1))
one_line = st.tuples(points, points, points, st.decimals(0, 3, places=1), st.decimals(0, 3, places=1))
several = st.lists(one_line, min_size=1, max_size=7)
rules = st.lists(st.sampled_from([BY_PENALTY, BY_FIRST, BY_IMPROVEMENT]), max_size=3)


def lines_of(rows: list[tuple]) -> list[PointLine]:
    return [
        PointLine(f"p{n}", {"1": a, "2": b, "3": c}, bonus, penalty)
        for n, (a, b, c, bonus, penalty) in enumerate(rows)
    ]


@given(several, rules, st.randoms())
def test_ranks_do_not_depend_on_the_order_of_provinces_and_criteria(rows, ties, random):
    lines = lines_of(rows)
    others = [
        PointLine(line.province, dict(reversed(line.points.items())), line.bonus, line.penalty)
        for line in lines
    ]
    random.shuffle(others)
    assert ranks(lines, ties) == ranks(others, ties)
    first, second = rank_sensitivity(lines, ties), rank_sensitivity(others, ties)
    for province, sensitivity in first.items():
        assert (sensitivity.best, sensitivity.worst) == (second[province].best, second[province].worst)
        assert set(sensitivity.undecided) == set(second[province].undecided)


@given(several, rules)
def test_rank_is_within_its_range_and_the_range_within_the_cluster(rows, ties):
    lines = lines_of(rows)
    for sensitivity in rank_sensitivity(lines, ties).values():
        assert 1 <= sensitivity.best <= sensitivity.rank <= sensitivity.worst <= len(lines)


@given(several, rules)
def test_ranks_follow_totals_and_only_the_rule_separates_equal_ones(rows, ties):
    lines = lines_of(rows)
    with_rule, without_rule = ranks(lines, ties), ranks(lines)
    for one in lines:
        for other in lines:
            if one.total > other.total:
                assert with_rule[one.province] < with_rule[other.province]
            elif one.total == other.total and one.province != other.province:
                assert without_rule[one.province] == without_rule[other.province]


@pytest.mark.parametrize("kind", TieKind.values)
def test_ranks_accept_every_kind_of_step(kind):
    assert set(ranks([line("a", 5), line("b", 5)], [TieComparison(kind, "1")])) == {"a", "b"}
