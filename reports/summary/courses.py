"""A number's course: the totals of an indicator over the half-years, or years, up to one of them."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator
from reports.summary.histories import History, breaks_of, lines_of
from reports.summary.reporting_spans import Span
from reports.summary.values import Table, Total


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """A total of a span.

    Attributes:
        total: None if the span has none to set beside the others.
        broken_by: the change of definition since the point before.
        merged_on: the day since the point before on which provinces merged.
    """

    span: Span
    total: Total | None
    broken_by: SeriesBreak | None = None
    merged_on: dt.date | None = None

    @property
    def place(self) -> int:
        """On the time axis, counted in spans."""
        return self.span.place

    @property
    def label(self) -> str:
        return self.span.short_label

    @property
    def value(self) -> Decimal | None:
        return self.total.value if self.total else None

    @property
    def whole(self) -> Decimal | None:
        return self.total.whole if self.total else None

    @property
    def is_partial(self) -> bool:
        return self.total is not None and self.total.is_partial

    @property
    def is_illustrative(self) -> bool:
        return self.total is not None and self.total.is_illustrative


@dataclass(frozen=True, slots=True)
class Course:
    indicator: Indicator
    points: tuple[CoursePoint, ...]

    @property
    def known(self) -> list[Decimal]:
        return [point.whole for point in self.points if point.whole is not None]

    @property
    def is_illustrative(self) -> bool:
        return any(point.is_illustrative for point in self.points)

    @property
    def last_whole(self) -> CoursePoint | None:
        """The newest point that no province is missing from."""
        return next((point for point in reversed(self.points) if point.whole is not None), None)


def course_of(history: History, code: str) -> Course:
    indicator = history[-1][1][code].indicator
    breaks = breaks_of(history, code)
    tables = [None, *(table for _span, table in history)]
    return Course(
        indicator,
        tuple(
            CoursePoint(
                span=span,
                total=line.total if line else None,
                broken_by=breaks.get(n),
                merged_on=_merged_between(before, table),
            )
            for n, ((span, table), line, before) in enumerate(
                zip(history, lines_of(history, indicator), tables, strict=False)
            )
        ),
    )


def _merged_between(before: Table | None, table: Table) -> dt.date | None:
    if before is None:
        return None
    days = {province.established_on for province in table.provinces}
    return max((day for day in days if before.cut_offs[-1] < day <= table.cut_offs[-1]), default=None)
