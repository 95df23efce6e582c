"""Cells as values of a file: numbers as numbers, or signs for why there is none."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from figures.submissions.cell_arithmetic import Cell, Completeness
from figures.submissions.models import Figure
from reports.summary.decimal_text import decimals_of, rounded
from reports.summary.values import IndicatorLine
from vietnamese.numbers import NO_NUMBER
from web.missing_value_marks import NOT_APPLICABLE
from web.table_files import Value

Rows = list[Sequence[Value]]


def cell_value(line: IndicatorLine, cell: Cell) -> Value:
    """A cell's number, the sign for why there is none, or an empty text if nothing was sent."""
    if cell.value is not None:
        return number_value(line, cell.value)
    signs = {Figure.Answer.NOT_APPLICABLE.value: NOT_APPLICABLE, Figure.Answer.NOT_KNOWN.value: NO_NUMBER}
    return signs.get(cell.answer, "")


def total_values(line: IndicatorLine) -> list[Value]:
    """The columns of `total_heads`."""
    return sum_values(total_value(line), line.total.reported, line.total.expected)


def total_value(line: IndicatorLine) -> Value:
    if line.total.value is not None:
        return number_value(line, line.total.value)
    return NOT_APPLICABLE if line.applies_to_nobody else NO_NUMBER


def sum_values(value: Value, reported: int, expected: int) -> list[Value]:
    """A sum over provinces in the columns of `total_heads`; a partial one is not in the cluster's column."""
    is_partial = Completeness.of(reported, expected) == Completeness.PARTIAL
    return ["" if is_partial else value, value, f"{reported}/{expected}"]


def number_value(line: IndicatorLine, value: Decimal) -> Decimal:
    """A ratio is rounded as on the pages; a reported number stays exact."""
    decimals = decimals_of(line.indicator) if line.is_ratio else None
    return value if decimals is None else rounded(value, decimals)


def figure_heads() -> list[str]:
    return [_("Chỉ tiêu"), _("Mã"), _("Đơn vị tính"), *total_heads()]


def total_heads() -> list[str]:
    return [_("Toàn cụm"), _("Cộng các tỉnh có số liệu"), _("Số tỉnh có số liệu")]
