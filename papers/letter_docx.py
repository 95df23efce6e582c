"""A letter as DOCX, for papers that will be edited further, with the parts and sizes of the PDF.

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
from docx.shared import Mm, Pt

from papers.docx_lines import (
    BLANK,
    add_body,
    add_centred,
    add_rule,
    clean,
    keep_rows_whole,
    remove_padding,
    write_lines,
)
from papers.letter import Block, Column, Heading, Letter, Note, Paragraph, Point, Signatory, Table

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FACE = "Times New Roman"
SIZE = 14
TEXT_WIDTH = 165.0  # millimetres
# Millimetres: the halves of the heading block, the motto, and the average width of a letter. The rules'
# lengths, which the decree prescribes, are computed from them.
_LEFT, _RIGHT, _MOTTO = 76.0, 89.0, 56.0
_CAPITAL, _LETTER = 2.54, 2.23
_SIDES = {"left": ALIGN.LEFT, "center": ALIGN.CENTER, "right": ALIGN.RIGHT}
_LEVELS = ("{roman}. ", "{number}. ", "{letter}) ")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def letter_docx(letter: Letter) -> bytes:
    """Return the letter as an editable file. Texts are data: none can start a field or formula."""
    document = Document()
    _page_setup(document, letter)
    _letterhead(document, letter)
    add_centred(document, letter.kind.upper(), bold=True, before=20)
    about = letter.about.splitlines()
    for line in about:
        add_centred(document, line, bold=True)
    add_rule(document, 0.4 * max(map(len, about)) * _LETTER, TEXT_WIDTH, after=10)
    if letter.attached_to and not letter.appendices:
        add_centred(document, f"(Kèm theo {letter.attached_to})", after=10).runs[0].italic = True
    if letter.caution:
        add_centred(document, letter.caution, bold=True, after=10)
    _addressees(document, letter.to)
    for n, basis in enumerate(letter.legal_basis, start=1):
        mark = "." if n == len(letter.legal_basis) else ";"
        add_body(document, f"Căn cứ {basis}{mark}").runs[0].italic = True
    _blocks(document, letter.body)
    if letter.closing:
        add_body(document, f"{letter.closing.rstrip(' ./')}./.").paragraph_format.keep_with_next = True
    _signatures(document, letter)
    for n, part in enumerate(letter.appendices, start=1):
        section = document.add_section(WD_SECTION.NEW_PAGE)
        _set_orientation(section, landscape=part.flipped)
        number = f" {_roman(n)}" if len(letter.appendices) > 1 else ""
        add_centred(document, f"Phụ lục{number}", bold=True)
        add_centred(document, part.title.upper(), bold=True)
        add_centred(document, f"(Kèm theo {letter.attached_to})", after=10).runs[0].italic = True
        _blocks(document, part.body)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _page_setup(document: Any, letter: Letter) -> None:
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
    created_at = dt.datetime.combine(letter.made_on, dt.time(), tzinfo=dt.UTC)
    properties = document.core_properties
    properties.author, properties.title = letter.author, clean(f"{letter.kind} {letter.about}")
    properties.created = properties.modified = created_at
    properties.language = "vi"


def _letterhead(document: Any, letter: Letter) -> None:
    table = document.add_table(rows=2, cols=2)
    remove_padding(table)
    for column, width in zip(table.columns, (_LEFT, _RIGHT), strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    left, right = table.rows[0].cells
    issuer = [clean(line) for line in letter.issuer.splitlines()]
    bold = [(line, 12, True, False) for line in issuer]
    write_lines(left, [(clean(letter.parent), 12, False, False), *bold])
    add_rule(left, 0.4 * min(max(map(len, issuer)) * _CAPITAL, _LEFT), _LEFT)
    motto = [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, False)]
    write_lines(right, [*motto, ("Độc lập - Tự do - Hạnh phúc", 13, True, False)])
    add_rule(right, _MOTTO, _RIGHT)
    left, right = table.rows[1].cells
    for cell in (left, right):
        cell.paragraphs[0].paragraph_format.space_before = Pt(8)
    if letter.symbol is not None:
        number = BLANK if letter.number is None else f"{letter.number:02}"
        write_lines(left, [(f"Số: {number}/{clean(letter.symbol)}", 13, False, False)])
    on = letter.signed_on
    day = f"{on.day:02}" if on else BLANK
    month = (f"{on.month:02}" if on.month < 3 else f"{on.month}") if on else BLANK
    place = clean(letter.place_line or "") or "………………"
    year = (on.year if on else letter.year) or BLANK
    write_lines(right, [(f"{place}, ngày {day} tháng {month} năm {year}", 13, False, True)])


def _addressees(document: Any, to: Sequence[str]) -> None:
    if len(to) == 1:
        add_centred(document, f"Kính gửi: {to[0]}", after=10)
    elif to:
        add_centred(document, "Kính gửi:")
        for n, addressee in enumerate(to, start=1):
            last = n == len(to)
            add_centred(document, f"- {addressee}{'.' if last else ';'}", after=10 if last else 0)


def _signatures(document: Any, letter: Letter) -> None:
    document.add_paragraph().paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=2)
    is_single = len(letter.signatories) == 1
    for first in range(0, 0 if is_single else len(letter.signatories), 2):
        cells = table.add_row().cells
        for cell, person in zip(cells, letter.signatories[first : first + 2], strict=False):
            _signature(cell, person)
    left, right = table.add_row().cells
    if letter.recipients or letter.filed:
        lines = [("Nơi nhận:", 12, True, True)]
        lines += [(f"- {clean(recipient)};", 11, False, False) for recipient in letter.recipients]
        write_lines(left, [*lines, (f"- Lưu: {letter.filed}.", 11, False, False)], align=ALIGN.LEFT)
    if is_single:
        _signature(right, letter.signatories[0])
    keep_rows_whole(table)
    for row in table.rows[:-1]:  # no page break between signatures and recipients
        for line in (line for cell in row.cells for line in cell.paragraphs):
            line.paragraph_format.keep_with_next = True


def _signature(cell: Any, person: Signatory) -> None:
    lines = [person.authority.upper(), person.role.upper(), *(person.post or "").upper().splitlines()]
    pen_space = ["", person.signed, ""] if person.signed else [""] * 4
    texts = [*filter(None, lines), *pen_space, person.name]
    write_lines(cell, [(clean(line or ""), 14, True, False) for line in texts])


def _blocks(document: Any, blocks: Sequence[Block]) -> None:
    numbers = [0, 0, 0]
    for block in blocks:
        if isinstance(block, Heading):
            numbers[block.level - 1] += 1
            numbers[block.level :] = [0] * (3 - block.level)
            number = numbers[block.level - 1]
            names = {"roman": _roman(number), "number": number, "letter": chr(96 + number)}
            text = block.text.upper() if block.level == 1 else block.text
            line = add_body(document, _LEVELS[block.level - 1].format(**names) + text)
            line.runs[0].bold, line.paragraph_format.keep_with_next = True, True
        elif isinstance(block, Paragraph):
            add_body(document, block.text)
        elif isinstance(block, Point):
            add_body(document, f"- {block.text}")
        elif isinstance(block, Note):
            add_body(document, block.text).runs[0].font.size = Pt(11)
        else:
            _table(document, block)


def _table(document: Any, block: Table) -> None:
    if block.title:
        title = add_centred(document, block.title, bold=True, before=10, after=6)
        title.paragraph_format.keep_with_next = True
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
            _fill_row(cells, row, block.columns)
    if block.total:
        _fill_row(table.add_row().cells, block.total, block.columns, bold=True)
    keep_rows_whole(table)
    widths = [column.width for column in block.columns]
    page = document.sections[-1]  # portrait, or landscape for an appendix
    text_width = (page.page_width - page.left_margin - page.right_margin) / Mm(1)
    remaining = text_width - sum(width or 0 for width in widths)
    shared = remaining / max(1, sum(not width for width in widths))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width or shared)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=False):
            cell.width = Mm(width or shared)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _fill_row(cells: Any, row: Sequence[Any], columns: Sequence[Column], *, bold: bool = False) -> None:
    for cell, value, column in zip(cells, row, columns, strict=True):
        text = (
            "…" if value is None else f"{value:,}".replace(",", ".") if isinstance(value, int) else str(value)
        )
        _fill(cell, text, _SIDES[column.align], bold=bold)


def _fill(cell: Any, text: str, align: ALIGN, *, bold: bool) -> None:
    line = cell.paragraphs[0]
    line.alignment = align
    run = line.add_run(clean(text))
    run.font.size, run.bold = Pt(11), bold


def _set_orientation(section: Any, *, landscape: bool) -> None:
    long, short = Mm(297), Mm(210)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)


def _roman(number: int) -> str:
    return _ROMAN[number] if number < len(_ROMAN) else str(number)
