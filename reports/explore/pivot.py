"""The chosen measure of every chosen number, and the numbers as rows and columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from figures.catalogue.models import Indicator
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from reports.explore.choice import Axis, Choice, Measure
from reports.summary.arithmetic import compare, of_province
from reports.summary.loading import tables, visible_over
from reports.summary.reporting_spans import Span, earlier_spans
from reports.summary.values import Change, IndicatorLine, Table
from vietnamese.numbers import NO_NUMBER
from web.missing_value_marks import NOT_APPLICABLE

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Measured:
    """A number of the table; without a value, the sign for why there is none.

    Attributes:
        coverage: `3/7` if not all provinces are in it, else empty.
    """

    value: Decimal | None
    sign: str = NO_NUMBER
    coverage: str = ""
    is_illustrative: bool = False


UNKNOWN = Measured(None)


@dataclass(frozen=True)
class PivotCell:
    """One number: what it is of, and what is shown of it.

    Attributes:
        line: of this territory alone; None where the half-year does not ask for the indicator.
    """

    indicator: Indicator
    territory: Province | None
    span: Span
    line: IndicatorLine | None
    measured: Measured


Key = tuple[Indicator, Province | None, Span]


@dataclass(frozen=True)
class Pivot:
    """The numbers of a choice.

    Attributes:
        tables: of the chosen spans, and of the earlier ones that they are compared with.
        earlier: of each chosen span the one before, or a year before.
    """

    choice: Choice
    tables: dict[Span, Table]
    earlier: dict[Span, Span | None]

    @cached_property
    def cells(self) -> dict[Key, PivotCell]:
        return {
            (indicator, territory, span): self._cell(indicator, territory, span)
            for territory in self.choice.territories
            for span in self.choice.spans
            for indicator in self.choice.measured
        }

    @property
    def is_illustrative(self) -> bool:
        return any(cell.measured.is_illustrative for cell in self.cells.values())

    def rows(self) -> Iterator[tuple[Indicator | Province | Span | None, list[PivotCell]]]:
        """Each row's head, and its cells in the order of `columns`."""
        axis = self.choice.rows
        for head in self._along(axis):
            yield head, [self.cells[self._key({axis: head} | column)] for column in self.columns]

    @cached_property
    def columns(self) -> list[dict[Axis, Indicator | Province | Span | None]]:
        """The other two axes, the second within the first."""
        outer, inner = self.column_axes
        return [{outer: o, inner: i} for o in self._along(outer) for i in self._along(inner)]

    @property
    def column_axes(self) -> tuple[Axis, Axis]:
        return {
            Axis.TERRITORY: (Axis.INDICATOR, Axis.SPAN),
            Axis.INDICATOR: (Axis.TERRITORY, Axis.SPAN),
            Axis.SPAN: (Axis.INDICATOR, Axis.TERRITORY),
        }[self.choice.rows]

    def _along(self, axis: Axis) -> tuple[Indicator | Province | Span | None, ...]:
        choice = self.choice
        if axis == Axis.INDICATOR:
            return choice.measured
        return choice.territories if axis == Axis.TERRITORY else choice.spans

    @staticmethod
    def _key(at: dict[Axis, Indicator | Province | Span | None]) -> Key:
        return at[Axis.INDICATOR], at[Axis.TERRITORY], at[Axis.SPAN]  # type: ignore[return-value]

    def _cell(self, indicator: Indicator, territory: Province | None, span: Span) -> PivotCell:
        line = self._of(territory, span).lines.get(indicator.code)
        measured = self._measured(line, territory, span) if line else UNKNOWN
        return PivotCell(indicator, territory, span, line, measured)

    def _measured(self, line: IndicatorLine, territory: Province | None, span: Span) -> Measured:
        match self.choice.measure:
            case Measure.SHARE:
                return self._percent(line, self.tables[span].lines[line.indicator.code])
            case Measure.PART:
                whole = line.indicator.part_of
                lines = self._of(territory, span).lines
                return self._percent(line, lines.get(whole.code if whole else ""))
            case Measure.INDEX:
                # A year and a half-year do not compare.
                first = next(each for each in self.choice.spans if each.is_year == span.is_year)
                return self._changed(line, territory, span, first, base=HUNDRED)
            case Measure.VALUE:
                return _value(line)
        return self._changed(line, territory, span, self.earlier[span])

    def _percent(self, line: IndicatorLine, whole: IndicatorLine | None) -> Measured:
        """Of a whole that is there, in all provinces that it adds up."""
        value, of = line.total.whole, whole.total.whole if whole else None
        if whole is None or value is None or of is None:
            return Measured(None, NOT_APPLICABLE if line.applies_to_nobody else NO_NUMBER)
        if not of:
            return Measured(None, NOT_APPLICABLE)
        is_illustrative = line.total.is_illustrative or whole.total.is_illustrative
        return Measured(value / of * 100, is_illustrative=is_illustrative)

    def _changed(
        self,
        line: IndicatorLine,
        territory: Province | None,
        span: Span,
        earlier: Span | None,
        base: Decimal = Decimal(0),
    ) -> Measured:
        if earlier is None or (line.indicator.is_flow and _halves(earlier) != _halves(span)):
            return UNKNOWN  # half a year's flows are no fall against a whole year's
        before = self._of(territory, earlier)
        change = compare(self._of(territory, span), before, line.indicator.code)
        return UNKNOWN if change is None else _changed(change, base)

    def _of(self, territory: Province | None, span: Span) -> Table:
        """The span's table, of one province alone if it is not the whole cluster's."""
        if (territory, span) not in self._narrowed:
            table = self.tables[span]
            if territory is not None:
                table = of_province(table, table.provinces.index(territory))
            self._narrowed[territory, span] = table
        return self._narrowed[territory, span]

    @cached_property
    def _narrowed(self) -> dict[tuple[Province | None, Span], Table]:
        return {}


def _halves(span: Span) -> list[int]:
    """A half-year compares with any other, a year with one of the same halves."""
    return [period.half for period in span.periods] if span.is_year else []


def _value(line: IndicatorLine) -> Measured:
    total = line.total
    if total.value is None:
        return Measured(None, NOT_APPLICABLE if line.applies_to_nobody else NO_NUMBER)
    return Measured(
        total.value,
        coverage=total.coverage if total.is_partial else "",
        is_illustrative=total.is_illustrative,
    )


def _changed(change: Change, base: Decimal) -> Measured:
    if change.percent is None:  # of zero
        return Measured(None, NOT_APPLICABLE)
    return Measured(
        base + change.percent,
        coverage="" if change.is_complete else f"{change.compared}/{change.expected}",
        is_illustrative=change.is_illustrative,
    )


def load_pivot(choice: Choice, *, officer: Officer) -> Pivot:
    """Read the numbers as this officer may see them."""
    earlier: dict[Span, Span | None] = dict.fromkeys(choice.spans)
    if choice.measure.is_change:
        periods = list(choice.periods)
        for span in choice.spans:
            previous, year_ago = earlier_spans(span, periods)
            # Of a year both are the year before.
            is_previous = choice.measure == Measure.PREVIOUS or span.is_year
            earlier[span] = previous if is_previous else year_ago
    spans = list(dict.fromkeys([*choice.spans, *filter(None, earlier.values())]))
    visible = visible_over(
        {span.year for span in spans}, officer=officer, accepted_only=choice.scope.accepted_only
    )
    read = tables(spans, land=choice.land, visible=visible, compared=_needed(choice), complete=0)
    return Pivot(choice, dict(zip(spans, read, strict=True)), earlier)


def _needed(choice: Choice) -> set[str]:
    """The codes of what is shown, and of the totals that it is a part of."""
    totals = {indicator.part_of_id for indicator in choice.measured}
    return {each.code for each in choice.catalogue if each in choice.measured or each.pk in totals}
