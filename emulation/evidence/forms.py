from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.evidence.models import Evidence, max_file_bytes, size_label
from web.fields import word_errors
from web.text_fields import TextField

# What the browser offers; the content decides what a file is.
ACCEPTED = ",".join(f".{kind}" for kind in [*Evidence.Kind.values, "jpg"])


def _limits() -> str:
    return _(
        "PDF, ảnh (PNG, JPEG, WebP), Word, Excel hoặc PowerPoint (.docx, .xlsx, .pptx); mỗi tệp không quá %s."
    ) % (size_label(max_file_bytes()))


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; cleans to a list, maybe empty. `services.add_evidence` checks each file."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Tệp minh chứng"))
        kwargs.setdefault("widget", FilesInput(attrs={"accept": ACCEPTED}))
        kwargs.setdefault("help_text", lazy(_limits, str)())
        super().__init__(required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [file for file in data or [] if file]


class EvidenceForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Tệp"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        allow_empty_file=True,  # the service refuses it, in the same words everywhere
    )
    title = TextField(
        label=gettext_lazy("Nội dung"),
        most=200,
        help_text=gettext_lazy("Ví dụ: Kế hoạch số 12 ngày 05/7/2023. Để trống thì dùng tên tệp."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _limits()
        word_errors(self)
        self.fields["file"].error_messages |= {
            "required": _("Chưa chọn tệp."),
            "invalid": _("Chưa chọn tệp."),
            "missing": _("Chưa chọn tệp."),
        }
