"""A few indicators of the same rows over several half-years."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q

from figures.periods.models import Period
from reports.summary.land import Land
from reports.summary.loading import tables
from reports.summary.reporting_spans import Span
from reports.summary.values import Table

HALVES = 9  # that a course goes back

History = Sequence[tuple[Span, Table]]  # spans of one kind, the oldest first


def histories(
    until: Period, periods: Iterable[Period], *, land: Land, visible: Q, codes: Collection[str]
) -> tuple[History, History]:
    """The land's half-years up to `until`, and those of the provinces that merged within them, each alone."""
    halves = sorted((p for p in periods if p.index <= until.index), key=lambda p: p.index)[-HALVES:]
    spans = [Span.of(half) for half in halves]

    def of(rows: Land) -> History:
        return list(zip(spans, tables(spans, land=rows, visible=visible, compared=codes), strict=True))

    first = halves[0].cut_off_on
    parts = [part for province, merged in land.mergers if first < province.established_on for part in merged]
    return of(land), of(Land(tuple(parts), land.territories.apart())) if parts else ()
