"""What reported cells come to: sums, spans of time, ratios. No database.

Over time flows add up and stocks take the last. The contest shows what there is by now and names what is
missing; the reports show no number before the span is whole. Both ask `over_time`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from figures.catalogue.models import Indicator
from figures.submissions.models import Figure

Answer = Figure.Answer


@dataclass(frozen=True, slots=True)
class Cell:
    """One indicator of one province. Without a submission to see, `answer` is blank and nothing is known."""

    value: Decimal | None = None
    answer: str = Answer.BLANK.value
    is_accepted: bool = False
    is_estimate: bool = False
    is_illustrative: bool = False

    @property
    def is_number(self) -> bool:
        return self.value is not None

    @property
    def is_answered(self) -> bool:
        """Whether the province stands behind the total: with a number, or by saying it does not apply."""
        return self.value is not None or self.answer == Answer.NOT_APPLICABLE

    @property
    def amount(self) -> Decimal | None:
        """What it adds to a sum: what does not apply adds nothing."""
        return Decimal(0) if self.answer == Answer.NOT_APPLICABLE else self.value

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
            return Answer.NUMBER.value
        if not self.made_of:
            return Answer.BLANK.value
        unknown = any(cell.answer == Answer.NOT_KNOWN for cell in self.made_of.values())
        return (Answer.NOT_KNOWN if unknown else Answer.NOT_APPLICABLE).value

    def as_cell(self) -> Cell:
        """The span as one cell. While something is missing, what there is stands for no number."""
        cells = list(self.made_of.values())
        if not cells or any(half not in self.made_of for half in self.missing):
            return ABSENT
        if self.missing and len(cells) > 1:
            return Cell(answer=Answer.NOT_KNOWN.value)
        if self.value is None or len(cells) == 1:
            return cells[-1]
        return Cell(
            value=self.value,
            answer=self.answer,
            is_accepted=all(cell.is_accepted for cell in cells),
            is_estimate=is_estimate(cells),
            is_illustrative=is_illustrative(cells),
        )


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
    made_of = {half: cell for half, cell in halves.items() if cell.answer != Answer.BLANK}
    waits_for = halves
    if made_of and not indicator.is_flow:
        last = max(made_of)
        made_of = {last: made_of[last]}
        waits_for = {half: cell for half, cell in halves.items() if half >= last}
    return SpanValue(made_of, tuple(half for half, cell in waits_for.items() if not cell.is_answered))


def ratio(indicator: Indicator, top: Cell, bottom: Cell) -> Cell:
    """The ratio of two cells. Over zero it does not apply."""
    value = indicator.quotient(top.value, bottom.value)
    if value is not None:
        answer = Answer.NUMBER
    elif bottom.value == 0:
        answer = Answer.NOT_APPLICABLE
    else:
        answer = Answer.BLANK if Answer.BLANK in (top.answer, bottom.answer) else Answer.NOT_KNOWN
    return Cell(
        value=value,
        answer=answer.value,
        is_accepted=top.is_accepted and bottom.is_accepted,
        is_estimate=top.is_estimate or bottom.is_estimate,
        is_illustrative=top.is_illustrative or bottom.is_illustrative,
    )
