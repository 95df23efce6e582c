"""What the dashboard presents: the summary's values in the order and grouping of the page. No arithmetic."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.catalogue.ties import RollForward
from figures.periods.models import Period
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from reports.dashboard.share_bars import ShareBar, lay_out
from reports.presentation.addresses import indicator_url
from reports.presentation.figure_tables import COLUMNS
from reports.presentation.reporting_status import Reporting, report_on
from reports.summary.arithmetic import compare, roll_forward
from reports.summary.loading import as_reported, members_of, standings, tables, visible_submissions
from reports.summary.reconciliation import Reconciliation, published_for, reconcile
from reports.summary.reporting_spans import Span
from reports.summary.reporting_spans import earlier_spans as earlier_spans
from reports.summary.values import Change, IndicatorLine, Table, Total
from vietnamese.numbers import MINUS

LEAD = "coop.total"
KEY_FIGURES = ("coop.members", "coop.charter_capital", "group.total", "union.total")


@dataclass(frozen=True)
class ChangeRow:
    """A change against an earlier span; `change` is none where that span has nothing to compare with."""

    label: str
    change: Change | None


@dataclass(frozen=True)
class Flow:
    """What made a stock grow or shrink within the span."""

    indicator: Indicator
    total: Total
    url: str

    @property
    def label(self) -> str:
        return self.indicator.in_language("short_label").lower()

    @property
    def sign(self) -> str:
        return "+" if self.indicator.ledger_role == Indicator.LedgerRole.INCREASE else MINUS


@dataclass(frozen=True)
class KeyFigure:
    """A cluster total with its strip and its changes; `url` leads to the cells behind it."""

    indicator: Indicator
    total: Total
    strip: ShareBar
    changes: tuple[ChangeRow, ...]
    url: str

    @property
    def anchor(self) -> str:
        return self.indicator.code.replace(".", "-")

    @property
    def unit(self) -> str:
        return self.indicator.in_language("unit")

    @property
    def section(self) -> str:
        """What is counted, in full: `hợp tác xã`."""
        return self.indicator.section.in_language("label").lower()

    @property
    def compared(self) -> str:
        """How many provinces every change compares, where it is not all: `3/7`; empty where they differ."""
        counts = {(row.change.compared, row.change.expected) for row in self.changes if row.change}
        if len(counts) != 1:
            return ""
        compared, expected = counts.pop()
        return f"{compared}/{expected}" if compared < expected else ""

    @property
    def is_compared_illustrative(self) -> bool:
        return any(row.change.is_illustrative for row in self.changes if row.change)


@dataclass(frozen=True)
class Dashboard:
    """One span as one reader sees it.

    `updated_at` is the latest change among the submissions seen; none without any. `lead` is none where the
    catalogue of that time does not count cooperatives.
    """

    span: Span
    previous: Span | None
    accepted_only: bool
    table: Table
    before_table: Table | None
    year_ago_table: Table | None
    lead: KeyFigure | None
    movement: RollForward | None
    flows: tuple[Flow, ...]
    key_figures: tuple[KeyFigure, ...]
    columns: tuple[IndicatorLine, ...]
    cells_urls: dict[str, str]
    reporting: Reporting
    unknown: tuple[IndicatorLine, ...]
    reconciliation: Reconciliation | None
    updated_at: dt.datetime | None
    estimate: str
    is_illustrative: bool

    @property
    def has_figures(self) -> bool:
        return self.updated_at is not None

    def url_of(self, code: str) -> str:
        """Where the cells behind the cluster's number are."""
        return indicator_url(self.span, code, accepted_only=self.accepted_only)

    @property
    def opening_url(self) -> str:
        """Where the cells behind the opening number are; empty where there is no span before."""
        if self.previous is None:
            return ""
        return indicator_url(self.previous, LEAD, accepted_only=self.accepted_only)

    @property
    def cut_off_on(self) -> dt.date:
        return self.span.last.cut_off_on


def assemble(
    span: Span,
    *,
    periods: list[Period],
    officer: Officer,
    accepted_only: bool = False,
    today: dt.date | None = None,
) -> Dashboard:
    """Reads and adds up everything that the page shows.

    Args:
        span: the half-year or year shown.
        periods: all periods that are open or locked.
        officer: who reads; other provinces' figures count once this officer may see them.
        accepted_only: leaves out what the cluster has not accepted yet.
        today: for how late a province is.
    """
    span, submissions = as_reported(span, officer=officer, accepted_only=accepted_only)
    provinces = members_of(span)
    before, year_ago = earlier_spans(span, periods)
    spans = [found for found in (span, before, year_ago) if found]
    visible = visible_submissions(officer=officer, year=span.year, accepted_only=accepted_only)
    found = tables(spans, provinces=provinces, visible=visible, compared=(LEAD, *KEY_FIGURES))
    table, by_slug = found[0], {s.slug: t for s, t in zip(spans, found, strict=True)}
    against = [
        (label, by_slug[earlier.slug])
        for label, earlier in (
            (_("năm trước") if span.is_year else _("kỳ trước"), before),
            (_("cùng kỳ"), year_ago),
        )
        if earlier
    ]
    previous = by_slug[before.slug] if before else None

    cells_urls = _cells_urls(span, submissions)
    standing_urls = cells_urls | _own_url(span, provinces, officer)
    url_of = partial(indicator_url, span, accepted_only=accepted_only)
    key_figures = [
        _key_figure(table, previous, against, code, url_of(code))
        for code in (LEAD, *KEY_FIGURES)
        if code in table
    ]
    lead = key_figures.pop(0) if LEAD in table else None
    reconciliation = reconcile(table, published_for(span)) if submissions else None
    movement = roll_forward(table, previous, lead.indicator.ledger) if lead else None
    return Dashboard(
        span=span,
        previous=before,
        accepted_only=accepted_only,
        table=table,
        before_table=previous,
        year_ago_table=by_slug[year_ago.slug] if year_ago else None,
        lead=lead,
        movement=movement,
        # What did not happen needs no room; what is not known does.
        flows=tuple(
            Flow(flow, table[flow.code].total, url_of(flow.code))
            for flow, _amount in (movement.flows if movement else ())
            if table[flow.code].total.value != 0
        ),
        key_figures=tuple(key_figures),
        columns=tuple(table[code] for code in COLUMNS if code in table),
        cells_urls=cells_urls,
        reporting=report_on(span.last, standings(span.last, provinces, today), standing_urls),
        unknown=tuple(line for line in table.lines.values() if line.is_unknown and not line.is_ratio),
        reconciliation=reconciliation,
        updated_at=max((timezone.localtime(s.changed_at) for s in submissions), default=None),
        estimate=_estimate(table, submissions),
        is_illustrative=bool(submissions)
        and (table.is_illustrative or any(t.is_illustrative for _label, t in against)),
    )


def _key_figure(
    table: Table, before: Table | None, against: list[tuple[str, Table]], code: str, url: str
) -> KeyFigure:
    return KeyFigure(
        indicator=table[code].indicator,
        total=table[code].total,
        strip=lay_out(table, before, code),
        changes=tuple(ChangeRow(label, compare(table, earlier, code)) for label, earlier in against),
        url=url,
    )


def _cells_urls(span: Span, submissions: list[Submission]) -> dict[str, str]:
    """Where each province's cells of the span's last half are, for the provinces whose figures are seen."""
    return {
        submission.province.slug: reverse("figures:entry", args=[span.last.slug, submission.province.slug])
        for submission in submissions
        if submission.period_id == span.last.pk
    }


def _own_url(span: Span, provinces: list[Province], officer: Officer) -> dict[str, str]:
    """A province's own form, whatever its state."""
    return {
        province.slug: reverse("figures:entry", args=[span.last.slug, province.slug])
        for province in provinces
        if province.pk == officer.province_id
    }


def _estimate(table: Table, submissions: list[Submission]) -> str:
    """How firm the figures are: `all` estimates, `some`, or none (empty)."""
    if submissions and all(submission.is_estimate for submission in submissions):
        return "all"
    return "some" if any(line.total.is_estimate for line in table.lines.values()) else ""
