"""An estimate that was sent, and the final number that came in its place."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from figures.submissions.models import Figure


@dataclass(frozen=True)
class Revision:
    """Both numbers of a cell, in its unit."""

    estimated: Decimal
    final: Decimal

    @classmethod
    def of(cls, figure: Figure | None) -> Self | None:
        """The cell's revision; none while it is an estimate, or was final from the start."""
        if figure is None or figure.estimated is None or figure.value is None:
            return None
        return cls(figure.estimated, figure.value)

    @property
    def amount(self) -> Decimal:
        return self.final - self.estimated

    @property
    def percent(self) -> Decimal | None:
        """Of the estimate; none where something came of an estimate of zero."""
        if self.amount == 0:
            return Decimal(0)
        return self.amount / abs(self.estimated) * 100 if self.estimated else None


def replaced_estimate(figure: Figure, *, all_are_estimates: bool) -> Decimal | None:
    """What `Figure.estimated` is to be: the estimate sent last, where a final number stands by now."""
    is_final = figure.answer == Figure.Answer.NUMBER and not (figure.is_estimate or all_are_estimates)
    return figure.sent_estimate if is_final else None
