"""What the checks are given, and what they find."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from figures.catalogue.models import Indicator
from figures.submissions.models import Figure

Answer = Figure.Answer


class Severity(StrEnum):
    HARD = "hard"
    SOFT = "soft"
    UNCHECKED = "unchecked"


@dataclass(frozen=True)
class CheckedCell:
    """What stands in a cell, as far as checks go. While `typed` holds a question, nothing is answered."""

    value: Decimal | None = None
    answer: str = Answer.BLANK.value
    typed: str = ""
    explanation: str = ""

    @property
    def is_filled(self) -> bool:
        return self.answer != Answer.BLANK and not self.typed

    @property
    def amount(self) -> Decimal | None:
        """What the cell contributes to a sum: what does not apply contributes nothing."""
        return Decimal(0) if self.answer == Answer.NOT_APPLICABLE and not self.typed else self.value


BLANK = CheckedCell()


@dataclass(frozen=True)
class Finding:
    """Something found at one cell. `rule` names the check; `others` are further cells in question."""

    rule: str
    severity: Severity
    code: str
    message: str
    others: tuple[str, ...] = ()
    is_explained: bool = False
    # What the number would be in the unit of the form, where it looks like one of another unit.
    reading: Decimal | None = None

    @property
    def blocks(self) -> bool:
        """Whether the figures cannot be sent as long as this stands."""
        return self.severity == Severity.HARD or (self.severity == Severity.SOFT and not self.is_explained)

    @property
    def state(self) -> str:
        """Its colour and its sign in the page."""
        if self.severity == Severity.SOFT:
            return "explained" if self.is_explained else "question"
        return "invalid" if self.severity == Severity.HARD else "none"


@dataclass(frozen=True)
class ComparisonValues:
    """What the checks set a province's cells against. Each maps an indicator's code to its value."""

    cells: Mapping[str, CheckedCell]
    opening: Mapping[str, Decimal]
    previous: Mapping[str, Decimal]
    year_ago: Mapping[str, Decimal]

    def cell(self, code: str) -> CheckedCell:
        return self.cells.get(code, BLANK)

    def amount_of(self, indicator: Indicator) -> Decimal | None:
        return self.cell(indicator.code).amount
