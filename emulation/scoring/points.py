"""Points of a criterion that is built on figures, for one province of the cluster.

Exact until the end: a share is never rounded before it falls into its band, and points are rounded once, in
`rounded`. What is missing gives no points and says why; it never gives zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from emulation.scoring.rule import Kind, ScoringRule
from figures.submissions.yearly import NOTHING, WhyMissing, Yearly

POINT_DECIMALS = 2
_STEP = Decimal(1).scaleb(-POINT_DECIMALS)
ZERO = Decimal(0)

# (province, indicator code) → the year's number, or the pledged one
Values = Mapping[tuple[str, str], Yearly]
Targets = Mapping[tuple[str, str], Decimal]


class WhyNoPoints(TextChoices):
    """Why there are no points, beside the reasons why there is no figure (`WhyMissing`)."""

    ZERO_BELOW = "zero_below", _("mẫu số không lớn hơn 0, không tính được tỷ lệ")
    NO_TARGET = "no_target", _("chưa đăng ký giao ước chỉ tiêu này")
    ZERO_TARGET = "zero_target", _("giao ước bằng 0, không có gì để so")
    NO_BANDS = "no_bands", _("chưa có mức điểm")
    NOT_ENTERED = "not_entered", _("chưa chấm")


@dataclass(frozen=True, slots=True)
class Points:
    """What a province gets for one criterion.

    Attributes:
        value: points within [0, maximum], of two decimals; none where there are none, and `why` says why.
        why: a code of `WhyMissing` or `WhyNoPoints`.
        lacking: the code of the indicator without a number, where that is why.
        is_provisional: a half-year or somebody's figure that the points depend on may still change.
        actual: what was reached, in the indicator's unit; a share in percent, not rounded.
        target: what the province pledged.
        best: the highest of the cluster.
    """

    value: Decimal | None = None
    why: str = ""
    lacking: str = ""
    is_provisional: bool = False
    actual: Decimal | None = None
    target: Decimal | None = None
    best: Decimal | None = None


def why_text(points: Points) -> str:
    """Why there are no points, as the page says it; nothing where there are some."""
    if not points.why:
        return ""
    return str((WhyMissing if points.why in WhyMissing.values else WhyNoPoints)(points.why).label)


def rounded(points: Decimal, maximum: Decimal) -> Decimal:
    """Points as they are stored and shown: within [0, maximum], two decimals, half up.

    The one place where points are rounded.
    """
    return min(max(points, ZERO), maximum).quantize(_STEP, rounding=ROUND_HALF_UP)


def compute(rule: ScoringRule, province: str, values: Values, targets: Targets) -> Points:
    """The province's points for a criterion that is built on figures.

    Args:
        rule: of a computed kind.
        province: whose points; a key of `values`.
        values: the year's numbers of all provinces that take part; the best of them counts for `best`.
        targets: what each pledged.

    Raises:
        ValueError: if the criterion is not built on figures.
    """
    match rule.kind:
        case Kind.BANDED:
            return _banded(rule, province, values)
        case Kind.COUNTED:
            return _counted(rule, province, values)
        case Kind.PLEDGED | Kind.BEST:
            return _pledged(rule, province, values, targets)
    raise ValueError(f"A criterion of kind {rule.kind} is not built on figures")


def may_be_entered(rule: ScoringRule, points: Decimal) -> bool:
    """Whether somebody may enter so many points: within [0, maximum], all or nothing for yes/no."""
    if points != points.quantize(_STEP):
        return False
    if rule.kind == Kind.YES_NO:
        return points in (ZERO, rule.maximum)
    return ZERO <= points <= rule.maximum


def _banded(rule: ScoringRule, province: str, values: Values) -> Points:
    over, under = (values.get((province, code), NOTHING) for code in (rule.numerator, rule.denominator))
    provisional = over.is_provisional or under.is_provisional
    for code, term in ((rule.numerator, over), (rule.denominator, under)):
        if term.value is None:
            return Points(why=term.lack, lacking=code, is_provisional=provisional)
    if over.value is None or under.value is None or under.value <= 0:
        return Points(why=WhyNoPoints.ZERO_BELOW, lacking=rule.denominator, is_provisional=provisional)
    share = over.value / under.value * 100
    if not rule.bands:
        return Points(why=WhyNoPoints.NO_BANDS, is_provisional=provisional, actual=share)
    # Compared as products: a share on the edge must not be lost to the digits that a division keeps.
    # What begins at 0% holds for everything under the next band, a loss included.
    reached = [band for band in rule.bands if not band[0] or over.value * 100 >= band[0] * under.value]
    points = max(reached)[1] if reached else ZERO
    return Points(rounded(points, rule.maximum), is_provisional=provisional, actual=share)


def _counted(rule: ScoringRule, province: str, values: Values) -> Points:
    found = values.get((province, rule.numerator), NOTHING)
    if found.value is None or rule.points_each is None:
        return _without(found, rule.numerator)
    points = rounded(found.value * rule.points_each, rule.maximum)
    return Points(points, is_provisional=found.is_provisional, actual=found.value)


def _pledged(rule: ScoringRule, province: str, values: Values, targets: Targets) -> Points:
    found, target = values.get((province, rule.numerator), NOTHING), targets.get((province, rule.numerator))
    if found.value is None:
        return _without(found, rule.numerator)
    provisional, actual = found.is_provisional, found.value
    if target is None:
        return Points(why=WhyNoPoints.NO_TARGET, is_provisional=provisional, actual=actual)
    if target <= 0:
        return Points(why=WhyNoPoints.ZERO_TARGET, is_provisional=provisional, actual=actual, target=target)
    if rule.kind == Kind.PLEDGED:
        points = rounded(rule.maximum * actual / target, rule.maximum)
        return Points(points, is_provisional=provisional, actual=actual, target=target)
    everybody = [cell for (_who, code), cell in values.items() if code == rule.numerator]
    best = max(cell.value for cell in everybody if cell.value is not None)
    points = rounded(_against_the_best(rule.maximum, actual, target, best), rule.maximum)
    return Points(
        points,
        # Whoever has not reported yet may turn out to be the best.
        is_provisional=any(cell.is_provisional for cell in everybody),
        actual=actual,
        target=target,
        best=best,
    )


def _against_the_best(maximum: Decimal, actual: Decimal, target: Decimal, best: Decimal) -> Decimal:
    """Half of the points for reaching the target, the other half for what goes beyond it.

    Source: the rule that the police clusters of Quảng Trị published: below the target
    ½·max·(actual ÷ target); on it ½·max; above it ½·max + ½·max·(actual − target) ÷ (best − target).
    """
    half = maximum / 2
    if actual <= target:
        return half * actual / target
    return half + half * (actual - target) / (best - target)


def _without(found: Yearly, code: str) -> Points:
    return Points(why=found.lack, lacking=code, is_provisional=found.is_provisional)
