"""A few indicators of the same rows over several spans."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from django.db.models import Q

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator
from reports.summary.land import Land
from reports.summary.loading import tables
from reports.summary.reporting_spans import Span
from reports.summary.values import IndicatorLine, Table

LONGEST = 9  # half-years or years

History = Sequence[tuple[Span, Table]]  # spans of one kind, the oldest first


def earlier_of_its_kind(span: Span, spans: Sequence[Span], longest: int = LONGEST) -> list[Span]:
    """The half-years or years before this one in a history, the oldest first; `spans` are newest first."""
    earlier = [each for each in spans if each.is_year == span.is_year and each.place < span.place]
    return earlier[: longest - 1][::-1]


def lines_of(history: History, indicator: Indicator) -> list[IndicatorLine | None]:
    """The lines to set beside the newest; None where a span has none.

    A flow of a year to date does not follow on those of whole years.
    """
    halves = len(history[-1][1].cut_offs)
    return [
        None if indicator.is_flow and len(table.cut_offs) != halves else table.lines.get(indicator.code)
        for _span, table in history
    ]


def breaks_of(history: History, code: str) -> dict[int, SeriesBreak]:
    """The changes of definition by the place, in the history, of the span before which each lies."""
    pairs = enumerate(pairwise(table for _span, table in history), start=1)
    return {n: broken for n, (before, table) in pairs if (broken := table.break_since(before, code))}


def history_of_merged(history: History, *, land: Land, visible: Q, codes: Collection[str]) -> History:
    """The same spans of the provinces that merged within them, each alone."""
    first = history[0][0].periods[0].cut_off_on
    parts = [part for province, merged in land.mergers if first < province.established_on for part in merged]
    if not parts:
        return ()
    spans = [span for span, _table in history]
    alone = Land(tuple(parts), land.territories.apart())
    return list(
        zip(spans, tables(spans, land=alone, visible=visible, compared=codes, complete=0), strict=True)
    )
