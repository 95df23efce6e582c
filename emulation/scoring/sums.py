"""Sums of points."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from emulation.scoring.points import Points


@dataclass(frozen=True)
class PointSum:
    value: Decimal | None  # none (not zero) if nothing is scored
    missing: int  # criteria without points, which do not count as zero
    is_provisional: bool

    @property
    def may_change(self) -> bool:
        """Whether there is a sum, and more points or final figures are to come."""
        return self.value is not None and bool(self.missing or self.is_provisional)


def add_up(points: Iterable[Points]) -> PointSum:
    items = list(points)
    known = [item.value for item in items if item.value is not None]
    return PointSum(
        value=sum(known, Decimal(0)) if known else None,
        missing=sum(item.value is None for item in items),
        is_provisional=any(item.is_provisional for item in items),
    )
