"""Is a number too large or too small to be meant? Its unit, its digits, its change, its usual size.

It is compared with the province's earlier numbers, and with the catalogue's usual range where they say
nothing. A slip of the unit comes before the percentage: nobody can explain an increase of a hundred million
percent.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.validation.findings import CheckedCell, ComparisonValues, Finding, Severity
from vietnamese.numbers import MINUS, MOST_IN_PERCENT, SIGNIFICANT_DIGITS, format_number, format_percent
from vietnamese.sentences import inside_a_sentence

THOUSAND, MILLION = Decimal(1000), Decimal(1_000_000)
# What a number is divided by to be in the form's unit, if it was written in another: 1 triệu đồng is
# 1.000.000 đồng, 1.000 nghìn đồng and 0,001 tỷ đồng.
MONEY_FACTORS = (MILLION, THOUSAND, 1 / THOUSAND)
COUNT_FACTORS = (THOUSAND, 1 / THOUSAND)
DIGIT_FACTORS = (Decimal(10), Decimal(100), Decimal("0.1"), Decimal("0.01"))
# A number in the right unit is between these multiples of an earlier one.
ALIKE = (Decimal("0.3"), Decimal(3))
# Where the catalogue names no usual change, in percent.
USUAL_CHANGE = (Decimal(-25), Decimal(40))
FEW = 20  # smaller counts multiply without a slip


@dataclass(frozen=True)
class Question:
    rule: str
    message: str
    readings: tuple[Decimal, ...] = ()
    is_above: bool | None = None  # of a rule that looks both ways


def questions(indicators: Sequence[Indicator], values: ComparisonValues) -> Iterator[Finding]:
    """At most one question for each number, the one that explains it best."""
    by_pk = {indicator.pk: indicator for indicator in indicators}
    for indicator in indicators:
        cell = values.cell(indicator.code)
        if question := _question(indicator, cell, values, by_pk):
            yield Finding(
                question.rule,
                Severity.SOFT,
                indicator.code,
                question.message,
                is_above=question.is_above,
                readings=question.readings,
            )


def _question(
    indicator: Indicator, cell: CheckedCell, values: ComparisonValues, by_pk: Mapping[int, Indicator]
) -> Question | None:
    value = cell.value
    if value is None:
        return None
    if slip := _slip(indicator, value, values):
        return slip
    is_like_earlier = any(is_alike(value, before) for before, _name in _earlier(indicator, value, values))
    unusual = None if is_like_earlier else _unusual(indicator, value, values, by_pk)
    if unusual and unusual.readings:
        return unusual
    return _change(indicator, value, values) or unusual


# -- Against earlier numbers ---------------------------------------------------------------------------


def _earlier(indicator: Indicator, value: Decimal, values: ComparisonValues) -> list[tuple[Decimal, str]]:
    """The earlier numbers with the same sign, each with its name, the most telling first."""
    numbers = [
        (values.previous.get(indicator.code), _("số kỳ trước")),
        (values.year_ago.get(indicator.code), _("số cùng kỳ năm trước")),
    ]
    if indicator.is_flow:
        numbers.reverse()  # flows have seasons
    return [(before, name) for before, name in numbers if before and before * value > 0]


def is_alike(value: Decimal, before: Decimal) -> bool:
    """Whether a number is of the size of an earlier one, which is not zero."""
    return ALIKE[0] <= value / before <= ALIKE[1]


def _slip(indicator: Indicator, value: Decimal, values: ComparisonValues) -> Question | None:
    for before, name in _earlier(indicator, value, values):
        if indicator.is_flow and is_alike(value, before):
            return None  # like a year ago: the half-year before was another season
        if not indicator.has_unit_guard and abs(before) < FEW:
            continue
        for factor in _unit_factors(indicator):
            if is_alike(value / factor, before):
                size = _size_against(value, before, name)
                return Question(
                    "unit", f"{size} {_unit_slip(indicator, factor)}", _readings(indicator, value, factor)
                )
        for factor in DIGIT_FACTORS:
            if _is_usual_change(indicator, value / factor, before):
                size = _size_against(value, before, name)
                return Question("digit", f"{size} {_digit_slip(factor)}", _readings(indicator, value, factor))
    return None


def _change(indicator: Indicator, value: Decimal, values: ComparisonValues) -> Question | None:
    if indicator.soft_low is None or indicator.soft_high is None:
        return _jump(indicator, value, values)
    before = values.year_ago.get(indicator.code)
    if not before or before < 0:
        return None
    if _is_usual_change(indicator, value, before):
        return None
    change = (value - before) / before * 100
    ends = {
        "low": format_percent(indicator.soft_low, 0, signed=True),
        "high": format_percent(indicator.soft_high, 0, signed=True),
    }
    times = value / before
    if times > MOST_IN_PERCENT or 0 < times < 1 / Decimal(MOST_IN_PERCENT):
        size = _size_against(value, before, _("số cùng kỳ năm trước"))
        usual = _("Thay đổi thường gặp: từ %(low)s đến %(high)s.") % ends
        return Question("range", f"{size} {usual}", is_above=change > 0)
    message = _(
        "%(direction)s %(change)s so với cùng kỳ năm trước (%(before)s), ngoài khoảng thường gặp "
        "(từ %(low)s đến %(high)s)."
    ) % {
        "direction": _("Tăng") if change > 0 else _("Giảm"),
        "change": _percent_of_change(change),
        "before": format_number(before),
        **ends,
    }
    return Question("range", message, is_above=change > 0)


def _jump(indicator: Indicator, value: Decimal, values: ComparisonValues) -> Question | None:
    """Where the catalogue names no usual change: unlike every earlier number, and by more than a few."""
    year_ago, previous = values.year_ago.get(indicator.code), values.previous.get(indicator.code)
    if any(value == before or (before and is_alike(value, before)) for before in (year_ago, previous)):
        return None
    before, name = year_ago, _("số cùng kỳ năm trước")
    if not before and not indicator.is_flow:  # flows have seasons
        before, name = previous, _("số kỳ trước")
    if not before or before < 0 or abs(value - before) < FEW:
        return None
    times = value / before
    if times > MOST_IN_PERCENT or 0 < times < 1 / Decimal(MOST_IN_PERCENT):
        return Question("range", _size_against(value, before, name), is_above=value > before)
    message = _("%(direction)s %(change)s so với %(name)s (%(before)s).") % {
        "direction": _("Tăng") if value > before else _("Giảm"),
        "change": _percent_of_change((value - before) / before * 100),
        "name": name,
        "before": format_number(before),
    }
    return Question("range", message, is_above=value > before)


def _is_usual_change(indicator: Indicator, value: Decimal, before: Decimal) -> bool:
    low, high = USUAL_CHANGE
    if indicator.soft_low is not None and indicator.soft_high is not None:
        low, high = indicator.soft_low, indicator.soft_high
    return low <= (value - before) / before * 100 <= high


# -- Against the catalogue's usual range ---------------------------------------------------------------


def _unusual(
    indicator: Indicator, value: Decimal, values: ComparisonValues, by_pk: Mapping[int, Indicator]
) -> Question | None:
    low, high = indicator.plausible_low, indicator.plausible_high
    per = by_pk.get(indicator.plausible_per_id or 0)
    base = _base(indicator, per, values)
    if low is None or high is None or base is None or not value or low <= abs(value) / base <= high:
        return None
    size = _size_against_range(indicator, value, per, base)

    def fitting(factors: Sequence[Decimal]) -> list[Decimal]:
        return [factor for factor in factors if low <= abs(value) / base / factor <= high]

    # A range that begins at zero fits every smaller number, and says nothing about the unit.
    if low:
        # The range is narrower than a factor of a thousand, so that at most one unit fits.
        for factor in fitting(_unit_factors(indicator)):
            return Question(
                "unit", f"{size} {_unit_slip(indicator, factor)}", _readings(indicator, value, factor)
            )
        if factors := fitting(DIGIT_FACTORS):
            return Question("digit", f"{size} {_digit_slip(*factors)}", _readings(indicator, value, *factors))
    elif factors := fitting((*DIGIT_FACTORS[:2], THOUSAND))[:1]:
        return Question("digit", f"{size} {_digit_slip(*factors)}", _readings(indicator, value, *factors))
    return Question("plausible", size, is_above=abs(value) > high * base)


def _base(indicator: Indicator, per: Indicator | None, values: ComparisonValues) -> Decimal | None:
    """What the range is per: 1 for a whole province; None if that number is missing or in doubt itself."""
    if indicator.plausible_per_id is None:
        return Decimal(1)
    amount = values.cell(per.code).amount if per else None
    if per is None or not amount or amount < 0 or _slip(per, amount, values):
        return None
    if per.plausible_per_id is None and per.plausible_low is not None and per.plausible_high is not None:
        is_like_earlier = any(is_alike(amount, before) for before, _name in _earlier(per, amount, values))
        if not is_like_earlier and not per.plausible_low <= amount <= per.plausible_high:
            return None
    return amount


# -- Wording -------------------------------------------------------------------------------------------


def _unit_factors(indicator: Indicator) -> tuple[Decimal, ...]:
    return MONEY_FACTORS if indicator.has_unit_guard else COUNT_FACTORS


def _readings(indicator: Indicator, value: Decimal, *factors: Decimal) -> tuple[Decimal, ...]:
    """The number as it may be meant, as exact as the form takes it."""
    place = Decimal(1).scaleb(-indicator.decimals)
    readings = ((value / factor).quantize(place, ROUND_HALF_UP) for factor in factors)
    return tuple(r for r in readings if r and len(r.as_tuple().digits) <= SIGNIFICANT_DIGITS)


def _size_against(value: Decimal, before: Decimal, name: str) -> str:
    times = value / before
    sentence = (
        _("%(value)s gấp khoảng %(times)s lần %(name)s (%(before)s).")
        if times >= 1
        else _("%(value)s chỉ bằng khoảng 1/%(times)s %(name)s (%(before)s).")
    )
    return sentence % {
        "value": format_number(value),
        "times": format_number(max(times, 1 / times), 0),
        "name": name,
        "before": format_number(before),
    }


def _size_against_range(indicator: Indicator, value: Decimal, per: Indicator | None, base: Decimal) -> str:
    low, high = indicator.plausible_low or Decimal(0), indicator.plausible_high or Decimal(0)
    ends = {"low": low.normalize(), "high": high.normalize()}
    terms = {"value": format_number(value), "unit": indicator.in_language("unit")}
    if per is None:
        sentence = _("%(value)s %(unit)s: ngoài khoảng thường gặp của một tỉnh (từ %(low)s đến %(high)s).")
        return sentence % {**terms, **_texts(ends)}
    if per.unit == indicator.unit:
        sentence = _(
            "%(value)s %(unit)s bằng %(share)s %(per)s (%(base)s), ngoài khoảng thường gặp (từ %(low)s đến "
            "%(high)s)."
        )
        terms["share"] = format_percent(value / base * 100)
        terms["per"], terms["base"] = inside_a_sentence(per.in_language("label")), format_number(base)
        percents = {name: f"{format_number(end * 100)}%" for name, end in ends.items()}
        return sentence % {**terms, **percents}
    sentence = _(
        "%(value)s %(unit)s, bình quân %(each)s %(unit)s một %(per)s, ngoài khoảng thường gặp (từ %(low)s "
        "đến %(high)s)."
    )
    each = value / base
    terms["each"] = format_number(each, 0 if abs(each) >= 100 else 2 if abs(each) >= Decimal("0.01") else 4)
    terms["per"] = per.in_language("unit")
    return sentence % {**terms, **_texts(ends)}


def _percent_of_change(change: Decimal) -> str:
    return format_percent(change, signed=True).lstrip("+" + MINUS)


def _texts(ends: Mapping[str, Decimal]) -> dict[str, str]:
    return {name: format_number(end) for name, end in ends.items()}


def _unit_slip(indicator: Indicator, factor: Decimal) -> str:
    if indicator.has_unit_guard:
        written = {MILLION: _("đồng"), THOUSAND: _("nghìn đồng"), 1 / THOUSAND: _("tỷ đồng")}[factor]
        return _("Có thể nhầm đơn vị tính: số ghi bằng %(written)s, biểu này ghi bằng %(unit)s.") % {
            "written": written,
            "unit": indicator.in_language("unit"),
        }
    unit = indicator.in_language("unit")
    if factor > 1:
        return _("Có thể thừa ba chữ số 0: biểu này ghi bằng %s.") % unit
    return _("Có thể ghi theo nghìn: biểu này ghi bằng %s.") % unit


def _digit_slip(*factors: Decimal) -> str:
    words = {
        Decimal(10): _("thừa một chữ số 0"),
        Decimal(100): _("thừa hai chữ số 0"),
        THOUSAND: _("thừa ba chữ số 0"),
        Decimal("0.1"): _("thiếu một chữ số 0"),
        Decimal("0.01"): _("thiếu hai chữ số 0"),
    }
    return _("Có thể %s.") % _(" hoặc ").join(words[factor] for factor in factors)
