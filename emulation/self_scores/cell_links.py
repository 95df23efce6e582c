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
from provinces.clusters.succession import Territories


@dataclass(frozen=True)
class CellLink:
    """A half-year's cell on the page of the province's figures."""

    label: str
    url: str


class CellLinks:
    """Links to the cells of a province's territory in the half-years that the reader may open."""

    def __init__(self, contest_year: EmulationYear, province: Province, reader: Officer) -> None:
        periods = Period.objects.filter(year=contest_year.year, cluster=contest_year.cluster_id)
        periods = periods.exclude(state=Period.State.PLANNED)
        territories = Territories.load()
        reports = [
            (period, territories.provinces[pk])
            for period in periods.order_by("half")
            for pk in territories.reporters(province.pk, period.cut_off_on)
        ]
        if not works_for(reader, province):
            visible = Submission.objects.filter(
                visible_to(reader, contest_year.year),
                province__in=[reporter for _period, reporter in reports],
            )
            open_to_reader = set(visible.values_list("period", "province"))
            reports = [report for report in reports if (report[0].pk, report[1].pk) in open_to_reader]
        # The name is said where provinces reported that have merged into it since.
        self.reports = [
            (period, reporter, "" if reporter == province else f" ({reporter.dated_name})")
            for period, reporter in reports
        ]

    def of(self, *indicators: Indicator | None) -> tuple[CellLink, ...]:
        return tuple(
            CellLink(
                f"{indicator.in_language('short_label')}, {period.short_label}{said}",
                f"{reverse('figures:entry', args=[period.slug, reporter.slug])}"
                f"#{indicator.code.replace('.', '-')}",
            )
            for indicator in indicators
            if indicator is not None
            for period, reporter, said in self.reports
            if indicator.is_asked_in(period.slug)
        )
