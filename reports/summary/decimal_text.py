"""Numbers for machines and for the report's data, in no language."""

from decimal import ROUND_HALF_UP, Decimal

from figures.catalogue.models import Indicator


def rounded(value: Decimal, decimals: int) -> Decimal:
    # Halves away from zero, as on paper; nothing is less than nought and rounds to it.
    result = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return result or abs(result)


def exact(value: Decimal) -> str:
    """Without exponent and trailing zeros: `2109`, `1076.5`."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def decimals_of(indicator: Indicator) -> int | None:
    """The decimals to round to; None for reported numbers, which stay as reported."""
    return indicator.decimals if indicator.kind == Indicator.Kind.RATIO else None
