"""A letter as PDF: its parts are where the decree has them, and its texts are never evaluated."""

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import pytest
from docx import Document

from papers.letter import (
    Appendix,
    Column,
    Heading,
    Letter,
    Note,
    Paragraph,
    Point,
    Signatory,
    Table,
    letter_pdf,
)
from papers.letter_docx import letter_docx
from tests.papers.pdf_measure import HAIR, find, open_pdf, words

TABLE = Table(
    columns=[Column("TT", 10, "center"), Column("Đơn vị"), Column("Số phiếu", 30, "right")],
    rows=["Cờ thi đua", ["1", "Cần Thơ", 5], ["2", "An Giang", None]],
    total=["", "Cộng", "5"],
)
LETTER = Letter(
    kind="Tờ trình",
    about="về việc đề nghị tặng Cờ thi đua năm 2023",
    parent="LIÊN MINH HTX VIỆT NAM",
    issuer="CỤM THI ĐUA LIÊN MINH HTX\nTÂY NAM SÔNG HẬU",
    author="Cụm thi đua Tây Nam sông Hậu",
    made_on=dt.date(2024, 1, 15),
    symbol="TTr-CTĐ",
    place="Kiên Giang",
    to=["Thường trực Liên minh HTX Việt Nam", "Ban Thi đua - Khen thưởng"],
    legal_basis=["Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022", "kết quả bỏ phiếu của Cụm"],
    body=[
        Heading("Kết quả bỏ phiếu"),
        Paragraph("Cụm đã họp #let x = 1 *và* bỏ phiếu."),
        Heading("Thành phần", level=2),
        Point("Cần Thơ;"),
        TABLE,
        Note("Ghi chú: “…” là chưa có số liệu."),
    ],
    closing="Kính trình Thường trực xem xét, quyết định",
    signatories=[Signatory("TM. Cụm thi đua", "Cụm trưởng", "Chủ tịch Liên minh HTX", "Trần Văn A")],
    recipients=["Như trên", "Các thành viên Cụm"],
)
SIGN_TWO = [Signatory(role="Thư ký", name="Lê Thị B"), Signatory(role="Chủ trì", name="Trần Văn A")]


@pytest.fixture(scope="module")
def page() -> Any:
    with open_pdf(letter_pdf(LETTER)) as document:
        yield document.pages[0]


def test_texts_print_verbatim_and_parts_are_numbered() -> None:
    text = words(letter_pdf(LETTER))

    assert "I. KẾT QUẢ BỎ PHIẾU" in text
    assert "1. Thành phần" in text
    assert "Cụm đã họp #let x = 1 *và* bỏ phiếu." in text
    assert "Kính gửi: - Thường trực Liên minh HTX Việt Nam; - Ban Thi đua - Khen thưởng." in text
    assert "Căn cứ kết quả bỏ phiếu của Cụm." in text
    assert "2 An Giang …" in text
    assert "xem xét, quyết định./." in text


def test_undated_letter_leaves_blanks_for_number_and_date(page: Any) -> None:
    assert "/TTr-CTĐ" in page.extract_text()
    assert "năm 202" not in " ".join(page.extract_text().split("TỜ TRÌNH")[0].split())


def test_year_that_is_known_is_printed_before_the_day_is() -> None:
    assert "ngày tháng năm 2024" in words(letter_pdf(replace(LETTER, year=2024)))


@pytest.mark.parametrize(
    ("place", "line"), [(None, "………………, ngày"), ("thành phố Rạch Giá", "Thành phố Rạch Giá, ngày")]
)
def test_line_of_the_date_begins_with_a_place(place: str | None, line: str) -> None:
    letter = replace(LETTER, place=place)
    assert line in words(letter_pdf(letter))
    heading = Document(io.BytesIO(letter_docx(letter))).tables[0]
    assert line in heading.rows[1].cells[1].text


@pytest.mark.parametrize("lines", range(14, 22))
def test_caption_stays_with_its_table(lines: int) -> None:
    table = replace(TABLE, title="Phong trào", rows=[[str(n), "Cần Thơ " * 40, n] for n in range(1, 4)])
    with open_pdf(letter_pdf(replace(LETTER, body=[*[Paragraph("Dòng.")] * lines, table]))) as document:
        [page] = [page for page in document.pages if "Bảng 1. Phong trào" in page.extract_text()]
        assert "Đơn vị" in page.extract_text().split("Bảng 1. Phong trào")[1]


def test_dated_letter_pads_numbers_as_the_decree_does() -> None:
    dated = replace(LETTER, number=7, signed_on=dt.date(2024, 2, 5))
    text = words(letter_pdf(dated))

    assert "Số: 07/TTr-CTĐ Kiên Giang, ngày 05 tháng 02 năm 2024" in text


def test_single_signature_is_right_of_the_recipients(page: Any) -> None:
    role, recipients = find(page, "CỤM TRƯỞNG"), find(page, "Nơi nhận:")

    assert role.left > recipients.right
    assert role.bold
    assert recipients.size == 12


def test_two_signatures_are_side_by_side_above_the_recipients() -> None:
    with open_pdf(
        letter_pdf(replace(LETTER, signatories=SIGN_TWO, body=[Paragraph("Nội dung.")]))
    ) as document:
        page = document.pages[0]
        left, right, recipients = find(page, "THƯ KÝ"), find(page, "CHỦ TRÌ"), find(page, "Nơi nhận:")

        assert left.baseline == pytest.approx(right.baseline, abs=0.05)
        assert left.right < right.left
        assert recipients.baseline < left.baseline
        # each over its half of the line
        assert left.centre + right.centre == pytest.approx(2 * (30 + 165 / 2), abs=2 * HAIR)


def test_signatures_and_recipients_move_to_the_next_page_together() -> None:
    """Whatever the length of the text before them."""
    for lines in range(24, 34):
        body = [Paragraph(f"Nội dung {n}.") for n in range(lines)]
        with open_pdf(
            letter_pdf(replace(LETTER, signatories=SIGN_TWO, legal_basis=[], body=body))
        ) as document:
            [page] = [page for page in document.pages if "Nơi nhận:" in page.extract_text()]
            assert "THƯ KÝ" in page.extract_text()
            assert "xem xét, quyết định./." in page.extract_text()


def test_paper_without_symbol_has_no_number() -> None:
    assert "Số:" not in words(letter_pdf(replace(LETTER, symbol=None)))


def test_appendix_is_landscape_and_names_its_letter() -> None:
    attached = Appendix("Danh sách đề nghị", [TABLE])
    letter = replace(LETTER, appendices=[attached], attached_to="Tờ trình của Cụm", caution="DỰ THẢO")
    with open_pdf(letter_pdf(letter)) as document:
        last = document.pages[-1]

        assert last.width > last.height
        assert "DANH SÁCH ĐỀ NGHỊ" in last.extract_text()
        assert "(Kèm theo Tờ trình của Cụm)" in last.extract_text()
        assert "DỰ THẢO" in document.pages[0].extract_text()
