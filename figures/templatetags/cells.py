"""How a cell's answer prints: a number, or a sign with hidden words for why there is none."""

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from figures.intake.preview import Difference, differences
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure
from vietnamese.numbers import format_number
from web.missing_value_marks import not_applicable, not_known

register = template.Library()


@register.simple_tag
def answer(value: Decimal | None, kind: str = "", decimals: int | None = None) -> str | SafeString:
    """{% answer past.value past.answer %}: 1.234, `…` (not known), `×` (not applicable), or nothing."""
    if value is not None:
        return format_number(value, decimals)
    if kind == Figure.Answer.NOT_KNOWN:
        return not_known()
    if kind == Figure.Answer.NOT_APPLICABLE:
        return not_applicable()
    return ""


@register.simple_tag
def differing(stored: CellEntry, typed: CellEntry) -> tuple[Difference, ...]:
    """{% differing conflict.stored row.entry as parts %}: number, note, reason, mark, where they differ."""
    return differences(stored, typed)


@register.filter
def text(thing: object, field: str) -> str:
    """{{ indicator|text:"label" }}: a catalogue text in the language of the page."""
    return thing.in_language(field)  # type: ignore[attr-defined]


@register.filter
def get(mapping: dict[str, object], key: str) -> object:
    """{{ conflicts|get:code }}: the value of that key, or none."""
    return mapping.get(key)
