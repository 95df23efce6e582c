"""Where the provinces stand in a year's contest, as files."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from emulation.overview.board import YearBoard
from emulation.overview.board_cells import Cell
from emulation.year.models import Deadline, EmulationYear
from vietnamese.dates import format_date
from web.list_downloads import illustrative_mark
from web.missing_value_marks import NOT_APPLICABLE
from web.table_files import TableFile, Value


def board(contest_year: EmulationYear, found: YearBoard) -> TableFile:
    """The parts of the year by province: of each its state, its day, and by how much it is late."""
    heads = [_("Tỉnh, thành phố")]
    for column in found.columns:
        due = _("hạn %s") % format_date(column.due_on) if column.due_on else _("chưa có hạn")
        heads += [
            f"{column.label} ({due})",
            _("%s, ngày") % column.label,
            _("%s, chậm") % column.label,
        ]
    rows = [
        [
            province.name,
            *(value for _column, cell in cells for value in _part(cell)),
            illustrative_mark(contest_year.is_illustrative),
        ]
        for province, cells in found.rows
    ]
    return TableFile(f"tien-do-{contest_year.year}", [*heads, _("Minh họa")], rows)


def _part(cell: Cell | None) -> list[Value]:
    return [cell.word.text, cell.on, cell.late] if cell else [NOT_APPLICABLE, None, ""]


def deadlines(contest_year: EmulationYear, found: Iterable[Deadline]) -> TableFile:
    """The days of the parts of the year."""
    heads = [_("Phần việc"), _("Từ ngày"), _("Đến hết ngày")]
    rows: list[Sequence[Value]] = [
        [str(each.get_part_display()), each.opens_on, each.due_on] for each in found
    ]
    return TableFile(f"thoi-han-thi-dua-{contest_year.year}", heads, rows)
