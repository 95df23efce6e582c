"""What reopening a province's accepted half-year moves: page and paper, made with it and without it.

Nothing is added up here. Both sides come from the functions that the dashboard and the report come from, of
the figures that the cluster has accepted.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from django.utils.translation import gettext as _

from figures.models import Indicator, Period, Submission
from reports.charts import TREND_CODES, charts_of
from reports.charts.chart import Chart
from reports.conference import document_of
from reports.conference_sources import NoFiguresError, ReportSources, read_sources
from reports.dashboard import COLUMNS
from reports.models import Conference
from reports.summary import Total
from reports.typeset import TypesettingError, paragraphs

_SENTENCES = re.compile(r"(?<=\.)\s+")


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
    """A sentence of the report as it reads now, and as it would; empty where there is none."""

    now: str
    then: str


@dataclass(frozen=True)
class Effect:
    """All that a reopening moves.

    `words` is empty with a `words_problem` where the report could not be read. `published` are the reports
    that stay as they were signed, though these figures are in them.
    """

    totals: tuple[MovedTotal, ...]
    words: tuple[MovedWords, ...]
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


def effect_of(submission: Submission) -> Effect:
    """What moves as long as the half-year is open; nothing of its own where it was not accepted."""
    period = submission.period
    later = [p for p in Period.objects.filter(cluster=period.cluster_id) if p.slug > period.slug]
    following = next((p for p in later if p.previous_slug == period.slug), None)
    year_later = next((p for p in later if p.year_ago_slug == period.slug), None)
    published = Conference.objects.filter(published_at__isnull=False).select_related("period__cluster")
    counts_in = [p for p in (period, following, year_later) if p]
    totals: list[MovedTotal] = []
    words: list[MovedWords] = []
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
                words = list(_moved_words(_sentences(now), _sentences(then)))
            except TypesettingError as error:
                problem = str(error)
    return Effect(
        totals=tuple(totals),
        words=tuple(words),
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


def _sentences(found: ReportSources) -> list[str]:
    return [sentence for text in paragraphs(document_of(found)) for sentence in _SENTENCES.split(text)]


def _moved_words(now: Sequence[str], then: Sequence[str]) -> Iterator[MovedWords]:
    for what, a, b, c, d in SequenceMatcher(None, now, then, autojunk=False).get_opcodes():
        if what != "equal":
            yield from (MovedWords(*pair) for pair in zip_longest(now[a:b], then[c:d], fillvalue=""))
