"""Where the provinces stand in a year's contest, as files."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from emulation.board.cells import Cell
from emulation.board.year import YearBoard
from emulation.checks.given import state_word
from emulation.models import Check, Deadline, EmulationYear
from emulation.pledges.progress import ProgressTable
from provinces.dates import format_date
from provinces.export import Listing, Value
from provinces.list_files import made_up
from provinces.signs import NOT_APPLICABLE


def board(year: EmulationYear, found: YearBoard) -> Listing:
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
            made_up(year.is_illustrative),
        ]
        for province, cells in found.rows
    ]
    return Listing(f"tien-do-{year.year}", [*heads, _("Minh họa")], rows)


def _part(cell: Cell | None) -> list[Value]:
    return [cell.word.text, cell.on, cell.late] if cell else [NOT_APPLICABLE, None, ""]


def checks(year: EmulationYear, ring: Iterable[Check]) -> Listing:
    """Who checks whom."""
    heads = [_("Tỉnh chấm"), _("Tỉnh được chấm"), _("Trạng thái"), _("Minh họa")]
    rows = [
        [each.checker.name, each.checked.name, state_word(each).text, made_up(year.is_illustrative)]
        for each in ring
    ]
    return Listing(f"phan-cong-cham-cheo-{year.year}", heads, rows)


def deadlines(year: EmulationYear, found: Iterable[Deadline]) -> Listing:
    """The days of the parts of the year."""
    heads = [_("Phần việc"), _("Từ ngày"), _("Đến hết ngày")]
    rows: list[Sequence[Value]] = [
        [str(each.get_part_display()), each.opens_on, each.due_on] for each in found
    ]
    return Listing(f"thoi-han-thi-dua-{year.year}", heads, rows)


def progress(found: ProgressTable) -> Listing:
    """Results against the signed pledges: a row for each member and indicator."""
    heads = [_("Đơn vị"), _("Chỉ tiêu"), _("Đơn vị tính"), _("Giao ước"), _("Kết quả"), _("Tỷ lệ (%)")]
    lines = [(province.name, row) for province, row in found.rows]
    if len(lines) > 1 and found.has_results:
        lines.insert(0, (_("Toàn Cụm"), found.totals))
    rows = [
        [
            name,
            cell.indicator.in_language("label"),
            cell.indicator.in_language("unit"),
            cell.target,
            cell.value,
            None if cell.percent is None else round(cell.percent, 2),
            made_up(found.year.is_illustrative or cell.result.is_illustrative),
        ]
        for name, row in lines
        for cell in row
    ]
    return Listing(f"thuc-hien-giao-uoc-{found.year.year}", [*heads, _("Minh họa")], rows)
