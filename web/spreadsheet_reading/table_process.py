"""The process that reads a table of tens of thousands of rows: an XLSX file in, lines of JSON out.

`reading.read_table` runs this file as a script, with its limits (memory in bytes, processor time in seconds,
bytes unpacked, rows, columns) as arguments. The first line is about the file, or `{"refused": reason}`; each
further line is one row of the first visible sheet that holds anything, so that neither side needs room for
all of them.

A cell is null, a text, a number, or a pair: `["date", "2020-03-02"]`, `["error", "#REF!"]`,
`["formula", ""]` for a formula whose result the file does not hold, `["other", text]`.
"""

import datetime as dt
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

if __name__ == "__main__":  # Python adds no folder when it runs isolated
    sys.path.append(str(Path(__file__).resolve().parents[2]))
from web.spreadsheet_reading.cell_marks import Marks, marks_of
from web.spreadsheet_reading.process import (
    BROKEN,
    MOST_TEXT,
    RefusedError,
    confine,
    open_workbook,
    paths_of,
    shortened,
)

_BLOCK, _OVERLAP = 1 << 20, 400  # bytes; no start of a cell is longer
# Cells that hold something so far out that the library would make room for millions of blank ones.
_FAR = re.compile(rb'\br="(?:[A-Z]{3}[0-9]|[A-Z]{1,2}[0-9]{6})[^>]*[^/>]>')
_MARKED = re.compile(rb'<(?:\w+:)?f[\s>/]|\bt="e"')


def read(data: bytes, most_unpacked: int, most_rows: int, most_columns: int) -> Iterator[Any]:
    archive = open_workbook(data, most_unpacked)
    if "content.xml" in archive.namelist():
        raise RefusedError("opendocument")
    paths = paths_of(archive)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    is_marked = {name: _scan(archive, paths[name]) for name in visible if name in paths}
    held = ((name, book.get_sheet_by_name(name)) for name in is_marked)  # one at a time in memory
    name, sheet = next(((name, sheet) for name, sheet in held if sheet.height), ("", None))
    if sheet is None:
        raise RefusedError("empty")
    unread = [name for name, other in held if other.height]
    last_row, last_column = sheet.end or (0, 0)
    if last_row >= most_rows or last_column >= most_columns:
        raise RefusedError("rows" if last_row >= most_rows else "columns")
    marks = Marks()
    if is_marked[name]:
        with archive.open(paths[name]) as content:
            marks = marks_of(content, set())
    formulas = sum(flag == "formula" for flag in marks.flags.values())
    yield {"sheet": name, "unread": unread, "formulas": formulas}
    yield from _rows(sheet, marks)


def _scan(archive: zipfile.ZipFile, path: str) -> bool:
    """Whether the sheet has formulas or errors, which the library leaves out; refuse cells far out."""
    is_marked, before = False, b""
    with archive.open(path) as content:
        while block := content.read(_BLOCK):
            seen = before + block
            if _FAR.search(seen):
                raise RefusedError("far")
            is_marked = is_marked or bool(_MARKED.search(seen))
            before = seen[-_OVERLAP:]
    return is_marked


def _rows(sheet: CalamineSheet, marks: Marks) -> Iterator[list[Any]]:
    left = [""] * (sheet.start or (0, 0))[1]  # rows begin with the first column that holds something
    marked: dict[int, dict[int, str]] = {}
    for (row, column), flag in marks.flags.items():
        marked.setdefault(row, {})[column] = flag
    for number, right in enumerate(sheet.iter_rows()):
        line = [_cell(value) for value in left + right]
        for column, flag in marked.get(number, {}).items():
            if column < len(line) and (flag == "error" or line[column] is None):
                line[column] = [flag, marks.errors.get((number, column), "")]
        while line and line[-1] is None:
            line.pop()
        yield line


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        value = value.replace("\0", "\ufffd")  # which PostgreSQL refuses to store
        return (value if len(value) <= MOST_TEXT else shortened(value)) or None
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        # The precision of spreadsheet programs.
        return int(value) if value == int(value) and abs(value) < 10**15 else float(format(value, ".15g"))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return ["date", value.date().isoformat()]
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return ["date", value.isoformat()]
    return ["other", str(value)]


def answer(data: bytes, *limits: int) -> Iterator[str]:
    try:
        for line in read(data, *limits):
            yield json.dumps(line, ensure_ascii=False)
    except RefusedError as refusal:
        yield json.dumps({"refused": str(refusal)})
    except BROKEN:
        yield json.dumps({"refused": "broken"})
    except MemoryError:
        yield json.dumps({"refused": "large"})


if __name__ == "__main__":
    memory, seconds, *rest = map(int, sys.argv[1:])
    confine(memory, seconds)
    sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
    for text in answer(sys.stdin.buffer.read(), *rest):
        sys.stdout.write(text + "\n")
