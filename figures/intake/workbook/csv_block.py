"""A CSV file as the block that copying it in a spreadsheet program would give."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from figures.intake.workbook.refusals import refusal_text
from web.uploads import FileRefusedError

_DELIMITERS = "\t;,"  # a comma is the decimal mark too, so it comes last
_OFFICE = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_KINDS = ((b"%PDF", "pdf"), (b"\x89PNG", "other"), (b"\xff\xd8", "other"), (b"{\\rtf", "other"))
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|table|meta|style|\?xml|[a-z]+:)", re.IGNORECASE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ENDINGS = (".csv", ".txt", ".tsv")
_LOST_LETTER = re.compile(r"[A-Za-z]\?[A-Za-z ]")


def block_in(data: bytes, name: str = "") -> str | None:
    """The text to paste, or none if the file is a workbook by its content, whatever its name says.

    Raises:
        FileRefusedError: if it is neither, or a text whose letters cannot be read with certainty.
    """
    if data.startswith(_OFFICE):
        return None
    text = text_in(data, name)
    try:
        tables = {delimiter: _rows(text, delimiter) for delimiter in _DELIMITERS if delimiter in text}
    except csv.Error as error:
        raise FileRefusedError(refusal_text("broken")) from error
    if not tables:
        raise FileRefusedError(refusal_text("no_columns"))
    delimiter = max(tables, key=lambda delimiter: _evenness(tables[delimiter]))
    if delimiter == "," and _is_ragged(tables[delimiter]):
        raise FileRefusedError(refusal_text("commas"))
    if _has_open_quote(text, delimiter):
        raise FileRefusedError(refusal_text("quotes"))
    return block_of(tables[delimiter])


def text_in(data: bytes, name: str = "") -> str:
    """The text of a file.

    Raises:
        FileRefusedError: if it is none, or its letters cannot be read with certainty.
    """
    if not data.strip():
        raise FileRefusedError(refusal_text("empty"))
    kind = next((kind for start, kind in _KINDS if data.startswith(start)), "")
    if kind:
        raise FileRefusedError(refusal_text(kind))
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        # Excel writes plain CSV in the machine's code page, which lacks most Vietnamese letters.
        reason = "broken" if encoding == "utf-16" else "csv"
        if b"\0" in data and encoding != "utf-16":
            reason = "null" if name.lower().endswith(_ENDINGS) else "other"
        raise FileRefusedError(refusal_text(reason)) from error
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise FileRefusedError(refusal_text("empty"))
    # Excel writes letters that its code page lacks as question marks.
    if text.isascii() and len(_LOST_LETTER.findall(text)) > 1 and "://" not in text:
        raise FileRefusedError(refusal_text("csv"))
    # What only looks like UTF-16 decodes to letters that nobody types.
    is_guessed = encoding in ("utf-16-le", "utf-16-be")
    if "\0" in text or (is_guessed and not all(c.isprintable() or c.isspace() for c in text)):
        raise FileRefusedError(refusal_text("null"))
    if _MARKUP.match(text):
        raise FileRefusedError(refusal_text("markup"))
    return text


def _encoding(data: bytes) -> str:
    """UTF-8, or UTF-16 by its mark or by the NUL beside each plain letter, digit and separator."""
    if data.startswith(_UTF_16):
        return "utf-16"
    first, second, pairs = data[::2].count(0), data[1::2].count(0), len(data) // 2
    # A third, since most Vietnamese letters with two marks have no NUL.
    if second > pairs / 3 and second > 10 * first:
        return "utf-16-le"
    if first > pairs / 3 and first > 10 * second:
        return "utf-16-be"
    return "utf-8-sig"


def block_of(rows: Iterable[Sequence[str]]) -> str:
    return "\n".join("\t".join(map(_quoted, row)) for row in rows)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _has_open_quote(text: str, delimiter: str) -> bool:
    """Whether a cell begins with a quote that never ends, so that it swallows all that follows."""
    try:
        list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _evenness(rows: list[list[str]]) -> int:
    """How many rows have the most frequent number of cells, if that is more than one."""
    widths = Counter(len(row) for row in rows if any(row))
    return max((count for width, count in widths.items() if width > 1), default=0)


def _is_ragged(rows: list[list[str]]) -> bool:
    """Whether commas within numbers may have been taken for those between columns."""
    return len({len(row) for row in rows if len(row) > 1}) > 1


def _quoted(cell: str) -> str:
    if any(mark in cell for mark in '\t\n\r"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
