"""The words in which forms, files and previews name the same answers."""

from django.utils.translation import gettext as _

from figures.submissions.models import Figure


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


def basis_labels() -> dict[bool, str]:
    """What all figures of the half-year are, by whether they are estimates."""
    return {False: _("số chính thức"), True: _("số ước thực hiện")}
