import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.register.models import (
    Cooperative,
    CooperativeGroup,
    CooperativeUnion,
    LegalState,
    Organisation,
    Sector,
)
from vietnamese.dates import format_date
from web.fields import DateField, NumberField, word_errors
from web.versioned_forms import VersionedForm

MILLION_DONG = gettext_lazy("Triệu đồng.")
# The most that a PositiveIntegerField holds in both databases.
LARGEST_COUNT = 2_147_483_647
DISTRICTS_ENDED_ON = dt.date(2025, 7, 1)


class OrganisationForm(VersionedForm, forms.ModelForm):
    sector = forms.ChoiceField(
        label=gettext_lazy("Lĩnh vực"), choices=[("", gettext_lazy("Chọn lĩnh vực")), *Sector.choices]
    )
    founded_on = DateField(label=gettext_lazy("Ngày thành lập"), required=False)
    members = NumberField(label=gettext_lazy("Số thành viên"), required=False, largest=LARGEST_COUNT)
    charter_capital = NumberField(
        label=gettext_lazy("Vốn điều lệ"), help_text=MILLION_DONG, required=False, decimals=2
    )
    working_capital = NumberField(
        label=gettext_lazy("Vốn hoạt động"), help_text=MILLION_DONG, required=False, decimals=2
    )

    # The states that this kind of organisation can be in before it ends.
    LEGAL_STATES = [state for state in LegalState if state != LegalState.ENDED]
    # What the half-years say once there is one.
    BY_HALF_YEAR = ("members", "charter_capital", "working_capital")

    class Meta:
        fields = [
            "name",
            "registration_number",
            "sector",
            "legal_state",
            "founded_on",
            "address",
            "commune",
            "district",
            "phone",
            "representative",
            "members",
            "charter_capital",
            "working_capital",
            "model_reasons",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = self.instance
        self.fields["legal_state"].choices = [(s.value, s.label) for s in self.LEGAL_STATES]  # type: ignore[attr-defined]
        self.fields["model_reasons"].widget.attrs["rows"] = 4
        self.fields["model_reasons"].help_text = _("Để trống nếu không đề nghị nhân rộng mô hình này.")
        if stored.pk:
            del self.fields["legal_state"]  # it follows from events
        if stored.pk and stored.half_years.exists():
            for name in self.BY_HALF_YEAR:
                self.fields.pop(name, None)
        if (stored.ended_on or timezone.localdate()) >= DISTRICTS_ENDED_ON and not stored.district:
            del self.fields["district"]
        self.carry_version(stored)
        word_errors(self)

    def clean_founded_on(self) -> dt.date | None:
        return _not_in_future(self.cleaned_data["founded_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        founded_on, ended_on = cleaned.get("founded_on"), self.instance.ended_on
        if founded_on and ended_on and founded_on > ended_on:
            self.add_error(
                "founded_on",
                _("Ngày thành lập phải trước ngày chấm dứt (%s).") % format_date(ended_on),
            )
        return cleaned

    def fresh(self, stored: Organisation) -> "OrganisationForm":
        return type(self)(instance=stored)

    def add_just_added_error(self, stored: Organisation, edit_url: str) -> None:
        self.add_error(
            None,
            format_html(
                _(
                    "{name} vừa được thêm lúc {time}. Nếu muốn sửa đơn vị ấy, "
                    '<a href="{url}">mở đơn vị vừa thêm</a>; nếu đây là đơn vị khác cùng tên, '
                    "bấm Lưu lần nữa."
                ),
                name=stored,
                time=f"{timezone.localtime(stored.changed_at):%H:%M}",
                url=edit_url,
            ),
        )
        self.show_version(stored)


class CooperativeForm(OrganisationForm):
    class Meta(OrganisationForm.Meta):
        model = Cooperative
        labels = {
            "name": gettext_lazy("Tên hợp tác xã"),
            "registration_number": gettext_lazy("Mã số đăng ký"),
        }


class CooperativeGroupForm(OrganisationForm):
    LEGAL_STATES = [
        state
        for state in OrganisationForm.LEGAL_STATES
        if state not in (LegalState.REORGANISING, LegalState.BANKRUPTCY)
    ]

    members = NumberField(label=gettext_lazy("Số tổ viên"), required=False, largest=LARGEST_COUNT)
    charter_capital = NumberField(
        label=gettext_lazy("Vốn góp"), help_text=MILLION_DONG, required=False, decimals=2
    )

    class Meta(OrganisationForm.Meta):
        model = CooperativeGroup
        labels = {
            "name": gettext_lazy("Tên tổ hợp tác"),
            "registration_number": gettext_lazy("Số đăng ký, chứng thực"),
        }


class CooperativeUnionForm(OrganisationForm):
    """A union counts member cooperatives, which join it by their events."""

    members = None  # type: ignore[assignment]

    class Meta(OrganisationForm.Meta):
        model = CooperativeUnion
        fields = [name for name in OrganisationForm.Meta.fields if name != "members"]
        labels = {
            "name": gettext_lazy("Tên liên hiệp hợp tác xã"),
            "registration_number": gettext_lazy("Mã số đăng ký"),
        }


def _not_in_future(date: dt.date | None) -> dt.date | None:
    if date and date > timezone.localdate():
        raise ValidationError(
            _("Ngày này chưa tới: hôm nay là %s.") % format_date(timezone.localdate()), code="in_future"
        )
    return date
