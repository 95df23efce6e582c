"""Links to the reported cells that points are based on."""

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
    """A half-year's cell on the page of the province's figures."""

    label: str
    url: str


class CellLinks:
    """Links to a province's cells in the half-years that the reader may open. One query."""

    def __init__(self, contest_year: EmulationYear, province: Province, reader: Officer) -> None:
        self.province = province
        periods = Period.objects.filter(year=contest_year.year, cluster=contest_year.cluster_id)
        periods = periods.exclude(state=Period.State.PLANNED)
        if not works_for(reader, province):
            visible = Submission.objects.filter(visible_to(reader, contest_year.year), province=province)
            periods = periods.filter(pk__in=visible.values("period"))
        self.periods = list(periods.order_by("half"))

    def of(self, *indicators: Indicator | None) -> tuple[CellLink, ...]:
        return tuple(
            CellLink(
                f"{indicator.in_language('short_label')}, {period.short_label}",
                f"{reverse('figures:entry', args=[period.slug, self.province.slug])}"
                f"#{indicator.code.replace('.', '-')}",
            )
            for indicator in indicators
            if indicator is not None
            for period in self.periods
            if indicator.is_asked_in(period.slug)
        )
