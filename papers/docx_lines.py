"""Paragraphs of a DOCX and the rules under them."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.text.paragraph import Paragraph

from papers.typeset import normalised

BLANK = "\u00a0" * 6  # to fill in by hand


def write_lines(cell: Any, lines: list[tuple[str, int, bool, bool]], *, align: ALIGN = ALIGN.CENTER) -> None:
    """Add `(text, size in points, bold, italic)` lines; an empty text is a blank to fill in by hand."""
    for text, size, bold, italic in lines:
        first = cell.paragraphs[0]
        line = first if not first.runs and len(cell.paragraphs) == 1 else cell.add_paragraph()
        line.alignment = align
        run = line.add_run(text or BLANK)
        run.font.size, run.bold, run.italic = Pt(size), bold, italic


def add_body(document: Any, text: str) -> Paragraph:
    line: Paragraph = document.add_paragraph()
    line.alignment = ALIGN.JUSTIFY
    line.paragraph_format.first_line_indent = Cm(1.27)
    line.paragraph_format.space_before = Pt(6)
    line.add_run(clean(text))
    return line


def add_centred(
    document: Any, text: str, *, bold: bool = False, before: int = 0, after: int = 0
) -> Paragraph:
    line: Paragraph = document.add_paragraph()
    line.alignment = ALIGN.CENTER
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(before), Pt(after)
    line.add_run(clean(text)).bold = bold
    return line


def add_rule(under: Any, length: float, available: float, *, after: int = 0) -> None:
    """Add a rule in the middle of the available width, both in millimetres.

    The rule is the upper border of an empty, indented line.
    """
    line = under.add_paragraph()
    side = Mm(max(0.0, (available - length) / 2))
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = side
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(2), Pt(after)
    line.paragraph_format.line_spacing = Pt(4)
    border = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        border.set(qn(f"w:{name}"), value)
    borders = OxmlElement("w:pBdr")
    borders.append(border)
    properties = line._p.get_or_add_pPr()
    # Word requires the properties in the order of its schema.
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind"
    )


def remove_padding(table: Any) -> None:
    table.autofit = False
    margins = OxmlElement("w:tblCellMar")
    for name in ("left", "right"):
        side = OxmlElement(f"w:{name}")
        side.set(qn("w:w"), "0")
        side.set(qn("w:type"), "dxa")
        margins.append(side)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def clean(text: str) -> str:
    """Return printable text; a control character would make the file unreadable."""
    return "".join(c for c in normalised(text) if c.isprintable())


def keep_rows_whole(table: Any) -> None:
    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
