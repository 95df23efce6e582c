"""Reads the clipboard's text, as Excel and LibreOffice write it, into rows of cells."""

import re

from django.utils.translation import gettext as _

from figures.intake.source import PASTED, Source
from figures.intake.table_words import one_line
from vietnamese.old_encodings import unicode_reading
from vietnamese.texts import readable_text

# A form stashed over an expired login may take 200 kB; a block of 7 × 150 cells takes some 20.
MOST_CHARACTERS = 40_000
MOST_ROWS, MOST_COLUMNS = 1_000, 60
# A cell that contains a line break or a tab is quoted, its own quotes doubled; any other cell is not. The
# possessive repeat prevents quadratic time on an unclosed quote.
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\n]|\Z)')
_PLAIN = re.compile(r"[^\t\n]*")
_TCVN3_U = "\u00ad"  # the soft hyphen, invisible in Unicode, is a letter of the old encoding

Grid = list[list[str]]


class BlockRefusedError(Exception):
    """The text is no block of cells; the message is for the user."""


def grid_of(text: str, source: Source = PASTED) -> Grid:
    """The rows, all of one length, without empty rows at the end.

    Args:
        text: the block.
        source: where it comes from.

    Raises:
        BlockRefusedError: if it is empty or too large.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MOST_CHARACTERS:
        raise BlockRefusedError(
            source.worded(
                block=_("Khối đã dán quá dài. Dán riêng phần bảng có số liệu."),
                file=_(
                    "Bảng trong %s quá dài so với một biểu số liệu. Chép riêng phần bảng có số liệu rồi dán "
                    "vào mục Dán từ Excel."
                )
                % source.name,
            )
        )
    if "\0" in text:
        raise BlockRefusedError(_("Khối đã dán có ký tự rỗng (NUL) giữa các chữ. Chép lại từ Excel rồi dán."))
    rows, row, at = [], [], 0
    while at <= len(text):
        quoted = _QUOTED.match(text, at)
        cell = quoted[1].replace('""', '"') if quoted else _PLAIN.match(text, at)[0]  # type: ignore[index]
        is_old = _TCVN3_U in cell and unicode_reading(cell) is not None
        row.append(" ".join(readable_text(cell).split()) if is_old else one_line(cell))
        at = quoted.end() if quoted else at + len(cell)
        if text[at : at + 1] != "\t":
            rows.append(row)
            row = []
        at += 1
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise BlockRefusedError(
            source.worded(
                block=_("Chưa có gì được dán. Chép một khối ô trong Excel rồi dán vào đây."),
                file=_("Không có ô nào ghi nội dung trong %s. Kiểm tra lại rồi chọn lại tệp.") % source.name,
            )
        )
    width = max(len(row) for row in rows)
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
        raise BlockRefusedError(
            source.worded(
                block=_("Khối đã dán quá lớn. Dán riêng phần bảng có số liệu."),
                file=_(
                    "Bảng trong %s quá lớn so với một biểu số liệu. Chép riêng phần bảng có số liệu rồi dán "
                    "vào mục Dán từ Excel."
                )
                % source.name,
            )
        )
    return [row + [""] * (width - len(row)) for row in rows]
