"""The reading process: an XLSX file on standard input, its cells as JSON on standard output.

`reading.py` runs this file as a script. Its arguments are its limits (memory in bytes, processor time in
seconds) and, as JSON, the arguments of `read`. It imports nothing of the project: at worst a file from
outside ends this process. It answers `{"refused": reason}` for a refused file.
"""

import io
import json
import posixpath
import sys
import zipfile
import zlib
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

try:
    import resource
except ImportError:  # not POSIX: only the time limit remains
    resource = None  # type: ignore[assignment]

MOST_ENTRIES = 200
MOST_UNPACKED = 16 << 20  # bytes, of all entries together; a province's form has a third of one million
MOST_ROWS, MOST_COLUMNS = 2000, 200  # of a sheet; cells beyond are not read
MOST_TEXT = 10_100  # characters of a cell; the longest text of the form may have 10,000
MOST_ANSWER = 4 << 20  # bytes; a small file may repeat one long text in many cells
HEADING_ROWS = 20  # headings are searched in the first rows of a sheet
_ENTRY = b"PK\x01\x02"  # starts an entry of the archive's directory
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class RefusedError(Exception):
    """The file is refused; the message is the reason, see `reading.read_workbook`."""


def open_archive(data: bytes, *, most_entries: int, most_unpacked: int) -> zipfile.ZipFile:
    """Open an Office file's archive after checking what it declares, before anything is unpacked.

    Raises:
        RefusedError: if it exceeds a limit, is encrypted, has macros, or is no such archive.
        zipfile.BadZipFile: if it is broken.
    """
    if data.startswith(_OLE):
        # An encrypted workbook is a container of the old format with this stream.
        raise RefusedError("encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "old")
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
    if "[content_types].xml" not in names:
        raise RefusedError("other")
    return archive


def open_workbook(data: bytes) -> zipfile.ZipFile:
    archive = open_archive(data, most_entries=MOST_ENTRIES, most_unpacked=MOST_UNPACKED)
    names = {name.lower() for name in archive.namelist()}
    if "xl/workbook.xml" not in names:
        raise RefusedError("other")
    if b"macroenabled" in unpack(archive, "[Content_Types].xml").lower():
        raise RefusedError("macros")
    if any("/embeddings/" in name or name.endswith((".zip", ".xlsx", ".xlsm")) for name in names):
        raise RefusedError("nested")
    return archive


def unpack(archive: zipfile.ZipFile, name: str, most: int = MOST_UNPACKED) -> bytes:
    """Read an entry; refuse more than `most` bytes, whatever it declares."""
    with archive.open(name) as entry:
        content = entry.read(most + 1)
    if len(content) > most:
        raise RefusedError("large")
    return content


def flags_of(archive: zipfile.ZipFile, sheet: str) -> dict[str, str]:
    # Exponential entities run into the limits of this process, or of the parser.
    book = ElementTree.fromstring(unpack(archive, "xl/workbook.xml"))  # noqa: S314 - limited
    links = ElementTree.fromstring(unpack(archive, "xl/_rels/workbook.xml.rels"))  # noqa: S314 - limited
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    link = next(node.get(_LINK) for node in book.iter(f"{_MAIN}sheet") if node.get("name") == sheet)
    path = posixpath.normpath(posixpath.join("/xl", targets[link])).lstrip("/")
    flags: dict[str, str] = {}
    current = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "c":
            current[0] = attributes.get("r", "")
            if attributes.get("t") == "e":
                flags[current[0]] = "error"
        elif name.rpartition(":")[2] == "f":
            flags[current[0]] = "formula"

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(unpack(archive, path), True)
    return flags


def cell(value: Any, flag: str) -> list[str] | None:
    """Kind, text and flag of a `reading.Cell`; None if it is blank."""
    if value == "":
        return ["s", "", flag] if flag else None
    if isinstance(value, str):
        return ["s", value[:MOST_TEXT], flag]
    if isinstance(value, bool):
        return ["o", str(value).upper(), flag]
    if isinstance(value, int | float):
        return ["n", format(value, ".15g"), flag]  # the precision of spreadsheet programs
    return ["o", str(value)[:MOST_TEXT], flag]


def address(row: int, column: int) -> str:
    """Counted from 0: (0, 27) is AB1."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def read(data: bytes, needed: list[str], headings: list[list[str]]) -> list[dict[str, Any]]:
    archive = open_workbook(data)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    if not set(needed) <= set(book.sheet_names):
        raise RefusedError("form")
    return [
        {"name": name, "rows": cells(rows, flags_of(archive, name))}
        for name in book.sheet_names
        if has_headings(rows := rows_of(book, name), headings) or name in needed
    ]


def rows_of(book: CalamineWorkbook, name: str) -> list[list[Any]]:
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS)


def has_headings(rows: list[list[Any]], headings: list[list[str]]) -> bool:
    return not headings or any(set(row) >= set(keys) for row in rows[:HEADING_ROWS] for keys in headings)


def cells(rows: list[list[Any]], flags: dict[str, str]) -> list[list[list[str] | None]]:
    lines = []
    for number, row in enumerate(rows):
        line = [
            cell(value, flags.get(address(number, at), "")) for at, value in enumerate(row[:MOST_COLUMNS])
        ]
        while line and line[-1] is None:
            line.pop()
        lines.append(line)
    return lines


def confine(memory: int, seconds: int) -> None:
    """Limit this process to so many bytes of memory and seconds of work, and to writing no files."""
    if resource:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        # Nothing catches the signal at the limit, so it ends the process.
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(data: bytes, needed: list[str], headings: list[list[str]]) -> str:
    try:
        sheets = json.dumps({"sheets": read(data, needed, headings)})
    except RefusedError as refusal:
        return json.dumps({"refused": str(refusal)})
    except (
        zipfile.BadZipFile,
        zlib.error,
        CalamineError,
        ElementTree.ParseError,
        expat.ExpatError,
        NotImplementedError,
        LookupError,
        StopIteration,
        ValueError,
        EOFError,
    ):
        return json.dumps({"refused": "broken"})
    except MemoryError:
        return json.dumps({"refused": "large"})
    return sheets if len(sheets) <= MOST_ANSWER else json.dumps({"refused": "large"})


if __name__ == "__main__":
    confine(int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write(answer(sys.stdin.buffer.read(), **json.loads(sys.argv[3])))
