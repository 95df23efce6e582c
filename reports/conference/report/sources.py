"""Everything that a conference report is made of, read once."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from emulation.pledges.progress import ProgressTable, progress_in
from figures.catalogue.models import Indicator
from figures.explanations.standing import standing_explanations
from figures.periods.models import Period
from figures.register_comparison.counts import KINDS, Named, flow_of, named_events
from figures.submissions.accepted_models import AcceptedFigure
from figures.submissions.counted_cells import counted_figures
from figures.submissions.models import Figure, Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.succession import Territories
from reports.conference.models import Conference
from reports.conference.report.contest import Contest, contest_in
from reports.summary.histories import History, earlier_of_its_kind
from reports.summary.land import Land, members_of
from reports.summary.loading import (
    ReportingState,
    reporting_states,
    tables,
    visible_submissions,
)
from reports.summary.reconciliation import Reconciliation, published_for, reconcile
from reports.summary.reporting_spans import Span, earlier_spans, spans_of, year_until
from reports.summary.shares import SHARES, share_of_all
from reports.summary.values import Table, Total

TREND, TREND_HALVES = "coop.total", 8  # as many points as fit the page


class NoFiguresError(Exception):
    """No province's figures count, so there is no report.

    Attributes:
        states: the provinces' reporting states.
    """

    def __init__(self, states: list[ReportingState]) -> None:
        super().__init__(", ".join(state.province.name for state in states))
        self.states = states


def _place(figure: Figure | AcceptedFigure) -> tuple[int, int, int]:
    indicator, province = figure.indicator, figure.submission.province
    return indicator.section.position, indicator.position, province.position


@dataclass(frozen=True)
class Explanation:
    """A province's explanation of a cell that needed one."""

    province: Province
    code: str
    text: str
    is_illustrative: bool


@dataclass(frozen=True)
class EnteredOpening:
    """Where an opening comes from that a province entered, as no half-year before hands it on."""

    province: Province
    source: str


@dataclass(frozen=True)
class ReportSources:
    """The figures of a half-year as one report counts them, and the rest of its contents.

    `submissions` are those that count, by the province's primary key; `shares` are of the year to date;
    `merged` has the provinces whose sums stand for one in an earlier half-year, of the trend too;
    `changed_on` is the day of the newest change in all of it.
    """

    conference: Conference
    table: Table
    previous: Table | None
    year_ago: Table | None
    shares: Mapping[str, Total]  # by the code of what is counted
    submissions: dict[int, Submission]
    explanations: list[Explanation]
    openings: list[EnteredOpening]
    trend: History
    reconciliation: Reconciliation | None
    progress: ProgressTable | None
    contest: Contest | None
    organisations: Mapping[str, list[Named]]
    merged: dict[Province, tuple[Province, ...]]
    changed_on: dt.date

    @property
    def period(self) -> Period:
        return self.conference.period

    @property
    def provinces(self) -> tuple[Province, ...]:
        return self.table.provinces

    @property
    def missing(self) -> list[Province]:
        return [p for p in self.provinces if p.pk not in self.submissions]

    @property
    def provisional(self) -> list[Province]:
        """The provinces whose figures count although the cluster has not accepted them."""
        submissions = self.submissions
        return [p for p in self.provinces if p.pk in submissions and not submissions[p.pk].counts_as_accepted]

    @property
    def being_corrected(self) -> list[Province]:
        """The provinces whose accepted figures are reopened, and count until the new ones are accepted."""
        submissions = self.submissions
        return [p for p in self.provinces if p.pk in submissions and submissions[p.pk].keeps_accepted]

    def merged_since(self, day: dt.date) -> dict[Province, tuple[Province, ...]]:
        return {province: parts for province, parts in self.merged.items() if day < province.established_on}

    @property
    def merged_since_compared(self) -> dict[Province, tuple[Province, ...]]:
        """The provinces whose changes are against sums of others, and of which."""
        days = [table.cut_offs[0] for table in (self.previous, self.year_ago) if table]
        return self.merged_since(min(days)) if days else {}

    @property
    def is_illustrative(self) -> bool:
        tables_shown = [table for table in (self.table, self.previous, self.year_ago) if table]
        return (
            self.conference.is_illustrative
            or any(table.is_illustrative for table in tables_shown)
            or any(share.is_illustrative for share in self.shares.values())
            or any(table[TREND].total.is_illustrative for _half, table in self.trend if TREND in table)
            or any(explanation.is_illustrative for explanation in self.explanations)
            or (self.progress is not None and self.progress.is_illustrative)
            or (self.contest is not None and self.contest.is_illustrative)
        )

    def estimated(self, province: Province) -> tuple[bool, list[str]]:
        """Whether all of a province's numbers are estimates, and the labels of those that are."""
        index = self.provinces.index(province)
        numbers = [
            line for line in self.table.lines.values() if not line.is_ratio and line.cells[index].is_number
        ]
        estimates = [line.indicator.label for line in numbers if line.cells[index].is_estimate]
        return bool(estimates) and len(estimates) == len(numbers), estimates

    def has_some_estimates(self, province: Province) -> bool:
        is_all_estimated, labels = self.estimated(province)
        return bool(labels) and not is_all_estimated


def read_sources(
    conference: Conference,
    *,
    officer: Officer | None,
    accepted_only: bool = True,
    without: Submission | None = None,
) -> ReportSources:
    """Read the contents of a conference's report.

    Args:
        conference: whose report.
        officer: the reader; None, as in a command, reads all that was sent.
        accepted_only: leave out what the cluster has not accepted.
        without: a half-year to leave out, to see the report without it.

    Raises:
        NoFiguresError: if no province's figures count.
    """
    period = conference.period
    span = Span.of(period)
    provinces = members_of(span)

    def visible(prefix: str = "submission__") -> Q:
        counted = visible_submissions(
            officer=officer, year=period.year, accepted_only=accepted_only, prefix=prefix
        )
        return counted & ~Q(**{f"{prefix}pk": without.pk}) if without else counted

    submissions = {
        submission.province_id: submission
        for submission in Submission.objects.filter(visible(""), period=period, province__in=provinces)
    }
    if not submissions:
        raise NoFiguresError(reporting_states(period, provinces))
    periods = list(Period.objects.filter(cluster=period.cluster_id).exclude(state=Period.State.PLANNED))
    previous, year_ago = earlier_spans(span, periods)
    year = year_until(period, periods)
    compared = [span, *filter(None, (previous, year_ago, year))]
    halves = [*earlier_of_its_kind(span, spans_of(periods), TREND_HALVES), span]
    spans = list(dict.fromkeys([*compared, *halves]))
    land = Land.reported(provinces)
    read = tables(spans, land=land, visible=visible(), compared=[TREND], complete=len(compared))
    by_slug = {each.slug: table for each, table in zip(spans, read, strict=True)}
    cells = Q(submission__period=period, submission__province__in=provinces)
    own, kept = counted_figures(visible(), cells)
    # Only explanations that stood were kept with the accepted cells.
    kept = kept.exclude(explanation="").select_related("indicator__section", "submission__province")
    explained: list[Figure | AcceptedFigure] = [*standing_explanations(own), *kept]
    explained.sort(key=_place)
    times = [submission.changed_at for submission in submissions.values()]
    if conference.pk:
        times.append(conference.changed_at)
    in_year = by_slug[year.slug] if year else None
    return ReportSources(
        conference=conference,
        table=by_slug[span.slug],
        previous=by_slug[previous.slug] if previous else None,
        year_ago=by_slug[year_ago.slug] if year_ago else None,
        shares={code: share for code in SHARES if (share := share_of_all(in_year, code))},
        submissions=submissions,
        openings=_entered_openings(period, visible(), cells),
        explanations=[
            Explanation(f.submission.province, f.indicator.code, f.explanation, f.is_illustrative)
            for f in explained
        ],
        trend=[(half, by_slug[half.slug]) for half in halves],
        reconciliation=reconcile(by_slug[span.slug], published_for(span)),
        # Up to the end of this half-year, even if the report is made later.
        progress=progress_in(period.year, until=period.half, among=visible()),
        contest=contest_in(period),
        organisations=_organisations(period, previous, provinces) if conference.names_organisations else {},
        merged=_merged(provinces, [half for s in spans[1:] for half in s.periods]),
        changed_on=timezone.localdate(max(times)),
    )


def _organisations(
    period: Period, previous: Span | None, provinces: Iterable[Province]
) -> dict[str, list[Named]]:
    """By code of a term of the roll-forward, in the form's order."""
    days = period.first_day_after(previous.last if previous else None), period.cut_off_on
    keys = [province.pk for province in provinces]
    named: dict[str, list[Named]] = {}
    for ledger, kind in KINDS.items():
        by_code = named_events(kind, ledger, keys, *days)
        named |= {code: by_code.get(code, []) for code in flow_of(ledger)}
    return named


def _merged(provinces: Iterable[Province], halves: Iterable[Period]) -> dict[Province, tuple[Province, ...]]:
    days = [half.cut_off_on for half in halves]
    young = [province for province in provinces if any(day < province.established_on for day in days)]
    if not young:
        return {}
    territories = Territories.load()
    merged = {province: territories.merged_from(province.pk, min(days)) for province in young}
    return {province: parts for province, parts in merged.items() if parts}


def _entered_openings(period: Period, *conditions: Q) -> list[EnteredOpening]:
    entered = Q(indicator__kind=Indicator.Kind.OPENING, value__isnull=False)
    openings: list[Figure | AcceptedFigure] = [
        opening
        for figures in counted_figures(*conditions, entered)
        for opening in figures.select_related("indicator__section", "submission__province")
    ]
    entering = {opening.submission.province_id for opening in openings}
    carried = Submission.objects.with_history(entering, period) if openings else set()
    return [
        EnteredOpening(opening.submission.province, opening.note_shown)
        for opening in sorted(openings, key=_place)
        if opening.submission.province_id not in carried
    ]
