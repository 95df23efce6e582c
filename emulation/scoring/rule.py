"""How one criterion is scored, as a value: what a stored row says, without the row."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from emulation.criteria.models import Criterion

Kind = Criterion.Kind


@dataclass(frozen=True, slots=True)
class ScoringRule:
    """The rule of one criterion.

    Attributes:
        kind: one of `Criterion.Kind`.
        maximum: points are never above it, nor below 0.
        numerator: code of the indicator that is counted or measured; blank where it names none.
        denominator: code of the indicator that a share is of.
        points_each: of a count, points for each unit.
        bands: of a share, (from so many percent, points), in any order.
    """

    kind: str
    maximum: Decimal
    numerator: str = ""
    denominator: str = ""
    points_each: Decimal | None = None
    bands: tuple[tuple[Decimal, Decimal], ...] = ()

    @classmethod
    def of(cls, criterion: Criterion) -> Self:
        """The rule of a stored criterion, read with its terms."""
        return cls(
            kind=criterion.kind,
            maximum=criterion.maximum,
            numerator=criterion.numerator.code if criterion.numerator else "",
            denominator=criterion.denominator.code if criterion.denominator else "",
            points_each=criterion.points_each,
            bands=tuple((band.at_least, band.points) for band in criterion.bands.all()),
        )

    @property
    def is_computed(self) -> bool:
        """Whether its points come from figures."""
        return self.kind in Criterion.COMPUTED

    @property
    def codes(self) -> tuple[str, ...]:
        """The indicators on whose figures the points depend."""
        return tuple(code for code in (self.numerator, self.denominator) if code)
