"""Points of computed criteria, worked out by hand."""

from decimal import Decimal

import pytest

from emulation.criteria.models import Criterion
from emulation.scoring.points import Points, WhyNoPoints, compute, may_be_entered
from emulation.scoring.rule import ScoringRule
from emulation.scoring.targets import Target
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
    return Yearly(Decimal(value), why_missing="", missing=())


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
def test_banded_points_with_the_published_bands(members, total, points):
    assert share_of(members, total).value == points


def test_banded_points_of_a_negative_share_are_those_of_the_lowest_band():
    assert share_of(-5, 100).value == 2


def test_banded_points_with_a_denominator_of_zero():
    points = share_of(0, 0)
    assert (points.value, points.why) == (None, WhyNoPoints.ZERO_BELOW)


@pytest.mark.parametrize(
    ("classes", "points"), [("0", "0"), ("7", "1.40"), ("30", "6.00"), ("31", "6.00"), ("400", "6.00")]
)
def test_counted_points_up_to_the_maximum(classes, points):
    assert compute(CLASSES, "x", {("x", "alliance.classes"): known(classes)}, {}).value == Decimal(points)


@pytest.mark.parametrize(
    ("admitted", "pledged", "points"),
    [("0", "25", "0"), ("14", "25", "3.36"), ("25", "25", "6"), ("40", "25", "6"), ("1", "3", "2")],
)
def test_pledged_points_are_proportional_to_the_result(admitted, pledged, points):
    targets = {("x", "alliance.admitted"): Target(Decimal(pledged))}
    result = compute(PLEDGED, "x", {("x", "alliance.admitted"): known(admitted)}, targets)
    assert result.value == Decimal(points)


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
def test_best_points_as_published(province, points):
    results = {"below": 12, "on": 20, "above": 25, "best": 30, "modest": 5}
    targets = {(slug, "coop.new"): Target(Decimal(20)) for slug in results}
    targets["modest", "coop.new"] = Target(Decimal(5))
    values = {(slug, "coop.new"): known(number) for slug, number in results.items()}
    assert compute(BEST, province, values, targets).value == Decimal(points)


def test_best_points_are_provisional_while_a_province_has_not_reported():
    values = {("a", "coop.new"): known(25), ("b", "coop.new"): Yearly()}
    targets = dict.fromkeys([("a", "coop.new"), ("b", "coop.new")], Target(Decimal(20)))
    assert compute(BEST, "a", values, targets).is_provisional
    assert compute(BEST, "b", values, targets).value is None


@pytest.mark.parametrize("rule", [SHARE, CLASSES, PLEDGED, BEST])
@pytest.mark.parametrize("lack", list(WhyMissing))
def test_missing_figure_gives_no_points_and_a_reason(rule, lack):
    values = {("x", code): Yearly(why_missing=lack) for code in (rule.numerator, rule.denominator)}
    targets = {("x", rule.numerator): Target(Decimal(20))}
    points = compute(rule, "x", values, targets)
    assert (points.value, points.why, points.missing_code) == (None, lack, rule.numerator)


@pytest.mark.parametrize("rule", [PLEDGED, BEST])
@pytest.mark.parametrize(
    ("target", "why"), [(None, WhyNoPoints.NO_TARGET), (Decimal(0), WhyNoPoints.ZERO_TARGET)]
)
def test_missing_pledge_gives_no_points_and_a_reason(rule, target, why):
    targets = {} if target is None else {("x", rule.numerator): Target(target)}
    points = compute(rule, "x", {("x", rule.numerator): known(5)}, targets)
    assert (points.value, points.why) == (None, why)


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
def test_points_that_may_be_entered(kind, points, may):
    assert may_be_entered(ScoringRule(kind, Decimal(10)), Decimal(points)) == may
