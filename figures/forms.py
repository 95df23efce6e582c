"""Forms of the periods and of the steps that need a word."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from figures.models import Period
from provinces.dates import format_date
from provinces.fields import DateField, word_errors


class PeriodForm(forms.ModelForm):
    """The dates of a half-year; which half-year it is, is settled when it is added."""

    cut_off_on = DateField(
        label=_("Ngày chốt số liệu"), help_text=_("Số liệu tính đến hết ngày này, ví dụ 30/6/2023.")
    )
    opens_on = DateField(label=_("Ngày mở nhập số liệu"))
    due_on = DateField(label=_("Hạn gửi"), help_text=_("Gửi sau ngày này là gửi chậm."))
    closes_on = DateField(
        label=_("Ngày cuối được nhập"),
        help_text=_("Sau ngày này không nhập và không gửi lần đầu được nữa."),
    )
    corrections_until = DateField(
        label=_("Ngày cuối được sửa số trả lại"),
        help_text=_(
            "Số bị trả lại sửa được đến hết ngày này, hoặc đến khi khóa kỳ báo cáo nếu khóa sớm hơn."
        ),
    )

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Period
        fields = ["cut_off_on", "opens_on", "due_on", "closes_on", "corrections_until", "legal_basis"]
        widgets = {"legal_basis": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"legal_basis": _("Mỗi dòng một căn cứ, không ghi chữ “Căn cứ”.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.instance.edition
        word_errors(self)

    def tell_changes(self, stored: Period) -> None:
        """Says what somebody else has saved meanwhile; what was typed stays, the next saving is meant."""
        self.add_error(None, _("Người khác vừa lưu kỳ báo cáo này. Bấm Lưu lần nữa để ghi theo trang này."))
        for name in PeriodForm.Meta.fields:
            there = getattr(stored, name)
            if there != self.cleaned_data.get(name):
                shown = format_date(there) if isinstance(there, dt.date) else there
                self.add_error(name, gettext("Bản vừa lưu ghi “%s”.") % shown)
        self.data = {name: self.data.get(name) for name in self.fields} | {"seen": stored.edition}


class NewPeriodForm(PeriodForm):
    """A half-year to be added."""

    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)

    class Meta(PeriodForm.Meta):
        fields = ["year", "half", *PeriodForm.Meta.fields]


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
