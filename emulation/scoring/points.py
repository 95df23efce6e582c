"""Points of a criterion that is computed from figures, for one province of the cluster.

Shares stay exact until they are compared with bands, and points are rounded once, in `rounded`. A missing
figure gives no points and a reason, never zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.scoring.rule import Kind, ScoringRule
from emulation.scoring.targets import Target
from figures.submissions.punctuality import LATE_DAYS
from figures.submissions.yearly import NOTHING, WhyMissing, Yearly
from vietnamese.numbers import format_number

_STEP = Decimal("0.01")
ZERO = Decimal(0)

# (province, indicator code) → the year's number, or the pledged one
Values = Mapping[tuple[str, str], Yearly]
Targets = Mapping[tuple[str, str], Target]


class WhyNoPoints(TextChoices):
    """Why there are no points, in addition to the reasons why there is no figure (`WhyMissing`)."""

    ZERO_BELOW = "zero_below", _("mẫu số không lớn hơn 0, không tính được tỷ lệ")
    NO_TARGET = "no_target", _("chưa đăng ký giao ước chỉ tiêu này")
    ZERO_TARGET = "zero_target", _("giao ước bằng 0, không có gì để so")
    NO_BANDS = "no_bands", _("chưa có mức điểm")
    NOT_ENTERED = "not_entered", _("chưa chấm")


@dataclass(frozen=True, slots=True)
class Points:
    """What a province gets for one criterion.

    Attributes:
        value: within [0, maximum], two decimals; if none, `why` gives the reason.
        why: a code of `WhyMissing` or `WhyNoPoints`.
        missing_code: the indicator without a number, if that is the reason.
        is_provisional: figures that the points depend on may still change.
        actual: the result in the indicator's unit; a share in percent, not rounded.
        target: what the province pledged.
        best: the highest result of the cluster.
    """

    value: Decimal | None = None
    why: str = ""
    missing_code: str = ""
    is_provisional: bool = False
    actual: Decimal | None = None
    target: Target | None = None
    best: Decimal | None = None


def why_text(points: Points) -> str:
    if not points.why:
        return ""
    return str((WhyMissing if points.why in WhyMissing.values else WhyNoPoints)(points.why).label)


def rounded(points: Decimal, maximum: Decimal) -> Decimal:
    """Points within [0, maximum], two decimals, rounded half up."""
    return min(max(points, ZERO), maximum).quantize(_STEP, rounding=ROUND_HALF_UP)


def compute(rule: ScoringRule, province: str, values: Values, targets: Targets) -> Points:
    """The province's points for a computed criterion.

    Args:
        rule: of a computed kind.
        province: a key of `values`.
        values: the year's numbers of all provinces that take part; the kind `best` needs the others' too.
        targets: what provinces pledged.

    Raises:
        ValueError: if the criterion is not computed.
    """
    match rule.kind:
        case Kind.BANDED:
            return _banded(rule, province, values)
        case Kind.COUNTED:
            return _counted(rule, province, values)
        case Kind.TIMELY:
            return _timely(rule, province, values)
        case Kind.PLEDGED | Kind.BEST:
            return _pledged(rule, province, values, targets)
    raise ValueError(f"A criterion of kind {rule.kind} is not built on figures")


def may_be_entered(rule: ScoringRule, points: Decimal) -> bool:
    if points != points.quantize(_STEP):
        return False
    if rule.kind == Kind.YES_NO:
        return points in (ZERO, rule.maximum)
    return ZERO <= points <= rule.maximum


def points_refusal(rule: ScoringRule, points: Decimal) -> str:
    """Why these points cannot be entered; "" if they can."""
    if may_be_entered(rule, points):
        return ""
    read = {"read": format_number(points), "most": format_number(rule.maximum)}
    if rule.kind == Kind.YES_NO:
        return gettext("Đọc được %(read)s; ghi 0 hoặc %(most)s điểm.") % read
    return (
        gettext("Đọc được %(read)s; ghi từ 0 đến %(most)s điểm, nhiều nhất hai chữ số sau dấu phẩy.") % read
    )


def _banded(rule: ScoringRule, province: str, values: Values) -> Points:
    over, under = (values.get((province, code), NOTHING) for code in (rule.numerator, rule.denominator))
    provisional = over.is_provisional or under.is_provisional
    for code, term in ((rule.numerator, over), (rule.denominator, under)):
        if term.value is None:
            return Points(why=term.why_missing, missing_code=code, is_provisional=provisional)
    if over.value is None or under.value is None or under.value <= 0:
        return Points(why=WhyNoPoints.ZERO_BELOW, missing_code=rule.denominator, is_provisional=provisional)
    share = over.value / under.value * 100
    if not rule.bands:
        return Points(why=WhyNoPoints.NO_BANDS, is_provisional=provisional, actual=share)
    # Compare products: a division rounds, and a share on the edge of a band could miss it.
    # A band that begins at 0% also holds for shares below zero.
    reached = [band for band in rule.bands if not band[0] or over.value * 100 >= band[0] * under.value]
    points = max(reached)[1] if reached else ZERO
    return Points(rounded(points, rule.maximum), is_provisional=provisional, actual=share)


def _counted(rule: ScoringRule, province: str, values: Values) -> Points:
    number = values.get((province, rule.numerator), NOTHING)
    if number.value is None or rule.points_each is None:
        return _no_number(number, rule.numerator)
    points = rounded(number.value * rule.points_each, rule.maximum)
    return Points(points, is_provisional=number.is_provisional, actual=number.value)


def _timely(rule: ScoringRule, province: str, values: Values) -> Points:
    days = values.get((province, LATE_DAYS), NOTHING)
    if days.value is None or rule.points_each is None:
        return _no_number(days, LATE_DAYS)
    points = rounded(rule.maximum - days.value * rule.points_each, rule.maximum)
    return Points(points, is_provisional=days.is_provisional, actual=days.value)


def _pledged(rule: ScoringRule, province: str, values: Values, targets: Targets) -> Points:
    key = (province, rule.numerator)
    number, target = values.get(key, NOTHING), targets.get(key)
    if number.value is None:
        return _no_number(number, rule.numerator)
    provisional, actual = number.is_provisional, number.value
    if target is None:
        return Points(why=WhyNoPoints.NO_TARGET, is_provisional=provisional, actual=actual)
    if target.value <= 0:
        return Points(why=WhyNoPoints.ZERO_TARGET, is_provisional=provisional, actual=actual, target=target)
    if rule.kind == Kind.PLEDGED:
        points = rounded(rule.maximum * actual / target.value, rule.maximum)
        return Points(points, is_provisional=provisional, actual=actual, target=target)
    numbers = [value for (_province, code), value in values.items() if code == rule.numerator]
    best = max(value.value for value in numbers if value.value is not None)
    points = rounded(_against_the_best(rule.maximum, actual, target.value, best), rule.maximum)
    return Points(
        points,
        # A province that has not reported yet may become the best.
        is_provisional=any(value.is_provisional for value in numbers),
        actual=actual,
        target=target,
        best=best,
    )


def _against_the_best(maximum: Decimal, actual: Decimal, target: Decimal, best: Decimal) -> Decimal:
    """Half of the points for reaching the target, the other half for exceeding it.

    Source: the rule published by the police clusters of Quảng Trị. Below the target:
    ½·max·(actual ÷ target); on it: ½·max; above it: ½·max + ½·max·(actual − target) ÷ (best − target).
    """
    half = maximum / 2
    if actual <= target:
        return half * actual / target
    return half + half * (actual - target) / (best - target)


def _no_number(number: Yearly, code: str) -> Points:
    return Points(why=number.why_missing, missing_code=code, is_provisional=number.is_provisional)
