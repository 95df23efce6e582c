"""What a register counts for a cell: two counts of one thing are reconciled before they are printed.

Registers are above this room, and are asked by the paths in `settings.COUNT_SOURCES`.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.module_loading import import_string

from figures.periods.models import Period


@dataclass(frozen=True)
class RegisterCount:
    """The count of one register on the half-year's cut-off date, or within the half-year.

    Attributes:
        source: the register, as a user knows it.
        url: its list, for the province itself; "" if none has what is counted.
        asks: whether a number that differs must be explained; otherwise the count is only shown.
        known: how many of the organisations, `of` all, have told their number; None if that needs no telling.
    """

    value: Decimal
    source: str
    url: str
    asks: bool = True
    known: int | None = None
    of: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.known == self.of


@dataclass(frozen=True)
class CountedHalf:
    """Which half-year is counted, and for which provinces (keys).

    `shows_all`: also counts that are only shown, which cost most and which a saved cell does not need.
    """

    period: Period
    first_day: dt.date
    last_day: dt.date
    provinces: Collection[int]
    shows_all: bool = False

    @classmethod
    def of(
        cls, period: Period, previous: Period | None, provinces: Collection[int], *, shows_all: bool = False
    ) -> "CountedHalf":
        return cls(period, period.first_day_after(previous), period.cut_off_on, provinces, shows_all)


Counts = Mapping[str, RegisterCount]  # by indicator code


def register_counts(half: CountedHalf) -> dict[int, Counts]:
    """By province, all in the queries of one; a register that is not in use counts nothing, not zero."""
    counts: dict[int, dict[str, RegisterCount]] = {province: {} for province in half.provinces}
    for source in settings.COUNT_SOURCES:
        for province, counted in import_string(source)(half).items():
            counts[province] |= counted
    return dict(counts)
