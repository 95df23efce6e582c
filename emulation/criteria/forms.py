from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.criteria.models import Criterion
from emulation.criteria.services import above_maximum
from emulation.criteria.tree import Tree
from figures.catalogue.models import Indicator
from vietnamese.numbers import format_number
from web.edit_conflicts import Versioned
from web.fields import NumberField, word_errors
from web.text_fields import TextField
from web.versioned_forms import VersionedForm

Kind = Criterion.Kind
SPARE_BANDS, FEWEST_BANDS = 2, 4
LARGEST = 9999


class CriterionKindForm(forms.Form):
    """Kind and group of a new criterion, submitted by GET. The fields of `CriterionForm` depend on them."""

    kind = forms.ChoiceField(label=gettext_lazy("Cách chấm"), choices=Kind.choices)
    parent = forms.ChoiceField(
        label=gettext_lazy("Thuộc nhóm"),
        required=False,
        help_text=gettext_lazy("Điểm thưởng và điểm trừ luôn đứng riêng, ngoài thang điểm."),
    )

    def __init__(self, tree: Tree, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {str(node.criterion.pk): node for node in tree.rows if node.criterion.is_group}
        self.fields["parent"].choices = [  # type: ignore[attr-defined]
            ("", _("Cấp một")),
            *((pk, node.title) for pk, node in self.groups.items()),
        ]
        word_errors(self)

    @property
    def kind_and_group(self) -> tuple[str, Criterion | None]:
        kind = self.cleaned_data["kind"]
        node = self.groups.get(self.cleaned_data["parent"])
        return kind, node.criterion if node and kind not in Criterion.APART else None


class CriterionForm(VersionedForm, forms.ModelForm):
    maximum = NumberField(label=gettext_lazy("Điểm tối đa"), decimals=2, largest=1000)
    points_each = NumberField(label=gettext_lazy("Điểm mỗi đơn vị"), decimals=2, largest=1000)

    class Meta:
        model = Criterion
        fields = ["label", "label_en", "maximum", "numerator", "denominator", "points_each", "facts", "note"]
        labels = {
            "label": gettext_lazy("Tên tiêu chí"),
            "label_en": gettext_lazy("Tên tiếng Anh"),
            "facts": gettext_lazy("Căn cứ hệ thống ghi nhận"),
            "note": gettext_lazy("Hướng dẫn chấm, nguồn"),
        }
        help_texts = {"facts": gettext_lazy("Hiện cạnh ô điểm khi tự chấm, chấm chéo và họp xét.")}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.instance.kind
        self._prepare_terms(kind)
        stored_bands = list(self.instance.bands.all()) if self.instance.pk else []
        self.band_count = 0
        if kind == Kind.BANDED:
            self.band_count = max(FEWEST_BANDS, len(stored_bands) + SPARE_BANDS)
        for index in range(self.band_count):
            band = stored_bands[index] if index < len(stored_bands) else None
            self.fields[f"band{index}.from"] = NumberField(
                label=_("Mức %d: từ (%%)") % (index + 1),
                decimals=2,
                largest=LARGEST,
                required=False,
                initial=band and band.at_least,
            )
            self.fields[f"band{index}.points"] = NumberField(
                label=_("Mức %d: được (điểm)") % (index + 1),
                decimals=2,
                largest=LARGEST,
                required=False,
                initial=band and band.points,
            )
        self.fields["is_illustrative"] = forms.BooleanField(
            label=_("Minh họa: không phải tiêu chí đã công bố"),
            required=False,
            initial=self.instance.is_illustrative,
        )
        self.carry_version(self.instance)
        word_errors(self)

    def _prepare_terms(self, kind: str) -> None:
        if kind not in (Kind.COUNTED, Kind.TIMELY):
            del self.fields["points_each"]
        elif kind == Kind.TIMELY:
            self.fields["points_each"].label = _("Điểm trừ mỗi ngày chậm")
        if kind == Kind.GROUP or kind in Criterion.COMPUTED:
            del self.fields["facts"]
        else:
            self.fields["facts"].choices = [("", _("Không nêu")), *Criterion.Facts.choices]  # type: ignore[attr-defined]
        needed = {"numerator": kind in Criterion.ON_INDICATORS, "denominator": kind == Kind.BANDED}
        choices: list[Any] = []
        for name, is_needed in needed.items():
            if not is_needed:
                del self.fields[name]
                continue
            field = self.fields[name]
            field.required = True
            choices = choices or indicator_choices()
            field.choices = [("", _("Chọn chỉ tiêu")), *choices]  # type: ignore[attr-defined]
        if kind == Kind.BANDED:
            self.fields["numerator"].label = _("Chỉ tiêu ở tử số")
            self.fields["denominator"].label = _("Chỉ tiêu ở mẫu số")

    @property
    def plain_fields(self) -> Iterator[BoundField]:
        return (self[name] for name in self.fields if not name.startswith(("band", "is_", "seen")))

    @property
    def band_rows(self) -> Iterator[tuple[int, BoundField, BoundField]]:
        for index in range(self.band_count):
            yield index + 1, self[f"band{index}.from"], self[f"band{index}.points"]

    @property
    def bands(self) -> list[tuple[Decimal, Decimal]]:
        data = self.cleaned_data
        bands = [(data[f"band{i}.from"], data[f"band{i}.points"]) for i in range(self.band_count)]
        return [(low, points) for low, points in bands if low is not None and points is not None]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        maximum = data.get("maximum")
        for name in ("maximum", "points_each"):
            if data.get(name) == 0:
                self.add_error(name, _("Đọc được 0; số điểm này phải lớn hơn 0."))
        if data.get("numerator") and data.get("numerator") == data.get("denominator"):
            self.add_error("denominator", _("Tỷ lệ phải tính từ hai chỉ tiêu khác nhau."))
        lows: set[Decimal] = set()
        for index in range(self.band_count):
            low, points = data.get(f"band{index}.from"), data.get(f"band{index}.points")
            invalid = {f"band{index}.from", f"band{index}.points"} & set(self.errors)
            if not invalid and (low is None) != (points is None):
                missing = "from" if low is None else "points"
                self.add_error(f"band{index}.{missing}", _("Mức phải có cả tỷ lệ và điểm."))
            if low is not None and low in lows:
                self.add_error(
                    f"band{index}.from",
                    _("Đọc được %s; tỷ lệ này đã có ở một mức khác.") % format_number(low),
                )
            if points is not None and maximum and points > maximum:
                self.add_error(f"band{index}.points", above_maximum(points, maximum))
            if low is not None:
                lows.add(low)
        return data

    def save(self, commit: bool = True) -> Criterion:
        """Only returns the row; the service stores it."""
        self.instance.is_illustrative = self.cleaned_data["is_illustrative"]
        return self.instance

    def fresh(self, stored: Criterion) -> "CriterionForm":
        return CriterionForm(instance=stored)


class UnlockForm(VersionedForm):
    """Why locked rules are unlocked."""

    reason = TextField(
        label=gettext_lazy("Lý do mở khóa"),
        widget=forms.Textarea(attrs={"rows": 2}),
        most=1000,
        required=True,
    )

    def __init__(self, lock: Versioned, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.carry_version(lock)
        word_errors(self)


def indicator_choices() -> list[tuple[str, list[tuple[int, str]]]]:
    sections: dict[str, list[tuple[int, str]]] = {}
    for indicator in Indicator.objects.entered().select_related("section"):
        label = f"{indicator} ({indicator.in_language('unit')})"
        sections.setdefault(str(indicator.section), []).append((indicator.pk, label))
    return list(sections.items())
