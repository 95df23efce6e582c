"""A file as rows below a heading: XLSX or CSV, with what of it is not read."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from provinces.register_import.accounting import Kind
from provinces.register_import.cells import Cell, CellRefusedError, text_of, value_of
from provinces.register_import.columns import (
    PASSED_OVER,
    ROWS,
    Column,
    column_of,
    heading_key,
    keys_of_headings,
)
from vietnamese.folding import folded, name_key, number_key
from vietnamese.numbers import excerpt, format_number
from web.spreadsheet_reading.process import RefusedError, shortened
from web.spreadsheet_reading.reading import TableLimits, read_table
from web.uploads import FileRefusedError

LIMITS = TableLimits()
HEADING_LINES = 20
MOST_NAMED = 10  # columns that are not read
_LARGEST_HEAD = 100_000  # characters in which the headings of a CSV file are looked for
# What our own CSV files put an apostrophe before, and how they write decimals: no grouping has such groups.
_QUOTED = re.compile(r"'[=+\-@\t\r]")
_PLAIN_DECIMALS = re.compile(r"[0-9]+\.[0-9]{1,2}")
_MARKUP = re.compile(rb"\s*<(!doctype|html|\?xml)", re.IGNORECASE)

# Line in the file; if an earlier line is the same organisation or may be, the outcome and a sentence; cells.
SourceRow = list[Any]
Twin = tuple[str, str]


@dataclass
class Source:
    """`rows` is read once; the notes are complete after the last row."""

    columns: Sequence[str]
    rows: Iterator[SourceRow]
    notes: list[str] = field(default_factory=list)


def read_source(data: bytes, name: str, kind: str) -> Source:
    """Read a file of one kind of organisation.

    Raises:
        FileRefusedError: the file is refused as a whole; more may come while the rows are read.
    """
    if len(data) > LIMITS.file_bytes:
        raise FileRefusedError(_refusal("large"))
    is_workbook = data.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
    notes: list[str] = []
    if is_workbook:
        lines: Iterator[Sequence[Cell]] = _workbook_lines(data, notes)
    else:
        lines = _csv_lines(data, kind)
    numbered = _limited(lines)
    positions = _heading(numbered, kind, notes)
    money = [] if is_workbook else [p for p in positions if p[1].type == "money"]
    return Source([column.key for _at, column in positions], _rows(numbered, positions, money), notes)


def _workbook_lines(data: bytes, notes: list[str]) -> Iterator[Sequence[Cell]]:
    try:
        table = read_table(data, LIMITS)
    except RefusedError as refusal:
        raise FileRefusedError(_refusal(str(refusal))) from refusal
    if table.unread:
        notes.append(
            _("Chỉ đọc trang tính “%(sheet)s”; không đọc: %(unread)s.")
            % {"sheet": table.sheet, "unread": "; ".join(table.unread)}
        )
    if table.formulas:
        notes.append(_("Ô có công thức (%d): lấy kết quả đã lưu trong tệp.") % table.formulas)

    def lines() -> Iterator[Sequence[Cell]]:
        try:
            yield from table.rows
        except RefusedError as refusal:
            raise FileRefusedError(_refusal(str(refusal))) from refusal

    return lines()


def _csv_lines(data: bytes, kind: str) -> Iterator[Sequence[Cell]]:
    if not data.strip():
        raise FileRefusedError(_refusal("empty"))
    if data.startswith(b"%PDF") or _MARKUP.match(data):
        raise FileRefusedError(_refusal("other"))
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefusedError(_refusal("csv")) from error
    if "\0" in text:
        raise FileRefusedError(_refusal("null"))
    return _csv_rows(text, _delimiter(text, kind))


def _delimiter(text: str, kind: str) -> str:
    """What separates the most headings of one line; if there are none, what the first line has the most."""
    lines = text[:_LARGEST_HEAD].splitlines()[:HEADING_LINES] or [""]
    known = keys_of_headings(kind)

    def found(delimiter: str) -> tuple[int, int]:
        split = (line.split(delimiter) for line in lines)
        headings = max(sum(heading_key(part.strip('" ')) in known for part in parts) for parts in split)
        return headings, lines[0].count(delimiter)

    return max(";,\t", key=found)


def _csv_rows(text: str, delimiter: str) -> Iterator[Sequence[Cell]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if any(row[LIMITS.columns :]):
                raise FileRefusedError(_refusal("columns"))
            yield [shortened(cell[1:] if _QUOTED.match(cell) else cell) or None for cell in row]
    except csv.Error as error:
        raise FileRefusedError(
            _(
                "Dòng %d của tệp CSV có dấu ngoặc kép mở mà không đóng hoặc ô quá dài nên không tách được "
                "các ô. Sửa dòng đó, hoặc lưu theo dạng .xlsx rồi chọn lại tệp."
            )
            % reader.line_num
        ) from error


def _limited(lines: Iterable[Sequence[Cell]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    for number, cells in enumerate(lines, 1):
        if number > LIMITS.rows:
            raise FileRefusedError(_refusal("rows"))
        yield number, [_composed(cell) for cell in cells]


def _composed(cell: Cell) -> Cell:
    """Files of a Mac have their letters and marks apart (NFD)."""
    return unicodedata.normalize("NFC", cell) if isinstance(cell, str) and not cell.isascii() else cell


def _heading(
    lines: Iterator[tuple[int, Sequence[Cell]]], kind: str, notes: list[str]
) -> list[tuple[int, Column]]:
    """The columns that are read, with their places."""
    known = keys_of_headings(kind)
    naming = {"name", "key", *(("organisation", "registration_number") if kind in ROWS else ())}
    seen: list[str] = []
    for number, cells in lines:
        if number > HEADING_LINES:
            break
        texts = [text_of(cell) for cell in cells]
        keys = [known.get(heading_key(text)) for text in texts]
        found = [key for key in keys if key]
        if naming.intersection(found) and len(found) > 1:
            if twice := next((key for key in found if found.count(key) > 1), None):
                raise FileRefusedError(
                    _("Dòng %(line)d: có hai cột “%(heading)s”; chỉ giữ một cột rồi chọn lại tệp.")
                    % {"line": number, "heading": column_of(kind, twice).heading}
                )
            unknown = [
                excerpt(text)
                for text, key in zip(texts, keys, strict=True)
                if not key and text.strip() and heading_key(text) not in PASSED_OVER
            ]
            if unknown:
                named, more = "; ".join(unknown[:MOST_NAMED]), len(unknown) - MOST_NAMED
                if more > 0:
                    named = _("%(named)s và %(more)d cột khác") % {"named": named, "more": more}
                notes.append(_("Cột không có trong mẫu, không đọc: %s.") % named)
            return [(at, column_of(kind, key)) for at, key in enumerate(keys) if key]
        seen += [excerpt(text) for text in texts if text.strip()]
    raise FileRefusedError(
        _("%(lines)d dòng đầu không có dòng tiêu đề với cột “%(name)s”; đọc được: %(read)s. Tải mẫu về.")
        % {
            "lines": HEADING_LINES,
            "name": column_of(kind, "name").heading,
            "read": "; ".join(seen[:6]) or "–",
        }
    )


def _rows(
    lines: Iterator[tuple[int, Sequence[Cell]]],
    positions: list[tuple[int, Column]],
    money: list[tuple[int, Column]],
) -> Iterator[SourceRow]:
    places = [at for at, _column in positions]
    width = max(places) + 1
    twins = Twins([column for _at, column in positions])
    for number, cells in lines:
        padded = [*cells, *[None] * (width - len(cells))]
        for at, _column in money:
            if isinstance(padded[at], str) and _PLAIN_DECIMALS.fullmatch(padded[at]):
                padded[at] = float(padded[at])
        row = [padded[at] for at in places]
        if any(cell is not None and cell != "" for cell in row):
            yield [number, twins.earlier(number, row), row]


class Twins:
    """What lines of one file have in common: a key, a number, name and commune, or all that tells a row."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._telling = [column.key for column in columns if column.tells]
        self._at = {column.key: (at, column) for at, column in enumerate(columns)}
        self._lines: dict[tuple[str, str], int] = {}
        self._folded: dict[str, str] = {}

    def earlier(self, line: int, row: Sequence[Cell]) -> Twin | None:
        key, number = self._text(row, "key"), self._text(row, "registration_number")
        name, commune = self._text(row, "name"), self._text(row, "commune")
        try:
            own = value_of(key, self._at["key"][1]) if key else None
        except CellRefusedError:
            own = None
        if isinstance(own, int) and (before := self._before("key", str(own), line)):
            return Kind.WRONG, _("trùng mã hệ thống với dòng %d; chỉ giữ một dòng.") % before
        if self._telling:
            return None if isinstance(own, int) else self._same_row(line, row)
        if number and (before := self._before("number", number_key(number), line)):
            return (
                Kind.WRONG,
                _("trùng mã số đăng ký với dòng %d; chỉ giữ một dòng, hoặc sửa mã số.") % before,
            )
        if not name or own is not None:
            return None
        if before := self._before("name", f"{self._fold(name)}|{self._fold(commune)}", line):
            return (
                Kind.DOUBLE,
                _("trùng tên và xã, phường với dòng %d; nếu là đơn vị khác, ghi “mới” ở cột Mã hệ thống.")
                % before,
            )
        return None

    def _same_row(self, line: int, row: Sequence[Cell]) -> Twin | None:
        whose = [self._text(row, key) for key in ("organisation", "registration_number", "name", "commune")]
        told = [name_key(self._text(row, key)) for key in self._telling]
        if any(told) and (before := self._before("row", "|".join([*map(name_key, whose), *told]), line)):
            return Kind.WRONG, _("trùng với dòng %d; chỉ giữ một dòng.") % before
        return None

    def _before(self, what: str, key: str, line: int) -> int | None:
        before = self._lines.setdefault((what, key), line)
        return None if before == line or not key else before

    def _text(self, row: Sequence[Cell], key: str) -> str:
        return text_of(row[self._at[key][0]]).strip() if key in self._at else ""

    def _fold(self, text: str) -> str:
        if (key := self._folded.get(text)) is None:
            key = self._folded[text] = folded(text)
        return key


def _refusal(reason: str) -> str:
    texts = {
        "large": _("Tệp quá lớn; chia thành nhiều tệp, mỗi tệp nhiều nhất %(rows)s dòng."),
        "rows": _("Tệp có hơn %(rows)s dòng; chia thành nhiều tệp rồi nhập từng tệp."),
        "columns": _("Tệp có hơn %(columns)s cột; bỏ các cột thừa rồi chọn lại tệp."),
        "far": _("Có ô ghi nội dung ở rất xa bảng; xóa các ô đó rồi chọn lại tệp."),
        "slow": _("Đọc tệp quá lâu nên đã dừng; chia thành nhiều tệp rồi nhập từng tệp."),
        "empty": _("Tệp trống, không có dòng nào; kiểm tra lại tệp rồi chọn lại."),
        "encrypted": _("Tệp có mật khẩu nên không mở được. Bỏ mật khẩu, lưu lại rồi chọn lại tệp."),
        "old": _("Tệp theo dạng Excel cũ (.xls). Lưu lại theo dạng .xlsx rồi chọn lại tệp."),
        "binary": _("Tệp theo dạng Excel nhị phân (.xlsb). Lưu lại theo dạng .xlsx rồi chọn lại tệp."),
        "macros": _("Tệp có chứa macro nên không nhận. Lưu lại theo dạng .xlsx, không macro."),
        "nested": _("Trong tệp có nhúng tệp khác nên không nhận. Chép bảng sang tệp .xlsx mới."),
        "csv": _(
            "Tệp CSV không theo bảng mã UTF-8 nên mất dấu tiếng Việt. Trong Excel, chọn Lưu dưới dạng, kiểu "
            "“Sổ làm việc Excel (.xlsx)”, rồi chọn lại tệp."
        ),
        "null": _(
            "Tệp chữ có ký tự rỗng (NUL), thường do lưu sai bảng mã. Trong Excel, chọn Lưu dưới dạng, kiểu "
            "“Sổ làm việc Excel (.xlsx)”, rồi chọn lại tệp."
        ),
        "broken": _("Tệp hỏng hoặc không mở được. Mở bằng Excel, lưu lại theo dạng .xlsx rồi chọn lại tệp."),
    }
    other = _(
        "Tệp không phải bảng tính Excel (.xlsx) hoặc CSV. Mở tệp, chọn Lưu dưới dạng, kiểu “Sổ làm việc "
        "Excel (.xlsx)”, rồi chọn lại tệp."
    )
    limits = {"rows": format_number(LIMITS.rows), "columns": LIMITS.columns}
    return texts.get(reason, other) % limits
