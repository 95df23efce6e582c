"""Numbers for machines and for the paper's data, which no reader's language changes."""

from decimal import ROUND_HALF_UP, Decimal

from figures.catalogue.models import Indicator


def rounded(value: Decimal, decimals: int) -> Decimal:
    """The number with that many decimals, halves away from zero."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def exact(value: Decimal) -> str:
    """The number without exponent and without trailing zeros: `2109`, `1076.5`."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def decimals_of(indicator: Indicator) -> int | None:
    """A ratio is rounded to the catalogue's decimals; what was reported is printed as reported."""
    return indicator.decimals if indicator.kind == Indicator.Kind.RATIO else None
