from itertools import groupby
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from provinces.accounts.models import Officer
from reports.explore.choice import Axis, Choice, Drawing, Measure, slug_of, territory_label
from reports.explore.services import may_share
from reports.presentation.land_readings import LABELS
from reports.summary.reporting_spans import spans_of
from web.fields import word_errors
from web.search_forms import SearchForm
from web.text_fields import TextField
from web.versioned_forms import ServiceForm


def _list(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, widget=forms.CheckboxSelectMultiple, required=False)


class ExploreForm(SearchForm):
    """What can be chosen, and what is: the form shows a choice and reads none."""

    i = _list(gettext_lazy("Chỉ tiêu"))
    t = _list(gettext_lazy("Tỉnh, thành phố"))
    s = _list(gettext_lazy("Kỳ báo cáo"))
    m = forms.ChoiceField(label=gettext_lazy("Hiện"), choices=Measure.choices, required=False)
    r = forms.ChoiceField(label=gettext_lazy("Hàng là"), choices=Axis.choices, required=False)
    v = forms.ChoiceField(label=gettext_lazy("Hình"), choices=Drawing.choices, required=False)
    scope = forms.ChoiceField(
        label=gettext_lazy("Phạm vi số liệu"),
        choices=[
            ("", gettext_lazy("Gồm số tạm tính")),
            ("accepted", gettext_lazy("Chỉ số đã chấp nhận")),
        ],
        required=False,
    )
    reading = forms.ChoiceField(label=gettext_lazy("Cộng theo tỉnh"), choices=LABELS.items(), required=False)

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        lists = {name: list(chosen) for name, chosen in choice.lists.items()}
        super().__init__(
            initial={
                **lists,
                "m": choice.measure,
                "r": choice.rows,
                "v": choice.drawing,
                "scope": "accepted" if choice.scope.accepted_only else "",
                "reading": choice.scope.reading.value,
            }
        )
        by_section = groupby(choice.catalogue, key=lambda indicator: indicator.section)
        offered: dict[str, list[Any]] = {
            "i": [
                (section.in_language("label"), [(each.code, each.in_language("label")) for each in rows])
                for section, rows in by_section
            ],
            "t": [(slug_of(each), territory_label(each)) for each in (None, *choice.land.provinces)],
            "s": [(span.slug, span.label) for span in spans_of(list(choice.periods))],
        }
        for name, choices in offered.items():
            cast(forms.MultipleChoiceField, self.fields[name]).choices = choices
        if len(choice.land.readings) == 1:
            del self.fields["reading"]

    @property
    def lists(self) -> list[tuple[forms.BoundField, int, str]]:
        """Each list, how many are chosen of it, and the address without what it names."""
        return [
            (self[axis], len(self.initial[axis]), self.choice.without_list(axis)) for axis in ("i", "t", "s")
        ]

    @property
    def ways(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in Axis.values]


class SaveForm(ServiceForm):
    """A name for the choice of the page."""

    name = TextField(label=gettext_lazy("Tên để lưu lựa chọn"), most=80, prints=False, required=True)
    is_shared = forms.BooleanField(label=gettext_lazy("Cho cả Cụm"), required=False)
    query = TextField(most=4000, prints=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share(officer):
            del self.fields["is_shared"]
        word_errors(self)
