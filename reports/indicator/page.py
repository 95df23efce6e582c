"""One indicator's cells, province by province, and their total."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator
from figures.explanations.standing import StandingExplanations
from figures.periods.models import Period
from figures.submissions.accepted_models import AcceptedFigure
from figures.submissions.cell_arithmetic import ABSENT, Cell
from figures.submissions.counted_cells import counted_figures
from figures.submissions.models import Figure
from figures.submissions.revision import Revision
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from reports.presentation.addresses import EVERYTHING
from reports.presentation.figure_tables import cell_text, coverage, total_label, total_text
from reports.presentation.reporting_status import ReportingStatusRow, status_rows
from reports.summary.land import Land, Scope, land_of
from reports.summary.loading import as_reported, reporting_states, tables, visible_submissions
from reports.summary.reconciliation import Comparison, published_for, reconcile
from reports.summary.reporting_spans import Span, year_until
from reports.summary.shares import SHARES, share_of_all
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
    """A province's cells by half-year, and `span_cell` for the whole span."""

    province: Province
    halves: tuple[HalfCell, ...]
    span_cell: Cell
    span_text: str | SafeString


@dataclass(frozen=True)
class IndicatorPage:
    """One indicator in one span as the reader may see it; `totals` are the cluster's by half-year.

    `share` is of all that could be counted, where the conference asks for it.
    """

    span: Span
    line: IndicatorLine
    rows: tuple[IndicatorRow, ...]
    totals: tuple[IndicatorLine | None, ...]
    total_texts: tuple[str | SafeString, ...]
    span_text: SafeString
    coverage: str
    terms: tuple[Indicator, ...]
    published: Comparison | None
    scope: Scope
    land: Land
    breaks: tuple[SeriesBreak, ...]
    share: Total | None

    @property
    def indicator(self) -> Indicator:
        return self.line.indicator

    @property
    def total_label(self) -> str:
        """The label of the row of totals: the cluster only if every half-year has all provinces."""
        lines = (*(line for line in self.totals if line), self.line)
        if all(not line.total.is_partial for line in lines):
            return total_label(self.line.total)
        return _("Cộng các tỉnh có số liệu") if self.span.is_year else total_label(self.line.total)

    @property
    def halves(self) -> list[tuple[Period, IndicatorLine | None, str | SafeString, str]]:
        """Of each half-year its total, as text too, and how many provinces it adds up."""
        coverages = [coverage(line.total) if line else "" for line in self.totals]
        return list(zip(self.span.periods, self.totals, self.total_texts, coverages, strict=True))

    @property
    def is_illustrative(self) -> bool:
        return self.line.is_illustrative or any(
            half.cell.is_illustrative for row in self.rows for half in row.halves
        )

    @property
    def has_remarks(self) -> bool:
        return any(half.has_remarks for row in self.rows for half in row.halves)


def assemble(span: Span, code: str, *, officer: Officer, scope: Scope = EVERYTHING) -> IndicatorPage:
    """Read the indicator's cells as this officer may see them.

    Raises:
        Http404: if the span does not have the indicator.
    """
    span, submissions = as_reported(span, officer=officer, accepted_only=scope.accepted_only)
    land = land_of(span, scope.reading)
    provinces = land.provinces
    visible = visible_submissions(officer=officer, year=span.year, accepted_only=scope.accepted_only)
    spans = [span, *(Span.of(period) for period in span.periods)]
    year = year_until(span.last, Period.objects.filter(cluster=span.cluster)) if code in SHARES else None
    span_table, *half_tables = tables([*spans, *filter(None, [year])], land=land, visible=visible)
    year_table = half_tables.pop() if year else None
    line = span_table.lines.get(code)
    if line is None:
        raise Http404(_("Không có chỉ tiêu “%s” trong kỳ này.") % code)
    readable = {(s.period_id, s.province_id) for s in submissions if not s.keeps_accepted}
    statuses = _statuses(span, provinces)
    remarks = _remarks(span, provinces, line.indicator, visible)
    standing = StandingExplanations()

    def half_cell(period: Period, table: Table, index: int) -> HalfCell:
        province = provinces[index]
        cell = table[code].cells[index] if code in table else ABSENT
        is_readable = cell.answer != Figure.Answer.BLANK and (period.pk, province.pk) in readable
        figure = remarks.get((period.pk, province.pk))
        return HalfCell(
            period=period,
            cell=cell,
            text=cell_text(line.indicator, cell),
            url=_cell_url(period, province, code) if is_readable else "",
            status=statuses[period.pk, province.pk],
            note=figure.note_shown if figure else "",
            explanation=_explanation(figure, standing),
            revision=Revision.of(figure) if isinstance(figure, Figure) else None,
        )

    totals = tuple(table.lines.get(code) for table in half_tables)
    return IndicatorPage(
        span=span,
        line=line,
        rows=tuple(
            IndicatorRow(
                province=province,
                halves=tuple(
                    half_cell(period, table, index)
                    for period, table in zip(span.periods, half_tables, strict=True)
                ),
                span_cell=line.cells[index],
                span_text=cell_text(line.indicator, line.cells[index]),
            )
            for index, province in enumerate(provinces)
        ),
        totals=totals,
        total_texts=tuple(total_text(total, total.total.reported) if total else "" for total in totals),
        span_text=total_text(line, line.total.expected),
        coverage=coverage(line.total),
        terms=_terms(span_table, line.indicator),
        published=_published(span, span_table, code),
        scope=replace(scope, reading=land.reading),
        land=land,
        breaks=span_table.breaks.of(line.indicator),
        share=share_of_all(year_table, code),
    )


def _cell_url(period: Period, province: Province, code: str) -> str:
    return f"{reverse('figures:entry', args=[period.slug, province.slug])}#{code.replace('.', '-')}"


def _statuses(span: Span, provinces: Sequence[Province]) -> dict[tuple[int, int], ReportingStatusRow]:
    states = [(period, state) for period in span.periods for state in reporting_states(period, provinces)]
    rows = status_rows([(state, "") for _period, state in states])
    return {(period.pk, state.province.pk): row for (period, state), row in zip(states, rows, strict=True)}


def _remarks(
    span: Span, provinces: Sequence[Province], indicator: Indicator, visible: Q
) -> dict[tuple[int, int], Figure | AcceptedFigure]:
    cells = Q(indicator=indicator, submission__period__in=span.periods, submission__province__in=provinces)
    return {
        (figure.submission.period_id, figure.submission.province_id): figure
        for figures in counted_figures(visible, cells)
        for figure in figures.select_related("submission__period", "submission__province")
    }


def _explanation(figure: Figure | AcceptedFigure | None, standing: StandingExplanations) -> str:
    if figure is None or (isinstance(figure, Figure) and not standing.has(figure)):
        return ""
    return figure.explanation


def _terms(table: Table, indicator: Indicator) -> tuple[Indicator, ...]:
    keys = (indicator.numerator_id, indicator.denominator_id)
    by_key = {line.indicator.pk: line.indicator for line in table.lines.values()}
    return tuple(by_key[key] for key in keys if key in by_key)


def _published(span: Span, table: Table, code: str) -> Comparison | None:
    reconciliation = reconcile(table, published_for(span))
    rows = reconciliation.cluster if reconciliation else ()
    return next((row for row in rows if row.indicator.code == code), None)
