"""Marks in place of a missing number, each with hidden words for screen readers."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vietnamese.numbers import NO_NUMBER

NOT_APPLICABLE = "×"


def mark(sign: str, words: str) -> SafeString:
    return format_html(
        '<span aria-hidden="true">{}</span><span class="visually-hidden">{}</span>', sign, words
    )


def not_known() -> SafeString:
    return mark(NO_NUMBER, _("chưa có số liệu"))


def not_applicable() -> SafeString:
    return mark(NOT_APPLICABLE, _("không áp dụng"))
