"""The year board, and the days of a year, as tables to download."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from emulation.overview.board import YearBoard
from emulation.overview.board_cells import Cell
from emulation.year.models import Deadline, EmulationYear
from vietnamese.dates import format_date
from web.list_downloads import illustrative_mark
from web.missing_value_marks import NOT_APPLICABLE
from web.table_files import TableFile, Value


def board(contest_year: EmulationYear, year_board: YearBoard) -> TableFile:
    heads = [_("Tỉnh, thành phố")]
    for column in year_board.columns:
        due = _("hạn %s") % format_date(column.due_on) if column.due_on else _("chưa có hạn")
        heads += [
            f"{column.label} ({due})",
            _("%s, ngày") % column.label,
            _("%s, chậm") % column.label,
        ]
    rows = [
        [
            province.name,
            *(value for _column, cell in cells for value in _cell_values(cell)),
            illustrative_mark(contest_year.is_illustrative),
        ]
        for province, cells in year_board.rows
    ]
    return TableFile(f"tien-do-{contest_year.year}", [*heads, _("Minh họa")], rows)


def _cell_values(cell: Cell | None) -> list[Value]:
    return [cell.mark.text, cell.done_on, cell.warning] if cell else [NOT_APPLICABLE, None, ""]


def deadlines(contest_year: EmulationYear, year_deadlines: Iterable[Deadline]) -> TableFile:
    heads = [_("Phần việc"), _("Từ ngày"), _("Đến hết ngày")]
    rows: list[Sequence[Value]] = [
        [str(deadline.get_part_display()), deadline.opens_on, deadline.due_on] for deadline in year_deadlines
    ]
    return TableFile(f"thoi-han-thi-dua-{contest_year.year}", heads, rows)
