"""Compared numbers as columns of a file: their changes, and the course before them."""

from decimal import Decimal

from django.utils.translation import gettext as _

from reports.comparison.rows import ComparedRow
from reports.presentation.cell_values import number_value
from reports.summary.decimal_text import rounded
from reports.summary.span_figures import SpanFigures
from reports.summary.values import Change, IndicatorLine
from web.table_files import Value


def compared_heads(figures: SpanFigures) -> list[str]:
    heads = _change_heads(_("So năm trước") if figures.span.is_year else _("So cùng kỳ"))
    heads += [] if figures.span.is_year else _change_heads(_("So kỳ trước"))
    return heads + [span.short_label for span, _table in figures.history[:-1]]


def compared_cells(figures: SpanFigures, row: ComparedRow) -> list[Value]:
    """The columns of `compared_heads`; of the course only totals of all provinces."""
    cells = _change_cells(row.line, row.year_ago.change)
    if not figures.span.is_year:
        cells += _change_cells(row.line, row.previous.change if row.previous else None)
    return cells + [_number(row.line, point.whole) for point in row.course.points[:-1]]


def percent_value(change: Change | None) -> Value:
    return None if change is None or change.percent is None else rounded(change.percent, 1)


def _change_heads(compared: str) -> list[str]:
    return [compared, f"{compared}, %", ", ".join([compared, _("số tỉnh so sánh")])]


def _change_cells(line: IndicatorLine, change: Change | None) -> list[Value]:
    if change is None:
        return ["", "", ""]
    return [_number(line, change.amount), percent_value(change), f"{change.compared}/{change.expected}"]


def _number(line: IndicatorLine, value: Decimal | None) -> Value:
    return None if value is None else number_value(line, value)
