"""A movement's activities month by month, and its silences."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class MonthState(Enum):
    ACTIVE = "active"  # with activities
    SILENT = "silent"  # over, without activities
    OPEN = "open"  # not over yet, without activities so far
    OUTSIDE = "outside"  # before the movement began or after it ended


@dataclass(frozen=True)
class Month:
    number: int
    count: int
    state: MonthState

    @property
    def start(self) -> str:
        """Where its cell begins in a drawing of the year, for SVG."""
        return f"{(self.number - 1) * 100 / 12:.2f}%"

    @property
    def middle(self) -> str:
        return f"{(self.number - 0.5) * 100 / 12:.2f}%"


@dataclass(frozen=True)
class MonthsOfYear:
    """The twelve months of a movement.

    Attributes:
        silent_now: whole months of silence up to today, or up to the movement's end.
        longest_silence: in months.
    """

    months: tuple[Month, ...]
    silent_now: int
    longest_silence: int

    @property
    def total(self) -> int:
        return sum(month.count for month in self.months)

    @property
    def silent_from(self) -> int | None:
        silent = [month.number for month in self.months if month.state is MonthState.SILENT]
        return silent[-self.silent_now] if self.silent_now else None


def months_of_year(
    year: int, begins_on: dt.date, ends_on: dt.date, days: Iterable[dt.date], today: dt.date
) -> MonthsOfYear:
    """Count activities by month.

    Args:
        year: the contest's year; days of other years are ignored.
        begins_on: the first day on which something could be done.
        ends_on: the last such day.
        days: of the activities, in any order.
        today: the local date. A month is silent only once it is over.
    """
    counts = [0] * 13
    for day in days:
        if day.year == year:
            counts[day.month] += 1
    months = tuple(
        Month(number, counts[number], _state(year, number, counts[number], begins_on, ends_on, today))
        for number in range(1, 13)
    )
    longest_silence = silence = 0
    for month in months:
        if month.state is MonthState.SILENT:
            silence += 1
            longest_silence = max(longest_silence, silence)
        elif month.state is MonthState.ACTIVE:
            silence = 0
    return MonthsOfYear(months, silent_now=silence, longest_silence=longest_silence)


def _state(
    year: int, number: int, count: int, begins_on: dt.date, ends_on: dt.date, today: dt.date
) -> MonthState:
    first = dt.date(year, number, 1)
    last = dt.date(year, number, calendar.monthrange(year, number)[1])
    if count:
        return MonthState.ACTIVE
    if last < begins_on or first > ends_on:
        return MonthState.OUTSIDE
    return MonthState.SILENT if last < today else MonthState.OPEN
