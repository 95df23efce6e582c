"""The signs that stand where a number is missing, each with hidden words for who cannot see it."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vietnamese.numbers import NO_NUMBER

NOT_APPLICABLE = "×"


def mark(sign: str, words: str) -> SafeString:
    """A sign for the eye, and its words for the ear."""
    return format_html(
        '<span aria-hidden="true">{}</span><span class="visually-hidden">{}</span>', sign, words
    )


def not_known() -> SafeString:
    """`…`: a figure that nobody has given."""
    return mark(NO_NUMBER, _("chưa có số liệu"))


def not_applicable() -> SafeString:
    """`×`: a figure that there cannot be."""
    return mark(NOT_APPLICABLE, _("không áp dụng"))
