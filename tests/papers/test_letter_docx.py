"""A letter as DOCX: every text in order, and none of it evaluated."""

import io
from dataclasses import replace
from zipfile import ZipFile

import pytest
from docx import Document

from papers.letter import Appendix, Paragraph, letter_pdf
from papers.letter_docx import letter_docx
from tests.papers.pdf_measure import words
from tests.papers.test_letter import LETTER, SIGN_TWO, TABLE


def open_docx(letter):
    return Document(io.BytesIO(letter_docx(letter)))


def texts(document) -> list[str]:
    return [line.text for line in document.paragraphs if line.text.strip()]


def test_parts_are_where_the_decree_has_them():
    document = open_docx(LETTER)
    heading, body, signature = document.tables
    assert [cell.text.splitlines()[0] for cell in heading.rows[0].cells] == [
        "LIÊN MINH HTX VIỆT NAM",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ]
    assert heading.rows[1].cells[0].text.endswith("/TTr-CTĐ")
    assert "Kiên Giang, ngày" in heading.rows[1].cells[1].text
    assert texts(document)[:5] == [
        *("TỜ TRÌNH", LETTER.about, "Kính gửi:", "- Thường trực Liên minh HTX Việt Nam;"),
        "- Ban Thi đua - Khen thưởng.",
    ]
    assert "I. KẾT QUẢ BỎ PHIẾU" in texts(document)
    assert texts(document)[-1] == "Kính trình Thường trực xem xét, quyết định./."
    assert [cell.text for cell in body.rows[2].cells] == ["1", "Cần Thơ", "5"]
    assert body.rows[3].cells[2].text == "…", "what is not known is not zero"
    assert signature.rows[-1].cells[1].text.splitlines()[-1] == "Trần Văn A"
    section = document.sections[0]
    assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (30, 15)


def rule_lengths(lines, width) -> list[float]:
    """In millimetres; `width` is that of the cell or page around the lines."""
    formats = [line.paragraph_format for line in lines if line._p.xpath("./w:pPr/w:pBdr/w:top")]
    return [width - style.left_indent.mm - style.right_indent.mm for style in formats]


def test_rules_are_as_long_as_the_decree_says():
    document = open_docx(LETTER)
    cells = document.tables[0].rows[0].cells
    issuer, motto = rule_lengths(cells[0].paragraphs, 76), rule_lengths(cells[1].paragraphs, 89)
    [about] = rule_lengths(document.paragraphs, 165)
    assert motto == [pytest.approx(56, abs=1)], "as long as the motto in 13 pt bold"
    # measured on the PDF: a third to a half of the longest line
    assert 64 / 3 <= issuer[0] <= 64 / 2
    assert 90 / 3 <= about <= 90 / 2


def test_attached_paper_without_recipients_names_its_letter():
    letter = replace(LETTER, recipients=[], filed="", attached_to="Tờ trình của Liên minh HTX")
    document = open_docx(letter)
    assert "(Kèm theo Tờ trình của Liên minh HTX)" in texts(document)
    assert "Nơi nhận" not in "".join(cell.text for row in document.tables[-1].rows for cell in row.cells)
    text = words(letter_pdf(letter))
    assert "(Kèm theo Tờ trình của Liên minh HTX)" in text
    assert "Nơi nhận" not in text
    assert "Lưu" not in text


def test_rows_and_signatures_are_not_split_between_pages():
    document = open_docx(replace(LETTER, signatories=SIGN_TWO))
    *_before, closing = [line for line in document.paragraphs if line.text.strip()]
    assert closing.paragraph_format.keep_with_next, "the signature stays with the text"
    _heading, body, signature = document.tables
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in (*body.rows, *signature.rows))
    assert body.rows[0]._tr.xpath("./w:trPr/w:tblHeader"), "the head is repeated on every page"
    signed = [line for cell in signature.rows[0].cells for line in cell.paragraphs]
    assert all(line.paragraph_format.keep_with_next for line in signed)


def test_user_text_is_escaped_and_stays_readable():
    body = [Paragraph("=cmd|' /C calc'!A0\x07 <w:p> & “Đã”"), TABLE]
    letter = replace(LETTER, body=body, signatories=SIGN_TWO, appendices=[Appendix("Danh sách", body)])
    assert "=cmd|' /C calc'!A0 <w:p> & “Đã”" in texts(open_docx(letter))
    with ZipFile(io.BytesIO(letter_docx(letter))) as parts:
        content = parts.read("word/document.xml").decode()
    assert "&lt;w:p&gt;" in content
    assert "fldSimple" not in content
