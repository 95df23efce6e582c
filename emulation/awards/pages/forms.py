"""Forms of a dossier and its steps, and the search of the honours list."""

from operator import attrgetter
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.awards.models import Dossier
from emulation.awards.title_models import NomineeKind, Title
from emulation.evidence.models import Evidence
from emulation.year.models import EmulationYear
from provinces.clusters.models import Province
from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion, Organisation
from vietnamese.folding import name_key
from web.fields import DateField, ManyField, word_errors
from web.search_forms import SearchForm
from web.text_fields import SearchField, TextField
from web.versioned_forms import VersionedForm

_MODELS: dict[str, type[Organisation]] = {
    "cooperative": Cooperative,
    "union": CooperativeUnion,
    "group": CooperativeGroup,
}


class DossierForm(VersionedForm, forms.ModelForm):
    """Who is proposed for what, and why."""

    registered = forms.ChoiceField(
        label=gettext_lazy("Chọn trong danh sách của tỉnh"),
        help_text=gettext_lazy("Cho HTX, liên hiệp HTX, tổ hợp tác; số liệu của đơn vị được lấy theo."),
        required=False,
    )
    name = TextField(
        label=gettext_lazy("Tên đối tượng"),
        help_text=gettext_lazy("Để trống nếu là Liên minh HTX tỉnh hoặc đã chọn trong danh sách."),
        most=200,
    )
    position_held = TextField(label=gettext_lazy("Chức vụ, đơn vị công tác hoặc địa chỉ"), most=200)
    achievements = TextField(
        label=gettext_lazy("Thành tích"),
        help_text=gettext_lazy("In nguyên văn vào báo cáo thành tích, mỗi dòng một đoạn."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    other_awards = TextField(
        label=gettext_lazy("Đã được khen thưởng trước đây (chưa có trong hệ thống)"),
        help_text=gettext_lazy(
            "Mỗi dòng một lần: năm, danh hiệu hoặc hình thức, số và ngày quyết định. "
            "Lần đã ghi trong hệ thống thì tự in vào báo cáo."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        most=2000,
    )
    evidence = ManyField(
        queryset=None,
        label=gettext_lazy("Minh chứng kèm theo"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "filters"}),
        required=False,
    )
    field_order = (
        "title",
        "kind",
        "registered",
        "name",
        "position_held",
        "achievements",
        "other_awards",
        "evidence",
    )

    class Meta:
        model = Dossier
        fields = ["title", "kind", "name", "position_held", "achievements", "other_awards"]
        labels = {"title": gettext_lazy("Danh hiệu, hình thức"), "kind": gettext_lazy("Đối tượng")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dossier = self.instance
        self.carry_version(dossier)
        evidence = self.fields["evidence"]
        assert isinstance(evidence, ManyField)  # noqa: S101 - for the type checker
        evidence.queryset = Evidence.objects.usable_by(dossier.year_id, dossier.province_id)
        if not evidence.queryset.exists():
            del self.fields["evidence"]
        groups: list[Any] = [("", _("Không có trong danh sách"))]
        for key, model in _MODELS.items():
            rows = model._default_manager.filter(province=dossier.province_id, ended_on=None)
            options = [(f"{key}-{pk}", name) for pk, name in rows.values_list("pk", "name")]
            if options:
                groups.append((str(NomineeKind(key).label), options))
        registered = self.fields["registered"]
        assert isinstance(registered, forms.ChoiceField)  # noqa: S101 - for the type checker
        registered.choices = groups
        if dossier.pk:
            row = dossier.registered
            self.initial["registered"] = f"{dossier.kind}-{row.pk}" if row else ""
            self.initial["evidence"] = list(dossier.evidence.values_list("pk", flat=True))
        kinds, titles = self.fields["kind"], self.fields["title"]
        assert isinstance(kinds, forms.ChoiceField)  # noqa: S101 - for the type checker
        assert isinstance(titles, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        kinds.choices = [("", _("Chọn đối tượng")), *NomineeKind.choices]
        # The stored title stays a choice even if it is no longer valid: the checklist warns of it.
        choices = Title.objects.valid_in(dossier.year.year) | Title.objects.filter(pk=dossier.title_id)
        titles.queryset = choices.distinct()
        titles.empty_label = _("Chọn danh hiệu, hình thức")
        word_errors(self)
        self.fields["title"].error_messages["required"] = _("Chưa chọn danh hiệu, hình thức.")
        self.fields["kind"].error_messages["required"] = _("Chưa chọn đối tượng.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        kind, title, registered = values.get("kind"), values.get("title"), values.get("registered", "")
        if kind and title and not title.kinds.filter(kind=kind).exists():
            self.add_error("title", _("Danh hiệu này không dành cho đối tượng đã chọn."))
        for field in _MODELS:
            setattr(self.instance, field, None)
        if registered:
            field, pk = registered.split("-")
            if kind and kind != field:
                self.add_error("registered", _("Đơn vị trong danh sách không đúng với đối tượng đã chọn."))
                return values
            row = _MODELS[field]._default_manager.get(pk=pk)
            setattr(self.instance, field, row)
            self._take_name(row.name)
        elif kind == NomineeKind.ALLIANCE:
            self._take_name(self.instance.province.alliance_name)
        elif kind and not values.get("name") and "name" not in self.errors:
            self.add_error("name", _("Chưa nhập tên đối tượng."))
        return values

    def _take_name(self, name: str) -> None:
        """Write the name that follows from what was chosen, unless another one was typed beside it."""
        typed = self.cleaned_data.get("name", "")
        if typed and name_key(typed) not in {name_key(name), name_key(self.initial.get("name", ""))}:
            self.add_error(
                "name",
                _("Đã nhập “%(typed)s” nhưng đối tượng đã chọn là “%(name)s”. Xóa tên đã nhập hoặc chọn lại.")
                % {"typed": typed, "name": name},
            )
        else:
            self.cleaned_data["name"] = name

    def fresh(self, stored: Dossier) -> "DossierForm":
        return DossierForm(instance=stored)


class StepForm(VersionedForm):
    """What a step needs: a reason, or the decision; and the version of the dossier that it is about."""

    reason = TextField(label=gettext_lazy("Lý do"), widget=forms.Textarea(attrs={"rows": 2}), most=1000)
    number = TextField(label=gettext_lazy("Số quyết định"), most=60)
    decided_on = DateField(label=gettext_lazy("Ngày quyết định"), required=False)

    def __init__(self, dossier: Dossier, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.carry_version(dossier)
        word_errors(self)


class HonoursForm(SearchForm):
    """The search of the honours list."""

    q = SearchField(label=gettext_lazy("Tên, danh hiệu, số quyết định"))
    year = forms.ModelChoiceField(
        label=gettext_lazy("Năm"),
        queryset=EmulationYear.objects.all(),
        to_field_name="year",
        required=False,
        empty_label=gettext_lazy("Mọi năm"),
    )
    title = forms.ModelChoiceField(
        label=gettext_lazy("Danh hiệu, hình thức"),
        queryset=Title.objects.all(),
        required=False,
        empty_label=gettext_lazy("Mọi danh hiệu"),
    )
    province = forms.ModelChoiceField(
        label=gettext_lazy("Tỉnh, thành phố"),
        queryset=Province.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("Tất cả"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Provinces before and after the merger have the same names.
        province: Any = self.fields["province"]
        province.label_from_instance = attrgetter("dated_name")

    @staticmethod
    def organisation_filter(text: str) -> dict[str, int] | None:
        field, _dash, pk = text.partition("-")
        if field not in _MODELS or not (pk.isascii() and pk.isdigit() and len(pk) <= 18):
            return None
        return {f"{field}_id": int(pk)}
