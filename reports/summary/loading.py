"""Read from the database what the summary adds up, all cells in two queries."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from figures.catalogue.breaks import Breaks
from figures.catalogue.models import Indicator
from figures.catalogue.ties import ledgers
from figures.periods.models import Period
from figures.published.models import PublishedFigure
from figures.submissions.cell_arithmetic import ABSENT, NOT_EXPECTED, Cell, Completeness
from figures.submissions.models import Submission
from figures.submissions.permissions import visible_to
from figures.submissions.territory_cells import CellKey, territory_cells
from provinces.accounts.models import Officer
from provinces.clusters.models import Membership, Province, Term
from provinces.clusters.permissions import sees_figures
from provinces.clusters.succession import Territories
from reports.summary.arithmetic import tabulate
from reports.summary.land import Land, members_of
from reports.summary.reporting_spans import Span, to_date
from reports.summary.values import Table


@dataclass(frozen=True)
class ReportingState:
    """`merged_from` has the provinces that stood for a territory before this one was established.

    `is_over`: the province had ended before the half-year did.
    """

    province: Province
    submission: Submission | None
    days_late: int
    merged_from: tuple[Province, ...] = ()
    is_over: bool = False

    @property
    def state(self) -> str:
        return self.submission.state if self.submission else ""


@dataclass(frozen=True)
class Acceptance:
    """How many of a half-year's members have accepted figures."""

    period: Period
    accepted: int
    expected: int

    @property
    def state(self) -> Completeness:
        return Completeness.of(self.accepted, self.expected)


def acceptance(periods: Sequence[Period]) -> list[Acceptance]:
    """How far each half-year has come. Two queries."""
    memberships = list(Membership.objects.all())
    accepted = set(
        Submission.objects.counted_as_accepted()
        .filter(period__in=periods)
        .values_list("period_id", "province_id")
    )
    rows = []
    for period in periods:
        members = {
            membership.province_id
            for membership in memberships
            if membership.cluster_id == period.cluster_id and membership.holds_on(period.cut_off_on)
        }
        count = sum((period.pk, member) in accepted for member in members)
        rows.append(Acceptance(period, count, len(members)))
    return rows


def front_of(rows: Sequence[Acceptance]) -> Acceptance | None:
    """The half-year to open the site with; `rows` are the newest first.

    The newest of which all members' figures are accepted, or that the secretary or the head chose. Before
    there is one, the newest with accepted figures, or simply the newest.
    """
    whole = (row for row in rows if row.state == Completeness.COMPLETE or row.period.is_front)
    begun = (row for row in rows if row.accepted)
    return next(whole, None) or next(begun, None) or next(iter(rows), None)


def visible_submissions(
    *, officer: Officer | None, year: int, accepted_only: bool, prefix: str = "submission__"
) -> Q:
    """Filter submissions whose figures this reader sees; in commands, without a reader, all reported ones.

    A reopened half-year is always among them, with the figures that were accepted before.

    `prefix` leads from the filtered rows to their submission: empty for submissions themselves.
    """
    if accepted_only:
        visible = Q(**{f"{prefix}state__in": Submission.ACCEPTED})
    elif officer is None:
        visible = Q(**{f"{prefix}state__in": Submission.REPORTED})
    else:
        visible = visible_to(officer, year, prefix=prefix)
        if not sees_figures(officer):
            return visible
    return visible | Q(**{f"{prefix}keeps_accepted": True})


def visible_over(
    years: Collection[int], *, officer: Officer, accepted_only: bool, prefix: str = "submission__"
) -> Q:
    """As `visible_submissions`, of several years: a head's post opens the submissions of its own year."""
    posts = Term.objects.filter(officer=officer, year__in=years).values_list("year", flat=True)
    return reduce(
        or_,
        (
            visible_submissions(officer=officer, year=year, accepted_only=accepted_only, prefix=prefix)
            for year in sorted({max(years), *posts})
        ),
    )


def as_reported(span: Span, *, officer: Officer | None, accepted_only: bool) -> tuple[Span, list[Submission]]:
    """The span, a year perhaps only to date, and its submissions, as this reader sees them.

    Every page and command that shows a span calls this, so that they agree.
    """
    submissions = list(
        Submission.objects.filter(
            visible_submissions(officer=officer, year=span.year, accepted_only=accepted_only, prefix=""),
            period__in=span.periods,
            province__in=_reporters_of(span),
        ).select_related("province", "period")
    )
    return to_date(span, {submission.period_id for submission in submissions}), submissions


def all_as_reported(spans: Sequence[Span], *, visible: Q) -> list[Span]:
    """Each span as `as_reported` gives it, in three queries for all.

    Args:
        spans: of one cluster.
        visible: a filter of submissions, see `visible_submissions`.
    """
    if not any(span.is_year for span in spans):
        return list(spans)
    memberships = list(Membership.objects.filter(cluster=spans[0].cluster))
    territories = Territories.load()
    reported = set(
        Submission.objects.filter(
            visible, period__in={period for span in spans for period in span.periods}
        ).values_list("period_id", "province_id")
    )

    def of(span: Span) -> Span:
        members = {m.province_id for m in memberships if m.holds_on(span.last.cut_off_on)}
        reporters = _reporters(span, members, territories)
        return to_date(span, {period for period, province in reported if province in reporters})

    return [of(span) if span.is_year else span for span in spans]


def _reporters_of(span: Span) -> set[int]:
    """The members, and in a year of a merger also those who reported for their land before it."""
    members = {province.pk for province in members_of(span)}
    return _reporters(span, members, Territories.load()) if span.is_year else members


def _reporters(span: Span, members: Collection[int], territories: Territories) -> set[int]:
    return {
        reporter
        for period in span.periods
        for member in members
        for reporter in territories.reporters(member, period.cut_off_on)
    }


def tables(
    spans: Sequence[Span],
    *,
    land: Land,
    visible: Q,
    compared: Collection[str] | None = None,
    complete: int = 1,
) -> list[Table]:
    """One table per span, in a number of queries that does not grow with the spans.

    Args:
        spans: may share halves.
        land: whose cells, and in which order.
        visible: see `visible_submissions`.
        compared: codes of the only indicators in the tables after the complete ones; by default all.
        complete: how many tables, from the first on, have all indicators.
    """
    periods = {period.pk: period for span in spans for period in span.periods}
    catalogue = list(Indicator.objects.select_related("section").order_by("section__position", "position"))
    needed = Q()
    if compared is not None:
        compared = _with_terms(compared, catalogue)
        whole = {period for span in spans[:complete] for period in span.periods}
        needed = Q(submission__period__in=whole) | Q(indicator__code__in=compared)
    provinces, territories = land.provinces, land.territories
    cells = territory_cells(
        visible,
        needed,
        territories=territories,
        provinces=[province.pk for province in provinces],
        periods=periods.values(),
    )
    indicators = [indicator for indicator in catalogue if not indicator.is_opening]
    opening_codes = {i.pk: ledger.closing.code for ledger in ledgers(catalogue) if (i := ledger.opening)}
    published = _read_published(PublishedFigure.objects.filter(period__in=periods))
    breaks = Breaks.load()

    def indicators_of(span: Span) -> list[Indicator]:
        asked = [i for i in indicators if i.is_asked_in(span.last.slug)]
        if compared is None or span in spans[:complete]:
            return asked
        return [indicator for indicator in asked if indicator.code in compared]

    def halves(span: Span, province: Province, indicator: Indicator) -> list[Cell]:
        lasted = list(span.periods)
        if land.is_apart:
            lasted = [half for half in lasted if territories.reporters(province.pk, half.cut_off_on)]
            if not lasted or (not indicator.is_flow and span.last not in lasted):
                return [NOT_EXPECTED]
        reported = [cells.get((period.pk, province.pk, indicator.pk)) for period in lasted]
        # A half-year that never asked for the indicator leaves no gap.
        return [
            cell or ABSENT
            for period, cell in zip(lasted, reported, strict=True)
            if cell or indicator.is_asked_in(period.slug)
        ]

    return [
        tabulate(
            span.label,
            provinces,
            indicators_of(span),
            {
                (province.slug, indicator.code): halves(span, province, indicator)
                for indicator in indicators_of(span)
                for province in provinces
            },
            published=_published(span, published.get(span.last.pk, {}), indicators),
            openings=_entered_openings(span.periods[0], provinces, cells, opening_codes, territories),
            is_apart=land.is_apart,
            cut_offs=tuple(period.cut_off_on for period in span.periods),
            breaks=breaks,
        )
        for span in spans
    ]


def _with_terms(codes: Collection[str], catalogue: Sequence[Indicator]) -> set[str]:
    """The codes, and of the ratios among them also what they are computed from."""
    terms = {pk for i in catalogue if i.code in codes for pk in (i.numerator_id, i.denominator_id) if pk}
    return {*codes, *(i.code for i in catalogue if i.pk in terms)}


def _entered_openings(
    period: Period,
    provinces: Sequence[Province],
    cells: Mapping[CellKey, Cell],
    codes: Mapping[int, str],
    territories: Territories,
) -> dict[str, tuple[Cell, ...]]:
    """By the closing's code; one that a province entered before its history was accepted counts no more."""
    entered = {
        code: {p.pk: cell for p in provinces if (cell := cells.get((period.pk, p.pk, opening)))}
        for opening, code in codes.items()
    }
    if not any(entered.values()):
        return {}
    with_history = Submission.objects.with_history(
        [province.pk for province in provinces], period, territories
    )
    return {
        code: tuple(ABSENT if p.pk in with_history else own.get(p.pk, ABSENT) for p in provinces)
        for code, own in entered.items()
        if own.keys() - with_history
    }


def _published(span: Span, last_half: dict[str, Decimal], indicators: list[Indicator]) -> dict[str, Decimal]:
    return {i.code: last_half[i.code] for i in indicators if i.code in last_half and span.has_published(i)}


def _read_published(figures: QuerySet[PublishedFigure]) -> dict[int, dict[str, Decimal]]:
    published: dict[int, dict[str, Decimal]] = {}
    rows = figures.filter(province=None).values_list("period_id", "indicator__code", "value")
    for period, code, value in rows:
        published.setdefault(period, {})[code] = value
    return published


def reporting_states(
    period: Period, provinces: Sequence[Province], today: dt.date | None = None
) -> list[ReportingState]:
    submissions = {
        submission.province_id: submission
        for submission in Submission.objects.filter(period=period).select_related("period")
    }
    is_older = any(_is_before(period, province) for province in provinces)
    territories = Territories.load() if is_older else None
    return [
        reporting_state(period, province, submissions.get(province.pk), today, territories)
        for province in provinces
    ]


def reporting_state(
    period: Period,
    province: Province,
    submission: Submission | None,
    today: dt.date | None = None,
    territories: Territories | None = None,
) -> ReportingState:
    if _is_before(period, province):
        territories = territories or Territories.load()
        merged_from = territories.merged_from(province.pk, period.cut_off_on)
        return ReportingState(province, None, 0, merged_from)
    if province.ended_on is not None and province.ended_on <= period.cut_off_on:
        return ReportingState(province, None, 0, is_over=True)
    days_late = submission.days_late(today) if submission else period.days_late(None, today)
    return ReportingState(province, submission, days_late)


def _is_before(period: Period, province: Province) -> bool:
    return period.cut_off_on < province.established_on
