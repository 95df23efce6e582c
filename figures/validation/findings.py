"""What the checks compare, and what they find."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from figures.catalogue.models import Indicator
from figures.submissions.models import Figure
from figures.submissions.reasons import NO_REASON, Reason, answer_key

Answer = Figure.Answer


class Severity(StrEnum):
    HARD = "hard"
    SOFT = "soft"
    UNCHECKED = "unchecked"


@dataclass(frozen=True)
class CheckedCell:
    """A cell for the checks. While `typed` holds an unclear text, the cell counts as unanswered."""

    value: Decimal | None = None
    answer: str = Answer.BLANK.value
    typed: str = ""
    explanation: Reason = NO_REASON
    note: str = ""

    def explains(self, question: str) -> bool:
        return self.explanation.explains(answer_key(self.answer, self.value, self.typed), question)

    @property
    def is_filled(self) -> bool:
        return self.answer != Answer.BLANK and not self.typed

    @property
    def amount(self) -> Decimal | None:
        return Decimal(0) if self.answer == Answer.NOT_APPLICABLE and not self.typed else self.value


BLANK = CheckedCell()


@dataclass(frozen=True)
class Finding:
    rule: str
    severity: Severity
    code: str
    message: str
    other_codes: tuple[str, ...] = ()
    is_explained: bool = False
    is_above: bool | None = None  # whether the number is too high or too low, where a rule looks both ways
    # What to write instead: in the form's unit if it seems to be in another, or as a register counts.
    readings: tuple[Decimal, ...] = ()

    @property
    def question(self) -> str:
        """What an explanation answers."""
        return self.rule if self.is_above is None else f"{self.rule}{'+' if self.is_above else '-'}"

    @property
    def is_blocking(self) -> bool:
        return self.severity == Severity.HARD or (self.severity == Severity.SOFT and not self.is_explained)

    @property
    def state(self) -> str:
        if self.severity == Severity.SOFT:
            return "explained" if self.is_explained else "question"
        return "invalid" if self.severity == Severity.HARD else "none"


@dataclass(frozen=True)
class ComparisonValues:
    """A province's cells and the values they are compared with, each by the indicator's code."""

    cells: Mapping[str, CheckedCell]
    opening: Mapping[str, Decimal]
    previous: Mapping[str, Decimal]
    year_ago: Mapping[str, Decimal]
    # What a register counts, with the register's name.
    counted: Mapping[str, tuple[Decimal, str]] = field(default_factory=dict)

    def cell(self, code: str) -> CheckedCell:
        return self.cells.get(code, BLANK)

    def amount_of(self, indicator: Indicator) -> Decimal | None:
        return self.cell(indicator.code).amount
