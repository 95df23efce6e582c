"""What the summary adds up and what comes of it: values alone, which nothing changes once they are made."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from figures.catalogue.models import Indicator
from figures.submissions.cell_arithmetic import Cell
from figures.submissions.models import Figure
from provinces.clusters.models import Province


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over provinces, with who is behind it: `reported` of `expected` provinces."""

    value: Decimal | None
    accepted: Decimal
    provisional: Decimal
    reported: int
    expected: int
    is_illustrative: bool
    is_estimate: bool

    @property
    def is_complete(self) -> bool:
        return self.reported == self.expected

    @property
    def amount(self) -> Decimal | None:
        """What it adds to a ledger: none while a province is missing; what applies to nobody adds nothing."""
        if not self.reported or not self.is_complete:
            return None
        return Decimal(0) if self.value is None else self.value


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator across the provinces: cells in the order of the table's provinces, and their total."""

    indicator: Indicator
    cells: tuple[Cell, ...]
    total: Total

    @property
    def is_illustrative(self) -> bool:
        return any(cell.is_illustrative for cell in self.cells)

    @property
    def is_ratio(self) -> bool:
        return self.indicator.kind == Indicator.Kind.RATIO

    @property
    def is_unknown(self) -> bool:
        """Whether everybody who answered said that the figure is not known."""
        return {cell.answer for cell in self.cells} - {Figure.Answer.BLANK.value} == {
            Figure.Answer.NOT_KNOWN.value
        }

    def share(self, index: int) -> Decimal | None:
        """A province's part of the total, in percent."""
        value = self.cells[index].value
        return value / self.total.value * 100 if value is not None and self.total.value else None


@dataclass(frozen=True, slots=True)
class Table:
    """One span of time: a line for each indicator, a cell for each province."""

    label: str
    provinces: tuple[Province, ...]
    lines: Mapping[str, IndicatorLine]

    def __getitem__(self, code: str) -> IndicatorLine:
        return self.lines[code]

    def __contains__(self, code: str) -> bool:
        return code in self.lines

    @property
    def is_illustrative(self) -> bool:
        return any(line.is_illustrative for line in self.lines.values())


@dataclass(frozen=True, slots=True)
class Change:
    """A total against an earlier one, over the `compared` provinces that stand in both.

    `percent` is none where the earlier total is zero.
    """

    amount: Decimal
    percent: Decimal | None
    compared: int
    expected: int
    is_illustrative: bool
