"""The chosen numbers as files: as the page shows them, and one a line."""

from django.utils.translation import gettext as _

from reports.explore.choice import Choice, Measure, territory_label
from reports.explore.pivot import Pivot, PivotCell
from reports.explore.tables import cell_text, column_heads, head_label, unit_of
from reports.presentation.cell_values import number_value
from reports.presentation.figure_tables import coverage_text
from reports.summary.decimal_text import rounded
from vietnamese.numbers import NO_NUMBER
from web.list_downloads import illustrative_mark
from web.table_files import TableFile, Value

NAME = "tra-cuu-so-lieu"


def shown_file(pivot: Pivot) -> TableFile:
    """The table of the page. A part of a total is no number there: nobody shall add it to whole ones."""
    choice = pivot.choice
    heads = [", ".join(filter(None, head)) for head in column_heads(pivot)]
    rows: list[list[Value]] = [
        [
            head_label(choice, head),
            *(_shown(choice, cell) for cell in cells),
            illustrative_mark(any(cell.measured.is_illustrative for cell in cells)),
        ]
        for head, cells in pivot.rows()
    ]
    return TableFile(NAME, [str(choice.rows.label), *heads, _("Minh họa")], rows)


def long_file(pivot: Pivot) -> TableFile:
    """A line for each number, with all that it is of and its state."""
    choice = pivot.choice
    heads = [_("Chỉ tiêu"), _("Mã"), _("Tỉnh, thành phố"), _("Kỳ báo cáo"), _("Hiện"), _("Đơn vị tính")]
    heads += [_("Giá trị"), _("Số tỉnh có số liệu"), _("Trạng thái"), _("Minh họa")]
    rows: list[list[Value]] = [
        [
            cell.indicator.in_language("label"),
            cell.indicator.code,
            territory_label(cell.territory),
            cell.span.label,
            str(choice.measure.label),
            unit_of(choice, cell.indicator),
            _number(choice, cell),
            cell.measured.coverage or (cell.line.total.coverage if cell.line and not cell.territory else ""),
            _state(cell),
            illustrative_mark(cell.measured.is_illustrative),
        ]
        for cell in pivot.cells.values()
    ]
    return TableFile(f"{NAME}-dang-dai", heads, rows)


def _shown(choice: Choice, cell: PivotCell) -> Value:
    if cell.measured.value is None:
        return cell.measured.sign
    if cell.measured.coverage:
        return f"{cell_text(choice, cell)} ({coverage_text(cell.measured.coverage)})"
    return _number(choice, cell)


def _number(choice: Choice, cell: PivotCell) -> Value:
    value = cell.measured.value
    if value is None or cell.line is None:
        return None
    return number_value(cell.line, value) if choice.measure == Measure.VALUE else rounded(value, 1)


def _state(cell: PivotCell) -> str:
    """Why there is no number, or how sure the number is."""
    if cell.measured.value is None or cell.line is None:
        return _("chưa có số liệu") if cell.measured.sign == NO_NUMBER else _("không áp dụng")
    total = cell.line.total
    states = [_("chưa đủ tỉnh")] if cell.measured.coverage else []
    is_provisional = any(each.is_provisional for each in cell.line.cells)
    states.append(_("tạm tính") if is_provisional else _("đã chấp nhận"))
    states += [_("ước")] if total.is_estimate else []
    states += [_("đang sửa")] if total.is_being_corrected else []
    return ", ".join(states)
