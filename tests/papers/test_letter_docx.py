"""A letter as an editable file: every text of it, in order, and none of it run."""

import io
from dataclasses import replace
from zipfile import ZipFile

from docx import Document

from papers.letter import Appendix, Paragraph
from papers.letter_docx import letter_docx
from tests.papers.test_letter import LETTER, TABLE, TWO


def opened(letter):
    return Document(io.BytesIO(letter_docx(letter)))


def texts(document) -> list[str]:
    return [line.text for line in document.paragraphs if line.text.strip()]


def test_parts_stand_where_the_decree_has_them():
    document = opened(LETTER)
    heading, body, signature = document.tables
    assert [cell.text.splitlines()[0] for cell in heading.rows[0].cells] == [
        "LIÊN MINH HTX VIỆT NAM",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ]
    assert heading.rows[1].cells[0].text.endswith("/TTr-CTĐ")
    assert "Kiên Giang, ngày" in heading.rows[1].cells[1].text
    assert texts(document)[:3] == ["TỜ TRÌNH", LETTER.about, "_______________"]
    assert "I. KẾT QUẢ BỎ PHIẾU" in texts(document)
    assert texts(document)[-1] == "Kính trình Thường trực xem xét, quyết định./."
    assert [cell.text for cell in body.rows[2].cells] == ["1", "Cần Thơ", "5"]
    assert body.rows[3].cells[2].text == "…", "what is not known is not zero"
    assert signature.rows[-1].cells[1].text.splitlines()[-1] == "Trần Văn A"
    section = document.sections[0]
    assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (30, 15)


def test_what_a_user_typed_is_text_and_stays_readable():
    body = [Paragraph("=cmd|' /C calc'!A0\x07 <w:p> & “Đã”"), TABLE]
    letter = replace(LETTER, body=body, signatories=TWO, appendices=[Appendix("Danh sách", body)])
    assert "=cmd|' /C calc'!A0 <w:p> & “Đã”" in texts(opened(letter))
    with ZipFile(io.BytesIO(letter_docx(letter))) as parts:
        content = parts.read("word/document.xml").decode()
    assert "&lt;w:p&gt;" in content
    assert "fldSimple" not in content
