"""Points of the criteria that are built on figures, worked out by hand."""

from decimal import Decimal

import pytest

from emulation.criteria.models import Criterion
from emulation.scoring.points import Points, WhyNoPoints, compute, may_be_entered
from emulation.scoring.rule import ScoringRule
from figures.submissions.yearly import WhyMissing, Yearly

Kind = Criterion.Kind
# Criterion 2.3 as published for 2019
SHARE = ScoringRule(
    Kind.BANDED,
    Decimal(4),
    "alliance.member_coops",
    "coop.total",
    bands=((Decimal(80), Decimal(4)), (Decimal(60), Decimal(3)), (Decimal(0), Decimal(2))),
)
CLASSES = ScoringRule(Kind.COUNTED, Decimal(6), "alliance.classes", points_each=Decimal("0.2"))
PLEDGED = ScoringRule(Kind.PLEDGED, Decimal(6), "alliance.admitted")
BEST = ScoringRule(Kind.BEST, Decimal(8), "coop.new")


def known(value: str | int) -> Yearly:
    return Yearly(Decimal(value), lack="", missing=())


def share_of(members: str | int, total: str | int) -> Points:
    values = {("x", "alliance.member_coops"): known(members), ("x", "coop.total"): known(total)}
    return compute(SHARE, "x", values, {})


@pytest.mark.parametrize(
    ("members", "total", "points"),
    [
        (0, 250, 2),
        (149, 250, 2),  # 59,6%
        (150, 250, 3),  # 60% itself
        (199, 250, 3),  # 79,6%
        (200, 250, 4),  # 80% itself
        (250, 250, 4),
        ("179999999999", "300000000000", 2),  # 59,9999999997%
        (1, "1.6666", 3),  # 60,002…%
    ],
)
def test_the_published_bands_fall_as_published(members, total, points):
    assert share_of(members, total).value == points


def test_what_is_below_nothing_falls_into_the_lowest_band():
    assert share_of(-5, 100).value == 2


def test_a_share_of_nothing_is_no_share():
    found = share_of(0, 0)
    assert (found.value, found.why) == (None, WhyNoPoints.ZERO_BELOW)


@pytest.mark.parametrize(
    ("classes", "points"), [("0", "0"), ("7", "1.40"), ("30", "6.00"), ("31", "6.00"), ("400", "6.00")]
)
def test_a_count_gives_points_for_each_up_to_the_cap(classes, points):
    assert compute(CLASSES, "x", {("x", "alliance.classes"): known(classes)}, {}).value == Decimal(points)


@pytest.mark.parametrize(
    ("admitted", "pledged", "points"),
    [("0", "25", "0"), ("14", "25", "3.36"), ("25", "25", "6"), ("40", "25", "6"), ("1", "3", "2")],
)
def test_against_the_pledge_what_was_reached_counts_in_proportion(admitted, pledged, points):
    targets = {("x", "alliance.admitted"): Decimal(pledged)}
    found = compute(PLEDGED, "x", {("x", "alliance.admitted"): known(admitted)}, targets)
    assert found.value == Decimal(points)


@pytest.mark.parametrize(
    ("province", "points"),
    [
        ("below", "2.40"),  # 12 of 20: half of 8 × 0,6
        ("on", "4.00"),  # 20 of 20: half of 8
        ("above", "6.00"),  # 25 of 20, the best has 30: 4 + 4 × 5/10
        ("best", "8.00"),  # 30 of 20
        ("modest", "4.00"),  # 5 of 5
    ],
)
def test_against_the_best_as_the_rule_was_published(province, points):
    reached = {"below": 12, "on": 20, "above": 25, "best": 30, "modest": 5}
    targets = {(who, "coop.new"): Decimal(20) for who in reached} | {("modest", "coop.new"): Decimal(5)}
    values = {(who, "coop.new"): known(number) for who, number in reached.items()}
    assert compute(BEST, province, values, targets).value == Decimal(points)


def test_the_best_is_not_settled_while_somebody_has_not_reported():
    values = {("a", "coop.new"): known(25), ("b", "coop.new"): Yearly()}
    targets = {("a", "coop.new"): Decimal(20), ("b", "coop.new"): Decimal(20)}
    assert compute(BEST, "a", values, targets).is_provisional
    assert compute(BEST, "b", values, targets).value is None


@pytest.mark.parametrize("rule", [SHARE, CLASSES, PLEDGED, BEST])
@pytest.mark.parametrize("lack", list(WhyMissing))
def test_what_is_missing_gives_no_points_and_says_why(rule, lack):
    values = {("x", code): Yearly(lack=lack) for code in rule.codes}
    targets = {("x", code): Decimal(20) for code in rule.codes}
    found = compute(rule, "x", values, targets)
    assert (found.value, found.why, found.lacking) == (None, lack, rule.numerator)


@pytest.mark.parametrize("rule", [PLEDGED, BEST])
@pytest.mark.parametrize(
    ("target", "why"), [(None, WhyNoPoints.NO_TARGET), (Decimal(0), WhyNoPoints.ZERO_TARGET)]
)
def test_without_a_pledge_there_is_nothing_to_measure_against(rule, target, why):
    pledged = {} if target is None else {("x", rule.numerator): target}
    found = compute(rule, "x", {("x", rule.numerator): known(5)}, pledged)
    assert (found.value, found.why) == (None, why)


@pytest.mark.parametrize(
    ("kind", "points", "may"),
    [
        (Kind.JUDGED, "0", True),
        (Kind.JUDGED, "10", True),
        (Kind.JUDGED, "9.75", True),
        (Kind.JUDGED, "10.01", False),
        (Kind.JUDGED, "-0.5", False),
        (Kind.JUDGED, "9.755", False),
        (Kind.YES_NO, "0", True),
        (Kind.YES_NO, "10", True),
        (Kind.YES_NO, "5", False),
        (Kind.PENALTY, "3", True),
    ],
)
def test_what_somebody_may_enter(kind, points, may):
    assert may_be_entered(ScoringRule(kind, Decimal(10)), Decimal(points)) == may
