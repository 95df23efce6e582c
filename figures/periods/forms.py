from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from figures.periods.models import Period
from web.fields import DateField, YearField, word_errors
from web.versioned_forms import VersionedForm


class PeriodForm(VersionedForm, forms.ModelForm):
    """Leaves out year and half, which never change."""

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

    class Meta:
        model = Period
        fields = [
            "cut_off_on",
            "opens_on",
            "due_on",
            "closes_on",
            "corrections_until",
            "legal_basis",
            "is_front",
        ]
        widgets = {"legal_basis": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "legal_basis": _("Mỗi dòng một căn cứ, không ghi chữ “Căn cứ”."),
            "is_front": _(
                "Không chọn thì trang Tổng quan mở ở kỳ gần nhất mà số liệu của mọi tỉnh đã được chấp nhận."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.carry_version(self.instance)
        word_errors(self)

    def fresh(self, stored: Period) -> "PeriodForm":
        return PeriodForm(instance=stored)


class NewPeriodForm(PeriodForm):
    year = YearField(label=_("Năm"), smallest=2000)

    class Meta(PeriodForm.Meta):
        fields = ["year", "half", *PeriodForm.Meta.fields]
