"""An indicator's course: the cluster's totals over the last half-years, or years."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator
from reports.summary.histories import LONGEST, History
from reports.summary.reporting_spans import Span
from reports.summary.values import Table, Total


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """A total, at `place` on the time axis, counted in spans.

    Attributes:
        total: None if the span has none to set beside the others.
        broken_by: the change of definition since the point before.
        merged_on: the day since the point before on which provinces merged.
    """

    place: int
    label: str
    total: Total | None
    broken_by: SeriesBreak | None
    merged_on: dt.date | None

    @property
    def whole(self) -> Decimal | None:
        return self.total.whole if self.total else None


@dataclass(frozen=True, slots=True)
class Course:
    indicator: Indicator
    points: tuple[CoursePoint, ...]

    @property
    def known(self) -> list[Decimal]:
        return [point.whole for point in self.points if point.whole is not None]

    @property
    def is_illustrative(self) -> bool:
        return any(point.total.is_illustrative for point in self.points if point.total)


def earlier_of_its_kind(span: Span, spans: Sequence[Span]) -> list[Span]:
    """The half-years or years before this one that a course shows, oldest first; `spans` are newest first."""
    earlier = [each for each in spans if each.is_year == span.is_year and _place(each) < _place(span)]
    return earlier[: LONGEST - 1][::-1]


def course_of(history: History, code: str) -> Course:
    latest = history[-1][1]
    indicator = latest[code].indicator
    points, before = [], None
    for span, table in history:
        # A flow of a year to date does not follow on those of whole years.
        is_asked = code in table and (not indicator.is_flow or len(table.cut_offs) == len(latest.cut_offs))
        points.append(
            CoursePoint(
                place=_place(span),
                label=str(span.year) if span.is_year else span.last.short_label,
                total=table[code].total if is_asked else None,
                broken_by=table.break_since(before, code),
                merged_on=_merged_between(before, table),
            )
        )
        before = table
    return Course(indicator, tuple(points))


def _place(span: Span) -> int:
    return span.year if span.is_year else span.last.index


def _merged_between(before: Table | None, table: Table) -> dt.date | None:
    if before is None:
        return None
    days = {province.established_on for province in table.provinces}
    return max((day for day in days if before.cut_offs[-1] < day <= table.cut_offs[-1]), default=None)
