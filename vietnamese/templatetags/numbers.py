"""Template filters over `vietnamese.numbers`; a value that is text already passes through unchanged.

{{ 2109|number }} is 2.109, {{ 32|change }} is +32, {{ 1.5|percent }} is 1,5%, {{ 2|count }} is 02,
{{ 7.5|points }} is 7,50.
"""

from decimal import Decimal

from django import template

from vietnamese.numbers import NOTHING, format_change, format_count, format_number, format_percent

register = template.Library()

Printable = Decimal | int | str | None


@register.filter
def number(value: Printable, decimals: int | None = None) -> str:
    """{{ 1076|number:1 }} is 1.076,0; None is "…"."""
    return value if isinstance(value, str) else format_number(value, decimals)


@register.filter
def points(value: Decimal | None, nothing: str = NOTHING) -> str:
    """{{ 7.5|points }} is 7,50; None, nothing scored, is "–" or another mark."""
    return nothing if value is None else format_number(value, 2)


@register.filter
def change(value: Printable, decimals: int | None = None) -> str:
    return value if isinstance(value, str) else format_change(value, decimals)


@register.filter
def percent(value: Printable, decimals: int = 1) -> str:
    return value if isinstance(value, str) else format_percent(value, decimals)


@register.filter
def signed_percent(value: Printable, decimals: int = 1) -> str:
    return value if isinstance(value, str) else format_percent(value, decimals, signed=True)


@register.filter
def count(value: Printable) -> str:
    return value if isinstance(value, str) else format_count(value)
