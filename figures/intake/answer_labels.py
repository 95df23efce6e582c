"""Labels of answers, the same in forms, files and previews."""

from django.utils.translation import gettext as _

from figures.submissions.models import Figure


def state_labels() -> dict[str, str]:
    return {
        Figure.Answer.NUMBER.value: _("Có số liệu"),
        Figure.Answer.NOT_KNOWN.value: _("Chưa có số liệu"),
        Figure.Answer.NOT_APPLICABLE.value: _("Không áp dụng"),
    }


def estimate_label() -> str:
    return _("Có")


def basis_labels() -> dict[bool, str]:  # by is_estimate
    return {False: _("số chính thức"), True: _("số ước thực hiện")}
