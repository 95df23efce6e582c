"""How a cell's answer prints: a number, or a sign with hidden words for why there is none."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from figures.models import Figure
from provinces.numbers import format_number

register = template.Library()


@register.simple_tag
def answer(value: Decimal | None, kind: str = "", decimals: int | None = None) -> str | SafeString:
    """{% answer past.value past.answer %}: 1.234, `…` (not known), `×` (not applicable), or nothing."""
    if value is not None:
        return format_number(value, decimals)
    if kind == Figure.Answer.NOT_KNOWN:
        return _sign("…", _("chưa có số liệu"))
    if kind == Figure.Answer.NOT_APPLICABLE:
        return _sign("×", _("không áp dụng"))
    return ""


def _sign(sign: str, words: str) -> SafeString:
    return format_html(
        '<span aria-hidden="true">{}</span><span class="visually-hidden">{}</span>', sign, words
    )


@register.filter
def text(thing: object, field: str) -> str:
    """{{ indicator|text:"label" }}: a catalogue text in the language of the page."""
    return thing.in_language(field)  # type: ignore[attr-defined]


@register.filter
def get(mapping: dict[str, object], key: str) -> object:
    """{{ conflicts|get:code }}: the value of that key, or none."""
    return mapping.get(key)
