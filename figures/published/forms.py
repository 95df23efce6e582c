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
from web.fields import NumberField, word_errors
from web.text_fields import TextField
from web.versioned_forms import ServiceForm


class PublishedForm(ServiceForm):
    """The cluster's published totals.

    Fields carry their initial value, and only changed ones are written: of two pages that are open at once,
    neither overwrites what the other one saved.
    """

    source = TextField(
        label=_("Nguồn"),
        help_text=_("Văn bản hoặc hội nghị đã công bố các số này."),
        most=300,
        show_hidden_initial=True,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, period: Period) -> None:
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
        word_errors(self)

    @property
    def sections(self) -> list[tuple[Section, list[tuple[Indicator, forms.BoundField]]]]:
        grouped = groupby(self.indicators.values(), key=lambda indicator: indicator.section)
        return [
            (section, [(indicator, self[indicator.code]) for indicator in indicators])
            for section, indicators in grouped
        ]

    def changed_values(self) -> dict[str, Decimal | None]:
        return {code: self.cleaned_data[code] for code in self.changed_data if code in self.indicators}

    def source_text(self) -> str:
        return self.cleaned_data["source"] if "source" in self.changed_data else self.stored_source
