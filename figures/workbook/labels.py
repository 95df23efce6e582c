"""The words that the form's lists offer; the reader knows them in both languages."""

from django.utils.translation import gettext as _

from figures.models import Figure


def state_labels() -> dict[str, str]:
    """What the list of states offers, in the language of the page."""
    return {
        Figure.Answer.NUMBER.value: _("Có số liệu"),
        Figure.Answer.NOT_KNOWN.value: _("Chưa có số liệu"),
        Figure.Answer.NOT_APPLICABLE.value: _("Không áp dụng"),
    }


def yes_label() -> str:
    """What marks a single figure as an estimate."""
    return _("Có")
