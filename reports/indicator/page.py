"""One indicator in one span: the cluster's number and each province's, over time and cell by cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator
from figures.entry.register_links import list_url
from figures.explanations.standing import StandingExplanations
from figures.periods.models import Period
from figures.submissions.accepted_models import AcceptedFigure
from figures.submissions.cell_arithmetic import ABSENT, Cell
from figures.submissions.counted_cells import counted_figures
from figures.submissions.models import Figure
from figures.submissions.revision import Revision
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import reads_every_register
from reports.charts.chart import Chart
from reports.charts.small_multiples import courses_by_province
from reports.charts.trend import trend_chart
from reports.comparison.rows import ComparedRow, Spread, compared_row, spread_of
from reports.presentation.addresses import EVERYTHING, explore_url
from reports.presentation.figure_tables import cell_text, coverage, total_label, total_text
from reports.presentation.reporting_status import ReportingStatusRow, status_rows
from reports.summary.histories import History, history_of_merged
from reports.summary.land import Scope, land_of
from reports.summary.loading import as_reported, reporting_states, visible_submissions
from reports.summary.reconciliation import Comparison, published_for, reconcile
from reports.summary.reporting_spans import Span, spans_of, year_until
from reports.summary.shares import SHARES, share_of_all
from reports.summary.span_figures import SpanFigures, read_figures
from reports.summary.values import IndicatorLine, Table, Total


@dataclass(frozen=True)
class HalfCell:
    """A province's cell of one half-year; `url` is empty without a cell that the reader may open."""

    period: Period
    cell: Cell
    text: str | SafeString
    url: str
    status: ReportingStatusRow
    note: str
    explanation: str
    revision: Revision | None

    @property
    def has_remarks(self) -> bool:
        return bool(self.note or self.explanation or self.revision)


@dataclass(frozen=True)
class IndicatorRow:
    """A province's cells by half-year, and its number of the whole span with course and changes."""

    province: Province
    halves: tuple[HalfCell, ...]
    compared: ComparedRow

    @property
    def span_cell(self) -> Cell:
        return self.compared.line.cells[0]


@dataclass(frozen=True)
class IndicatorPage(SpanFigures):
    """One indicator in one span as the reader may see it; `totals` are the cluster's by half-year.

    `spans` are those with the indicator, the newest first; `kept` are the parameters of the address that the
    links to other pages take along. `share` is of all that could be counted, where the conference asks for
    it. `former` has the history of the provinces that merged, each alone.
    """

    line: IndicatorLine
    spans: tuple[Span, ...]
    kept: Mapping[str, str]
    compared: ComparedRow
    rows: tuple[IndicatorRow, ...]
    totals: tuple[IndicatorLine | None, ...]
    terms: tuple[Indicator, ...]
    published: Comparison | None
    scope: Scope
    share: Total | None
    register_url: str
    former: History

    @property
    def indicator(self) -> Indicator:
        return self.line.indicator

    @property
    def breaks(self) -> tuple[SeriesBreak, ...]:
        return self.table.breaks.of(self.indicator)

    @property
    def coverage(self) -> str:
        return coverage(self.line.total)

    @property
    def total_label(self) -> str:
        """The label of the row of totals: the cluster only if every half-year has all provinces."""
        lines = (*(line for line in self.totals if line), self.line)
        if all(not line.total.is_partial for line in lines):
            return total_label(self.line.total)
        return _("Cộng các tỉnh có số liệu") if self.span.is_year else total_label(self.line.total)

    @property
    def total_texts(self) -> list[str | SafeString]:
        """Of each half-year; how many provinces each adds up is in a column of its own."""
        return [total_text(line, line.total.reported) if line else "" for line in self.totals]

    @property
    def coverages(self) -> list[str]:
        return [coverage(line.total) if line else "" for line in self.totals]

    @property
    def is_illustrative(self) -> bool:
        return self.compared.is_illustrative or any(
            half.cell.is_illustrative for row in self.rows for half in row.halves
        )

    @property
    def has_remarks(self) -> bool:
        return any(half.has_remarks for row in self.rows for half in row.halves)

    @property
    def explore_url(self) -> str:
        """This span's numbers in Explore."""
        return explore_url(("i", [self.indicator.code]), ("s", [self.span.slug]), scope=self.scope)

    @property
    def charts(self) -> list[Chart]:
        code = self.indicator.code
        of_provinces = courses_by_province(
            self.history, code, codes=(code,), former=self.former, mergers=self.land.mergers
        )
        charts = [trend_chart(self.course(code)), *([of_provinces] if of_provinces else [])]
        return [
            replace(chart, number=number, explore_url=self.compared.explore_url)
            for number, chart in enumerate(charts, start=1)
        ]


def assemble(
    span: Span,
    code: str,
    *,
    officer: Officer,
    scope: Scope = EVERYTHING,
    kept: Mapping[str, str],
) -> IndicatorPage:
    """Read the indicator's cells as this officer may see them.

    Raises:
        Http404: if the span does not have the indicator.
    """
    span, submissions = as_reported(span, officer=officer, accepted_only=scope.accepted_only)
    land = land_of(span, scope.reading)
    scope = replace(scope, reading=land.reading)
    periods = list(Period.objects.exclude(state=Period.State.PLANNED).select_related("cluster"))
    visible = visible_submissions(officer=officer, year=span.year, accepted_only=scope.accepted_only)
    year = year_until(span.last, periods) if code in SHARES else None
    figures = read_figures(
        span,
        periods=periods,
        land=land,
        visible=visible,
        codes=(code, *SHARES.get(code, ())),
        complete=1,
        others=[*(Span.of(period) for period in span.periods), *filter(None, [year])],
    )
    line = figures.table.lines.get(code)
    if line is None:
        raise Http404(_("Không có chỉ tiêu “%s” trong kỳ này.") % code)
    half_tables = [figures.tables[period.slug] for period in span.periods]
    readable = {(s.period_id, s.province_id) for s in submissions if not s.keeps_accepted}
    half_cells = _HalfCells(
        line.indicator, land.provinces, _Behind.load(span, land.provinces, line, visible), readable
    )
    spread = spread_of(figures, code)
    return IndicatorPage(
        **vars(figures),
        line=line,
        spans=tuple(each for each in spans_of(periods) if line.indicator.is_asked_in(each.last.slug)),
        kept=kept,
        compared=compared_row(figures, code, spread, url="", explore_url=_explore_url(figures, code, scope)),
        rows=tuple(
            IndicatorRow(
                province=province,
                halves=tuple(
                    half_cells.of(period, table, index)
                    for period, table in zip(span.periods, half_tables, strict=True)
                ),
                compared=_row_of_province(figures, code, province, spread, scope),
            )
            for index, province in enumerate(land.provinces)
        ),
        totals=tuple(table.lines.get(code) for table in half_tables),
        terms=_terms(figures.table, line.indicator),
        published=_published(span, figures.table, code),
        scope=scope,
        share=share_of_all(figures.tables[year.slug] if year else None, code),
        register_url=_register_url(figures, code, officer),
        former=history_of_merged(figures.history, land=land, visible=visible, codes=[code]),
    )


def _row_of_province(
    figures: SpanFigures, code: str, province: Province, spread: Spread, scope: Scope
) -> ComparedRow:
    return compared_row(
        figures.of_province(province),
        code,
        spread.of_province(province),
        url="",
        explore_url=_explore_url(figures, code, scope, province),
    )


def _explore_url(figures: SpanFigures, code: str, scope: Scope, province: Province | None = None) -> str:
    """The course in Explore."""
    slugs = [span.slug for span, _table in figures.history]
    territories = [province.slug] if province else []
    return explore_url(("i", [code]), ("t", territories), ("s", slugs), scope=scope)


def _register_url(figures: SpanFigures, code: str, officer: Officer) -> str:
    """The organisations that the number counts, for who reads their list; empty where no list has them."""
    if officer.province_id is None and not reads_every_register(officer):
        return ""
    first_day = figures.span.periods[0].first_day_after(figures.previous.last if figures.previous else None)
    return list_url(code, first_day, figures.span.last.cut_off_on)


@dataclass(frozen=True)
class _Behind:
    """What stands beside the cells, by the keys of half-year and province."""

    statuses: Mapping[tuple[int, int], ReportingStatusRow]
    figures: Mapping[tuple[int, int], Figure | AcceptedFigure]
    standing: StandingExplanations

    @classmethod
    def load(cls, span: Span, provinces: Sequence[Province], line: IndicatorLine, visible: Q) -> "_Behind":
        states = [(period, state) for period in span.periods for state in reporting_states(period, provinces)]
        rows = status_rows([(state, "") for _period, state in states])
        cells = Q(
            indicator=line.indicator, submission__period__in=span.periods, submission__province__in=provinces
        )
        return cls(
            {(period.pk, state.province.pk): row for (period, state), row in zip(states, rows, strict=True)},
            {
                (figure.submission.period_id, figure.submission.province_id): figure
                for figures in counted_figures(visible, cells)
                for figure in figures.select_related("submission__period", "submission__province")
            },
            StandingExplanations(),
        )

    def explanation(self, figure: Figure | AcceptedFigure | None) -> str:
        if figure is None or (isinstance(figure, Figure) and not self.standing.has(figure)):
            return ""
        return figure.explanation


@dataclass(frozen=True)
class _HalfCells:
    indicator: Indicator
    provinces: Sequence[Province]
    behind: _Behind
    readable: set[tuple[int, int]]

    def of(self, period: Period, table: Table, index: int) -> HalfCell:
        province, code = self.provinces[index], self.indicator.code
        key = period.pk, province.pk
        cell = table[code].cells[index] if code in table else ABSENT
        is_readable = cell.answer != Figure.Answer.BLANK and key in self.readable
        figure = self.behind.figures.get(key)
        return HalfCell(
            period=period,
            cell=cell,
            text=cell_text(self.indicator, cell),
            url=_cell_url(period, province, code) if is_readable else "",
            status=self.behind.statuses[key],
            note=figure.note_shown if figure else "",
            explanation=self.behind.explanation(figure),
            revision=Revision.of(figure) if isinstance(figure, Figure) else None,
        )


def _cell_url(period: Period, province: Province, code: str) -> str:
    return f"{reverse('figures:entry', args=[period.slug, province.slug])}#{code.replace('.', '-')}"


def _terms(table: Table, indicator: Indicator) -> tuple[Indicator, ...]:
    keys = (indicator.numerator_id, indicator.denominator_id)
    by_key = {line.indicator.pk: line.indicator for line in table.lines.values()}
    return tuple(by_key[key] for key in keys if key in by_key)


def _published(span: Span, table: Table, code: str) -> Comparison | None:
    reconciliation = reconcile(table, published_for(span))
    rows = reconciliation.cluster if reconciliation else ()
    return next((row for row in rows if row.indicator.code == code), None)
