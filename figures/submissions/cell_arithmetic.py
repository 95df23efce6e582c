"""What reported cells come to: sums, spans of time, ratios. No database.

Over time flows add up and stocks take the last. The contest shows what there is by now and names what is
missing; the reports show no number before the span is whole. Both ask `over_time`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from figures.catalogue.models import Indicator
from figures.submissions.models import Figure

BLANK, NUMBER, NOT_KNOWN, NOT_APPLICABLE = Figure.Answer.values


@dataclass(frozen=True, slots=True)
class Cell:
    """One indicator of one province. Without a submission to see, `answer` is blank and nothing is known."""

    value: Decimal | None = None
    answer: str = BLANK
    is_accepted: bool = False
    is_estimate: bool = False
    is_illustrative: bool = False

    @property
    def is_number(self) -> bool:
        return self.value is not None

    @property
    def is_answered(self) -> bool:
        """Whether the province stands behind the total: with a number, or by saying it does not apply."""
        return self.value is not None or self.answer == NOT_APPLICABLE

    @property
    def amount(self) -> Decimal | None:
        """What it adds to a sum: what does not apply adds nothing."""
        return Decimal(0) if self.answer == NOT_APPLICABLE else self.value

    @property
    def is_provisional(self) -> bool:
        return self.is_answered and not self.is_accepted


ABSENT = Cell()


def added(cells: Iterable[Cell]) -> Decimal | None:
    """The sum of the numbers; none without any."""
    numbers = [cell.value for cell in cells if cell.value is not None]
    return sum(numbers, Decimal(0)) if numbers else None


def is_estimate(cells: Iterable[Cell]) -> bool:
    """Whether a number among them is an estimate; an answer without a number is none."""
    return any(cell.is_estimate for cell in cells if cell.is_number)


def is_illustrative(cells: Iterable[Cell]) -> bool:
    """Whether a number among them is illustrative."""
    return any(cell.is_illustrative for cell in cells if cell.is_number)


@dataclass(frozen=True, slots=True)
class SpanValue:
    """What an indicator of one province came to over a span.

    Attributes:
        made_of: the answers that it is made of, by half-year; of a stock the last one alone.
        missing: the half-years that it still waits for; they said nothing, or that they do not know.
    """

    made_of: Mapping[int, Cell]
    missing: tuple[int, ...]

    @property
    def value(self) -> Decimal | None:
        return added(self.made_of.values())

    @property
    def answer(self) -> str:
        """As of a cell: a number, or why there is none."""
        if self.value is not None:
            return NUMBER
        if not self.made_of:
            return BLANK
        unknown = any(cell.answer == NOT_KNOWN for cell in self.made_of.values())
        return NOT_KNOWN if unknown else NOT_APPLICABLE


def over_time(indicator: Indicator, halves: Mapping[int, Cell]) -> SpanValue:
    """One province's indicator over the half-years.

    Args:
        indicator: a flow or a stock.
        halves: by half-year, in time; `ABSENT` where the catalogue asks and nobody answered.

    Raises:
        ValueError: if the indicator is a ratio, which is computed from its terms.
    """
    if indicator.kind == Indicator.Kind.RATIO:
        raise ValueError(f"{indicator.code} is a ratio; take its terms")
    made_of: dict[int, Cell] = {}
    missing: list[int] = []
    for half, cell in halves.items():
        if cell.answer != BLANK:
            if not indicator.is_flow:
                made_of, missing = {}, []  # whatever came before it no longer matters
            made_of[half] = cell
        if not cell.is_answered:
            missing.append(half)
    return SpanValue(made_of, tuple(missing))


def whole_span(indicator: Indicator, halves: Sequence[Cell]) -> Cell:
    """The half-years as one cell. While something is missing, what there is stands for no number."""
    if len(halves) == 1:
        return halves[0]
    found = over_time(indicator, dict(enumerate(halves)))
    cells = list(found.made_of.values())
    if not cells or not found.made_of.keys() >= set(found.missing):
        return ABSENT
    if len(cells) == 1:
        return cells[0]
    if found.missing:
        return Cell(answer=NOT_KNOWN)
    value = found.value
    if value is None:
        return cells[-1]
    accepted = all(cell.is_accepted for cell in cells)
    return Cell(value, NUMBER, accepted, is_estimate(cells), is_illustrative(cells))


def ratio(indicator: Indicator, top: Cell, bottom: Cell) -> Cell:
    """The ratio of two cells. Over zero it does not apply."""
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
    )
