"""Forms of the year and its dates."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from emulation.year.models import Deadline, EmulationYear
from emulation.year.services import StoredDates
from web.fields import DateField, word_errors
from web.versioned_forms import VersionedForm


class NewYearForm(forms.ModelForm):
    """The year whose contest begins."""

    class Meta:
        model = EmulationYear
        fields = ["year"]
        help_texts = {"year": _("Ví dụ 2023.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_errors(self)


class DatesForm(VersionedForm):
    """Two days for each part of the year."""

    def __init__(self, contest_year: EmulationYear, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.carry_version(StoredDates(contest_year))
        stored = {deadline.part: deadline for deadline in contest_year.deadlines.all()}
        for part, label in Deadline.Part.choices:
            known = stored.get(part)
            self.fields[f"{part}.from"] = DateField(
                label=_("%s: từ ngày") % label, initial=known and known.opens_on
            )
            self.fields[f"{part}.to"] = DateField(
                label=_("%s: đến hết ngày") % label, initial=known and known.due_on
            )
        word_errors(self)

    def fresh(self, stored: StoredDates) -> "DatesForm":
        return DatesForm(stored.contest_year)

    @property
    def rows(self) -> Iterator[tuple[str, BoundField, BoundField]]:
        """Each part with its two boxes."""
        for part, label in Deadline.Part.choices:
            yield str(label), self[f"{part}.from"], self[f"{part}.to"]

    @property
    def dates(self) -> dict[str, tuple[dt.date, dt.date]]:
        """What was typed, once it is valid."""
        typed = self.cleaned_data
        return {part: (typed[f"{part}.from"], typed[f"{part}.to"]) for part in Deadline.Part.values}

    def clean(self) -> dict[str, Any]:
        """A part does not end before it begins."""
        typed = super().clean() or self.cleaned_data
        for part in Deadline.Part.values:
            first, last = typed.get(f"{part}.from"), typed.get(f"{part}.to")
            if first and last and last < first:
                self.add_error(f"{part}.to", _("Ngày cuối phải từ ngày đầu trở đi."))
        return typed
