"""What a province's own page presents: its figures over the periods, its standings, its trends."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString

from figures.periods.models import Period
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import works_for
from reports.charts.chart import Chart
from reports.charts.cluster import trend
from reports.presentation.cell_values import cell_value
from reports.presentation.figure_tables import COLUMNS, cell_text, cell_urls
from reports.presentation.reporting_status import ReportingStatusRow, rows_of
from reports.province.estimate_accuracy import EstimateAccuracy, estimate_accuracy
from reports.province.estimate_accuracy_tables import ClosenessTable, ReplacedTable
from reports.province.tables import SeriesRow, SeriesTable
from reports.summary.loading import TrendPoint, standing, tables, visible_submissions
from reports.summary.reporting_spans import Span
from reports.summary.values import IndicatorLine, Table

HALVES = 20
TRENDS = ("coop.total", "coop.members", "coop.charter_capital", "group.total")


@dataclass(frozen=True)
class ProvincePage:
    """One province; `series` is none, and there are no charts, while the reader may see no figure of it."""

    province: Province
    series: SeriesTable | None
    estimate_accuracy: tuple[EstimateAccuracy, ...]
    charts: tuple[Chart, ...]
    is_illustrative: bool

    @property
    def estimate_accuracy_table(self) -> ClosenessTable:
        return ClosenessTable(self.estimate_accuracy)

    @property
    def replaced_tables(self) -> list[ReplacedTable]:
        """The cells behind each row that has some."""
        return [ReplacedTable(row) for row in self.estimate_accuracy if row.replaced]


def assemble(province: Province, *, officer: Officer) -> ProvincePage:
    """Reads the province's last half-years as this officer may see them.

    A half-year counts if the alliance belonged to the cluster at its cut-off.
    """
    periods = _periods_of(province)
    if not periods:
        return ProvincePage(province, None, (), (), False)
    # A head's or deputy's term is of one year: whose figures they see is asked for the newest.
    year = periods[0].year
    spans = [Span(period.slug, period.label, (period,)) for period in periods]
    visible = visible_submissions(officer=officer, year=year, accepted_only=False)
    found = tables(spans, provinces=[province], visible=visible)
    submissions = {
        submission.period_id: submission
        for submission in Submission.objects.filter(period__in=periods, province=province).select_related(
            "period"
        )
    }
    readable = set(
        Submission.objects.filter(
            visible_submissions(officer=officer, year=year, accepted_only=False, prefix=""),
            pk__in=[submission.pk for submission in submissions.values()],
        ).values_list("period_id", flat=True)
    )
    if works_for(officer, province):
        readable = {period.pk for period in periods}
    urls = [
        reverse("figures:entry", args=[period.slug, province.slug]) if period.pk in readable else ""
        for period in periods
    ]
    words = rows_of(
        [(standing(p, province, submissions.get(p.pk)), url) for p, url in zip(periods, urls, strict=True)]
    )
    rows = [_row(period, table, word) for period, table, word in zip(periods, found, words, strict=True)]
    has_figures = any(
        cell.is_answered for table in found for line in table.lines.values() for cell in line.cells
    )
    return ProvincePage(
        province=province,
        series=SeriesTable(rows, _lines(found[0])),
        estimate_accuracy=estimate_accuracy(
            province,
            periods,
            found,
            visible=visible,
            urls={period.pk: url for period, url in zip(periods, urls, strict=True)},
        ),
        charts=tuple(_charts(periods, found)) if has_figures else (),
        is_illustrative=any(table.is_illustrative for table in found),
    )


def _periods_of(province: Province) -> list[Period]:
    """The last periods in which the province's alliance was a member, the newest first."""
    memberships = province.memberships.all()
    joined = Q(pk__in=[])
    for membership in memberships:
        during = Q(cluster=membership.cluster_id, cut_off_on__gte=membership.joined_on)
        if membership.left_on:
            during &= Q(cut_off_on__lt=membership.left_on)
        joined |= during
    periods = Period.objects.filter(joined).exclude(state=Period.State.PLANNED)
    return list(periods.select_related("cluster").order_by("-year", "-half")[:HALVES])


def _lines(table: Table) -> list[IndicatorLine]:
    return [table[code] for code in COLUMNS if code in table]


def _row(period: Period, table: Table, standing: ReportingStatusRow) -> SeriesRow:
    # An indicator that the newest period asks for may be younger than this one.
    texts: dict[str, str | SafeString] = dict.fromkeys(COLUMNS, "")
    for line in _lines(table):
        texts[line.indicator.code] = cell_text(line.indicator, line.cells[0])
    return SeriesRow(
        period=period,
        cells_url=standing.cells_url,
        urls=cell_urls(standing.cells_url, texts),
        texts=texts,
        values={line.indicator.code: cell_value(line, line.cells[0]) for line in _lines(table)},
        illustrative=frozenset(
            line.indicator.code for line in _lines(table) if line.cells[0].is_illustrative
        ),
        standing=standing,
    )


def _has_figures(table: Table) -> bool:
    return any(cell.is_answered for line in table.lines.values() for cell in line.cells)


def _charts(periods: Sequence[Period], found: Sequence[Table]) -> list[Chart]:
    """The province's own trends, oldest period first, up to the last one with figures."""
    by_age = list(zip(periods, found, strict=True))
    in_time = [*dropwhile(lambda pair: not _has_figures(pair[1]), by_age)][::-1]
    charts: list[Chart] = []
    for code in TRENDS:
        points = [TrendPoint(period, table[code].total) for period, table in in_time if code in table]
        if code in found[0] and any(point.total.value is not None for point in points):
            chart = trend(points, found[0][code].indicator)
            charts.append(replace(chart, number=len(charts) + 1))
    return charts
