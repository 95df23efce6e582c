"""The form of published totals: a field for each indicator that provinces enter."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from figures.catalogue.models import Indicator, Section
from figures.periods.models import Period
from figures.published.models import PublishedFigure
from figures.published.services import published_snapshot
from web.edit_conflicts import Versioned
from web.fields import NumberField, word_errors
from web.text_fields import TextField
from web.versioned_forms import VersionedForm


class PublishedForm(VersionedForm):
    """The cluster's published totals.

    Fields carry what they opened with, and only changed ones are written: two pages that are open at once may
    change different totals; where both changed the same one, the second sees both sides.
    """

    source = TextField(
        label=_("Nguồn"),
        help_text=_("Văn bản hoặc hội nghị đã công bố các số này."),
        most=300,
        show_hidden_initial=True,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, period: Period) -> None:
        self.period = period
        stored = list(
            PublishedFigure.objects.filter(period=period, province=None).select_related("indicator")
        )
        values: dict[str, Any] = {figure.indicator.code: figure.value for figure in stored}
        self.stored_source = stored[0].source if stored else ""
        super().__init__(data, initial=values | {"source": self.stored_source})
        indicators = Indicator.objects.asked_in(period.slug).entered().select_related("section")
        self.indicators = {indicator.code: indicator for indicator in indicators}
        for code, indicator in self.indicators.items():
            self.fields[code] = NumberField(
                label=indicator.in_language("label"),
                decimals=indicator.decimals,
                may_be_negative=indicator.may_be_negative,
                required=False,
                show_hidden_initial=True,
            )
        self.carry_version(published_snapshot(period))
        word_errors(self)

    def fresh(self, stored: Versioned) -> "PublishedForm":
        return type(self)(period=self.period)

    @property
    def sections(self) -> list[tuple[Section, list[tuple[Indicator, forms.BoundField]]]]:
        grouped = groupby(self.indicators.values(), key=lambda indicator: indicator.section)
        return [
            (section, [(indicator, self[indicator.code]) for indicator in indicators])
            for section, indicators in grouped
        ]

    def changed_values(self) -> dict[str, Decimal | None]:
        return {code: self.cleaned_data[code] for code in self.changed_data if code in self.indicators}

    def opened_values(self) -> dict[str, Decimal | None]:
        """What the page opened with, of the changed totals; none where it does not say so."""
        return {code: self._opened(code) for code in self.changed_values()}

    def opened_source(self) -> str:
        return str(self.data.get(self.add_initial_prefix("source"), ""))

    def _opened(self, code: str) -> Decimal | None:
        try:
            return self.fields[code].to_python(self.data.get(self.add_initial_prefix(code), ""))
        except forms.ValidationError:
            return None

    def source_text(self) -> str:
        return self.cleaned_data["source"] if "source" in self.changed_data else self.stored_source
