"""The reader's own process: an XLSX file on standard input, what its form says as JSON on standard output.

`reader.py` runs this file as a script with its limits: memory in bytes, processor time in seconds. It imports
nothing of the project: a file from outside may at worst end this process. What is no form is
`{"refused": reason}`; an end without JSON is a file that broke the reader.
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
MOST_UNPACKED = 16 << 20  # bytes, of all entries together; a form has a third of one million
MOST_ROWS, MOST_TEXT = 2000, 4000
MOST_WORDS = 10_100  # characters of one of the province's texts: one more than it may have, and some
MOST_ANSWER = 4 << 20  # bytes that go back; a cell's text may be repeated without end
MEMORY_SHEET = "_bieu"
NEEDED = {"code", "value", "state", "estimate", "note", "explanation"}
TEXT_KEYS = ["name", "label", "text"]
_ENTRY = b"PK\x01\x02"  # begins an entry of the archive's directory
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class RefusedError(Exception):
    """The file is not read any further; its text is the reason."""


def opened(data: bytes, *, most_entries: int, most_unpacked: int) -> zipfile.ZipFile:
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


def checked(data: bytes) -> zipfile.ZipFile:
    """The archive of a workbook without macros and without files inside it."""
    archive = opened(data, most_entries=MOST_ENTRIES, most_unpacked=MOST_UNPACKED)
    names = {name.lower() for name in archive.namelist()}
    if "xl/workbook.xml" not in names:
        raise RefusedError("other")
    if b"macroenabled" in unpacked(archive, "[Content_Types].xml").lower():
        raise RefusedError("macros")
    if any("/embeddings/" in name or name.endswith((".zip", ".xlsx", ".xlsm")) for name in names):
        raise RefusedError("nested")
    return archive


def unpacked(archive: zipfile.ZipFile, name: str, most: int = MOST_UNPACKED) -> bytes:
    """An entry, never more of it than the limit in bytes, whatever it declares."""
    with archive.open(name) as entry:
        content = entry.read(most + 1)
    if len(content) > most:
        raise RefusedError("large")
    return content


def flagged(archive: zipfile.ZipFile, sheet: str) -> dict[str, str]:
    """The cells of a sheet that hold a formula or an error, by address."""
    # Entities that grow without end run into the limits of this process, or the parser's own.
    book = ElementTree.fromstring(unpacked(archive, "xl/workbook.xml"))  # noqa: S314 - limited
    links = ElementTree.fromstring(unpacked(archive, "xl/_rels/workbook.xml.rels"))  # noqa: S314 - limited
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
    parser.Parse(unpacked(archive, path), True)
    return found


def said(value: Any, most: int = MOST_TEXT) -> tuple[str, str]:
    """A cell's kind and text: n(umber), s(tring), or o(ther), such as a date."""
    if isinstance(value, bool):
        return "o", str(value).upper()
    if isinstance(value, int | float):
        return "n", format(value, ".15g")  # what a spreadsheet itself keeps
    if isinstance(value, str):
        return "s", value[:most]
    return "o", str(value)[:MOST_TEXT]


def letters(number: int) -> str:
    """0 is A, 26 is AA."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def read(data: bytes) -> dict[str, Any]:
    """What the form in the file says."""
    archive = checked(data)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    if MEMORY_SHEET not in book.sheet_names:
        raise RefusedError("form")
    memory = [
        [str(text)[:MOST_TEXT] for text in [*row, "", ""][:3]]
        for row in book.get_sheet_by_name(MEMORY_SHEET).to_python(skip_empty_area=False, nrows=MOST_ROWS)
    ]
    found: dict[str, Any] = {"memory": memory, "texts": []}
    for name in book.sheet_names:
        if name == MEMORY_SHEET:
            continue
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS)
        for top, keys in enumerate(rows[:20]):
            if set(keys) >= NEEDED and "lines" not in found:
                columns = {key: keys.index(key) for key in NEEDED}
                found["sheet"] = name
                found["lines"] = lines(rows, top + 1, columns, flagged(archive, name))
            elif keys[: len(TEXT_KEYS)] == TEXT_KEYS and not found["texts"]:
                found["texts"] = texts(name, rows, top + 1, flagged(archive, name))
    if "lines" not in found:
        raise RefusedError("form")
    return found


def texts(sheet: str, rows: list[list[Any]], first: int, flags: dict[str, str]) -> list[list[str]]:
    """The province's words: name, kind, text, flag, address."""
    return [
        [str(row[0])[:60], *said(row[2], MOST_WORDS), flags.get(f"C{number}", ""), f"{sheet[:40]}!C{number}"]
        for number, row in enumerate(rows[first:], first + 1)
        if row[0]
    ]


def lines(
    rows: list[list[Any]], first: int, columns: dict[str, int], flags: dict[str, str]
) -> list[dict[str, Any]]:
    """The lines that have a code, each with the address of its number and its cells by key."""
    found = []
    for number in range(first, len(rows)):
        row = rows[number]
        code = row[columns["code"]]
        if not isinstance(code, str) or not code.strip():
            continue
        cells = {}
        for key in NEEDED - {"code"}:
            address = f"{letters(columns[key])}{number + 1}"
            cells[key] = [*said(row[columns[key]]), flags.get(address, ""), address]
        found.append({"code": code.strip()[:60], "cells": cells})
    return found


def confine(memory: int, seconds: int) -> None:
    """Sets the limits that the system keeps from now on: address space, processor time, nothing written."""
    if resource:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        # The signal at the limit ends the process: nothing here catches it.
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(data: bytes) -> str:
    """What the file says, or why it is refused, as JSON of bounded length."""
    try:
        said = json.dumps(read(data))
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
    sys.stdout.write(answer(sys.stdin.buffer.read()))
