"""A letter, pledge, minutes or list by Nghị định 30/2020/NĐ-CP: its content, apart from how it is printed.

PDF and DOCX are made from the same `Letter`.
"""

import datetime as dt
import textwrap
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.utils.text import capfirst

from papers.typeset import typeset

LAYOUT = Path(__file__).with_name("letter.typ")
ISSUER_WIDTH = 28  # letters in one line of the issuer's half of the heading block
PEN = "…………"  # a blank to fill in by hand


@dataclass(frozen=True)
class Heading:
    """`I. NỘI DUNG` at level 1, `1. Nội dung` at 2, `a) Nội dung` at 3; numbers are added when printed."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Point:
    """An item of a list, after a dash."""

    text: str


@dataclass(frozen=True)
class Note:
    """Small print under a table."""

    text: str


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Args:
        label: its heading.
        width: in millimetres; 0 fits the content, None takes a share of the remaining width.
        align: `left`, `center` or `right`.
    """

    label: str
    width: int | None = None
    align: str = "left"


@dataclass(frozen=True)
class Table:
    """A table; its head is repeated on every page, and no row is split.

    Args:
        columns: from left to right.
        rows: each is the cells of a row, or a text as heading of the rows after it. A cell is a text printed
            as it is, a whole number, or None for a number that is not known.
        title: printed above it after `Bảng 1.`; a paper's only table needs none.
        total: the last row, in bold.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[str | int | None] | str]
    title: str | None = None
    total: Sequence[str | int | None] = ()


Block = Heading | Paragraph | Point | Note | Table


@dataclass(frozen=True)
class Signatory:
    """Who signs: `TM. CỤM THI ĐUA` (authority), `CỤM TRƯỞNG` (role), the own post if it differs, the name.

    `signed` replaces a written signature, as `(Đã ký ngày 05/01/2023)`; None leaves space for one.
    """

    authority: str = ""
    role: str = ""
    post: str | None = None
    name: str | None = None
    signed: str | None = None


@dataclass(frozen=True)
class Appendix:
    """A part after the signatures, on separate pages and with its own numbering; landscape if `flipped`."""

    title: str
    body: Sequence[Block]
    flipped: bool = True


@dataclass(frozen=True)
class Letter:
    """The whole paper. Only `issuer`, `about`, and a signatory's authority and post may have several lines.

    Args:
        kind: `TỜ TRÌNH`, `BIÊN BẢN`; printed in capitals.
        about: the subject, under the kind.
        parent: the organisation above the issuer, at the top left; may be empty.
        issuer: the organisation that writes.
        author: of the file, as programs show it.
        made_on: written into the file; the same letter made on the same day has the same bytes.
        number: given after signing; None leaves a blank.
        symbol: `TTr-LMHTX`; None for a paper without number.
        place: where it is signed; None leaves a blank.
        year: of the date, if the day is not known but the year is.
        signed_on: None leaves blanks for what is not known of the date.
        to: the addressees (*Kính gửi*); none for minutes and pledges.
        legal_basis: texts after `Căn cứ`, without punctuation.
        body: headings, paragraphs, points, tables.
        closing: the last sentence, without punctuation: `./.` is added.
        signatories: one signs at the right beside the recipients; several sign in pairs, in this order.
        recipients: *Nơi nhận*, without the line of the file.
        filed: who files it: `VT` prints as `Lưu: VT.`. Without it and without recipients, as for an attached
            list or a person's own report, there is no *Nơi nhận*.
        appendices: in their order.
        attached_to: `Bản giao ước thi đua năm 2023`, printed under an appendix's title. Without appendices
            the paper itself is the attachment, and says so under its subject.
        caution: in a box before the body: what this paper is not yet.
        notice: at the foot of every page.
    """

    kind: str
    about: str
    parent: str
    issuer: str
    author: str
    made_on: dt.date
    body: Sequence[Block]
    signatories: Sequence[Signatory]
    number: int | None = None
    symbol: str | None = None
    place: str | None = None
    year: int | None = None
    signed_on: dt.date | None = None
    to: Sequence[str] = ()
    legal_basis: Sequence[str] = ()
    closing: str = ""
    recipients: Sequence[str] = ()
    filed: str = "VT"
    appendices: Sequence[Appendix] = field(default=())
    attached_to: str = ""
    caution: str | None = None
    notice: str | None = None

    @property
    def place_line(self) -> str | None:
        """The place as the date's line begins: `Thành phố Rạch Giá`."""
        return capfirst(self.place) if self.place else None


def issuer_lines(name: str, own: str) -> str:
    """Return the issuer's name in capitals; a name too long for one line is wrapped.

    Args:
        name: in full.
        own: the end of the name that gets its own line and is never broken.
    """
    if len(name) <= ISSUER_WIDTH:
        return name.upper()
    start = name.removesuffix(own).rstrip() if name.endswith(own) else name
    lines = textwrap.wrap(start, ISSUER_WIDTH) + ([own] if start != name else [])
    return "\n".join(lines).upper()


def letter_pdf(letter: Letter) -> bytes:
    return typeset(LAYOUT, _document(letter))


def _document(letter: Letter) -> dict[str, Any]:
    on = letter.signed_on
    return {
        "kind": letter.kind,
        "about": letter.about,
        "author": letter.author,
        "made_on": _date(letter.made_on),
        "heading": {
            "parent": letter.parent,
            "issuer": letter.issuer,
            "number": letter.number,
            "symbol": letter.symbol,
            "place": letter.place_line,
            "date": _date(on) if on else {"day": None, "month": None, "year": letter.year},
        },
        "to": letter.to,
        "legal_basis": letter.legal_basis,
        "body": _blocks(letter.body),
        "closing": letter.closing.rstrip(" ./"),
        "signatories": [asdict(person) for person in letter.signatories],
        "recipients": letter.recipients,
        "filed": letter.filed,
        "appendices": [
            {"title": part.title, "flipped": part.flipped, "body": _blocks(part.body)}
            for part in letter.appendices
        ],
        "attached_to": letter.attached_to,
        "caution": letter.caution,
        "notice": letter.notice,
    }


def _date(date: dt.date) -> dict[str, int]:
    return {"day": date.day, "month": date.month, "year": date.year}


def _blocks(body: Sequence[Block]) -> list[dict[str, Any]]:
    return [{"is": type(block).__name__.lower(), **asdict(block)} for block in body]
