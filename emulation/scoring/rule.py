"""The rule by which one criterion is scored."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from emulation.criteria.models import Criterion

Kind = Criterion.Kind


@dataclass(frozen=True, slots=True)
class ScoringRule:
    """A criterion's rule as a value, apart from the database.

    Attributes:
        kind: one of `Criterion.Kind`.
        maximum: points are within [0, maximum].
        numerator: code of the indicator that is counted or measured, or blank.
        denominator: code of the indicator below the line of a share, or blank.
        points_each: points for each unit of a count.
        bands: of a share: (from this percentage, points), in any order.
    """

    kind: str
    maximum: Decimal
    numerator: str = ""
    denominator: str = ""
    points_each: Decimal | None = None
    bands: tuple[tuple[Decimal, Decimal], ...] = ()

    @classmethod
    def of(cls, criterion: Criterion) -> Self:
        return cls(
            kind=criterion.kind,
            maximum=criterion.maximum,
            numerator=criterion.numerator.code if criterion.numerator else "",
            denominator=criterion.denominator.code if criterion.denominator else "",
            points_each=criterion.points_each,
            bands=tuple((band.at_least, band.points) for band in criterion.bands.all()),
        )
