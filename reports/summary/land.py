"""Whose figures the rows of a table are: provinces merge, and the sum over the land stays the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from provinces.clusters.models import Membership, Province
from provinces.clusters.succession import Territories
from reports.summary.reporting_spans import Span


class LandReading(StrEnum):
    """Which provinces are the rows.

    Attributes:
        REPORTED: the members at the end of the span; of a time before one was established, the sums of the
            provinces that it was made of.
        TODAY: the provinces that stand on the members' land today.
        FORMER: the members of each half-year of the span, each for as long as it lasted.
    """

    REPORTED = "reported"
    TODAY = "today"
    FORMER = "former"


@dataclass(frozen=True)
class Scope:
    """Which figures a page counts, and whose its rows are."""

    accepted_only: bool = False
    reading: LandReading = LandReading.REPORTED


@dataclass(frozen=True)
class Land:
    """The rows of a span's tables, and how their cells are put together.

    Attributes:
        readings: those that make a difference in the span.
    """

    provinces: tuple[Province, ...]
    territories: Territories
    reading: LandReading = LandReading.REPORTED
    readings: tuple[LandReading, ...] = (LandReading.REPORTED,)

    @property
    def is_apart(self) -> bool:
        return self.reading == LandReading.FORMER

    @property
    def mergers(self) -> list[tuple[Province, tuple[Province, ...]]]:
        """The provinces that go on from others, and from which."""
        parts = [(province, self.territories.parts(province.pk)) for province in self.provinces]
        return [(province, merged) for province, merged in parts if merged]

    @classmethod
    def reported(cls, provinces: Iterable[Province]) -> "Land":
        return cls(tuple(provinces), Territories.load())


def members_of(span: Span) -> list[Province]:
    return list(Province.objects.members_on(span.cluster, span.last.cut_off_on))


def land_of(span: Span, reading: LandReading = LandReading.REPORTED) -> Land:
    """The span's rows on a reading, or as reported if the reading makes no difference there."""
    territories = Territories.load()
    reported = tuple(members_of(span))
    rows = {
        LandReading.REPORTED: reported,
        LandReading.TODAY: tuple(territories.of_today(reported)),
        LandReading.FORMER: _members_of_each_half(span) if len(span.periods) > 1 else reported,
    }
    readings = tuple(each for each in rows if each == LandReading.REPORTED or rows[each] != reported)
    if reading not in readings:
        reading = LandReading.REPORTED
    if reading == LandReading.FORMER:
        territories = territories.apart()
    return Land(rows[reading], territories, reading, readings)


def _members_of_each_half(span: Span) -> tuple[Province, ...]:
    memberships = Membership.objects.filter(cluster=span.cluster).select_related("province")
    days = [period.cut_off_on for period in span.periods]
    members = {m.province for m in memberships if any(m.holds_on(day) for day in days)}
    for province in members:
        if province.ended_on is not None and province.ended_on <= days[-1]:
            province.name = province.dated_name  # two may be called An Giang, one until the merger, one since
    return tuple(sorted(members, key=lambda province: province.position))
