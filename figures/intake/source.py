"""Where a block of cells comes from: the clipboard or a file, and what of the file is not in the block."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import blake2s

from django.core import signing
from django.utils.translation import gettext as _

from vietnamese.numbers import excerpt
from web.spreadsheet_reading.process import address

_SALT = "figures.intake.source"
_LONGEST_NAME = 60  # characters of a file's name that a sentence quotes


@dataclass(frozen=True)
class Source:
    """Where a block comes from; nothing is known of a pasted one.

    Attributes:
        file: the name of the file.
        sheet: the name of its sheet, if it is a workbook.
        formulas: how many of its cells hold a formula, whose stored result is read.
        left_out: place, text and reason of cells of the sheet that are not in the block.
        unread: how many cells hold something on each of the other sheets.
    """

    file: str = ""
    sheet: str = ""
    formulas: int = 0
    left_out: tuple[tuple[str, str, str], ...] = ()
    unread: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_file(self) -> bool:
        return bool(self.file or self.sheet)

    @property
    def name(self) -> str:
        """The file, inside a sentence."""
        file = excerpt(self.file, _LONGEST_NAME)
        if self.sheet and file:
            return _("trang tính “%(sheet)s” của tệp “%(file)s”") % {"sheet": self.sheet, "file": file}
        return _("trang tính “%s”") % self.sheet if self.sheet else _("tệp “%s”") % file

    def worded(self, *, block: str, file: str) -> str:
        """The sentence about a pasted block, or the one about a file, whichever was given."""
        return file if self.is_file else block

    def place(self, row: int, column: int) -> str:
        """The place of a cell, whose row and column count from 0."""
        if self.sheet:
            return f"{self.sheet}!{address(row, column)}"
        return _("Dòng %(row)d, cột %(column)d") % {"row": row + 1, "column": column + 1}

    def column_name(self, column: int) -> str:
        return address(0, column).rstrip("1") if self.sheet else str(column + 1)

    def signed(self, block: str) -> str:
        """The source for a page to carry beside its block."""
        if not self.is_file:
            return ""
        return signing.dumps(asdict(self) | {"of": _digest(block)}, salt=_SALT, compress=True)


PASTED = Source()


def source_of(block: str, carried: str) -> Source:
    """What a page carried; a block that somebody changed there is a pasted one."""
    try:
        content = signing.loads(carried, salt=_SALT)
    except signing.BadSignature:
        return PASTED
    if content.pop("of") != _digest(block):
        return PASTED
    left_out = tuple((place, text, reason) for place, text, reason in content.pop("left_out"))
    return Source(**content, left_out=left_out)


@dataclass(frozen=True)
class TableText:
    """A file as the block that copying it in a spreadsheet program would give."""

    text: str
    source: Source


def _digest(block: str) -> str:
    # A page sends each line end as two characters. Any other space may move a cell.
    lines = block.replace("\r\n", "\n").replace("\r", "\n")
    return blake2s(lines.encode(errors="replace"), digest_size=8).hexdigest()
