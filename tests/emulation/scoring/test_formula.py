"""A formula's words give the points that are computed: a test reads the words and computes them again."""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulation.criteria.models import Criterion
from emulation.scoring.formula import formula
from emulation.scoring.points import compute, may_be_entered
from emulation.scoring.rule import ScoringRule
from emulation.scoring.targets import Target
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from figures.submissions.yearly import Yearly
from tests.emulation.factories import make_criterion
from tests.figures.factories import make_catalogue

Kind = Criterion.Kind
NUMBER = r"([\d.,]+)"
LIMITS = r"(?:từ ([\d.,]+)%)?(?: đến )?(?:dưới ([\d.,]+)%)?"
OVER, UNDER = "coop.profit", "coop.total"  # a profit may be a loss

points = st.decimals("0.01", "100", places=2)
amounts = st.decimals(-1000, 1000, places=2)
above_zero = st.decimals("0.01", "1000", places=2)


@pytest.fixture
def terms(contest) -> tuple[EmulationYear, dict[str, Indicator]]:
    return contest, make_catalogue()


def number(text: str) -> Fraction:
    """1.234,5 → 1234.5."""
    return Fraction(text.replace(".", "").replace(",", "."))


def read(words: str, actual: Fraction, target: Fraction, best: Fraction, under: Fraction) -> Fraction:
    """The points that the sentence gives; a share must match exactly one band."""
    subject, _, rest = words.partition(": ")
    if " trên " in subject:
        share = actual / under * 100
        matches = []
        for part in rest.removesuffix(".").split("; "):
            limits, worth = re.fullmatch(rf"(.*) được {NUMBER} điểm", part).groups()
            low, high = re.fullmatch(LIMITS, limits).groups() if "nào cũng" not in limits else (None, None)
            if (not low or share >= number(low)) and (not high or share < number(high)):
                matches.append(number(worth))
        (match,) = matches
        return match
    if actual < 0 and rest.endswith(" Kết quả âm được 0 điểm."):
        return Fraction(0)
    if counted := re.search(rf"mỗi .* được {NUMBER} điểm, nhiều nhất {NUMBER} điểm\.", rest):
        each, most = map(number, counted.groups())
        return min(actual * each, most)
    if pledged := re.search(rf"{NUMBER} điểm × kết quả ÷ giao ước, nhiều nhất {NUMBER} điểm\.", rest):
        times, most = map(number, pledged.groups())
        return min(times * actual / target, most)
    reached, below, beyond = map(
        number,
        re.search(
            rf"đạt giao ước được {NUMBER} điểm; chưa đạt được {NUMBER} điểm × kết quả ÷ giao ước; vượt thì "
            rf"thêm {NUMBER} điểm × \(kết quả − giao ước\) ÷ \(kết quả cao nhất Cụm − giao ước\)\.",
            rest,
        ).groups(),
    )
    if actual < target:
        return below * actual / target
    return reached if actual == target else reached + beyond * (actual - target) / (best - target)


def cents(value: Fraction) -> Decimal:
    """Two decimals, half up."""
    exact = (value * 100 + Fraction(1, 2)).__floor__()
    return Decimal(exact) / 100


@pytest.mark.parametrize("kind", [Kind.BANDED, Kind.COUNTED, Kind.PLEDGED, Kind.BEST])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_words_of_a_formula_give_the_computed_points(kind, data, terms):
    contest, catalogue = terms
    maximum = data.draw(points)
    values: dict[str, object] = {}
    if kind == Kind.BANDED:
        shares = st.one_of(st.just(Decimal(0)), st.decimals(0, 150, places=2))
        worth = st.decimals(0, maximum, places=2)
        values["bands"] = list(data.draw(st.dictionaries(shares, worth, min_size=1, max_size=4)).items())
        values["denominator"] = catalogue[UNDER]
    if kind == Kind.COUNTED:
        values["points_each"] = data.draw(points)
    criterion = make_criterion(contest, kind=kind, maximum=maximum, numerator=catalogue[OVER], **values)
    # A share on an edge and a result on the target are the cases to hit.
    edges = [band[0] for band in values.get("bands", ())] or [Decimal(1)]
    under, target = data.draw(above_zero), data.draw(above_zero)
    on_an_edge = data.draw(st.sampled_from(edges)) * under / 100
    actual = data.draw(st.one_of(amounts, st.just(on_an_edge), st.just(target)))
    best = max(actual, data.draw(amounts))

    yearly = {
        ("x", OVER): Yearly(actual, why_missing="", missing=()),
        ("x", UNDER): Yearly(under, why_missing="", missing=()),
        ("best", OVER): Yearly(best, why_missing="", missing=()),
    }
    computed = compute(ScoringRule.of(criterion), "x", yearly, {("x", OVER): Target(target)})
    from_words = read(formula(criterion), *map(Fraction, (actual, target, best, under)))
    assert computed.value == cents(from_words)


def published(maximum: Fraction, actual: Fraction, target: Fraction, best: Fraction) -> Fraction:
    """The rule of the police clusters of Quảng Trị, written down from its text."""
    if actual < target:
        return maximum / 2 * (actual / target)
    if actual == target:
        return maximum / 2
    return maximum / 2 + maximum / 2 * (actual - target) / (best - target)


@given(points, st.lists(st.decimals(0, 1000, places=2), min_size=7, max_size=7), above_zero)
def test_best_points_follow_the_published_rule_for_any_seven_results(maximum, results, target):
    rule = ScoringRule(Kind.BEST, maximum, "coop.new")
    values = {
        (str(n), "coop.new"): Yearly(actual, why_missing="", missing=()) for n, actual in enumerate(results)
    }
    targets = dict.fromkeys(values, Target(target))
    for n, actual in enumerate(results):
        expected = published(*map(Fraction, (maximum, actual, target, max(results))))
        assert compute(rule, str(n), values, targets).value == cents(expected)


@given(st.sampled_from([*Kind]), points, st.decimals(-200, 200, places=3))
def test_points_that_may_be_entered_are_within_zero_and_the_maximum(kind, maximum, entered):
    if may_be_entered(ScoringRule(kind, maximum), entered):
        assert 0 <= entered <= maximum
        assert entered == entered.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        assert kind != Kind.YES_NO or entered in (0, maximum)
