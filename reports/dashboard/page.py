"""What the dashboard presents: the summary's values, ordered and grouped for the page. No arithmetic."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from django.urls import reverse
from django.utils import timezone

from figures.catalogue.models import Indicator
from figures.catalogue.ties import RollForward
from figures.periods.models import Period
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from reports.charts.chart import Chart
from reports.comparison.key_figures import KEY_FIGURES, LEAD, KeyFigure, key_figure
from reports.comparison.rows import MAIN_INDICATORS, ComparedRow, main_rows
from reports.dashboard.share_bars import ShareBar, lay_out
from reports.presentation.addresses import EVERYTHING, explore_url, indicator_url
from reports.presentation.figure_tables import COLUMN_CODES, coverage
from reports.presentation.reporting_status import Reporting, ReportingStatusRow, report_on, status_rows
from reports.summary.arithmetic import roll_forward, roll_forward_of_part
from reports.summary.land import Land, LandReading, Scope, land_of, members_of
from reports.summary.loading import as_reported, reporting_states, visible_submissions
from reports.summary.reconciliation import Reconciliation, published_for, reconcile
from reports.summary.reporting_spans import Span
from reports.summary.span_figures import SpanFigures, read_figures
from reports.summary.values import IndicatorLine, Table, Total
from vietnamese.numbers import MINUS

NOTHING_KEPT: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Flow:
    """What increased or decreased a stock within the span."""

    indicator: Indicator
    total: Total
    url: str

    @property
    def label(self) -> str:
        label = self.indicator.in_language("short_label").lower()
        return f"{label}, {coverage(self.total)}" if self.total.is_partial else label

    @property
    def sign(self) -> str:
        return "+" if self.indicator.ledger_role == Indicator.LedgerRole.INCREASE else MINUS


@dataclass(frozen=True)
class Dashboard(SpanFigures):
    """One span as the reader may see it; of earlier ones the main indicators.

    `updated_at` is the latest change of the visible submissions; None without any but reopened ones.
    `lead` is None if the catalogue of that time does not count cooperatives. `kept` are the parameters of
    the address that the links to other pages take along.
    """

    scope: Scope
    kept: Mapping[str, str]
    lead: KeyFigure | None
    share_bar: ShareBar | None
    roll_forward: RollForward | None
    flows: tuple[Flow, ...]
    key_figures: tuple[KeyFigure, ...]
    columns: tuple[IndicatorLine, ...]
    cells_urls: dict[str, str]
    reporting: Reporting
    statuses: tuple[ReportingStatusRow, ...]
    unknown: tuple[IndicatorLine, ...]
    reconciliation: Reconciliation | None
    has_figures: bool
    updated_at: dt.datetime | None
    estimate: Literal["all", "some", ""]
    is_illustrative: bool

    def url_of(self, code: str) -> str:
        return indicator_url(self.span, code, self.scope, **self.kept)

    def explore_url_of(self, *codes: str) -> str:
        """The course of these indicators in Explore."""
        slugs = [span.slug for span, _table in self.history]
        return explore_url(("i", codes), ("s", slugs), scope=self.scope)

    def explore_url_now(self, *codes: str) -> str:
        """This span's numbers of these indicators in Explore."""
        return explore_url(("i", codes), ("s", [self.span.slug]), scope=self.scope)

    def explore_url_of_chart(self, chart: Chart) -> str:
        is_over_time = chart.name == "courses"
        return (self.explore_url_of if is_over_time else self.explore_url_now)(*chart.codes)

    @property
    def rows(self) -> Sequence[ComparedRow]:
        """Of table 1."""
        return main_rows(self, url_of=self.url_of, explore_url_of=self.explore_url_of)

    @property
    def has_entered_openings(self) -> bool:
        """Whether the opening is more than the closing of the span before."""
        return LEAD in self.table.openings

    @property
    def opening_url(self) -> str:
        if self.previous is None:
            return ""
        return indicator_url(self.previous, LEAD, self.scope, **self.kept)

    @property
    def cut_off_on(self) -> dt.date:
        return self.span.last.cut_off_on


def assemble(
    span: Span,
    *,
    periods: list[Period],
    officer: Officer,
    scope: Scope = EVERYTHING,
    kept: Mapping[str, str] = NOTHING_KEPT,
    today: dt.date | None = None,
) -> Dashboard:
    """Read and add up what the page shows this officer; `periods` are all open or locked ones."""
    span, submissions = as_reported(span, officer=officer, accepted_only=scope.accepted_only)
    land, members = land_of(span, scope.reading), members_of(span)
    scope = replace(scope, reading=land.reading)
    visible = visible_submissions(officer=officer, year=span.year, accepted_only=scope.accepted_only)
    figures = read_figures(
        span, periods=periods, land=land, visible=visible, codes=(LEAD, *KEY_FIGURES, *MAIN_INDICATORS)
    )
    table, previous_table = figures.table, figures.previous_table

    cells_urls = _cells_urls(span, submissions)
    status_urls = cells_urls | _own_url(span, members, officer)

    def url_of(code: str) -> str:
        return indicator_url(span, code, scope, **kept)

    reporting = report_on(span.last, reporting_states(span.last, members, today), status_urls)
    key_figures = [key_figure(figures, code, url_of) for code in (LEAD, *KEY_FIGURES) if code in table]
    lead = key_figures.pop(0) if LEAD in table else None
    reconciliation = reconcile(table, published_for(span)) if submissions else None
    stock = None
    if lead:
        forward = roll_forward_of_part if lead.of_provinces else roll_forward
        ledger = lead.indicator.ledger
        stock = forward(table, previous_table, ledger) or roll_forward(table, previous_table, ledger)
    return Dashboard(
        **vars(figures),
        scope=scope,
        kept=kept,
        lead=lead,
        share_bar=lay_out(table, previous_table, LEAD) if lead else None,
        roll_forward=stock,
        # A flow of zero is left out; an unknown one is shown.
        flows=tuple(
            Flow(flow, table[flow.code].total, url_of(flow.code))
            for flow, _amount in (stock.flows if stock else ())
            if table[flow.code].total.value != 0
        ),
        key_figures=tuple(key_figures),
        columns=tuple(table[code] for code in COLUMN_CODES if code in table),
        cells_urls=cells_urls,
        reporting=reporting,
        statuses=_statuses(span, land, reporting, status_urls),
        unknown=tuple(line for line in table.lines.values() if line.is_unknown and not line.is_ratio),
        reconciliation=reconciliation,
        has_figures=bool(submissions),
        updated_at=max(
            (timezone.localtime(s.changed_at) for s in submissions if not s.keeps_accepted), default=None
        ),
        estimate=_estimate(table),
        is_illustrative=bool(submissions)
        and any(
            each is not None and each.is_illustrative
            for each in (table, previous_table, figures.year_ago_table)
        ),
    )


def _statuses(
    span: Span, land: Land, reporting: Reporting, urls: Mapping[str, str]
) -> tuple[ReportingStatusRow, ...]:
    """Of the table's rows, which on another reading are not the members."""
    if land.reading == LandReading.REPORTED:
        return reporting.rows
    states = reporting_states(span.last, land.provinces)
    return status_rows([(state, urls.get(state.province.slug, "")) for state in states])


def _cells_urls(span: Span, submissions: list[Submission]) -> dict[str, str]:
    return {
        submission.province.slug: reverse("figures:entry", args=[span.last.slug, submission.province.slug])
        for submission in submissions
        # The sheet of a reopened half-year has other figures than its totals.
        if submission.period_id == span.last.pk and not submission.keeps_accepted
    }


def _own_url(span: Span, provinces: list[Province], officer: Officer) -> dict[str, str]:
    return {
        province.slug: reverse("figures:entry", args=[span.last.slug, province.slug])
        for province in provinces
        if province.pk == officer.province_id
    }


def _estimate(table: Table) -> Literal["all", "some", ""]:
    """Asked of the numbers that are counted: the mark of a reopened draft says nothing about them."""
    marks = {
        cell.is_estimate
        for line in table.lines.values()
        for cell in line.cells
        if cell.is_number and not line.is_ratio
    }
    if True not in marks:
        return ""
    return "some" if False in marks else "all"
