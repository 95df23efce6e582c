"""A letter, pledge, minutes or list by Nghị định 30/2020/NĐ-CP: what it says, apart from how it is printed.

Whatever is made of it, PDF or a text file for an office program, is made of the same `Letter`.
"""

import datetime as dt
import textwrap
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from papers.typeset import typeset

LAYOUT = Path(__file__).with_name("letter.typ")
ISSUER_WIDTH = 28  # letters that half a line of the heading block holds


@dataclass(frozen=True)
class Heading:
    """`I. NỘI DUNG` at level 1, `1. Nội dung` at 2, `a) Nội dung` at 3; the numbers are given on paper."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body."""

    text: str


@dataclass(frozen=True)
class Point:
    """A point of a list, after a dash."""

    text: str


@dataclass(frozen=True)
class Note:
    """Small print under a table."""

    text: str


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Args:
        label: its head.
        width: in millimetres; 0 as wide as what it holds, None for a share of what is left.
        align: `left`, `center` or `right`.
    """

    label: str
    width: int | None = None
    align: str = "left"


@dataclass(frozen=True)
class Table:
    """A table; its head comes again on every page, and no row is split.

    Args:
        columns: from left to right.
        rows: each the cells of a row, or a text that heads the rows after it. A cell is a text, written as it
            is to be (numbers by the one formatter), a whole number, or None where there is no number.
        title: stands above it after `Bảng 1.`; a table that is alone needs none.
        total: the last row, in bold.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[str | int | None] | str]
    title: str | None = None
    total: Sequence[str | int | None] = ()


Block = Heading | Paragraph | Point | Note | Table


@dataclass(frozen=True)
class Signatory:
    """Who signs: `TM. CỤM THI ĐUA` (authority), `CỤM TRƯỞNG` (role), the own post if that differs, the name.

    `signed` stands where the pen would write, as `(Đã ký ngày 05/01/2023)`; None leaves the room for it.
    """

    authority: str = ""
    role: str = ""
    post: str | None = None
    name: str | None = None
    signed: str | None = None


@dataclass(frozen=True)
class Appendix:
    """A part on pages of its own after the signatures, numbered apart; flat unless it is upright."""

    title: str
    body: Sequence[Block]
    flipped: bool = True


@dataclass(frozen=True)
class Letter:
    """The whole paper. Texts are one line each, but `issuer`, `about`, and a signatory's authority and post.

    Args:
        kind: `TỜ TRÌNH`, `BIÊN BẢN`; put in capitals on paper.
        about: what it is about, under the kind.
        parent: the body above the issuer, at the top left; may be empty.
        issuer: who writes.
        author: of the file, as programs show it.
        year: of the date, while the day is not known.
        made_on: written into the file: the same letter made for the same day has the same bytes.
        number: given after signing; None leaves room for it.
        symbol: `TTr-LMHTX`; None for a paper that is not numbered.
        place: where it is signed; None leaves room for it.
        signed_on: the day of signing; None leaves room for day and month.
        to: who is written to (*Kính gửi*); none for minutes and pledges.
        legal_basis: texts after `Căn cứ`, without their mark.
        body: headings, paragraphs, points, tables.
        closing: the last sentence, without its mark: `./.` is put after it.
        signatories: one stands at the right beside the recipients; several stand in twos, in this order.
        recipients: *Nơi nhận*, without the line of the file.
        filed: who files it: `VT` prints as `Lưu: VT.`; with nobody to go to and nobody to file it, as an
            attached list or somebody's own report, there is no *Nơi nhận*.
        appendices: in their order.
        attached_to: `Bản giao ước thi đua năm 2023`, said under an appendix's title; without appendices the
            paper is itself attached to it, and says so under what it is about.
        caution: boxed before the body: what this paper is not yet.
        notice: at the foot of every page.
    """

    kind: str
    about: str
    parent: str
    issuer: str
    author: str
    year: int
    made_on: dt.date
    body: Sequence[Block]
    signatories: Sequence[Signatory]
    number: int | None = None
    symbol: str | None = None
    place: str | None = None
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


def issuer_lines(name: str, own: str) -> str:
    """The issuer's name in capitals for the heading block; where it needs lines, its own part has one.

    Args:
        name: in full.
        own: the end of the name that must not be broken.
    """
    if len(name) <= ISSUER_WIDTH:
        return name.upper()
    start = name.removesuffix(own).rstrip() if name.endswith(own) else name
    rows = textwrap.wrap(start, ISSUER_WIDTH) + ([own] if start != name else [])
    return "\n".join(rows).upper()


def letter_pdf(letter: Letter) -> bytes:
    """The letter as a PDF; the same letter gives the same bytes.

    Raises:
        TypesettingError: as for `papers.typeset.typeset`.
    """
    return typeset(LAYOUT, _document(letter))


def _document(letter: Letter) -> dict[str, Any]:
    """The letter as letter.typ takes it."""
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
            "place": letter.place,
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


def _date(on: dt.date) -> dict[str, int]:
    return {"day": on.day, "month": on.month, "year": on.year}


def _blocks(body: Sequence[Block]) -> list[dict[str, Any]]:
    return [{"is": type(block).__name__.lower(), **asdict(block)} for block in body]


PEN = "…………"
