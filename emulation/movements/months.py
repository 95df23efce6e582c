"""Whether a movement went on through the year: its activities month by month, and its silences."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class MonthState(Enum):
    """What a month was for a movement."""

    ACTIVE = "active"  # something was done
    SILENT = "silent"  # it has passed within the movement's time, and nothing was done
    OPEN = "open"  # it is not over yet, and nothing was done so far
    OUTSIDE = "outside"  # before the movement began or after it ended


@dataclass(frozen=True)
class Month:
    """One of the twelve: its number, how many activities, and what it was."""

    number: int
    count: int
    state: MonthState

    @property
    def start(self) -> str:
        """Where its cell begins in a drawing of the twelve, as an attribute of SVG."""
        return f"{(self.number - 1) * 100 / 12:.2f}%"

    @property
    def middle(self) -> str:
        """The middle of its cell."""
        return f"{(self.number - 0.5) * 100 / 12:.2f}%"


@dataclass(frozen=True)
class MonthsOfYear:
    """The twelve months of a movement.

    `silent_now` is how many whole months it has been silent by now, or had been when it ended; `longest` the
    longest silence of the year.
    """

    months: tuple[Month, ...]
    silent_now: int
    longest: int

    @property
    def total(self) -> int:
        """All activities of the year."""
        return sum(month.count for month in self.months)

    @property
    def silent_from(self) -> int | None:
        """The month in which the present silence began; none where there is none."""
        silent = [month.number for month in self.months if month.state is MonthState.SILENT]
        return silent[-self.silent_now] if self.silent_now else None


def months_of_year(
    year: int, begins_on: dt.date, ends_on: dt.date, days: Iterable[dt.date], today: dt.date
) -> MonthsOfYear:
    """The twelve months of that year.

    Args:
        year: the contest's year; days of other years are not counted.
        begins_on: the first day on which something could be done: the movement was launched by then.
        ends_on: the last such day; the day it was closed, if that came first.
        days: the days of its activities, in any order; a day counts as often as it is named.
        today: the local day. A month is silent only once it is over.
    """
    counts = [0] * 13
    for day in days:
        if day.year == year:
            counts[day.month] += 1
    months = tuple(
        Month(number, counts[number], _state(year, number, counts[number], begins_on, ends_on, today))
        for number in range(1, 13)
    )
    longest = silent = 0
    for month in months:
        if month.state is MonthState.SILENT:
            silent += 1
            longest = max(longest, silent)
        elif month.state is MonthState.ACTIVE:
            silent = 0
    return MonthsOfYear(months, silent_now=silent, longest=longest)


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
