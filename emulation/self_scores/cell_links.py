"""The ways to the reported cells that points rest on."""

from dataclasses import dataclass

from django.urls import reverse

from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.submissions.models import Submission
from figures.submissions.permissions import visible_to
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import works_for


@dataclass(frozen=True)
class CellLink:
    """The way to a reported cell: its half-year, and the page of the province's figures."""

    label: str
    url: str


class CellLinks:
    """The ways to the cells of one province in the year, for who may open them; one query."""

    def __init__(self, contest_year: EmulationYear, province: Province, reader: Officer) -> None:
        self.province = province
        opened = Period.objects.filter(year=contest_year.year, cluster=contest_year.cluster_id)
        opened = opened.exclude(state=Period.State.PLANNED)
        if not works_for(reader, province):
            readable = Submission.objects.filter(visible_to(reader, contest_year.year), province=province)
            opened = opened.filter(pk__in=readable.values("period"))
        self.periods = list(opened.order_by("half"))

    def of(self, *terms: Indicator | None) -> tuple[CellLink, ...]:
        """One link for each half-year that asks for each of them."""
        return tuple(
            CellLink(
                f"{term.in_language('short_label')}, {period.short_label}",
                f"{reverse('figures:entry', args=[period.slug, self.province.slug])}"
                f"#{term.code.replace('.', '-')}",
            )
            for term in terms
            if term is not None
            for period in self.periods
            if term.is_asked_in(period.slug)
        )
