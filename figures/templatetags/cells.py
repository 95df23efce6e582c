from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from figures.catalogue.models import Bilingual
from figures.intake.preview import Difference, differences
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure
from vietnamese.numbers import format_number
from web.missing_value_marks import not_applicable, not_known

register = template.Library()


@register.simple_tag
def answer(value: Decimal | None, answer: str = "", decimals: int | None = None) -> str | SafeString:
    """{% answer cell.value cell.answer %}: 1.234, `…` (not known), `×` (not applicable), or nothing."""
    if value is not None:
        return format_number(value, decimals)
    if answer == Figure.Answer.NOT_KNOWN:
        return not_known()
    if answer == Figure.Answer.NOT_APPLICABLE:
        return not_applicable()
    return ""


@register.simple_tag
def cell_differences(stored: CellEntry, typed: CellEntry) -> tuple[Difference, ...]:
    return differences(stored, typed)


@register.filter
def text(row: Bilingual, field: str) -> str:
    """{{ indicator|text:"label" }}: the text in the language of the page."""
    return row.in_language(field)


@register.filter
def get(mapping: dict[str, object], key: str) -> object:
    return mapping.get(key)
