"""What reopening an accepted half-year changes on pages and papers, computed with and without it.

Nothing is added up here. Both sides come from the functions behind the dashboard and the report, and from
accepted figures only.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.submissions.models import Submission
from papers.typeset import TypesettingError, normalised
from reports.charts.chart import Chart
from reports.charts.panel import TREND_CODES, charts_of
from reports.conference.models import Conference
from reports.conference.report.document import document_of
from reports.conference.report.sources import NoFiguresError, ReportSources, read_sources
from reports.conference.report.typesetting import paragraphs
from reports.presentation.figure_tables import COLUMN_CODES
from reports.summary.values import Total

_SENTENCES = re.compile(r"(?<=\.)\s+")
_MARK = re.compile(r"^\(\d+\) ")
_LEAST_ALIKE = 0.5  # share of equal words; below it, one sentence is gone and the other is new


@dataclass(frozen=True)
class MovedTotal:
    """A cluster total with and without the province; `after` is None if no province is left."""

    indicator: Indicator
    before: Total
    after: Total | None

    @property
    def is_key(self) -> bool:
        return self.indicator.code in COLUMN_CODES


@dataclass(frozen=True)
class MovedWords:
    """A sentence or note of the report, before and after; empty if there is none."""

    before: str
    after: str


@dataclass(frozen=True)
class ReopeningEffect:
    """Everything that a reopening changes.

    `notes` are the provinces' explanations in the appendix. `words` and `notes` are empty if the report
    cannot be made; `words_problem` says why. `published` are signed reports with these figures, which do not
    change.
    """

    totals: tuple[MovedTotal, ...]
    words: tuple[MovedWords, ...]
    notes: tuple[MovedWords, ...]
    words_problem: str
    charts: tuple[Chart, ...]
    opening_of: Period | None
    compared_in: Period | None
    published: tuple[Conference, ...]

    @property
    def is_illustrative(self) -> bool:
        totals = (total for moved in self.totals for total in (moved.before, moved.after) if total)
        return any(total.is_illustrative for total in totals)

    @property
    def key_totals(self) -> list[MovedTotal]:
        return [moved for moved in self.totals if moved.is_key]

    @property
    def other_totals(self) -> list[MovedTotal]:
        return [moved for moved in self.totals if not moved.is_key]


def effect_of(submission: Submission) -> ReopeningEffect:
    """What the reopening changes; no totals, words or charts if the half-year is not accepted."""
    period = submission.period
    later = [p for p in Period.objects.filter(cluster=period.cluster_id) if p.slug > period.slug]
    following = next((p for p in later if p.previous_slug == period.slug), None)
    year_later = next((p for p in later if p.year_ago_slug == period.slug), None)
    published = Conference.objects.filter(published_at__isnull=False).select_related("period__cluster")
    affected = [p for p in (period, following, year_later) if p]
    totals: list[MovedTotal] = []
    words: list[MovedWords] = []
    notes: list[MovedWords] = []
    charts: list[Chart] = []
    words_problem = ""
    if submission.is_accepted:
        before, after = _with_and_without(submission)
        totals = list(_moved_totals(before, after))
        charts = list(_moved_charts(before, after))
        if after is None:
            words_problem = _("Không còn tỉnh nào trong số liệu đã chấp nhận, nên chưa lập được báo cáo.")
        else:
            try:
                sentences, old_notes = _sentences_and_notes(before)
                sentences_after, notes_after = _sentences_and_notes(after)
                words = list(moved_words(sentences, sentences_after))
                notes = list(_moved_notes(old_notes, notes_after))
            except TypesettingError as error:
                words_problem = str(error)
    return ReopeningEffect(
        totals=tuple(totals),
        words=tuple(words),
        notes=tuple(notes),
        words_problem=words_problem,
        charts=tuple(charts),
        opening_of=following,
        compared_in=year_later,
        published=tuple(published.filter(period__in=affected).order_by("period__year", "period__half")),
    )


def _with_and_without(submission: Submission) -> tuple[ReportSources, ReportSources | None]:
    conference = Conference.objects.of(submission.period)
    before = read_sources(conference, officer=None)
    try:
        return before, read_sources(conference, officer=None, without=submission)
    except NoFiguresError:
        return before, None


def _moved_totals(before: ReportSources, after: ReportSources | None) -> Iterator[MovedTotal]:
    for code, line in before.table.lines.items():
        total = after.table[code].total if after else None
        value, reported = (total.value, total.reported) if total else (None, 0)
        if (line.total.value, line.total.reported) != (value, reported):
            yield MovedTotal(line.indicator, line.total, total)


def _moved_charts(before: ReportSources, after: ReportSources | None) -> Iterator[Chart]:
    rows_after = {chart.name: chart.rows for chart in _charts(after)} if after else {}
    for chart in _charts(before):
        if rows_after.get(chart.name) != chart.rows:
            yield chart


def _charts(sources: ReportSources) -> list[Chart]:
    series = dict.fromkeys(TREND_CODES, sources.trend)
    return charts_of(sources.table, sources.previous, sources.year_ago, series)


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


def _moved_notes(before: Sequence[str], after: Sequence[str]) -> Iterator[MovedWords]:
    """Notes that go or get another number; notes are compared without their numbers."""
    by_text = {_MARK.sub("", note): note for note in after}
    for note in before:
        moved = by_text.get(_MARK.sub("", note), "")
        if moved != note:
            yield MovedWords(note, moved)


def moved_words(before: Sequence[str], after: Sequence[str]) -> Iterator[MovedWords]:
    for change, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if change != "equal":
            yield from _paired(before[a:b], after[c:d])


def _paired(before: Sequence[str], after: Sequence[str]) -> Iterator[MovedWords]:
    """Pair old sentences with new ones, in order, so that the sum of their likenesses is largest."""
    likeness = [[_likeness(old, new) for new in after] for old in before]
    best = [[0.0] * (len(after) + 1) for _row in range(len(before) + 1)]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], likeness[i][j] + best[i + 1][j + 1])
    i = j = 0
    while i < len(before) or j < len(after):
        if i < len(before) and best[i][j] == best[i + 1][j]:
            yield MovedWords(before[i], "")
            i += 1
        elif j < len(after) and best[i][j] == best[i][j + 1]:
            yield MovedWords("", after[j])
            j += 1
        else:
            yield MovedWords(before[i], after[j])
            i, j = i + 1, j + 1


def _likeness(old: str, new: str) -> float:
    ratio = SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio()
    return ratio if ratio >= _LEAST_ALIKE else 0.0
