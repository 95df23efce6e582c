"""What reopening a province's accepted half-year moves: page and paper, made with it and without it.

Nothing is added up here. Both sides come from the functions that the dashboard and the report come from, of
the figures that the cluster has accepted.
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
from reports.presentation.figure_tables import COLUMNS
from reports.summary.values import Total

_SENTENCES = re.compile(r"(?<=\.)\s+")
_MARK = re.compile(r"^\(\d+\) ")
_ALIKE = 0.5  # of two sentences' words, below which one is gone and the other is new


@dataclass(frozen=True)
class MovedTotal:
    """A total of the cluster with the province and without it; without any other there is none."""

    indicator: Indicator
    now: Total
    then: Total | None

    @property
    def is_key(self) -> bool:
        """Whether the dashboard's table by province shows it."""
        return self.indicator.code in COLUMNS


@dataclass(frozen=True)
class MovedWords:
    """A sentence or note of the report as it reads now, and as it would; empty where there is none."""

    now: str
    then: str


@dataclass(frozen=True)
class ReopeningEffect:
    """All that a reopening moves.

    `words` and `notes`, the provinces' explanations in the appendix, are empty with a `words_problem` where
    the report could not be read. `published` are the reports that stay as they were signed, though these
    figures are in them.
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
        """Whether any of the numbers shown is made up."""
        shown = (total for moved in self.totals for total in (moved.now, moved.then) if total)
        return any(total.is_illustrative for total in shown)

    @property
    def key_totals(self) -> list[MovedTotal]:
        return [moved for moved in self.totals if moved.is_key]

    @property
    def other_totals(self) -> list[MovedTotal]:
        return [moved for moved in self.totals if not moved.is_key]


def effect_of(submission: Submission) -> ReopeningEffect:
    """What moves as long as the half-year is open; nothing of its own where it was not accepted."""
    period = submission.period
    later = [p for p in Period.objects.filter(cluster=period.cluster_id) if p.slug > period.slug]
    following = next((p for p in later if p.previous_slug == period.slug), None)
    year_later = next((p for p in later if p.year_ago_slug == period.slug), None)
    published = Conference.objects.filter(published_at__isnull=False).select_related("period__cluster")
    counts_in = [p for p in (period, following, year_later) if p]
    totals: list[MovedTotal] = []
    words: list[MovedWords] = []
    notes: list[MovedWords] = []
    charts: list[Chart] = []
    problem = ""
    if submission.is_accepted:
        now, then = _with_and_without(submission)
        totals = list(_moved_totals(now, then))
        charts = list(_moved_charts(now, then))
        if then is None:
            problem = _("Không còn tỉnh nào trong số liệu đã chấp nhận, nên chưa lập được báo cáo.")
        else:
            try:
                (said, noted), (said_then, noted_then) = _texts(now), _texts(then)
                words = list(moved_words(said, said_then))
                notes = list(_moved_notes(noted, noted_then))
            except TypesettingError as error:
                problem = str(error)
    return ReopeningEffect(
        totals=tuple(totals),
        words=tuple(words),
        notes=tuple(notes),
        words_problem=problem,
        charts=tuple(charts),
        opening_of=following,
        compared_in=year_later,
        published=tuple(published.filter(period__in=counts_in).order_by("period__year", "period__half")),
    )


def _with_and_without(submission: Submission) -> tuple[ReportSources, ReportSources | None]:
    conference = Conference.objects.of(submission.period)
    now = read_sources(conference, officer=None)
    try:
        return now, read_sources(conference, officer=None, without=submission)
    except NoFiguresError:
        return now, None


def _moved_totals(now: ReportSources, then: ReportSources | None) -> Iterator[MovedTotal]:
    for code, line in now.table.lines.items():
        other = then.table[code].total if then else None
        before = (line.total.value, line.total.reported)
        after = (other.value, other.reported) if other else (None, 0)
        if before != after:
            yield MovedTotal(line.indicator, line.total, other)


def _moved_charts(now: ReportSources, then: ReportSources | None) -> Iterator[Chart]:
    drawn = {chart.name: chart.rows for chart in _charts(then)} if then else {}
    for chart in _charts(now):
        if drawn.get(chart.name) != chart.rows:
            yield chart


def _charts(found: ReportSources) -> list[Chart]:
    series = dict.fromkeys(TREND_CODES, found.trend)
    return charts_of(found.table, found.previous, found.year_ago, series)


def _texts(found: ReportSources) -> tuple[list[str], list[str]]:
    """The report's sentences, and apart from them the notes to its first appendix."""
    document = document_of(found)
    endings = {f"({said['mark']}) ": normalised(said["text"]) for said in document["explanations"]}
    sentences: list[str] = []
    notes: list[str] = []
    for text in paragraphs(document):
        mark = _MARK.match(text)
        if mark and mark[0] in endings and text.endswith(endings[mark[0]]):
            notes.append(text)
        else:
            sentences += _SENTENCES.split(text)
    return sentences, notes


def _moved_notes(now: Sequence[str], then: Sequence[str]) -> Iterator[MovedWords]:
    """The notes that go, and those whose number moves up: each is known by what follows its number."""
    after = {_MARK.sub("", note): note for note in then}
    for note in now:
        moved = after.get(_MARK.sub("", note), "")
        if moved != note:
            yield MovedWords(note, moved)


def moved_words(now: Sequence[str], then: Sequence[str]) -> Iterator[MovedWords]:
    """The sentences that change, go or come, in the order of the paper."""
    for what, a, b, c, d in SequenceMatcher(None, now, then, autojunk=False).get_opcodes():
        if what != "equal":
            yield from _paired(now[a:b], then[c:d])


def _paired(now: Sequence[str], then: Sequence[str]) -> Iterator[MovedWords]:
    """Each sentence beside the one that it becomes, in order, such that the pairs are most alike in all."""
    alike = [[_likeness(one, other) for other in then] for one in now]
    best = [[0.0] * (len(then) + 1) for _row in range(len(now) + 1)]
    for i in reversed(range(len(now))):
        for j in reversed(range(len(then))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], alike[i][j] + best[i + 1][j + 1])
    i = j = 0
    while i < len(now) or j < len(then):
        if i < len(now) and best[i][j] == best[i + 1][j]:
            yield MovedWords(now[i], "")
            i += 1
        elif j < len(then) and best[i][j] == best[i][j + 1]:
            yield MovedWords("", then[j])
            j += 1
        else:
            yield MovedWords(now[i], then[j])
            i, j = i + 1, j + 1


def _likeness(one: str, other: str) -> float:
    ratio = SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()
    return ratio if ratio >= _ALIKE else 0.0
