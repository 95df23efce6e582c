"""A file that is one large table: its cells, and what is refused before there is no room for it."""

import datetime as dt
import io

import pytest
import xlsxwriter

from web.spreadsheet_reading.process import RefusedError
from web.spreadsheet_reading.reading import TableLimits, read_table


def workbook(*sheets: dict[str, object], hidden: int = 0) -> bytes:
    """Of each sheet its cells by address; the first `hidden` of them are hidden."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"default_date_format": "dd/mm/yyyy"})
    for number, cells in enumerate(sheets):
        sheet = book.add_worksheet(f"S{number}")
        for at, value in cells.items():
            if isinstance(value, tuple):
                sheet.write_formula(at, value[0], None, value[1])
            else:
                sheet.write(at, value)
        if number < hidden:
            sheet.hide()
    if hidden < len(sheets):
        book.worksheets()[hidden].activate()
        book.worksheets()[hidden].set_first_sheet()
    book.close()
    return target.getvalue()


def test_cells_keep_what_they_are():
    cells = {"A2": "Lúa", "B2": 1.5, "C2": 7, "D2": dt.date(2020, 3, 2), "E2": True}
    table = read_table(workbook(cells), TableLimits())
    assert list(table.rows) == [[], ["Lúa", 1.5, 7, ["date", "2020-03-02"], "TRUE"]]


def test_formulas_give_their_results_and_errors_say_which():
    cells = {"A1": ("=1+1", 2), "B1": ("=1/0", "#DIV/0!"), "C1": "x"}
    table = read_table(workbook(cells), TableLimits())
    assert table.formulas == 1
    assert list(table.rows) == [[2, ["error", "#DIV/0!"], "x"]]


def test_first_visible_sheet_with_content_is_read_and_the_others_are_named():
    table = read_table(workbook({"A1": "ẩn"}, {}, {"A1": "đọc"}, {"A1": "sau"}, hidden=1), TableLimits())
    assert (table.sheet, table.unread, list(table.rows)) == ("S2", ["S3"], [["đọc"]])


@pytest.mark.parametrize(
    ("cells", "limits", "reason"),
    [
        ({"A1": "x", "XFD1": "x"}, TableLimits(), "far"),
        ({"A1": "x", "A1000000": "x"}, TableLimits(), "far"),
        ({"A4": "x"}, TableLimits(rows=3), "rows"),
        ({"D1": "x"}, TableLimits(columns=3), "columns"),
        ({}, TableLimits(), "empty"),
        ({"A1": "x"}, TableLimits(unpacked=100), "large"),
        ({"A1": "x"}, TableLimits(file_bytes=100), "large"),
    ],
)
def test_table_beyond_its_limits_is_refused(cells, limits, reason):
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        read_table(workbook(cells), limits)


def test_endless_work_is_ended():
    with pytest.raises(RefusedError, match="slow"):
        read_table(workbook({"A1": "x"}), TableLimits(seconds=0))
