"""What a province's page presents: its figures over the half-years, and their trends."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString

from figures.periods.models import Period
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Membership, Province
from provinces.clusters.permissions import works_for
from provinces.clusters.succession import Territories
from reports.charts.chart import Chart
from reports.charts.trend import trend_chart
from reports.presentation.addresses import explore_url
from reports.presentation.cell_values import cell_value
from reports.presentation.figure_tables import COLUMN_CODES, cell_text, cell_urls
from reports.presentation.reporting_status import ReportingStatusRow, status_rows
from reports.province.estimate_accuracy import EstimateAccuracy, ReportedHalf, estimate_accuracy
from reports.province.estimate_accuracy_tables import EstimateAccuracyTable, ReplacedEstimatesTable
from reports.province.tables import SeriesRow, SeriesTable
from reports.summary.land import Land
from reports.summary.loading import TrendPoint, reporting_state, tables, visible_submissions
from reports.summary.reporting_spans import Span
from reports.summary.values import IndicatorLine, Table

MOST_HALVES = 20
TREND_CODES = ("coop.total", "coop.members", "coop.charter_capital", "group.total")


@dataclass(frozen=True)
class ProvincePage:
    """`series` is None, and there are no charts, if the province was in the cluster in no period."""

    province: Province
    series: SeriesTable | None
    estimate_accuracy: tuple[EstimateAccuracy, ...]
    charts: tuple[Chart, ...]
    is_illustrative: bool

    @property
    def has_others_estimates(self) -> bool:
        """Whether those that it was made of estimated in some half-year."""
        return any(row.province != self.province for row in self.estimate_accuracy)

    @property
    def explore_url(self) -> str:
        """The same half-years in Explore, of any indicators."""
        slugs = [row.period.slug for row in self.series.data] if self.series else []
        return explore_url(("t", [self.province.slug]), ("s", slugs), ("r", ["s"]))

    @property
    def estimate_accuracy_table(self) -> EstimateAccuracyTable:
        return EstimateAccuracyTable(self.estimate_accuracy, names_provinces=self.has_others_estimates)

    @property
    def replaced_tables(self) -> list[ReplacedEstimatesTable]:
        return [
            ReplacedEstimatesTable(row, names_province=self.has_others_estimates)
            for row in self.estimate_accuracy
            if row.replaced
        ]


def assemble(province: Province, *, officer: Officer) -> ProvincePage:
    """Read the province's last half-years as this officer may see them.

    A half-year counts if the province, or one that it was made of, was in the cluster at its cut-off.
    """
    territories = Territories.load()
    periods = _periods_of(province, territories)
    if not periods:
        return ProvincePage(province, None, (), (), False)
    # The post of head or deputy is for one year; access is decided by the newest.
    year = periods[0].year
    spans = [Span.of(period) for period in periods]
    visible = visible_submissions(officer=officer, year=year, accepted_only=False)
    half_tables = tables(spans, land=Land((province,), territories), visible=visible)
    lineage = [territories.provinces[pk] for pk in territories.lineage(province.pk)]
    reported_tables = half_tables
    if len(lineage) > 1:
        reported_tables = tables(spans, land=Land(tuple(lineage), territories.apart()), visible=visible)
    submissions = {
        submission.period_id: submission
        for submission in Submission.objects.filter(period__in=periods, province=province).select_related(
            "period"
        )
    }
    readable = set(
        Submission.objects.filter(
            visible_submissions(officer=officer, year=year, accepted_only=False, prefix=""),
            period__in=periods,
            province__in=lineage,
        ).values_list("period_id", "province_id")
    )
    if works_for(officer, province):
        readable |= {(p.pk, province.pk) for p in periods if province.established_on <= p.cut_off_on}

    def url_of(period: Period, reporter: Province) -> str:
        if (period.pk, reporter.pk) not in readable:
            return ""
        return reverse("figures:entry", args=[period.slug, reporter.slug])

    urls = [url_of(period, province) for period in periods]
    statuses = status_rows(
        [
            (
                reporting_state(period, province, submissions.get(period.pk), territories=territories),
                url,
            )
            for period, url in zip(periods, urls, strict=True)
        ]
    )
    rows = [
        _row(period, table, status)
        for period, table, status in zip(periods, half_tables, statuses, strict=True)
    ]
    has_figures = any(
        cell.is_answered for table in half_tables for line in table.lines.values() for cell in line.cells
    )
    return ProvincePage(
        province=province,
        series=SeriesTable(rows, _lines(half_tables[0])),
        estimate_accuracy=estimate_accuracy(
            [
                ReportedHalf(period, reporter, table, lineage.index(reporter), url_of(period, reporter))
                for period, table in zip(periods, reported_tables, strict=True)
                for reporter in territories.merged_from(province.pk, period.cut_off_on) or (province,)
            ],
            visible=visible,
        ),
        charts=tuple(_charts(periods, half_tables)) if has_figures else (),
        is_illustrative=any(table.is_illustrative for table in half_tables),
    )


def _periods_of(province: Province, territories: Territories) -> list[Period]:
    """Those in which it was in the cluster, or a province that it was made of."""
    is_member = Q(pk__in=[])
    for membership in Membership.objects.filter(province__in=territories.lineage(province.pk)):
        in_membership = Q(cluster=membership.cluster_id, cut_off_on__gte=membership.joined_on)
        if membership.left_on:
            in_membership &= Q(cut_off_on__lt=membership.left_on)
        is_member |= in_membership
    periods = Period.objects.filter(is_member).exclude(state=Period.State.PLANNED)
    return list(periods.select_related("cluster").order_by("-year", "-half")[:MOST_HALVES])


def _lines(table: Table) -> list[IndicatorLine]:
    return [table[code] for code in COLUMN_CODES if code in table]


def _row(period: Period, table: Table, status: ReportingStatusRow) -> SeriesRow:
    # The newest period may have indicators that this one does not.
    texts: dict[str, str | SafeString] = dict.fromkeys(COLUMN_CODES, "")
    for line in _lines(table):
        texts[line.indicator.code] = cell_text(line.indicator, line.cells[0])
    return SeriesRow(
        period=period,
        cells_url=status.cells_url,
        urls=cell_urls(status.cells_url, texts),
        texts=texts,
        values={line.indicator.code: cell_value(line, line.cells[0]) for line in _lines(table)},
        illustrative_codes=frozenset(
            line.indicator.code for line in _lines(table) if line.cells[0].is_illustrative
        ),
        status=status,
    )


def _has_figures(table: Table) -> bool:
    return any(cell.is_answered for line in table.lines.values() for cell in line.cells)


def _charts(periods: Sequence[Period], half_tables: Sequence[Table]) -> list[Chart]:
    newest_first = list(zip(periods, half_tables, strict=True))
    oldest_first = [*dropwhile(lambda pair: not _has_figures(pair[1]), newest_first)][::-1]
    charts: list[Chart] = []
    for code in TREND_CODES:
        points = [TrendPoint(period, table[code].total) for period, table in oldest_first if code in table]
        if code in half_tables[0] and any(point.total.value is not None for point in points):
            indicator = half_tables[0][code].indicator
            chart = trend_chart(points, indicator, half_tables[0].breaks.of(indicator))
            charts.append(replace(chart, number=len(charts) + 1))
    return charts
