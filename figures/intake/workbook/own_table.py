"""A workbook that is no form: the sheet with most labels of the form, as the block that copying it gives."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from figures.intake.named_periods import heads_another_time, names
from figures.intake.paste.cell import holds_answer
from figures.intake.paste.columns import province_in
from figures.intake.paste.grid import MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS
from figures.intake.paste.label_matching import LabelIndex
from figures.intake.source import Source, TableText
from figures.intake.workbook.csv_block import block_of
from figures.intake.workbook.form_answer import shown
from figures.intake.workbook.form_table import holds_something, place_of
from figures.intake.workbook.refusals import refusal_text
from figures.sheet.rows import Sheet
from figures.submissions.models import Submission
from provinces.clusters.models import Province
from web.spreadsheet_reading.reading import Cell, SheetCells, Workbook
from web.uploads import FileRefusedError

_MOST_COMPARED = 300  # rows whose labels are compared with nearly all of the form


def own_table(workbook: Workbook, sheet: Sheet, name: str) -> TableText:
    """The table of the workbook.

    Args:
        workbook: what it holds.
        sheet: the half-year as it is stored.
        name: of the file.

    Raises:
        FileRefusedError: if no sheet has labels of the form, or the sheet is too large.
    """
    labels = LabelIndex(row.indicator for row in sheet.rows)
    page = _likeliest(workbook.sheets, labels, sheet.submission)
    if page is None:
        raise FileRefusedError(refusal_text("form"))
    held = {other.name: _held(other) for other in workbook.sheets if other is not page}
    unread = {name: count for name, count in held.items() if count} | dict(workbook.unread)
    rows = [[_as_pasted(cell) for cell in row] for row in page.rows]
    rows = [row[: _width(row)] for row in rows]
    text = block_of(rows)
    if len(text) > MOST_CHARACTERS or len(rows) > MOST_ROWS or max(map(len, rows)) > MOST_COLUMNS:
        raise FileRefusedError(
            _("Trang tính “%s” quá lớn. Chép riêng phần bảng có số liệu rồi dán vào mục Dán từ Excel.")
            % page.name
        )
    formulas = sum(cell.flag == "formula" and bool(cell.text) for row in page.rows for cell in row)
    return TableText(text, Source(name, page.name, formulas, _left_out(page), unread))


def _likeliest(pages: Sequence[SheetCells], labels: LabelIndex, submission: Submission) -> SheetCells | None:
    """The sheet with most rows of a known label and a number, else of a label that is nearly known.

    What a sheet's name says of its province and half-year goes first, and a hidden sheet comes after those
    that people see.
    """
    period = submission.period
    provinces = list(Province.objects.members_on(period.cluster, period.cut_off_on))
    ranks = {page.name: _rank(page.name, submission, provinces) for page in pages}
    own = [page for page in pages if ranks[page.name] >= 0]
    rows = {page.name: [row for row in map(_words, page.rows) if row] for page in pages}
    # Labels in a row of their own come last: reading tells how such a table is to be turned.
    texts = {page.name: [[c.text for c in row] for row in page.rows if rows[page.name]] for page in pages}
    for pool in ([page for page in own if not page.is_hidden], own, pages):
        for find, lines in ((labels.indicators, rows), (labels.near, rows), (labels.indicators, texts)):
            known = {
                page.name: sum(any(map(find, row)) for row in lines[page.name][:_MOST_COMPARED])
                for page in pool
            }
            with_table = [page for page in pool if known[page.name]]
            if with_table:
                return max(with_table, key=lambda page: (ranks[page.name], known[page.name]))
    return None


def _rank(name: str, submission: Submission, provinces: Sequence[Province]) -> int:
    """How much a sheet's name says that it is this one; negative if it says that it is another."""
    named = province_in([name], provinces)
    if named not in (None, submission.province) or heads_another_time([name], submission.period):
        return -1
    return (named is not None) + names(name, submission.period)


def _words(row: Sequence[Cell]) -> list[str]:
    """The texts of a row that has a number."""
    texts = [cell.text for cell in row if cell.kind == "s" and cell.text and not holds_answer(cell.text)]
    has_number = any(cell.text and (cell.kind in "np" or holds_answer(cell.text)) for cell in row)
    return texts if has_number else []


def _as_pasted(cell: Cell) -> str:
    if cell.flag == "merged" or cell.is_hidden or not holds_something(cell):
        return ""
    if not cell.text:
        return "#ERR!" if cell.flag == "error" else "=…"
    # Without dots, which would read as decimals where the block has English spelling.
    return shown(cell).replace(".", "") if cell.kind in "np" else shown(cell)


def _width(row: Sequence[str]) -> int:
    return max((at for at, text in enumerate(row, 1) if text), default=0)


def _held(page: SheetCells) -> int:
    return sum(holds_something(cell) for row in page.rows for cell in row) + len(page.beyond)


def _left_out(page: SheetCells) -> tuple[tuple[str, str, str], ...]:
    covered, far = _("Nằm dưới một ô gộp nên không thấy trên bảng."), _("Nằm quá xa bảng nên không đọc.")
    hidden = _("Nằm trong hàng hoặc cột đang ẩn nên không đọc; muốn lấy, hãy bỏ ẩn rồi tải tệp lên lại.")
    cells = [
        (cell, covered if cell.flag == "merged" else hidden)
        for row in page.rows
        for cell in row
        if cell.flag == "merged" or cell.is_hidden
    ]
    cells += [(cell, far) for cell in page.beyond]
    return tuple((place_of(page, cell), shown(cell), why) for cell, why in cells if holds_something(cell))
