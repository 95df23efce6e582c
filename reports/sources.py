"""Reads from the database what the summary adds up: one query for the cells, whatever the number of rows."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from figures.models import Figure, Indicator, Period, PublishedFigure, Submission
from figures.permissions import visible_to
from provinces.models import Officer, Province
from reports.spans import Span
from reports.summary import Cell, Table, Total, add_up, tabulate


@dataclass(frozen=True)
class Standing:
    """Where one province stands in a period: its submission's state, and whether it is late."""

    province: Province
    submission: Submission | None
    days_late: int

    @property
    def state(self) -> str:
        return self.submission.state if self.submission else ""

    @property
    def has_sent(self) -> bool:
        return self.submission is not None and self.submission.first_submitted_at is not None


@dataclass(frozen=True)
class TrendPoint:
    """One period of a trend over the whole cluster."""

    period: Period
    total: Total


def members(span: Span) -> list[Province]:
    """The cluster's members at the end of the span, in order."""
    return list(Province.objects.members_on(span.cluster, span.last.cut_off_on))


def seen(*, officer: Officer | None, year: int, accepted_only: bool, prefix: str = "submission__") -> Q:
    """The submissions whose figures count for this reader; without a reader, as in a command, all reported.

    `prefix` is the way from the rows to their submission: empty for submissions themselves.
    """
    if accepted_only:
        return Q(**{f"{prefix}state__in": Submission.ACCEPTED})
    if officer is None:
        return Q(**{f"{prefix}state__in": Submission.REPORTED})
    return visible_to(officer, year, prefix=prefix)


def tables(
    spans: Sequence[Span],
    *,
    provinces: Sequence[Province],
    visible: Q,
    compared: Collection[str] | None = None,
) -> list[Table]:
    """One table a span, from one query for all their cells.

    Args:
        spans: the spans wanted; a span may share halves with another.
        provinces: the rows' provinces, in order.
        visible: which submissions count (see `seen`).
        compared: the only indicators that the spans after the first have, where the first alone is shown
            whole; all by default.
    """
    periods = {period.pk: period for span in spans for period in span.periods}
    wanted = Q()
    if compared is not None:
        wanted = Q(submission__period__in=spans[0].periods) | Q(indicator__code__in=compared)
    cells: dict[tuple[int, int, int], Cell] = {}
    rows = (
        Figure.objects.filter(
            visible, wanted, submission__period__in=periods, submission__province__in=provinces
        )
        .exclude(answer=Figure.Answer.BLANK)
        .values_list(
            "submission__period_id",
            "submission__province_id",
            "indicator_id",
            "value",
            "answer",
            "submission__state",
            "is_estimate",
            "submission__is_estimate",
            "is_illustrative",
        )
    )
    for period, province, indicator, value, answer, state, estimate, all_estimate, illustrative in rows:
        cells[period, province, indicator] = Cell(
            value, answer, state in Submission.ACCEPTED, estimate or all_estimate, illustrative
        )
    indicators = list(Indicator.objects.select_related("section").order_by("section__position", "position"))
    published: dict[int, dict[str, Decimal]] = {}
    for period, code, value in PublishedFigure.objects.filter(period__in=periods, province=None).values_list(
        "period_id", "indicator__code", "value"
    ):
        published.setdefault(period, {})[code] = value
    absent = Cell()

    def shown(span: Span) -> list[Indicator]:
        asked = [i for i in indicators if _asked_in(i, span.last.slug)]
        if compared is None or span is spans[0]:
            return asked
        return [indicator for indicator in asked if indicator.code in compared]

    return [
        tabulate(
            span.label,
            provinces,
            shown(span),
            {
                (province.slug, indicator.code): [
                    cells.get((period.pk, province.pk, indicator.pk), absent) for period in span.periods
                ]
                for indicator in shown(span)
                for province in provinces
            },
            published=_published(span, published.get(span.last.pk, {}), indicators),
        )
        for span in spans
    ]


def _published(span: Span, last: dict[str, Decimal], indicators: list[Indicator]) -> dict[str, Decimal]:
    """What was published for the span: a year has the stocks of its last half."""
    if len(span.periods) == 1:
        return last
    return {i.code: last[i.code] for i in indicators if i.code in last and not i.is_flow}


def _asked_in(indicator: Indicator, slug: str) -> bool:
    return indicator.first_period <= slug and (not indicator.last_period or slug <= indicator.last_period)


def trend(
    codes: Sequence[str], *, until: Period, visible: Q, halves: int = 20
) -> dict[str, list[TrendPoint]]:
    """The cluster's totals of a few indicators over the last periods up to `until`, oldest first.

    Adds up in Python: SQLite's SUM works in floating point.
    """
    periods = [until, *Period.objects.before(until)[: halves - 1]]
    periods.reverse()
    expected = Province.objects.members_on(until.cluster, until.cut_off_on).count()
    found: dict[tuple[str, int], list[Cell]] = {}
    rows = Figure.objects.filter(
        visible, submission__period__in=periods, indicator__code__in=codes
    ).values_list(
        "indicator__code", "submission__period_id", "value", "answer", "submission__state", "is_illustrative"
    )
    for code, pk, value, answer, state, illustrative in rows:
        cell = Cell(value, answer, state in Submission.ACCEPTED, False, illustrative)
        found.setdefault((code, pk), []).append(cell)
    published = {
        (code, period): value
        for code, period, value in PublishedFigure.objects.filter(
            period__in=periods, province=None, indicator__code__in=codes
        ).values_list("indicator__code", "period_id", "value")
    }
    series = {}
    for code in codes:
        points = []
        for period in periods:
            cells = found.get((code, period.pk), [])
            padded = cells + [Cell()] * (expected - len(cells))
            points.append(TrendPoint(period, add_up(padded, published=published.get((code, period.pk)))))
        series[code] = points
    return series


def standings(period: Period, provinces: Sequence[Province], today: dt.date | None = None) -> list[Standing]:
    """Where each province stands, in order; a province that never began has no submission."""
    submissions = {
        submission.province_id: submission
        for submission in Submission.objects.filter(period=period).select_related("period")
    }
    return [standing(period, province, submissions.get(province.pk), today) for province in provinces]


def standing(
    period: Period, province: Province, submission: Submission | None, today: dt.date | None = None
) -> Standing:
    """Where one province stands; late by the day it first sent, or by today while it has not."""
    today = today or timezone.localdate()
    late = submission.days_late(today) if submission else max(0, (today - period.due_on).days)
    return Standing(province, submission, late)
