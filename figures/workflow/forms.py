"""The form for reopening accepted figures."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from figures.submissions.models import Submission
from web.fields import DateField, word_errors
from web.text_fields import TextField
from web.versioned_forms import VersionedForm


class ReopenForm(VersionedForm):
    reason = TextField(
        label=_("Lý do mở lại"), widget=forms.Textarea(attrs={"rows": 2}), most=1000, required=True
    )
    until = DateField(
        label=_("Mở lại đến hết ngày"),
        help_text=_(
            "Không quá 90 ngày. Hết ngày ấy, biểu tự đóng; không có gì thay đổi thì số đã chấp nhận lại được "
            "tính vào số toàn cụm."
        ),
    )

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.carry_version(submission)
        word_errors(self)
        self.fields["until"].error_messages["required"] = _("Chưa ghi ngày hết hạn mở lại.")
