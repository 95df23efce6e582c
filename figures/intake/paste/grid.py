"""The clipboard's text as rows of cells, as Excel and LibreOffice put it there."""

import re

from django.utils.translation import gettext as _

from web.texts import MOST_TEXT, clean_text

# A form kept over an expired login may take 200 kB; a block of 7 × 150 cells takes some 20.
MOST_CHARACTERS = 40_000
MOST_ROWS, MOST_COLUMNS = 1_000, 60
# A cell with a line break or a tab inside comes in quotes, its own quotes doubled; any other cell comes as it
# is. The possessive repeat keeps an unclosed quote from being tried again from every place inside it.
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\n]|\Z)')
_PLAIN = re.compile(r"[^\t\n]*")
_UNSEEN = str.maketrans("", "", "\ufeff\u200b\u200c\u200d\u2060\u00ad")

Grid = list[list[str]]


class BlockRefusedError(Exception):
    """A text that is no block of cells; its text is a sentence for who pasted it."""


def grid_of(text: str) -> Grid:
    """The rows, all of one length, without empty rows at the end.

    Raises:
        BlockRefusedError: if there is nothing in it, or more than a form can be meant by.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MOST_CHARACTERS:
        raise BlockRefusedError(_("Khối đã dán quá dài. Dán riêng phần bảng có số liệu."))
    rows, row, at = [], [], 0
    while at <= len(text):
        found = _QUOTED.match(text, at)
        cell = found[1].replace('""', '"') if found else _PLAIN.match(text, at)[0]  # type: ignore[index]
        row.append(" ".join(clean_text(cell.translate(_UNSEEN), MOST_TEXT).split()))
        at = found.end() if found else at + len(cell)
        if text[at : at + 1] != "\t":
            rows.append(row)
            row = []
        at += 1
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise BlockRefusedError(_("Chưa có gì được dán. Chép một khối ô trong Excel rồi dán vào đây."))
    width = max(len(row) for row in rows)
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
        raise BlockRefusedError(_("Khối đã dán quá lớn. Dán riêng phần bảng có số liệu."))
    return [row + [""] * (width - len(row)) for row in rows]
