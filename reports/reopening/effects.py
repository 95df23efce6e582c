"""What rests on a province's accepted half-year, and may change when it is reopened and corrected.

Until the corrected figures are accepted, totals keep the accepted ones: reopening itself changes nothing.
What rests on them is found by leaving them out. Nothing is added up here: both sides come from the functions
behind the dashboard and the report, and from accepted figures only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.submissions.cell_arithmetic import Cell
from figures.submissions.models import Submission
from papers.typeset import TypesettingError, normalised
from reports.charts.chart import Chart
from reports.charts.panel import charts_of
from reports.conference.models import Conference
from reports.conference.report.document import document_of
from reports.conference.report.sources import NoFiguresError, ReportSources, read_sources
from reports.conference.report.typesetting import paragraphs
from reports.presentation.figure_tables import COLUMN_CODES
from reports.summary.values import IndicatorLine, Total

_SENTENCES = re.compile(r"(?<=\.)\s+")
_MARK = re.compile(r"^\(\d+\) ")


@dataclass(frozen=True)
class RestingTotal:
    """A cluster total that has the province's cell in it."""

    line: IndicatorLine
    cell: Cell

    @property
    def indicator(self) -> Indicator:
        return self.line.indicator

    @property
    def total(self) -> Total:
        return self.line.total

    @property
    def is_key(self) -> bool:
        return self.indicator.code in COLUMN_CODES


@dataclass(frozen=True)
class ReopeningEffect:
    """Everything that rests on the half-year.

    `sentences` are the report's, `notes` the province's explanations in the appendix. Both are empty if the
    report cannot be made; `words_problem` says why. `published` are signed reports with these figures, which
    do not change.
    """

    totals: tuple[RestingTotal, ...]
    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    words_problem: str
    charts: tuple[Chart, ...]
    opening_of: Period | None
    published: tuple[Conference, ...]

    @property
    def is_illustrative(self) -> bool:
        return any(resting.total.is_illustrative or resting.cell.is_illustrative for resting in self.totals)

    @property
    def key_totals(self) -> list[RestingTotal]:
        return [resting for resting in self.totals if resting.is_key]

    @property
    def other_totals(self) -> list[RestingTotal]:
        return [resting for resting in self.totals if not resting.is_key]


def effect_of(submission: Submission) -> ReopeningEffect:
    """What rests on the half-year; no totals, words or charts if the cluster never accepted it."""
    period = submission.period
    later = [p for p in Period.objects.filter(cluster=period.cluster_id) if p.slug > period.slug]
    following = next((p for p in later if p.previous_slug == period.slug), None)
    year_later = next((p for p in later if p.year_ago_slug == period.slug), None)
    published = Conference.objects.filter(published_at__isnull=False).select_related("period__cluster")
    affected = [p for p in (period, following, year_later) if p]
    totals: list[RestingTotal] = []
    sentences: list[str] = []
    notes: list[str] = []
    charts: list[Chart] = []
    words_problem = ""
    if submission.counts_as_accepted:
        now, without = _with_and_without(submission)
        totals = list(_resting_totals(now, without, submission))
        charts = list(_resting_charts(now, without))
        if without is None:
            words_problem = _("Báo cáo của kỳ chỉ có số liệu của tỉnh này.")
        else:
            try:
                sentences, notes = _resting_words(now, without)
            except TypesettingError as error:
                words_problem = str(error)
    return ReopeningEffect(
        totals=tuple(totals),
        sentences=tuple(sentences),
        notes=tuple(notes),
        words_problem=words_problem,
        charts=tuple(charts),
        opening_of=following,
        published=tuple(published.filter(period__in=affected).order_by("period__year", "period__half")),
    )


def _with_and_without(submission: Submission) -> tuple[ReportSources, ReportSources | None]:
    """The report's sources, and those without the half-year; none if no province is left."""
    conference = Conference.objects.of(submission.period)
    now = read_sources(conference, officer=None)
    try:
        return now, read_sources(conference, officer=None, without=submission)
    except NoFiguresError:
        return now, None


def _resting_totals(
    now: ReportSources, without: ReportSources | None, submission: Submission
) -> Iterator[RestingTotal]:
    column = [province.pk for province in now.provinces].index(submission.province_id)
    for code, line in now.table.lines.items():
        total = without.table[code].total if without else None
        value, reported = (total.value, total.reported) if total else (None, 0)
        if (line.total.value, line.total.reported) != (value, reported):
            yield RestingTotal(line, line.cells[column])


def _resting_charts(now: ReportSources, without: ReportSources | None) -> Iterator[Chart]:
    rows_without = {chart.name: chart.rows for chart in _charts(without)} if without else {}
    for chart in _charts(now):
        if rows_without.get(chart.name) != chart.rows:
            yield chart


def _charts(sources: ReportSources) -> list[Chart]:
    charts = charts_of(sources.table, sources.previous, history=sources.trend)
    return [replace(chart, choices=()) for chart in charts]  # here is nothing to choose


def _resting_words(now: ReportSources, without: ReportSources) -> tuple[list[str], list[str]]:
    sentences, notes = _sentences_and_notes(now)
    others, others_notes = _sentences_and_notes(without)
    # Notes are numbered: another number is not another note.
    kept = {_MARK.sub("", note) for note in others_notes}
    return (
        [sentence for sentence in sentences if sentence not in others],
        [note for note in notes if _MARK.sub("", note) not in kept],
    )


def _sentences_and_notes(sources: ReportSources) -> tuple[list[str], list[str]]:
    document = document_of(sources)
    explanations = document["explanations"]
    endings = {f"({item['mark']}) ": normalised(item["text"]) for item in explanations}
    sentences: list[str] = []
    notes: list[str] = []
    for text in paragraphs(document):
        mark = _MARK.match(text)
        if mark and mark[0] in endings and text.endswith(endings[mark[0]]):
            notes.append(text)
        else:
            sentences += _SENTENCES.split(text)
    return sentences, notes
