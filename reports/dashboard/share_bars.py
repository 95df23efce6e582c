"""The share bar under a cluster total: a field for each province, as wide as its share.

A province that has not reported keeps its width of the span before, so that the gap in the bar is about as
large as what the total lacks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from figures.submissions.cell_arithmetic import Cell
from provinces.clusters.models import Province
from reports.summary.values import Table, Total

HUNDRED = Decimal(100)
_STEP = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ShareField:
    """One province in the bar; `start` and `width` in percent of the bar."""

    province: Province
    cell: Cell
    start: Decimal
    width: Decimal

    @property
    def state(self) -> str:
        if not self.cell.is_answered:
            return "absent"
        return "provisional" if self.cell.is_provisional else "accepted"

    @property
    def x(self) -> str:
        """The start for SVG; a template would print a decimal comma."""
        return f"{self.start}%"

    @property
    def extent(self) -> str:
        return f"{self.width}%"

    @property
    def has_room_for_name(self) -> bool:
        return self.width >= 8

    @property
    def has_room_for_number(self) -> bool:
        return self.width >= 5


@dataclass(frozen=True, slots=True)
class ShareBar:
    """The fields of one indicator, in the provinces' order."""

    fields: tuple[ShareField, ...]
    total: Total
    is_illustrative: bool

    @property
    def drawn(self) -> tuple[ShareField, ...]:
        """Without provinces that did not exist any more."""
        return tuple(field for field in self.fields if field.cell.is_expected)

    @property
    def absent(self) -> int:
        return self.total.expected - self.total.reported


def lay_out(table: Table, previous: Table | None, code: str) -> ShareBar:
    """Return an indicator's share bar; figures of `previous` replace missing ones."""
    previous_values: dict[str, Decimal | None] = {}
    if previous is not None and code in previous:
        pairs = zip(previous.provinces, previous[code].cells, strict=True)
        previous_values = {province.slug: cell.value for province, cell in pairs}
    line = table[code]
    weights = [
        _weight(cell, previous_values.get(province.slug))
        for province, cell in zip(table.provinces, line.cells, strict=True)
    ]
    widths = _widths(weights)
    fields, start = [], Decimal(0)
    for province, cell, width in zip(table.provinces, line.cells, widths, strict=True):
        fields.append(ShareField(province, cell, start, width))
        start += width
    return ShareBar(tuple(fields), line.total, line.is_illustrative)


def _weight(cell: Cell, previous_value: Decimal | None) -> Decimal | None:
    if not cell.is_expected:
        return Decimal(0)
    value = cell.value if cell.value is not None else Decimal(0) if cell.is_answered else previous_value
    return max(value, Decimal(0)) if value is not None else None


def _widths(weights: Sequence[Decimal | None]) -> list[Decimal]:
    known = [weight for weight in weights if weight is not None]
    average = sum(known, Decimal(0)) / len(known) if known else Decimal(1)
    if not average:
        average = Decimal(1)
    filled = [average if weight is None else weight for weight in weights]
    total = sum(filled, Decimal(0))
    edges, reached = [Decimal(0)], Decimal(0)
    for weight in filled:
        reached += weight
        share = reached / total * HUNDRED if total else Decimal(0)
        edges.append(share.quantize(_STEP, rounding=ROUND_HALF_UP))
    return [end - start for start, end in pairwise(edges)]
