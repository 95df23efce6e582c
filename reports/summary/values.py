"""The values of the summary, all immutable."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.breaks import NO_BREAKS, Breaks
from figures.catalogue.models import Indicator
from figures.submissions.cell_arithmetic import Cell, Completeness
from figures.submissions.models import Figure
from provinces.clusters.models import Province


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over provinces; `reported` of `expected` provinces have answered."""

    value: Decimal | None
    accepted: Decimal
    provisional: Decimal
    reported: int
    expected: int
    is_illustrative: bool
    is_estimate: bool
    is_being_corrected: bool = False

    @property
    def state(self) -> Completeness:
        return Completeness.of(self.reported, self.expected)

    @property
    def is_complete(self) -> bool:
        return self.state == Completeness.COMPLETE

    @property
    def is_partial(self) -> bool:
        return self.state == Completeness.PARTIAL

    @property
    def coverage(self) -> str:
        """`6/7`: how many provinces have answered."""
        return f"{self.reported}/{self.expected}"

    @property
    def whole(self) -> Decimal | None:
        """The value, if it stands for the whole cluster."""
        return self.value if self.is_complete else None

    @property
    def amount(self) -> Decimal | None:
        """The value in a ledger: None while a province is missing, 0 if it applies to nobody."""
        if not self.is_complete:
            return None
        return Decimal(0) if self.value is None else self.value


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator's cells, in the order of the table's provinces, and their total."""

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
        return {cell.answer for cell in self.cells} - {Figure.Answer.BLANK.value} == {
            Figure.Answer.NOT_KNOWN.value
        }

    @property
    def applies_to_nobody(self) -> bool:
        return {cell.answer for cell in self.cells} == {Figure.Answer.NOT_APPLICABLE.value}

    def share(self, index: int) -> Decimal | None:
        """Percent of the total; None while the total is not complete."""
        value, whole = self.cells[index].value, self.total.whole
        return value / whole * 100 if value is not None and whole else None


@dataclass(frozen=True, slots=True)
class Table:
    """One span: a line for each indicator, by code.

    `is_apart`: each province has only the half-years in which it existed (`LandReading.FORMER`).

    `cut_offs` are the last days of the span's half-years, oldest first.

    `breaks` are the days from which indicators are defined otherwise.

    `openings` has the cells of provinces without history before it that entered an opening, in the order of
    the provinces, by the closing's code.
    """

    label: str
    provinces: tuple[Province, ...]
    lines: Mapping[str, IndicatorLine]
    openings: Mapping[str, tuple[Cell, ...]] = field(default_factory=dict)
    is_apart: bool = False
    cut_offs: tuple[dt.date, ...] = ()
    breaks: Breaks = NO_BREAKS

    def __getitem__(self, code: str) -> IndicatorLine:
        return self.lines[code]

    def __contains__(self, code: str) -> bool:
        return code in self.lines

    @property
    def is_illustrative(self) -> bool:
        return any(line.is_illustrative for line in self.lines.values())

    def break_since(self, earlier: "Table | None", code: str) -> SeriesBreak | None:
        """The change of definition for which the number does not compare with the earlier one.

        Of a flow, it may also lie within the earlier year, whose halves are then counted otherwise.
        """
        if earlier is None or not self.cut_offs or not earlier.cut_offs or code not in self:
            return None
        indicator = self[code].indicator
        since = earlier.cut_offs[0] if indicator.is_flow else earlier.cut_offs[-1]
        return self.breaks.between(indicator, since, self.cut_offs[-1])

    @property
    def at_end(self) -> "Table":
        """Without the provinces that ended within the span: these have flows, but no stocks at its end."""
        lines = self.lines.values()
        lasting = [
            column
            for column in range(len(self.provinces))
            if all(line.cells[column].is_expected for line in lines)
        ]
        if len(lasting) == len(self.provinces):
            return self
        return replace(
            self,
            provinces=tuple(self.provinces[column] for column in lasting),
            lines={
                code: replace(line, cells=tuple(line.cells[column] for column in lasting))
                for code, line in self.lines.items()
            },
        )


@dataclass(frozen=True, slots=True)
class Change:
    """A total against an earlier one, over the provinces with both."""

    amount: Decimal
    base: Decimal  # the earlier total
    percent: Decimal | None  # None: the earlier total is zero
    compared: int  # provinces
    expected: int
    is_illustrative: bool

    @property
    def is_complete(self) -> bool:
        return Completeness.of(self.compared, self.expected) == Completeness.COMPLETE
