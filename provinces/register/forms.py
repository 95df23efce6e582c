import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.register.legal_minimum import legal_minimum
from provinces.register.models import (
    Cooperative,
    CooperativeGroup,
    CooperativeUnion,
    EndKind,
    LegalState,
    Organisation,
    Sector,
)
from vietnamese.dates import format_date
from vietnamese.numbers import format_number
from web.fields import DateField, NumberField, word_errors
from web.versioned_forms import VersionedForm

MILLION_DONG = gettext_lazy("Triệu đồng.")
# The most that a PositiveIntegerField holds in both databases.
LARGEST_COUNT = 2_147_483_647


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

    class Meta:
        fields = [
            "name",
            "registration_number",
            "sector",
            "legal_state",
            "founded_on",
            "members",
            "charter_capital",
            "working_capital",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.has_ended:
            del self.fields["legal_state"]
        else:
            self.fields["legal_state"].choices = [(s.value, s.label) for s in self.LEGAL_STATES]  # type: ignore[attr-defined]
        self.carry_version(self.instance)
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
        # The legal minimum applies to founding only: the register must accept that members leave later.
        if founded_on and self.instance.pk is None:
            self._check_minimum(founded_on)
        return cleaned

    def _check_minimum(self, founded_on: dt.date) -> None:
        name, count = self.counted_by_law()
        rule = legal_minimum(type(self.instance), founded_on)
        if count is not None and count < rule.least:
            self.add_error(
                name,
                _("Ghi %(count)s, ít hơn mức tối thiểu %(least)s khi thành lập ngày %(day)s (%(source)s).")
                % {
                    "count": format_number(count),
                    "least": rule.least,
                    "day": format_date(founded_on),
                    "source": rule.source,
                },
            )

    def counted_by_law(self) -> tuple[str, int | None]:
        """The field whose value the legal minimum counts, and its number; None when not known."""
        members = self.cleaned_data.get("members")
        return "members", None if members is None else int(members)

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


class EndForm(VersionedForm):
    ended_on = DateField(label=gettext_lazy("Ngày chấm dứt"))
    ended_how = forms.ChoiceField(label=gettext_lazy("Hình thức chấm dứt"))

    ENDS = [end for end in EndKind if end != EndKind.CEASED]
    ENDS_OF_GROUPS = [EndKind.CEASED, EndKind.CONVERTED, EndKind.MOVED]

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        initial = {"ended_on": organisation.ended_on, "ended_how": organisation.ended_how}
        super().__init__(*args, **kwargs, initial=initial)  # type: ignore[misc]
        self.carry_version(organisation)
        self.organisation = organisation
        ends = self.ENDS_OF_GROUPS if isinstance(organisation, CooperativeGroup) else self.ENDS
        self.fields["ended_how"].choices = [  # type: ignore[attr-defined]
            ("", _("Chọn hình thức")),
            *((end.value, end.label) for end in ends),
        ]
        word_errors(self)

    def clean_ended_on(self) -> dt.date | None:
        ended_on, founded_on = _not_in_future(self.cleaned_data["ended_on"]), self.organisation.founded_on
        if ended_on and founded_on and ended_on < founded_on:
            raise ValidationError(_("Ngày chấm dứt phải sau ngày thành lập (%s).") % format_date(founded_on))
        return ended_on

    def fresh(self, stored: Organisation) -> "EndForm":
        return EndForm(organisation=stored)


def _not_in_future(date: dt.date | None) -> dt.date | None:
    if date and date > timezone.localdate():
        raise ValidationError(
            _("Ngày này chưa tới: hôm nay là %s.") % format_date(timezone.localdate()), code="in_future"
        )
    return date
