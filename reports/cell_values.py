"""Cells as values of a file: numbers as numbers, and the signs of why there is none."""

from decimal import Decimal

from figures.models import Figure
from provinces.export import Value
from provinces.numbers import NO_NUMBER
from provinces.signs import NOT_APPLICABLE
from reports.charts.chart import decimals_of
from reports.exact import rounded
from reports.lines import Cell, Line


def cell_value(line: Line, cell: Cell) -> Value:
    """A cell's number, or the sign of why there is none; nothing where nothing was sent."""
    if cell.value is not None:
        return number_value(line, cell.value)
    signs = {Figure.Answer.NOT_APPLICABLE.value: NOT_APPLICABLE, Figure.Answer.NOT_KNOWN.value: NO_NUMBER}
    return signs.get(cell.answer, "")


def total_value(line: Line) -> Value:
    """A line's total, or the sign of none."""
    return NO_NUMBER if line.total.value is None else number_value(line, line.total.value)


def number_value(line: Line, value: Decimal) -> Decimal:
    """A ratio as it is shown; what was reported, exactly."""
    places = decimals_of(line.indicator) if line.is_ratio else None
    return value if places is None else rounded(value, places)
