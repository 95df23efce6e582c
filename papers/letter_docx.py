"""A letter as DOCX, for papers that are still to be worked on: the PDF's parts and sizes, in Word's terms.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, as in layout.typ.
"""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.text.paragraph import Paragraph as Line

from papers.letter import Block, Column, Heading, Letter, Note, Paragraph, Point, Signatory, Table
from papers.typeset import normalised

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FACE = "Times New Roman"
SIZE = 14
_ROOM = "\u00a0" * 6  # for a pen
_SIDES = {"left": ALIGN.LEFT, "center": ALIGN.CENTER, "right": ALIGN.RIGHT}
_LEVELS = ("{roman}. ", "{number}. ", "{letter}) ")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def letter_docx(letter: Letter) -> bytes:
    """The letter as an editable file; texts are data, and begin no field or formula."""
    document = Document()
    _page(document, letter)
    _letterhead(document, letter)
    _centred(document, letter.kind.upper(), bold=True, before=20)
    for line in letter.about.splitlines():
        _centred(document, line, bold=True)
    _centred(document, "_______________", after=10)
    if letter.caution:
        _centred(document, letter.caution, bold=True, after=10)
    for who in letter.to:
        _centred(document, f"Kính gửi: {who}", after=6)
    for n, basis in enumerate(letter.legal_basis, start=1):
        mark = "." if n == len(letter.legal_basis) else ";"
        _body(document, f"Căn cứ {basis}{mark}").runs[0].italic = True
    _blocks(document, letter.body)
    if letter.closing:
        _body(document, f"{letter.closing.rstrip(' ./')}./.")
    _signatures(document, letter)
    for n, part in enumerate(letter.appendices, start=1):
        section = document.add_section(WD_SECTION.NEW_PAGE)
        _turn(section, flat=part.flipped)
        number = f" {_roman(n)}" if len(letter.appendices) > 1 else ""
        _centred(document, f"Phụ lục{number}", bold=True)
        _centred(document, part.title.upper(), bold=True)
        _centred(document, f"(Kèm theo {letter.attached_to})", after=10).runs[0].italic = True
        _blocks(document, part.body)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _page(document: Any, letter: Letter) -> None:
    """A4, its margins, its face, and the page's number in the top margin of all pages but the first."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    style.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = number.add_run()
        run.font.size = Pt(SIZE)
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._element.append(part)
    made = dt.datetime.combine(letter.made_on, dt.time(), tzinfo=dt.UTC)
    properties = document.core_properties
    properties.author, properties.title = letter.author, _clean(f"{letter.kind} {letter.about}")
    properties.created = properties.modified = made
    properties.language = "vi"


def _letterhead(document: Any, letter: Letter) -> None:
    """Issuing bodies on the left, the State's name and motto on the right, then number and date."""
    table = document.add_table(rows=2, cols=2)
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Mm(72), Mm(93)
    left, right = table.rows[0].cells
    issuer = [(_clean(line), 12, True, False) for line in letter.issuer.splitlines()]
    _in_cell(left, [(_clean(letter.parent), 12, False, False), *issuer, ("_" * 9, 8, False, False)])
    motto = [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, False)]
    motto += [("Độc lập - Tự do - Hạnh phúc", 13, True, False), ("_" * 24, 8, False, False)]
    _in_cell(right, motto)
    left, right = table.rows[1].cells
    if letter.symbol is not None:
        number = _ROOM if letter.number is None else f"{letter.number:02}"
        _in_cell(left, [(f"Số: {number}/{_clean(letter.symbol)}", 13, False, False)])
    on = letter.signed_on
    day = f"{on.day:02}" if on else _ROOM
    month = (f"{on.month:02}" if on.month < 3 else f"{on.month}") if on else _ROOM
    place, year = _clean(letter.place or "") or _ROOM * 2, on.year if on else letter.year
    _in_cell(right, [(f"{place}, ngày {day} tháng {month} năm {year}", 13, False, True)])


def _signatures(document: Any, letter: Letter) -> None:
    """Recipients level with one signature; several stand in twos above them."""
    document.add_paragraph()
    table = document.add_table(rows=0, cols=2)
    alone = len(letter.signatories) == 1
    for first in range(0, 0 if alone else len(letter.signatories), 2):
        cells = table.add_row().cells
        for cell, person in zip(cells, letter.signatories[first : first + 2], strict=False):
            _sign(cell, person)
    left, right = table.add_row().cells
    if letter.recipients:
        lines = [("Nơi nhận:", 12, True, True)]
        lines += [(f"- {_clean(who)};", 11, False, False) for who in letter.recipients]
        _in_cell(left, [*lines, (f"- Lưu: {letter.filed}.", 11, False, False)], align=ALIGN.LEFT)
    if alone:
        _sign(right, letter.signatories[0])


def _sign(cell: Any, person: Signatory) -> None:
    lines = [person.authority.upper(), person.role.upper(), *(person.post or "").upper().splitlines()]
    room = ["", person.signed, ""] if person.signed else [""] * 4
    written = [*filter(None, lines), *room, person.name]
    _in_cell(cell, [(_clean(line or ""), 14, True, False) for line in written])


def _blocks(document: Any, blocks: Sequence[Block]) -> None:
    numbers = [0, 0, 0]
    for block in blocks:
        if isinstance(block, Heading):
            numbers[block.level - 1] += 1
            numbers[block.level :] = [0] * (3 - block.level)
            number = numbers[block.level - 1]
            names = {"roman": _roman(number), "number": number, "letter": chr(96 + number)}
            text = block.text.upper() if block.level == 1 else block.text
            line = _body(document, _LEVELS[block.level - 1].format(**names) + text)
            line.runs[0].bold, line.paragraph_format.keep_with_next = True, True
        elif isinstance(block, Paragraph):
            _body(document, block.text)
        elif isinstance(block, Point):
            _body(document, f"- {block.text}")
        elif isinstance(block, Note):
            _body(document, block.text).runs[0].font.size = Pt(11)
        else:
            _table(document, block)


def _table(document: Any, block: Table) -> None:
    if block.title:
        _centred(document, block.title, bold=True, before=10, after=6)
    table = document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    head = table.rows[0]
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(repeated)
    for cell, column in zip(head.cells, block.columns, strict=True):
        _fill(cell, column.label, ALIGN.CENTER, bold=True)
    for row in block.rows:
        cells = table.add_row().cells
        if isinstance(row, str):
            _fill(cells[0].merge(cells[-1]), row, ALIGN.LEFT, bold=True)
        else:
            _row(cells, row, block.columns)
    if block.total:
        _row(table.add_row().cells, block.total, block.columns, bold=True)
    widths = [column.width for column in block.columns]
    left = 165 - sum(width or 0 for width in widths)
    shared = left / max(1, sum(not width for width in widths))
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=False):
            cell.width = Mm(width or shared)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _row(cells: Any, row: Sequence[Any], columns: Sequence[Column], *, bold: bool = False) -> None:
    for cell, value, column in zip(cells, row, columns, strict=True):
        text = (
            "…" if value is None else f"{value:,}".replace(",", ".") if isinstance(value, int) else str(value)
        )
        _fill(cell, text, _SIDES[column.align], bold=bold)


def _fill(cell: Any, text: str, align: ALIGN, *, bold: bool) -> None:
    line = cell.paragraphs[0]
    line.alignment = align
    run = line.add_run(_clean(text))
    run.font.size, run.bold = Pt(11), bold


def _in_cell(cell: Any, lines: list[tuple[str, int, bool, bool]], *, align: ALIGN = ALIGN.CENTER) -> None:
    for text, size, bold, italic in lines:
        first = cell.paragraphs[0]
        line = first if not first.runs and len(cell.paragraphs) == 1 else cell.add_paragraph()
        line.alignment = align
        run = line.add_run(text or _ROOM)
        run.font.size, run.bold, run.italic = Pt(size), bold, italic


def _body(document: Any, text: str) -> Line:
    line: Line = document.add_paragraph()
    line.alignment = ALIGN.JUSTIFY
    line.paragraph_format.first_line_indent = Cm(1.27)
    line.paragraph_format.space_before = Pt(6)
    line.add_run(_clean(text))
    return line


def _centred(document: Any, text: str, *, bold: bool = False, before: int = 0, after: int = 0) -> Line:
    line: Line = document.add_paragraph()
    line.alignment = ALIGN.CENTER
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(before), Pt(after)
    line.add_run(_clean(text)).bold = bold
    return line


def _turn(section: Any, *, flat: bool) -> None:
    long, short = Mm(297), Mm(210)
    section.orientation = WD_ORIENT.LANDSCAPE if flat else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if flat else (short, long)


def _roman(number: int) -> str:
    return _ROMAN[number] if number < len(_ROMAN) else str(number)


def _clean(text: str) -> str:
    """The text as it is printed; a control character would make the file unreadable."""
    return "".join(c for c in normalised(text) if c.isprintable())
