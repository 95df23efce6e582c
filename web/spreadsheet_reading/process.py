"""The reading process: an XLSX or ODS file on standard input, its cells as JSON on standard output.

`reading.py` runs this file as a script. Its arguments are its limits (memory in bytes, processor time in
seconds) and, as JSON, the arguments of `read`. It imports nothing of the project but `cell_marks`: at worst
a file from outside ends this process. It answers `{"refused": reason}` for a refused file.
"""

import html
import io
import json
import posixpath
import re
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

try:
    import resource
except ImportError:  # not POSIX: only the time limit remains
    resource = None  # type: ignore[assignment]

if __name__ == "__main__":  # Python adds no folder when it runs isolated
    sys.path.append(str(Path(__file__).resolve().parents[2]))
from web.spreadsheet_reading.cell_marks import (
    MOST_COLUMNS,
    MOST_ROWS,
    Marks,
    Position,
    TextsByPosition,
    local,
    marks_of,
    opendocument_marks,
    position,
    share_styles,
)

MOST_ENTRIES = 200
MOST_UNPACKED = 16 << 20  # bytes, of all entries together; a province's form has a third of one million
MOST_BEYOND = 500  # cells beyond that are named one by one
MOST_TEXT = 10_100  # letters of a cell, as a reader counts them; the longest text of the form may have 10,000
MOST_ANSWER = 4 << 20  # bytes; a small file may repeat one long text in many cells
HEADING_ROWS = 20  # headings are searched in the first rows of a sheet
_ENTRY = b"PK\x01\x02"  # starts an entry of the archive's directory
_OPENDOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_OPENDOCUMENT_TEXT = b"application/vnd.oasis.opendocument.text"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Cells so far from a form that the library would need room for millions of blank ones between.
_FAR = re.compile(rb'\br="(?:[A-Z]{3}[0-9]|[A-Z]{1,2}[0-9]{5})')
_FAR_CELL = re.compile(
    rb'<((?:[\w.-]+:)?c)\b[^>]*?\br="([A-Z]{3}[0-9]+|[A-Z]{1,2}[0-9]{5,})"(?:[^>]*/>|[^>]*>(.*?)</\1>)',
    re.DOTALL,
)
_FORMULA = re.compile(rb"<((?:[\w.-]+:)?f)\b[^>]*(?:/>|>.*?</\1>)", re.DOTALL)

BROKEN = (
    *(zipfile.BadZipFile, zlib.error, CalamineError, ElementTree.ParseError, expat.ExpatError),
    *(NotImplementedError, LookupError, StopIteration, ValueError, EOFError),
)


class RefusedError(Exception):
    """The file is refused; the message is the reason, see `reading.read_workbook`."""


def open_archive(
    data: bytes, *, most_entries: int, most_unpacked: int, marks: Iterable[str] = ("[content_types].xml",)
) -> zipfile.ZipFile:
    """Open an Office file's archive after checking what it declares, before anything is unpacked.

    It must have an entry of one of the names in `marks`.

    Raises:
        RefusedError: if it exceeds a limit, is encrypted, has macros, or is no such archive.
        zipfile.BadZipFile: if it is broken.
    """
    if data.startswith(_OLE):
        # An encrypted workbook is a container of the old format with this stream.
        is_encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise RefusedError("encrypted" if is_encrypted else "old")
    if not data.startswith(b"PK"):
        raise RefusedError("other")
    # Count before reading the directory: a small file may list hundreds of thousands of entries.
    if data.count(_ENTRY) > most_entries:
        raise RefusedError("large")
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > most_unpacked:
        raise RefusedError("large")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise RefusedError("encrypted")
    names = {entry.filename.lower() for entry in entries}
    if len(names) != len(entries):
        raise RefusedError("broken")
    if any("vbaproject" in name or "/macrosheets/" in name for name in names):
        raise RefusedError("macros")
    if not names & set(marks):
        raise RefusedError("other")
    return archive


def open_workbook(data: bytes, most_unpacked: int = MOST_UNPACKED) -> zipfile.ZipFile:
    if data.startswith(b"PK") and b".iwa" in data:
        raise RefusedError("numbers")
    if data.startswith(_OLE) and "WordDocument".encode("utf-16-le") in data:
        raise RefusedError("words")
    archive = open_archive(
        data,
        most_entries=MOST_ENTRIES,
        most_unpacked=most_unpacked,
        marks=("[content_types].xml", "mimetype"),
    )
    names = {name.lower() for name in archive.namelist()}
    if "mimetype" in names:
        return open_opendocument(archive, names)
    if "xl/workbook.xml" not in names:
        kinds = {"xl/workbook.bin": "binary", "word/document.xml": "words"}
        raise RefusedError(next((kind for part, kind in kinds.items() if part in names), "other"))
    if b"macroenabled" in unpack(archive, "[Content_Types].xml").lower():
        raise RefusedError("macros")
    if any("/embeddings/" in name or name.endswith((".zip", ".xlsx", ".xlsm")) for name in names):
        raise RefusedError("nested")
    return archive


def open_opendocument(archive: zipfile.ZipFile, names: set[str]) -> zipfile.ZipFile:
    kind = unpack(archive, "mimetype").strip()
    if kind != _OPENDOCUMENT or "content.xml" not in names:
        raise RefusedError("words" if kind == _OPENDOCUMENT_TEXT else "other")
    if b"encryption-data" in unpack(archive, "META-INF/manifest.xml"):
        raise RefusedError("encrypted")
    if any(name.startswith(("basic/", "scripts/")) for name in names):
        raise RefusedError("macros")
    if any(name.startswith("object ") for name in names):
        raise RefusedError("nested")
    return archive


def unpack(archive: zipfile.ZipFile, name: str, most: int = MOST_UNPACKED) -> bytes:
    """Read an entry; refuse more than `most` bytes, whatever it declares."""
    with archive.open(name) as entry:
        content = entry.read(most + 1)
    if len(content) > most:
        raise RefusedError("large")
    return content


def paths_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """The parts of an XLSX file with its sheets, by their names."""
    # Exponential entities run into the limits of this process, or of the parser.
    book = ElementTree.fromstring(unpack(archive, "xl/workbook.xml"))  # noqa: S314 - limited
    links = ElementTree.fromstring(unpack(archive, "xl/_rels/workbook.xml.rels"))  # noqa: S314 - limited
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    paths = {}
    for node in book.iter():
        if local(str(node.tag)) == "sheet":
            link = next(
                (value for key, value in node.items() if key.startswith("{") and local(key) == "id"), ""
            )
            path = posixpath.join("/xl", targets.get(link, ""))
            paths[node.get("name", "")] = posixpath.normpath(path).lstrip("/")
    return paths


def near_cells(archive: zipfile.ZipFile, paths: dict[str, str]) -> tuple[bytes, dict[str, TextsByPosition]]:
    """The XLSX file without the cells far from the others, and these cells by sheet.

    The library would make room for all blank cells in between.
    """
    changed: dict[str, bytes] = {}
    far: dict[str, TextsByPosition] = {}
    for name, path in paths.items():
        content = unpack(archive, path)
        if _FAR.search(content):
            found = far.setdefault(name, {})

            def cut(match: re.Match[bytes], found: TextsByPosition = found) -> bytes:
                value = re.sub(rb"<[^>]*>", b"", _FORMULA.sub(b"", match[3] or b""))
                text = html.unescape(value.decode(errors="replace")).strip()
                if text and b't="s"' in match[0].partition(b">")[0]:
                    text = "…"  # the number of a text in another part
                if text:
                    found[position(match[2].decode())] = text
                return b""

            changed[path] = re.sub(rb"<dimension [^>]*>", b"", _FAR_CELL.sub(cut, content), count=1)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as near:
        for entry in archive.namelist():
            near.writestr(entry, changed[entry] if entry in changed else unpack(archive, entry))
    return target.getvalue(), far


def cell(value: Any, flag: str, is_share: bool = False) -> list[str] | None:
    """Kind, text and flag of a `reading.Cell`; None if it is blank."""
    if value == "":
        return ["s", "", flag] if flag else None
    if isinstance(value, str):
        return ["s", shortened(value), flag]
    if isinstance(value, bool):
        return ["o", str(value).upper(), flag]
    if isinstance(value, int | float):
        # The precision of spreadsheet programs.
        return ["p" if is_share else "n", format(value, ".15g"), flag]
    return ["o", str(value), flag]


def shortened(text: str) -> str:
    """The text in composed letters (NFC); of one that is too long so much that it still is."""
    text = unicodedata.normalize("NFC", text)
    if len(text) <= MOST_TEXT:
        return text
    letters = 0
    for at, character in enumerate(text):
        letters += unicodedata.category(character) not in ("Mn", "Me", "Cf")  # marks, and what nobody sees
        if letters > MOST_TEXT:
            return text[:at]
    return text


def address(row: int, column: int) -> str:
    """Counted from 0: (0, 27) is AB1."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def read(data: bytes, needed: list[str], headings: list[list[str]]) -> dict[str, Any]:
    archive = open_workbook(data)
    far: dict[str, TextsByPosition] = {}
    marks, paths, percent = {}, {}, set[str]()
    if "content.xml" in archive.namelist():
        marks = opendocument_marks(unpack(archive, "content.xml"))
    else:
        paths = paths_of(archive)
        if "xl/styles.xml" in archive.namelist():
            percent = share_styles(unpack(archive, "xl/styles.xml"))
        if any(_FAR.search(unpack(archive, path)) for path in paths.values()):
            data, far = near_cells(archive, paths)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    hidden = {sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}
    read_sheets = {}
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        rows, beyond = rows_of(sheet)
        read_sheets[name] = rows, beyond | far.get(name, {}), set(merged(sheet))
    is_form = set(needed) <= read_sheets.keys() and any(
        has_headings(rows, headings[:1]) for rows, *_more in read_sheets.values()
    )
    sheets, unread = [], {}
    for name, (rows, beyond, covered) in read_sheets.items():
        if is_form and not (has_headings(rows, headings) or name in needed):
            unread[name] = sum(value != "" for row in rows for value in row) + len(beyond)
            continue
        sheet_marks = marks.get(name) or (
            marks_of(unpack(archive, paths[name]), percent) if paths else Marks()
        )
        sheet_marks.flags |= dict.fromkeys(covered, "merged")
        make_room(rows, beyond, sheet_marks)
        if len(beyond) > MOST_BEYOND:
            raise RefusedError("large")
        flags, shares = sheet_marks.flags, sheet_marks.shares
        named = [
            [address(*at), *(cell(held, flags.get(at, ""), at in shares) or ())]
            for at, held in beyond.items()
        ]
        sheets.append(
            {
                "name": name,
                "rows": cells(rows, sheet_marks),
                "beyond": named,
                "is_hidden": name in hidden,
                "hidden_rows": sorted(sheet_marks.hidden_rows),
                "hidden_columns": sorted(sheet_marks.hidden_columns),
            }
        )
    return {"sheets": sheets, "unread": {name: count for name, count in unread.items() if count}}


def rows_of(sheet: CalamineSheet) -> tuple[list[list[Any]], dict[Position, Any]]:
    """The rows that are read, and what the cells beyond them hold."""
    rows: list[list[Any]] = []
    beyond: dict[Position, Any] = {}
    left = [""] * (sheet.start or (0, 0))[1]  # rows begin with the first column that holds something
    for number, right in enumerate(sheet.iter_rows()):
        row = left + right
        kept = row[:MOST_COLUMNS] if number < MOST_ROWS else []
        if number < MOST_ROWS:
            rows.append(kept)
        beyond |= {(number, at): value for at, value in enumerate(row) if at >= len(kept) and value != ""}
    return rows, beyond


def make_room(rows: list[list[Any]], beyond: dict[Position, Any], marks: Marks) -> None:
    """Add the formulas and errors that the library leaves out."""
    for (row, column), flag in marks.flags.items():
        if flag == "merged":
            continue
        shown = marks.errors.get((row, column), "")
        if row < MOST_ROWS and column < MOST_COLUMNS:
            rows += [[] for _missing in range(row + 1 - len(rows))]
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = shown or rows[row][column]
        else:
            beyond[row, column] = shown or beyond.get((row, column), "")


def merged(sheet: CalamineSheet) -> Iterator[Position]:
    """The cells of an XLSX sheet under the first cell of a merged range; nobody sees what they hold."""
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in range(top, min(bottom, MOST_ROWS) + 1):
            for column in range(left, min(right, MOST_COLUMNS) + 1):
                if (row, column) != (top, left):
                    yield row, column


def has_headings(rows: list[list[Any]], headings: list[list[str]]) -> bool:
    return not headings or any(set(row) >= set(keys) for row in rows[:HEADING_ROWS] for keys in headings)


def cells(rows: list[list[Any]], marks: Marks) -> list[list[list[str] | None]]:
    lines = []
    for number, row in enumerate(rows):
        line = [
            cell(value, marks.flags.get((number, at), ""), (number, at) in marks.shares)
            for at, value in enumerate(row)
        ]
        while line and line[-1] is None:
            line.pop()
        lines.append(line)
    return lines


def confine(memory: int, seconds: int) -> None:
    """Limit this process to so many bytes of memory and seconds of work, and to writing no files."""
    if resource:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        # Nothing catches the signal at the limit, so it ends the process and says why. At a hard limit of the
        # same size the system would kill it, as for any other reason.
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(data: bytes, needed: list[str], headings: list[list[str]]) -> str:
    try:
        sheets = json.dumps(read(data, needed, headings))
    except RefusedError as refusal:
        return json.dumps({"refused": str(refusal)})
    except BROKEN:
        return json.dumps({"refused": "broken"})
    except MemoryError:
        return json.dumps({"refused": "large"})
    return sheets if len(sheets) <= MOST_ANSWER else json.dumps({"refused": "large"})


if __name__ == "__main__":
    confine(int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write(answer(sys.stdin.buffer.read(), **json.loads(sys.argv[3])))
