"""Choosing files: one with its title, or several beside other fields."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.evidence.models import Evidence, most_bytes, size_label
from web.fields import word_errors

# What the browser offers first; what a file is, its content tells.
ACCEPTED = ",".join(f".{kind}" for kind in [*Evidence.Kind.values, "jpg"])


def limits() -> str:
    """Which files are taken, in words."""
    return _(
        "PDF, ảnh (PNG, JPEG, WebP), Word, Excel hoặc PowerPoint (.docx, .xlsx, .pptx); mỗi tệp không quá %s."
    ) % (size_label(most_bytes()))


class FilesInput(forms.FileInput):
    """A box that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files chosen together; the cleaned value is a list of them, empty where none was chosen.

    Nothing is judged here: `services.add_evidence` looks at each.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Tệp minh chứng"))
        kwargs.setdefault("widget", FilesInput(attrs={"accept": ACCEPTED}))
        kwargs.setdefault("help_text", lazy(limits, str)())
        super().__init__(required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [file for file in data or [] if file]


class EvidenceForm(forms.Form):
    """A file for the province's store."""

    file = forms.FileField(
        label=gettext_lazy("Tệp"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        allow_empty_file=True,  # refused with the others, in the same words
    )
    title = forms.CharField(
        label=gettext_lazy("Nội dung"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Ví dụ: Kế hoạch số 12 ngày 05/7/2023. Để trống thì dùng tên tệp."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = limits()
        word_errors(self)
        self.fields["file"].error_messages |= {
            "required": _("Chưa chọn tệp."),
            "invalid": _("Chưa chọn tệp."),
            "missing": _("Chưa chọn tệp."),
        }
