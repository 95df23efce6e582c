"""Ask a province about its cell."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from provinces.accounts.models import Officer
from provinces.clusters.permissions import runs_cluster, works_for
from reports.indicator.page import IndicatorPage
from web.fields import word_errors
from web.text_fields import TextField
from web.versioned_forms import ServiceForm


class RemarkForm(ServiceForm):
    cell = forms.ChoiceField(label=_("Tỉnh nhận góp ý"))
    text = TextField(
        label=_("Góp ý"),
        help_text=_("Tỉnh nhận trong “Việc của tôi”, có tên người hỏi và ngày hỏi, và phải trả lời."),
        widget=forms.Textarea(attrs={"rows": 2}),
        prints=False,
        required=True,
    )

    def __init__(self, *args: Any, cells: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cell"].choices = cells  # type: ignore[attr-defined]
        word_errors(self)

    @property
    def chosen(self) -> tuple[str, str]:
        """The slugs of the half-year and the province."""
        period, province = self.cleaned_data["cell"].split("/")
        return period, province


def cells_to_ask_about(page: IndicatorPage, officer: Officer) -> list[tuple[str, str]]:
    """The cells on the page that the officer may read and does not answer for, with their labels."""
    if not runs_cluster(officer, page.span.year):
        return []
    return [
        (
            f"{half.period.slug}/{row.province.slug}",
            f"{row.province}, {half.period.short_label}" if page.span.is_year else row.province.name,
        )
        for row in page.rows
        for half in row.halves
        if half.url and not works_for(officer, row.province)
    ]
