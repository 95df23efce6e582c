"""Points added up."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from emulation.scoring.points import Points


@dataclass(frozen=True)
class PointSum:
    """Points added up, with how many criteria they lack; what is lacking is not zero."""

    value: Decimal
    missing: int
    is_provisional: bool


def add_up(points: Iterable[Points]) -> PointSum:
    """The sum of those that have points."""
    found = list(points)
    return PointSum(
        value=sum((p.value for p in found if p.value is not None), Decimal(0)),
        missing=sum(p.value is None for p in found),
        is_provisional=any(p.is_provisional for p in found),
    )
