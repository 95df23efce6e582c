"""A CSV file as the block that copying it in a spreadsheet program would give."""

import csv
import io
from collections import Counter

from figures.intake.workbook.refusals import refusal_text
from web.uploads import FileRefusedError

_DELIMITERS = "\t;,"  # a comma is the decimal mark too, so it comes last
_BINARY = (b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def block_in(data: bytes) -> str | None:
    """The text to paste, or none if the file is no text.

    Raises:
        FileRefusedError: if it is a text whose letters cannot be read with certainty.
    """
    if not data.strip() or data.startswith(_BINARY) or (b"\0" in data and not data.startswith(_UTF_16)):
        return None
    try:
        text = data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        # Excel writes plain CSV in the machine's code page, which lacks most Vietnamese letters.
        raise FileRefusedError(refusal_text("csv")) from error
    try:
        tables = [_rows(text, delimiter) for delimiter in _DELIMITERS if delimiter in text]
    except csv.Error as error:
        raise FileRefusedError(refusal_text("broken")) from error
    if not tables:
        return None
    rows = max(tables, key=_evenness)
    return "\n".join("\t".join(map(_quoted, row)) for row in rows)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _evenness(rows: list[list[str]]) -> int:
    """How many rows have the most frequent number of cells, if that is more than one."""
    widths = Counter(len(row) for row in rows if any(row))
    return max((count for width, count in widths.items() if width > 1), default=0)


def _quoted(cell: str) -> str:
    if any(mark in cell for mark in '\t\n\r"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
