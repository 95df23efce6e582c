"""Sums, spans of time and ratios of reported cells. Without the database.

Over time, flows add up and of stocks the last value counts. The contest shows the value so far and names what
is missing, the reports show no number before the span is complete. Both use `over_time`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from figures.catalogue.models import Indicator
from figures.submissions.models import Figure

BLANK, NUMBER, NOT_KNOWN, NOT_APPLICABLE = Figure.Answer.values


class Completeness(StrEnum):
    """How much of a total is there. Pages, charts, files and papers ask this, and nothing else.

    Only a complete total stands for the whole: in a headline, comparison, share, trend, rank or bar. A
    partial one is shown with its coverage, `3/7`.
    """

    COMPLETE = "complete"
    PARTIAL = "partial"
    NOT_YET = "not_yet"

    @classmethod
    def of(cls, reported: int, expected: int) -> "Completeness":
        if not reported:
            return cls.NOT_YET
        return cls.COMPLETE if reported == expected else cls.PARTIAL


@dataclass(frozen=True, slots=True)
class Cell:
    """One indicator of one province; blank too if the user may not see the submission.

    A cell that is not expected is of a time in which the province did not exist: no total waits for it.
    """

    value: Decimal | None = None
    answer: str = BLANK
    is_accepted: bool = False
    is_estimate: bool = False
    is_illustrative: bool = False
    # The value accepted last, while its province corrects it.
    is_being_corrected: bool = False
    is_expected: bool = True

    @property
    def is_number(self) -> bool:
        return self.value is not None

    @property
    def is_answered(self) -> bool:
        """Whether it completes a total: with a number, or because it does not apply."""
        return self.value is not None or self.answer == NOT_APPLICABLE

    @property
    def amount(self) -> Decimal | None:
        return Decimal(0) if self.answer == NOT_APPLICABLE else self.value

    @property
    def is_provisional(self) -> bool:
        return self.is_answered and not self.is_accepted


ABSENT = Cell()
NOT_EXPECTED = Cell(is_expected=False)


def sum_of_numbers(cells: Iterable[Cell]) -> Decimal | None:
    numbers = [cell.value for cell in cells if cell.value is not None]
    return sum(numbers, Decimal(0)) if numbers else None


def is_estimate(cells: Iterable[Cell]) -> bool:
    return any(cell.is_estimate for cell in cells if cell.is_number)


def is_being_corrected(cells: Iterable[Cell]) -> bool:
    return any(cell.is_being_corrected for cell in cells)


def is_illustrative(cells: Iterable[Cell]) -> bool:
    return any(cell.is_illustrative for cell in cells if cell.is_number)


@dataclass(frozen=True, slots=True)
class SpanValue:
    """An indicator of one province over a span.

    Attributes:
        cells: the answers that count, by half-year; of a stock only the last.
        missing: the half-years that are blank or not known.
    """

    cells: Mapping[int, Cell]
    missing: tuple[int, ...]

    @property
    def value(self) -> Decimal | None:
        return sum_of_numbers(self.cells.values())

    @property
    def answer(self) -> str:
        if self.value is not None:
            return NUMBER
        if not self.cells:
            return BLANK
        unknown = any(cell.answer == NOT_KNOWN for cell in self.cells.values())
        return NOT_KNOWN if unknown else NOT_APPLICABLE


def over_time(indicator: Indicator, halves: Mapping[int, Cell]) -> SpanValue:
    """Combine the half-years, given in order of time, with `ABSENT` for a cell that nobody filled.

    Raises:
        ValueError: if the indicator is a ratio, which is computed from its terms.
    """
    if indicator.kind == Indicator.Kind.RATIO:
        raise ValueError(f"{indicator.code} is a ratio; take its terms")
    answered: dict[int, Cell] = {}
    missing: list[int] = []
    for half, cell in halves.items():
        if cell.answer != BLANK:
            if not indicator.is_flow:
                answered, missing = {}, []  # earlier half-years no longer matter
            answered[half] = cell
        if not cell.is_answered:
            missing.append(half)
    return SpanValue(answered, tuple(missing))


def whole_span(indicator: Indicator, halves: Sequence[Cell]) -> Cell:
    """The half-years as one cell, without a number while any is missing."""
    if len(halves) == 1:
        return halves[0]
    span = over_time(indicator, dict(enumerate(halves)))
    if not span.cells.keys() >= set(span.missing):
        return ABSENT
    return in_one(list(span.cells.values()))


def in_one(cells: Sequence[Cell]) -> Cell:
    """The cells of half-years or provinces as one, their sum; without a number while one is missing."""
    if not cells or any(cell.answer == BLANK for cell in cells):
        return ABSENT
    if len(cells) == 1:
        return cells[0]
    if not all(cell.is_answered for cell in cells):
        return Cell(answer=NOT_KNOWN)
    value = sum_of_numbers(cells)
    if value is None:
        return cells[-1]
    accepted = all(cell.is_accepted for cell in cells)
    return Cell(
        value, NUMBER, accepted, is_estimate(cells), is_illustrative(cells), is_being_corrected(cells)
    )


def ratio(indicator: Indicator, top: Cell, bottom: Cell) -> Cell:
    value = indicator.quotient(top.value, bottom.value)
    if value is not None:
        answer = NUMBER
    elif bottom.value == 0:
        answer = NOT_APPLICABLE
    else:
        answer = BLANK if BLANK in (top.answer, bottom.answer) else NOT_KNOWN
    return Cell(
        value=value,
        answer=answer,
        is_accepted=top.is_accepted and bottom.is_accepted,
        is_estimate=top.is_estimate or bottom.is_estimate,
        is_illustrative=top.is_illustrative or bottom.is_illustrative,
        is_being_corrected=top.is_being_corrected or bottom.is_being_corrected,
        is_expected=top.is_expected and bottom.is_expected,
    )
