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
        if figure is None or figure.sent_estimate is None or figure.value is None:
            return None
        is_estimate = figure.is_estimate or figure.submission.is_estimate
        return None if is_estimate else cls(figure.sent_estimate, figure.value)

    @property
    def amount(self) -> Decimal:
        return self.final - self.estimated

    @property
    def percent(self) -> Decimal | None:
        """Of the estimate; none where something came of an estimate of zero."""
        if self.amount == 0:
            return Decimal(0)
        return self.amount / abs(self.estimated) * 100 if self.estimated else None
