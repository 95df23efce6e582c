"""The form of a step that needs a word and a day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from web.fields import DateField, word_errors


class ReopenForm(forms.Form):
    """Why accepted figures are opened again, and until when."""

    reason = forms.CharField(
        label=_("Lý do mở lại"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )
    until = DateField(
        label=_("Mở lại đến hết ngày"),
        help_text=_(
            "Không quá 90 ngày. Hết ngày ấy, biểu tự đóng; không có gì thay đổi thì số đã chấp nhận lại được "
            "tính vào số toàn cụm."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = version
        word_errors(self)
        self.fields["until"].error_messages["required"] = _("Chưa ghi ngày hết hạn mở lại.")

    def clean_version(self) -> int:
        """The version that the page showed; a page without one showed none."""
        version = self.cleaned_data["version"]
        return -1 if version is None else int(version)

    def refuse(self, why: str, *, version: int) -> None:
        """Says why it was not reopened; what was typed stays, and the page shows the report as it is now."""
        self.add_error(None, why)
        self.data = {**self.data.dict(), "version": version}  # type: ignore[attr-defined]
