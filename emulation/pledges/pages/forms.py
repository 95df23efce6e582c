"""Forms of the pledges."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.pledges.default_texts import SigningTexts, signing_texts
from emulation.pledges.indicators import pledgeable_indicators, suggested_indicators
from emulation.pledges.merged_pledges import MergedPledge
from emulation.pledges.models import Pledge, PledgeTarget
from emulation.pledges.rows import PledgeRow, pledge_rows
from emulation.pledges.signing import stored_selection
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator, Section
from provinces.clusters.models import Province
from vietnamese.numbers import format_number
from web.edit_conflicts import Versioned
from web.fields import DateField, ManyField, NumberField, check_decimals, word_errors
from web.text_fields import TextField
from web.versioned_forms import ServiceForm, VersionedForm

LARGEST = 10**15
ONE_LINE = forms.TextInput(attrs={"autocomplete": "off"})


class TargetsForm(VersionedForm):
    """A field for each of the year's indicators, named by its code; blank is no target, 0 is one."""

    def __init__(
        self, pledge: Pledge, data: Mapping[str, Any] | None = None, *, is_sending: bool = False
    ) -> None:
        self.pledge_rows = rows = pledge_rows(pledge)
        super().__init__(data, initial={row.indicator.code: row.target for row in rows})
        self.carry_version(pledge)
        for row in rows:
            self.fields[row.indicator.code] = NumberField(
                label=row.indicator.in_language("label"),
                decimals=row.indicator.decimals,
                largest=LARGEST,
                required=is_sending,
            )
        word_errors(self)
        for field in self.fields.values():
            field.error_messages["required"] = _("Chưa nhập. Không đăng ký chỉ tiêu này thì ghi 0.")

    @property
    def rows(self) -> Iterator[tuple[PledgeRow, BoundField]]:
        for row in self.pledge_rows:
            yield row, self[row.indicator.code]

    @property
    def targets(self) -> dict[str, Decimal | None]:
        return {row.indicator.code: self.cleaned_data[row.indicator.code] for row in self.pledge_rows}

    def fresh(self, stored: Pledge) -> "TargetsForm":
        return TargetsForm(stored)


class SelectionForm(VersionedForm):
    indicators = ManyField(
        queryset=Indicator.objects.none(),
        label=gettext_lazy("Chỉ tiêu giao ước"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, contest_year: EmulationYear, data: Mapping[str, Any] | None = None) -> None:
        stored = list(contest_year.pledged_indicators.values_list("indicator", flat=True))
        super().__init__(
            data, initial={"indicators": stored or [i.pk for i in suggested_indicators(contest_year)]}
        )
        self.fields["indicators"].queryset = pledgeable_indicators(contest_year)  # type: ignore[attr-defined]
        self.contest_year, self.is_stored = contest_year, bool(stored)
        self.carry_version(stored_selection(contest_year))
        word_errors(self)
        self.fields["indicators"].error_messages["required"] = _("Chọn ít nhất một chỉ tiêu.")

    def fresh(self, stored: Any) -> "SelectionForm":
        return SelectionForm(self.contest_year)

    @property
    def sections(self) -> list[tuple[Section, list[tuple[Indicator, bool]]]]:
        ticked = {str(pk) for pk in self["indicators"].value() or ()}
        pledgeable = self.fields["indicators"].queryset  # type: ignore[attr-defined]
        return [
            (section, [(indicator, str(indicator.pk) in ticked) for indicator in indicators])
            for section, indicators in groupby(pledgeable, key=lambda indicator: indicator.section)
        ]


class PaperForm(VersionedForm):
    legal_basis = TextField(
        label=gettext_lazy("Căn cứ"),
        help_text=gettext_lazy("Mỗi dòng một căn cứ, không ghi “Căn cứ” ở đầu."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    commitments = TextField(
        label=gettext_lazy("Các đơn vị cam kết"),
        help_text=gettext_lazy("Mỗi dòng một ý."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, contest_year: EmulationYear, data: Mapping[str, Any] | None = None) -> None:
        texts = signing_texts(contest_year)
        super().__init__(data, initial={"legal_basis": texts.legal_basis, "commitments": texts.commitments})
        self.contest_year = contest_year
        self.carry_version(texts)
        word_errors(self)

    def fresh(self, stored: SigningTexts) -> "PaperForm":
        return PaperForm(self.contest_year)


class RecordForm(ServiceForm):
    """The signing at the conference: day, place, and the signers of the provinces that have not signed.

    A name that was typed for a province which signed meanwhile keeps its field.
    """

    held_on = DateField(label=gettext_lazy("Ngày ký"))
    place = TextField(label=gettext_lazy("Nơi ký"), most=200, required=True, widget=ONE_LINE)

    def __init__(
        self,
        members: Iterable[Province],
        waiting: Sequence[Province],
        leaders: Mapping[str, str],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        self.waiting = waiting
        self.provinces = [
            province for province in members if province in waiting or f"signer.{province.slug}" in self.data
        ]
        for province in self.provinces:
            self.fields[f"signer.{province.slug}"] = TextField(
                label=_("Người ký của %s") % province,
                most=120,
                required=province in waiting,
                initial=leaders.get(province.slug, ""),
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        word_errors(self)

    @property
    def signers(self) -> dict[str, str]:
        return {province.slug: self.cleaned_data[f"signer.{province.slug}"] for province in self.provinces}


class SignForm(VersionedForm):
    """The signature of the targets that the page shows."""

    name = TextField(label=gettext_lazy("Họ tên người ký"), most=120, required=True, widget=ONE_LINE)

    def __init__(self, pledge: Pledge, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.carry_version(pledge)
        word_errors(self)

    def _conflict_sentence(self, stored: Versioned) -> str:
        return _("Chưa ký: giao ước đã đổi sau khi trang này được mở. Xem lại chỉ tiêu rồi bấm ký lần nữa.")


class AnswerForm(ServiceForm):
    """Whether the province agrees to a change of a signed target."""

    change = forms.IntegerField(widget=forms.HiddenInput)
    why_not = TextField(
        label=gettext_lazy("Lý do không đồng ý"),
        most=1000,
        help_text=gettext_lazy("Chỉ ghi khi không đồng ý."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        word_errors(self)


class ChangeForm(VersionedForm):
    """Another value for a signed target, and the reason."""

    indicator = forms.ChoiceField(label=gettext_lazy("Chỉ tiêu"))
    value = NumberField(label=gettext_lazy("Số mới"), decimals=4, largest=LARGEST)
    reason = TextField(
        label=gettext_lazy("Lý do điều chỉnh"),
        most=1000,
        required=True,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, pledge: Pledge, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.carry_version(pledge)
        targets = (
            PledgeTarget.objects.filter(pledge=pledge.pk)
            .select_related("indicator")
            .order_by("indicator__section__position", "indicator__position")
        )
        self.targets = {target.indicator.code: target for target in targets}
        choices = [(code, _choice_label(target)) for code, target in self.targets.items()]
        self.fields["indicator"].choices = [("", _("Chọn chỉ tiêu")), *choices]  # type: ignore[attr-defined]
        word_errors(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        target, value = self.targets.get(cleaned.get("indicator", "")), cleaned.get("value")
        if target and value is not None:
            try:
                check_decimals(value, target.indicator.decimals)
            except ValidationError as error:
                self.add_error("value", error)
        return cleaned

    @property
    def chosen_indicator(self) -> Indicator:
        return self.targets[self.cleaned_data["indicator"]].indicator


class DecideForm(VersionedForm):
    """A target of a successor that cannot be added up, and the reason."""

    indicator = forms.ChoiceField(label=gettext_lazy("Chỉ tiêu"))
    value = NumberField(label=gettext_lazy("Số giao ước"), decimals=4, largest=LARGEST)
    reason = TextField(
        label=gettext_lazy("Lý do"), most=1000, required=True, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, pledge: MergedPledge, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.carry_version(pledge)
        self.indicators = {row.indicator.code: row.indicator for row in pledge.to_decide}
        choices = [(code, indicator.in_language("label")) for code, indicator in self.indicators.items()]
        self.fields["indicator"].choices = [("", _("Chọn chỉ tiêu")), *choices]  # type: ignore[attr-defined]
        word_errors(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        indicator, value = self.indicators.get(cleaned.get("indicator", "")), cleaned.get("value")
        if indicator and value is not None:
            try:
                check_decimals(value, indicator.decimals)
            except ValidationError as error:
                self.add_error("value", error)
        return cleaned

    @property
    def chosen_indicator(self) -> Indicator:
        return self.indicators[self.cleaned_data["indicator"]]


def _choice_label(target: PledgeTarget) -> str:
    indicator = target.indicator
    value = f"{format_number(target.value)} {indicator.in_language('unit')}"
    return f"{indicator.in_language('label')}: {value}"
