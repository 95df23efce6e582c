"""The sheet of a workbook that is read as a table, and what of the file is not in the table."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import blake2s

from django.core import signing
from django.utils.translation import gettext as _

from web.spreadsheet_reading.process import address

_SALT = "figures.intake.source"


@dataclass(frozen=True)
class Source:
    """Where a block comes from; nothing is known of a pasted one.

    Attributes:
        sheet: the name of the sheet.
        formulas: how many of its cells hold a formula, whose stored result is read.
        left_out: place, text and reason of cells of the sheet that are not in the block.
        unread: how many cells hold something on each of the other sheets.
    """

    sheet: str = ""
    formulas: int = 0
    left_out: tuple[tuple[str, str, str], ...] = ()
    unread: Mapping[str, int] = field(default_factory=dict)

    def place(self, row: int, column: int) -> str:
        """The place of a cell, whose row and column count from 0."""
        if self.sheet:
            return f"{self.sheet}!{address(row, column)}"
        return _("Dòng %(row)d, cột %(column)d") % {"row": row + 1, "column": column + 1}

    def column_name(self, column: int) -> str:
        return address(0, column).rstrip("1") if self.sheet else str(column + 1)

    def signed(self, block: str) -> str:
        """The source for a page to carry beside its block."""
        if not self.sheet:
            return ""
        return signing.dumps(asdict(self) | {"of": _digest(block)}, salt=_SALT, compress=True)


def source_of(block: str, carried: str) -> Source:
    """What a page carried; a block that somebody changed there is a pasted one."""
    try:
        content = signing.loads(carried, salt=_SALT)
    except signing.BadSignature:
        return Source()
    if content.pop("of") != _digest(block):
        return Source()
    left_out = tuple((place, text, reason) for place, text, reason in content.pop("left_out"))
    return Source(**content, left_out=left_out)


@dataclass(frozen=True)
class TableText:
    """A file as the block that copying it in a spreadsheet program would give."""

    text: str
    source: Source = field(default_factory=Source)


def _digest(block: str) -> str:
    return blake2s("".join(block.split()).encode(errors="replace"), digest_size=8).hexdigest()
