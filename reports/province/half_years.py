"""A province's half-years: what it reported, with which status, and how close its estimates were."""

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString

from figures.periods.models import Period
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Membership, Province
from provinces.clusters.permissions import works_for
from provinces.clusters.succession import Territories
from reports.presentation.cell_values import cell_value
from reports.presentation.figure_tables import COLUMN_CODES, cell_text, cell_urls
from reports.presentation.reporting_status import ReportingStatusRow, status_rows
from reports.province.estimate_accuracy import EstimateAccuracy, ReportedHalf, estimate_accuracy
from reports.province.tables import SeriesRow, SeriesTable
from reports.summary.land import Land
from reports.summary.loading import reporting_state, tables, visible_submissions
from reports.summary.reporting_spans import Span
from reports.summary.values import IndicatorLine, Table

MOST_HALVES = 20


def periods_of(province: Province, territories: Territories) -> list[Period]:
    """Those in which it was in the cluster, or a province that it was made of."""
    is_member = Q(pk__in=[])
    for membership in Membership.objects.filter(province__in=territories.lineage(province.pk)):
        in_membership = Q(cluster=membership.cluster_id, cut_off_on__gte=membership.joined_on)
        if membership.left_on:
            in_membership &= Q(cut_off_on__lt=membership.left_on)
        is_member |= in_membership
    periods = Period.objects.filter(is_member).exclude(state=Period.State.PLANNED)
    return list(periods.select_related("cluster").order_by("-year", "-half")[:MOST_HALVES])


def over_half_years(
    province: Province,
    periods: list[Period],
    *,
    lineage: list[Province],
    territories: Territories,
    officer: Officer,
    accepted_only: bool,
) -> tuple[SeriesTable, tuple[EstimateAccuracy, ...]]:
    """A row for each half-year, and how close its estimates were. `lineage` is the province and its parts."""
    # The post of head or deputy is for one year; access is decided by the newest.
    year = periods[0].year
    spans = [Span.of(period) for period in periods]
    visible = visible_submissions(officer=officer, year=year, accepted_only=accepted_only)
    half_tables = tables(spans, land=Land((province,), territories), visible=visible)
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
            (reporting_state(period, province, submissions.get(period.pk), territories=territories), url)
            for period, url in zip(periods, urls, strict=True)
        ]
    )
    rows = [
        _row(period, table, status)
        for period, table, status in zip(periods, half_tables, statuses, strict=True)
    ]
    accuracy = estimate_accuracy(
        [
            ReportedHalf(period, reporter, table, lineage.index(reporter), url_of(period, reporter))
            for period, table in zip(periods, reported_tables, strict=True)
            for reporter in territories.merged_from(province.pk, period.cut_off_on) or (province,)
        ],
        visible=visible,
    )
    return SeriesTable(rows, _lines(half_tables[0])), accuracy


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
