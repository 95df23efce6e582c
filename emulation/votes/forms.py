"""Forms of the vote: preparing it, the ballot, closing it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.votes.models import MOST_NOMINEES, Nominee, Poll
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from vietnamese.folding import name_key
from vietnamese.numbers import format_number
from vietnamese.texts import length
from web.fields import ManyField, WholeNumberField, word_errors
from web.text_fields import TextField
from web.versioned_forms import ServiceForm, VersionedForm

BLANK = "00"
LONGEST_NAME = 200
_Role = Officer.Role


class _Voters(ManyField):
    def label_from_instance(self, officer: Officer) -> str:
        represents = officer.province or officer.get_role_display()
        return f"{represents}: {officer}" + (_(" (lãnh đạo)") if officer.role == _Role.LEADER else "")


class PollForm(VersionedForm, forms.ModelForm):
    """What is voted on, who can be voted for, and who votes."""

    provinces = ManyField(
        queryset=None,
        label=gettext_lazy("Đơn vị được giới thiệu"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "filters"}),
        required=False,
    )
    title = TextField(
        label=gettext_lazy("Nội dung bỏ phiếu"),
        help_text=gettext_lazy("Như ghi trong biên bản, ví dụ: Đề nghị tặng Cờ thi đua năm 2023."),
        most=200,
        required=True,
    )
    places = WholeNumberField(
        label=gettext_lazy("Số đơn vị được chọn"),
        help_text=gettext_lazy("Cờ thi đua: 1. Bằng khen: số đơn vị nhiều nhất mỗi phiếu được chọn."),
        smallest=1,
        largest=MOST_NOMINEES,
        initial=1,
    )
    names = TextField(
        label=gettext_lazy("Tên khác được giới thiệu"),
        help_text=gettext_lazy("Đơn vị hoặc cá nhân ngoài danh sách trên, mỗi dòng một tên."),
        widget=forms.Textarea(attrs={"rows": 3}),
        most=8000,
    )
    voters = _Voters(
        queryset=None,
        label=gettext_lazy("Người bỏ phiếu"),
        help_text=gettext_lazy("Mỗi người một phiếu. Danh sách không đổi được sau khi mở."),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "filters"}),
    )

    class Meta:
        model = Poll
        fields = ["title", "purpose", "places", "quorum", "needs"]
        labels = {
            "purpose": gettext_lazy("Bỏ phiếu để"),
            "quorum": gettext_lazy("Số người bỏ phiếu tối thiểu"),
            "needs": gettext_lazy("Số phiếu để được đề nghị"),
        }
        help_texts = {
            "quorum": gettext_lazy("Tính trên số người trong danh sách; không đủ thì không kiểm phiếu."),
            "needs": gettext_lazy("Tính trên số phiếu thu về."),
        }

    def __init__(self, *args: Any, contest_year: EmulationYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.carry_version(self.instance)
        members = contest_year.members
        self._many_field("provinces").queryset = members
        officers = Officer.objects.filter(is_active=True).select_related("province")
        provincial = officers.filter(role__in=Officer.PROVINCIAL_ROLES, province__in=members)
        voters = provincial | officers.filter(role=_Role.SECRETARY)
        position = F("province__position").asc(nulls_last=True)
        self._many_field("voters").queryset = voters.order_by(position, "-role", "username")
        if self.instance.pk:
            nominees = list(self.instance.nominees.all())
            self.initial["provinces"] = [nominee.province_id for nominee in nominees if nominee.province_id]
            self.initial["names"] = "\n".join(nominee.label for nominee in nominees if nominee.label)
            self.initial["voters"] = list(self.instance.seats.values_list("officer", flat=True))
        else:
            self.initial["provinces"] = [member.pk for member in members]
            self.initial["voters"] = _leader_seats(provincial)
        word_errors(self)
        self.fields["voters"].error_messages["required"] = _("Chưa chọn người bỏ phiếu.")

    def _many_field(self, name: str) -> ManyField:
        field = self.fields[name]
        assert isinstance(field, ManyField)  # noqa: S101 - for the type checker
        return field

    def clean_names(self) -> list[str]:
        names = [" ".join(line.split()) for line in self.cleaned_data["names"].splitlines()]
        names = list(dict.fromkeys(filter(None, names)))
        spellings: dict[str, str] = {}
        for name in names:
            if (other := spellings.setdefault(name_key(name), name)) != name:
                raise ValidationError(
                    _("“%(other)s” và “%(name)s” là một tên. Bỏ một dòng.") % {"other": other, "name": name}
                )
        if long := [name for name in names if length(name) > LONGEST_NAME]:
            raise ValidationError(
                _("Tên “%(name)s…” dài %(length)s ký tự; mỗi tên nhiều nhất %(most)s ký tự, rút gọn lại.")
                % {"name": long[0][:40], "length": format_number(length(long[0])), "most": LONGEST_NAME}
            )
        return names

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if "provinces" not in values or "names" not in values:
            return values
        nominee_count = len(values["provinces"]) + len(values["names"])
        if not nominee_count:
            self.add_error("provinces", _("Chưa chọn đơn vị được giới thiệu."))
        elif nominee_count > MOST_NOMINEES:
            self.add_error(
                "names",
                _("Đọc được %(count)d đơn vị và tên; danh sách có nhiều nhất %(most)d, bỏ bớt.")
                % {"count": nominee_count, "most": MOST_NOMINEES},
            )
        elif (values.get("places") or 0) > nominee_count:
            self.add_error(
                "places",
                _("Đọc được %(read)d; danh sách chỉ có %(count)d đơn vị.")
                % {"read": values["places"], "count": nominee_count},
            )
        return values

    def fresh(self, stored: Poll) -> "PollForm":
        return PollForm(instance=stored, contest_year=stored.year)


def _leader_seats(officers: Iterable[Officer]) -> list[int]:
    first: dict[int | None, int] = {}
    for officer in sorted(officers, key=lambda officer: officer.pk):
        if officer.role == _Role.LEADER:
            first.setdefault(officer.province_id, officer.pk)
    return list(first.values())


class BallotForm(forms.Form):
    """One ballot. Choices are list positions of two digits, so a request's length reveals nothing."""

    def __init__(self, poll: Poll, nominees: Iterable[Nominee], data: Any = None) -> None:
        super().__init__(data)
        self.places = poll.places
        choices = [(f"{nominee.position:02}", str(nominee)) for nominee in nominees]
        choices.append((BLANK, _("Phiếu trắng: không chọn đơn vị nào")))
        # So that no browser fills in an earlier choice.
        attrs = {"autocomplete": "off"}
        if poll.places == 1:
            self.fields["chosen"] = forms.ChoiceField(
                label=_("Chọn một đơn vị"), choices=choices, widget=forms.RadioSelect(attrs=attrs)
            )
        else:
            self.fields["chosen"] = forms.MultipleChoiceField(
                label=_("Chọn nhiều nhất %d đơn vị") % poll.places,
                choices=choices,
                widget=forms.CheckboxSelectMultiple(attrs=attrs),
            )
        word_errors(self)
        self.fields["chosen"].error_messages["required"] = _(
            "Chưa đánh dấu. Không chọn đơn vị nào thì đánh dấu Phiếu trắng."
        )

    def clean_chosen(self) -> list[int]:
        value = self.cleaned_data["chosen"]
        chosen = [value] if isinstance(value, str) else value
        if BLANK in chosen:
            if len(chosen) > 1:
                raise ValidationError(_("Phiếu trắng thì không chọn đơn vị nào. Bỏ bớt dấu."))
            return []
        if len(chosen) > self.places:
            raise ValidationError(_("Chọn nhiều nhất %d đơn vị. Bỏ bớt dấu.") % self.places)
        return [int(position) for position in chosen]


class ClosingForm(ServiceForm):
    """What the minutes say beside the counts; what is left empty is filled in by hand."""

    place = TextField(label=gettext_lazy("Nơi họp"), most=120)
    chair = TextField(label=gettext_lazy("Người chủ trì"), most=120)
    clerk = TextField(label=gettext_lazy("Người kiểm phiếu"), most=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_errors(self)
