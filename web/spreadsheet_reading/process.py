"""The reading process: an XLSX file on standard input, its cells as JSON on standard output.

`reading.py` runs this file as a script. Its arguments are its limits, memory in bytes and processor time in
seconds, and as JSON which sheets are asked for. It imports nothing of the project: a file from outside may at
worst end this process. A file that is refused gives `{"refused": reason}`; an end without JSON is a file that
broke the process.
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
MOST_ROWS, MOST_COLUMNS = 2000, 200  # of a sheet; what lies beyond is not read
MOST_TEXT = 10_100  # characters of a cell; the longest text that anybody is asked for has 10,000
MOST_ANSWER = 4 << 20  # bytes that go back; a cell's text may be repeated without end
HEADING_ROWS = 20  # a sheet's headings stand in one of its first rows
_ENTRY = b"PK\x01\x02"  # begins an entry of the archive's directory
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class RefusedError(Exception):
    """The file is not read any further; its text is the reason."""


def open_archive(data: bytes, *, most_entries: int, most_unpacked: int) -> zipfile.ZipFile:
    """An Office file's archive, after a look at what it declares about itself; nothing is unpacked before.

    Args:
        data: the file.
        most_entries: how many entries it may have.
        most_unpacked: how many bytes all entries together may say they unpack to.

    Raises:
        RefusedError: if it declares more, is encrypted, holds macros, or is no such archive.
        zipfile.BadZipFile: if it is broken.
    """
    if data.startswith(_OLE):
        # An encrypted workbook is an old-fashioned container with this stream in it.
        raise RefusedError("encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "old")
    if not data.startswith(b"PK"):
        raise RefusedError("other")
    # Counted before the directory is read: a small file may list hundreds of thousands of entries.
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
    """The archive of a workbook without macros and without files inside it."""
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
    """An entry, never more of it than the limit in bytes, whatever it declares."""
    with archive.open(name) as entry:
        content = entry.read(most + 1)
    if len(content) > most:
        raise RefusedError("large")
    return content


def flags_of(archive: zipfile.ZipFile, sheet: str) -> dict[str, str]:
    """The cells of a sheet that hold a formula or an error, by address."""
    # Entities that grow without end run into the limits of this process, or the parser's own.
    book = ElementTree.fromstring(unpack(archive, "xl/workbook.xml"))  # noqa: S314 - limited
    links = ElementTree.fromstring(unpack(archive, "xl/_rels/workbook.xml.rels"))  # noqa: S314 - limited
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    link = next(node.get(_LINK) for node in book.iter(f"{_MAIN}sheet") if node.get("name") == sheet)
    path = posixpath.normpath(posixpath.join("/xl", targets[link])).lstrip("/")
    found: dict[str, str] = {}
    here = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "c":
            here[0] = attributes.get("r", "")
            if attributes.get("t") == "e":
                found[here[0]] = "error"
        elif name.rpartition(":")[2] == "f":
            found[here[0]] = "formula"

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(unpack(archive, path), True)
    return found


def cell(value: Any, flag: str) -> list[str] | None:
    """A cell's kind, text and flag, None where it is blank; see `reading.Cell`."""
    if value == "":
        return ["s", "", flag] if flag else None
    if isinstance(value, str):
        return ["s", value[:MOST_TEXT], flag]
    if isinstance(value, bool):
        return ["o", str(value).upper(), flag]
    if isinstance(value, int | float):
        return ["n", format(value, ".15g"), flag]  # what a spreadsheet itself keeps
    return ["o", str(value)[:MOST_TEXT], flag]


def address(row: int, column: int) -> str:
    """A cell's address, both numbers counted from 0: 0, 27 is AB1."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def read(data: bytes, needed: list[str], headings: list[list[str]]) -> list[dict[str, Any]]:
    """The sheets that are asked for; see `reading.read_workbook`."""
    archive = open_workbook(data)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    if not set(needed) <= set(book.sheet_names):
        raise RefusedError("form")
    return [
        {"name": name, "rows": cells(rows, flags_of(archive, name))}
        for name in book.sheet_names
        if is_asked(rows := rows_of(book, name), headings) or name in needed
    ]


def rows_of(book: CalamineWorkbook, name: str) -> list[list[Any]]:
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS)


def is_asked(rows: list[list[Any]], headings: list[list[str]]) -> bool:
    """Whether a row holds all headings of one of the tables; any sheet does where no table is asked for."""
    return not headings or any(set(row) >= set(keys) for row in rows[:HEADING_ROWS] for keys in headings)


def cells(rows: list[list[Any]], flags: dict[str, str]) -> list[list[list[str] | None]]:
    """The cells by row, without the blank ones at a row's end."""
    found = []
    for number, row in enumerate(rows):
        line = [
            cell(value, flags.get(address(number, at), "")) for at, value in enumerate(row[:MOST_COLUMNS])
        ]
        while line and line[-1] is None:
            line.pop()
        found.append(line)
    return found


def confine(memory: int, seconds: int) -> None:
    """Sets the limits that the system keeps from now on: address space, processor time, nothing written."""
    if resource:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        # The signal at the limit ends the process: nothing here catches it.
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(data: bytes, needed: list[str], headings: list[list[str]]) -> str:
    """What the file says, or why it is refused, as JSON of bounded length."""
    try:
        said = json.dumps({"sheets": read(data, needed, headings)})
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
    return said if len(said) <= MOST_ANSWER else json.dumps({"refused": "large"})


if __name__ == "__main__":
    confine(int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write(answer(sys.stdin.buffer.read(), **json.loads(sys.argv[3])))
