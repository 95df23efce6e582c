"""What the dashboard presents: the summary's values, ordered and grouped for the page. No arithmetic."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator
from figures.catalogue.ties import RollForward
from figures.periods.models import Period
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from reports.dashboard.courses import Course, History, course_of, earlier_of_its_kind
from reports.dashboard.share_bars import ShareBar, lay_out
from reports.presentation.addresses import EVERYTHING, indicator_url
from reports.presentation.figure_tables import COLUMN_CODES, coverage
from reports.presentation.reporting_status import Reporting, ReportingStatusRow, report_on, status_rows
from reports.summary.arithmetic import compare, roll_forward, roll_forward_of_part
from reports.summary.land import Land, LandReading, Scope, land_of, members_of
from reports.summary.loading import (
    TrendPoint,
    as_reported,
    reporting_states,
    tables,
    visible_submissions,
)
from reports.summary.reconciliation import Reconciliation, published_for, reconcile
from reports.summary.reporting_spans import Span, earlier_spans, spans_of
from reports.summary.values import Change, IndicatorLine, Table, Total
from vietnamese.numbers import MINUS

LEAD = "coop.total"
KEY_FIGURES = ("coop.members", "coop.charter_capital", "group.total", "union.total")
# Of table 1: first what is at a time, then what happens within one.
MAIN_INDICATORS = (
    "coop.total",
    "coop.members",
    "coop.charter_capital",
    "coop.capital_per_coop",
    "coop.value_chain",
    "coop.digital",
    "group.total",
    "union.total",
    "alliance.member_share",
    "alliance.fund_outstanding",
    "coop.new",
    "coop.dissolved",
    "coop.revenue",
    "alliance.admitted",
    "alliance.class_attendees",
    "emulation.awards",
)


@dataclass(frozen=True)
class ChangeRow:
    """A change against an earlier span; `change` is None if that span has nothing to compare with.

    `broken_by` is the change of definition in between, if there is one.
    """

    label: str
    change: Change | None
    broken_by: SeriesBreak | None


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
class KeyFigure:
    """A cluster total with its course and its changes; `url` links to the cells behind it."""

    indicator: Indicator
    total: Total
    course: Course
    changes: tuple[ChangeRow, ...]
    url: str

    @property
    def unit(self) -> str:
        return self.indicator.in_language("unit")

    @property
    def section(self) -> str:
        return self.indicator.section.in_language("label").lower()

    @property
    def compared(self) -> str:
        """How many provinces all changes compare, as `3/7`; empty for all, or if they differ."""
        counts = {(row.change.compared, row.change.expected) for row in self.changes if row.change}
        if len(counts) != 1:
            return ""
        compared, expected = counts.pop()
        return f"{compared}/{expected}" if compared < expected else ""

    @property
    def of_provinces(self) -> str:
        """The provinces that a partial total adds up, as `3/7`; empty for the whole cluster."""
        return self.total.coverage if self.total.is_partial else ""

    @property
    def remarks(self) -> str:
        remarks = [_("có số ước")] if self.total.is_estimate else []
        remarks += [_("có số đang sửa")] if self.total.is_being_corrected else []
        return ", ".join(remarks)

    @property
    def is_compared_illustrative(self) -> bool:
        return any(row.change.is_illustrative for row in self.changes if row.change)


@dataclass(frozen=True)
class Dashboard:
    """One span as the reader may see it.

    `updated_at` is the latest change of the visible submissions; None without any but reopened ones.
    `lead` is None if the catalogue of that time does not count cooperatives. `history` has the tables of the
    half-years or years up to this one, those before it with the main indicators only.
    """

    span: Span
    previous: Span | None
    year_ago: Span | None
    scope: Scope
    land: Land
    table: Table
    previous_table: Table | None
    year_ago_table: Table | None
    history: History
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
        return indicator_url(self.span, code, self.scope)

    @property
    def mergers(self) -> list[tuple[Province, tuple[Province, ...]]]:
        """Of the rows that in a span of this page are sums of other provinces: which."""
        spans = [self.span, *filter(None, (self.previous, self.year_ago))]
        first = min(period.cut_off_on for span in spans for period in span.periods)
        return [(province, parts) for province, parts in self.land.mergers if first < province.established_on]

    @property
    def year_before_table(self) -> Table | None:
        return self.previous_table if self.span.is_year else self.year_ago_table

    @property
    def has_entered_openings(self) -> bool:
        """Whether the opening is more than the closing of the span before."""
        return LEAD in self.table.openings

    @property
    def opening_url(self) -> str:
        if self.previous is None:
            return ""
        return indicator_url(self.previous, LEAD, self.scope)

    @property
    def cut_off_on(self) -> dt.date:
        return self.span.last.cut_off_on


def assemble(
    span: Span,
    *,
    periods: list[Period],
    officer: Officer,
    scope: Scope = EVERYTHING,
    today: dt.date | None = None,
) -> Dashboard:
    """Read and add up what the page shows this officer; `periods` are all open or locked ones."""
    span, submissions = as_reported(span, officer=officer, accepted_only=scope.accepted_only)
    land, members = land_of(span, scope.reading), members_of(span)
    scope = replace(scope, reading=land.reading)
    previous, year_ago = earlier_spans(span, periods)
    earlier = earlier_of_its_kind(span, spans_of(periods))
    # The first two tables are complete: this one, and that of a year before.
    spans = list(dict.fromkeys([span, *filter(None, (year_ago, previous)), *earlier]))
    visible = visible_submissions(officer=officer, year=span.year, accepted_only=scope.accepted_only)
    span_tables = tables(
        spans, land=land, visible=visible, compared=(*KEY_FIGURES, *MAIN_INDICATORS), complete=2
    )
    table, by_slug = span_tables[0], {s.slug: t for s, t in zip(spans, span_tables, strict=True)}
    history = [(each, by_slug[each.slug]) for each in (*earlier, span)]
    comparisons = [
        (label, by_slug[earlier.slug])
        for label, earlier in (
            (_("năm trước") if span.is_year else _("kỳ trước"), previous),
            (_("cùng kỳ"), year_ago),
        )
        if earlier
    ]
    previous_table = by_slug[previous.slug] if previous else None

    cells_urls = _cells_urls(span, submissions)
    status_urls = cells_urls | _own_url(span, members, officer)
    url_of = partial(indicator_url, span, scope=scope)
    reporting = report_on(span.last, reporting_states(span.last, members, today), status_urls)
    key_figures = [
        _key_figure(table, history, comparisons, code, url_of(code))
        for code in (LEAD, *KEY_FIGURES)
        if code in table
    ]
    lead = key_figures.pop(0) if LEAD in table else None
    reconciliation = reconcile(table, published_for(span)) if submissions else None
    stock = None
    if lead:
        forward = roll_forward_of_part if lead.of_provinces else roll_forward
        ledger = lead.indicator.ledger
        stock = forward(table, previous_table, ledger) or roll_forward(table, previous_table, ledger)
    return Dashboard(
        span=span,
        previous=previous,
        year_ago=year_ago,
        scope=scope,
        land=land,
        table=table,
        previous_table=previous_table,
        year_ago_table=by_slug[year_ago.slug] if year_ago else None,
        history=history,
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
        and (table.is_illustrative or any(t.is_illustrative for _label, t in comparisons)),
    )


def last_whole(points: Sequence[TrendPoint]) -> TrendPoint | None:
    """The newest total of the whole cluster."""
    return next((point for point in reversed(points) if point.total.whole is not None), None)


def change_row(table: Table, earlier: Table | None, code: str, label: str = "") -> ChangeRow:
    return ChangeRow(label, compare(table, earlier, code), table.break_since(earlier, code))


def _key_figure(
    table: Table,
    history: History,
    comparisons: list[tuple[str, Table]],
    code: str,
    url: str,
) -> KeyFigure:
    return KeyFigure(
        indicator=table[code].indicator,
        total=table[code].total,
        course=course_of(history, code),
        changes=tuple(change_row(table, earlier, code, label) for label, earlier in comparisons),
        url=url,
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
