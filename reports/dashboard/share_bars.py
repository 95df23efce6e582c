"""The strip of fields under a cluster total: each province as wide as its share of it.

A province that has not reported keeps the width it had in the span before, so that the gap in the strip is
about as large as what is missing in the total.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from figures.submissions.cell_arithmetic import Cell
from provinces.clusters.models import Province
from reports.summary.values import Table, Total

WHOLE = Decimal(100)
_STEP = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ShareField:
    """One province in the strip; `start` and `width` in percent of the whole strip."""

    province: Province
    cell: Cell
    start: Decimal
    width: Decimal

    @property
    def state(self) -> str:
        """How it is drawn: accepted (solid), provisional (furrowed), absent (its baseline alone)."""
        if not self.cell.is_answered:
            return "absent"
        return "provisional" if self.cell.is_provisional else "accepted"

    @property
    def x(self) -> str:
        """The start as SVG writes it; a template would give it a decimal comma."""
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
    def absent(self) -> int:
        """How many provinces have no answer."""
        return self.total.expected - self.total.reported


def lay_out(now: Table, before: Table | None, code: str) -> ShareBar:
    """The strip of an indicator.

    Args:
        now: the span shown.
        before: the span whose figures stand in for provinces that have none now; none where there is none.
        code: an indicator of `now`.
    """
    earlier: dict[str, Decimal | None] = {}
    if before is not None and code in before:
        pairs = zip(before.provinces, before[code].cells, strict=True)
        earlier = {province.slug: cell.value for province, cell in pairs}
    line = now[code]
    weights = [
        _weight(cell, earlier.get(province.slug))
        for province, cell in zip(now.provinces, line.cells, strict=True)
    ]
    widths = _widths(weights)
    fields, start = [], Decimal(0)
    for province, cell, width in zip(now.provinces, line.cells, widths, strict=True):
        fields.append(ShareField(province, cell, start, width))
        start += width
    return ShareBar(tuple(fields), line.total, line.is_illustrative)


def _weight(cell: Cell, earlier: Decimal | None) -> Decimal | None:
    """What the field's width stands for; none where nothing is known about the province."""
    value = cell.value if cell.value is not None else Decimal(0) if cell.is_answered else earlier
    return max(value, Decimal(0)) if value is not None else None


def _widths(weights: Sequence[Decimal | None]) -> list[Decimal]:
    """Widths in percent that fill the strip; who is not known gets the average width."""
    known = [weight for weight in weights if weight is not None]
    average = sum(known, Decimal(0)) / len(known) if known else Decimal(1)
    if not average:
        average = Decimal(1)
    filled = [average if weight is None else weight for weight in weights]
    whole = sum(filled, Decimal(0))
    edges, reached = [Decimal(0)], Decimal(0)
    for weight in filled:
        reached += weight
        share = reached / whole * WHOLE if whole else Decimal(0)
        edges.append(share.quantize(_STEP, rounding=ROUND_HALF_UP))
    return [end - start for start, end in pairwise(edges)]
