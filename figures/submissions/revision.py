from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from figures.submissions.models import Figure


@dataclass(frozen=True)
class Revision:
    """A submitted estimate and the final number that replaced it."""

    estimated: Decimal
    final: Decimal

    @classmethod
    def of(cls, figure: Figure | None) -> Self | None:
        """None while the number is an estimate, or if it was final from the start."""
        if figure is None or figure.sent_estimate is None or figure.value is None:
            return None
        is_estimate = figure.is_estimate or figure.submission.is_estimate
        return None if is_estimate else cls(figure.sent_estimate, figure.value)

    @property
    def amount(self) -> Decimal:
        return self.final - self.estimated

    @property
    def percent(self) -> Decimal | None:
        if self.amount == 0:
            return Decimal(0)
        return self.amount / abs(self.estimated) * 100 if self.estimated else None
