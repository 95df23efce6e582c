"""A workbook that is no form is read as a table, like a block pasted from it."""

import io
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from figures.intake.workbook.csv_block import block_in
from tests.figures.intake.paste.test_paste import PASTE, open_questions, passed_over, problems, readable
from tests.figures.intake.workbook.test_workbook import FORM, UPLOAD, figure, send
from tests.figures.intake.workbook.xlsx_files import FORM_PART, changed_file, with_part
from tests.figures.pages import text_of

TABLE = [["Chỉ tiêu", "Kỳ này"], ["HTX thành lập mới", 12], ["HTX giải thể", 3]]


@pytest.fixture
def client(client_for, officer_hg, draft):
    """The browser of Hậu Giang's officer."""
    return client_for(officer_hg)


def workbook(**sheets: list[list[Any]]) -> bytes:
    """A file with these sheets; a pair is a number and its format, or a formula and its result."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if not isinstance(value, tuple):
                    page.write(row, column, value)
                elif isinstance(value[0], str):
                    page.write_formula(row, column, value[0], None, value[1])
                else:
                    page.write_number(row, column, value[0], book.add_format({"num_format": value[1]}))
    book.close()
    return target.getvalue()


def test_sheet_with_most_labels_is_read_and_the_others_are_named(client):
    other = [["HTX thành lập mới", 99]]
    preview = send(client, workbook(Khác=other, Bảng=TABLE, Trống=[], Ghi=[["HTX giải thể"]]))
    assert readable(preview) == {"coop.new": "12", "coop.dissolved": "3"}
    assert [line.cell.position for line in preview.context["readable"]] == ["Bảng!B2", "Bảng!B3"]
    text = text_of(preview)
    assert "đọc trang tính “Bảng” theo tên chỉ tiêu" in text
    assert "không đọc: Khác (2), Ghi (1)" in text
    client.post(PASTE, {"offer": preview.context["signed_changes"]})
    assert (figure("coop.new").value, figure("coop.dissolved").value) == (12, 3)


def test_label_that_is_nearly_known_is_asked_and_the_source_stays_known(client):
    preview = send(client, workbook(Bảng=[["Tổng số hợp tác xã", 258]], Khác=[["Xin chào"]]))
    assert (readable(preview), open_questions(preview)) == ({}, ["row-0"])
    sent = {name: preview.context[name] for name in ("text", "source")}
    answered = client.post(PASTE, sent | {"row-0": "coop.total"})
    assert readable(answered) == {"coop.total": "258"}
    assert answered.context["account"].source.sheet == "Bảng"
    assert "không đọc: Khác (1)" in text_of(answered)
    changed = client.post(PASTE, sent | {"text": "HTX thành lập mới\t14"})
    assert changed.context["account"].source.sheet == ""
    assert client.post(PASTE, sent | {"source": "x"}).status_code == 200


def test_column_of_another_half_year_is_asked(client):
    preview = send(client, workbook(Bảng=[["Chỉ tiêu", "6T đầu 2021"], ["HTX thành lập mới", 12]]))
    assert (readable(preview), open_questions(preview)) == ({}, ["column"])
    assert "Cột B: 6T đầu 2021 (12)" in text_of(preview)


def test_numbers_of_an_own_table_are_read_as_the_sheet_shows_them(client):
    rows = [
        ["Vốn điều lệ của HTX", (257000.125, "#,##0")],
        ["HTX thành lập mới", ("=6+6", 12)],
        ["HTX giải thể", (0.12, "0%")],
        ["HTX đang hoạt động", (45000, "dd/mm/yyyy")],
        ["HTX ngừng hoạt động, chờ giải thể", True],
        ["Lãi của HTX trong kỳ", ("=A1", "#REF!")],
        ["Doanh thu của HTX trong kỳ", ("=A1", "")],
        ["THT thành lập mới", 1e300],
        ["Tổng số HTX", "1,234"],
    ]
    preview = send(client, workbook(Bảng=rows))
    assert readable(preview) == {"coop.charter_capital": "257000,1250", "coop.new": "12"}
    asked = problems(preview)
    for code, text in (("coop.dissolved", "12%"), ("group.new", "1E+300"), ("coop.total", "1,234")):
        assert f"“{text}”" in asked[code]
    assert "Ô có công thức (1): lấy kết quả đã lưu trong tệp." in text_of(preview)
    assert sum(preview.context["account"].counts.values()) == 18


def test_form_without_its_hidden_sheets_or_keys_is_read_as_a_table(client):
    form = changed_file(client.get(FORM).content, {"coop.new": {"value": 12}})
    renamed = with_part(form, "xl/workbook.xml", lambda text: text.replace('"_bieu"', '"Khác"'))
    unkeyed = with_part(form, "xl/sharedStrings.xml", lambda text: text.replace(">estimate<", ">e<"))
    for data in (renamed, unkeyed):
        preview = send(client, data)
        assert readable(preview) == {"coop.new": "12"}
        assert preview.context["account"].source.sheet == "Biểu nhập"


def test_hidden_and_distant_cells_of_an_own_table_are_passed_over(client):
    data = workbook(Bảng=[*TABLE, ["HTX đang hoạt động", 231, 5]])
    ranges = '<mergeCells count="1"><mergeCell ref="B4:C4"/></mergeCells>'
    far = '<row r="1048576"><c r="XFD1048576"><v>5</v></c></row></sheetData>'
    data = with_part(
        data, "xl/worksheets/sheet1.xml", lambda text: text.replace("</sheetData>", far + ranges, 1)
    )
    preview = send(client, data)
    assert readable(preview) == {"coop.new": "12", "coop.dissolved": "3"}
    assert passed_over(preview) == {
        "Bảng!C4": "Nằm dưới một ô gộp nên không thấy trên bảng.",
        "Bảng!XFD1048576": "Nằm quá xa bảng nên không đọc.",
    }


OTHER = [["Chỉ tiêu", "Kỳ này"], ["HTX thành lập mới", 99], ["HTX giải thể", 98], ["Tổng số HTX", 97]]


@pytest.mark.parametrize("name", ["6T đầu 2022", "6 tháng cuối năm 2022", "2022", "Cà Mau"])
@pytest.mark.parametrize("own", ["Hậu Giang", "6T đầu 2023", "Sheet1"])
def test_sheet_of_another_half_year_or_province_is_not_taken_for_this_one(name, own, client, provinces):
    preview = send(client, workbook(**{name: OTHER, own: TABLE}))
    assert readable(preview) == {"coop.new": "12", "coop.dissolved": "3"}
    assert f"không đọc: {name} (8)" in text_of(preview)


def test_sheet_of_another_half_year_alone_is_asked(client):
    for name in ("6T đầu 2022", "6 tháng cuối năm 2022"):
        preview = send(client, workbook(**{name: TABLE}))
        assert (readable(preview), open_questions(preview)) == ({}, ["column"])


def test_sheet_of_another_province_alone_is_refused(client, provinces):
    response = send(client, workbook(**{"Cà Mau": TABLE}))
    assert response.status_code == 422
    assert "là của Cà Mau. Chọn tệp của Hậu Giang." in response.context["refused"]


def test_hidden_sheet_comes_after_those_that_people_see(client):
    data = workbook(Ẩn=OTHER, Bảng=TABLE)
    hide = '<sheet name="Ẩn" sheetId="1" state="hidden"'
    data = with_part(data, "xl/workbook.xml", lambda text: text.replace('<sheet name="Ẩn" sheetId="1"', hide))
    assert readable(send(client, data)) == {"coop.new": "12", "coop.dissolved": "3"}
    alone = with_part(
        workbook(Ẩn=TABLE, Khác=[["Xin chào"]]),
        "xl/workbook.xml",
        lambda text: text.replace('<sheet name="Ẩn" sheetId="1"', hide),
    )
    assert send(client, alone).context["account"].source.sheet == "Ẩn"


def test_sheet_too_large_to_be_a_block_is_refused_by_its_name(client):
    response = send(client, workbook(Bảng=[*TABLE, *([n, "x" * 60] for n in range(900))]))
    assert response.status_code == 422
    assert "Trang tính “Bảng” quá lớn." in response.context["refused"]


CSV = "Chỉ tiêu;Kỳ này\r\nHTX thành lập mới;12\r\nHTX giải thể;3\r\n"


@pytest.mark.parametrize("name", ["bang.csv", "bang.txt", "bang.tsv", "bang.xlsx", "bang"])
@pytest.mark.parametrize(
    "data",
    [
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("utf-16"),
        CSV.encode("utf-16-le"),
        CSV.encode("utf-16-be"),
        CSV.replace(";", "\t").encode(),
        workbook(Bảng=TABLE),
    ],
)
def test_table_is_known_by_its_content_whatever_its_name(name, data, client):
    response = client.post(UPLOAD, {"file": SimpleUploadedFile(name, data)})
    assert readable(response) == {"coop.new": "12", "coop.dissolved": "3"}


VIETNAMESE = "Chỉ tiêu;Kỳ này\r\nTổng vốn hoạt động của HTX;1.234\r\nSố THT đã giải thể ở xã, ấp;7\r\n" * 3


def test_table_that_begins_like_an_archive_is_a_table(client):
    response = client.post(UPLOAD, {"file": SimpleUploadedFile("bang.csv", b"PK;1\r\n" + CSV.encode())})
    assert readable(response) == {"coop.new": "12", "coop.dissolved": "3"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_no_letter_of_a_wide_text_is_garbled(encoding, client):
    text = "\ufeff" * encoding.startswith("utf-16-") + VIETNAMESE
    for data in (text.encode(encoding), VIETNAMESE.encode(encoding)):
        preview = client.post(UPLOAD, {"file": SimpleUploadedFile("bang.csv", data)})
        assert preview.context["text"] == block_in(VIETNAMESE.encode())


def test_cell_with_a_nul_is_named_and_not_joined(client):
    table = workbook(Bảng=[*TABLE, ["HTX đang hoạt động", "2NUL3"]])
    form = changed_file(client.get(FORM).content, {"coop.new": {"value": "2NUL3"}})
    for data, part, place in (
        (table, "xl/sharedStrings.xml", "Bảng!B4"),
        (form, FORM_PART, "Biểu nhập!F9"),
    ):
        response = send(client, with_part(data, part, lambda text: text.replace("NUL", "_x0000_")))
        assert response.status_code == 422
        assert f"Ký tự rỗng (NUL) giữa các chữ ở ô {place}." in response.context["refused"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("bang.csv", CSV.replace("12", "1\0002").encode("utf-16-le"), "ký tự rỗng (NUL)"),
        ("bang.csv", CSV.replace("12", "1\0002").encode(), "ký tự rỗng (NUL)"),
        ("bang.csv", CSV.replace("12", "1\0002").encode("cp1258", "replace"), "ký tự rỗng (NUL)"),
        ("bang.csv", CSV.encode("utf-32"), "ký tự rỗng (NUL)"),
        ("bang.csv", CSV.encode("utf-32-le"), "ký tự rỗng (NUL)"),
        ("bang.csv", CSV.encode("utf-32-be"), "ký tự rỗng (NUL)"),
        ("bang.csv", bytes(400), "ký tự rỗng (NUL)"),
        ("bang.csv", b"".join(bytes([n % 32, 0]) for n in range(200)) + CSV.encode(), "ký tự rỗng (NUL)"),
        ("bang.csv", b"1;\0" * 60, "ký tự rỗng (NUL)"),
        ("bang.bin", b"\x00\xff\x01;2", "không phải bảng tính Excel"),
        ("bang.csv", CSV.encode("utf-16")[:-1], "Tệp hỏng"),
        ("bang.csv", CSV.encode("utf-16-le")[:-1], "ký tự rỗng (NUL)"),
        ("bang.csv", CSV.encode("utf-16-be")[:-1], "ký tự rỗng (NUL)"),
        ("bang.csv", "HTX thành lập mới;12".encode("cp1258", "replace"), "UTF-8"),
        ("bang.xls", b"<html><table><tr><td>12;3</td></tr></table></html>", "HTML hoặc XML"),
        ("bang.xls", b'<?xml version="1.0"?><Workbook>1;2</Workbook>', "HTML hoặc XML"),
        ("bang.txt", b"12\r\n3\r\n", "không có dấu chấm phẩy, dấu phẩy hay Tab"),
        ("bang.csv", b" \r\n", "Tệp trống"),
        ("bang.csv", b"\xef\xbb\xbf", "Tệp trống"),
        ("bang.csv", b"\xff\xfe", "Tệp trống"),
        ("bang.csv", b'"T\xc3\xb4i;12\r\nHTX;3\r\n', "dấu ngoặc kép mở mà không đóng"),
        ("bang.csv", "Tổng số HTX;12".encode("ascii", "replace"), "mất dấu tiếng Việt"),
        ("bang.csv", "Chỉ tiêu,Kỳ này\r\nVốn điều lệ của HTX,1,234,567".encode(), "số cột khác nhau"),
    ],
)
def test_text_that_is_no_table_is_refused_by_what_it_is(name, data, message, client):
    response = client.post(UPLOAD, {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 422
    assert message in response.context["refused"]


@pytest.mark.parametrize("hide", [lambda page: page.set_row(2, None, None, {"hidden": True}), None])
def test_hidden_row_or_column_is_named_and_not_read(client, hide):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet("Bảng")
    for row, values in enumerate([*TABLE, ["HTX đang hoạt động", 7]]):
        page.write_row(row, 0, values)
    if hide:
        hide(page)
    else:
        page.write(2, 4, "nháp")
        page.set_column(4, 4, None, None, {"hidden": True})
    book.close()
    preview = send(client, target.getvalue())
    text = text_of(preview)
    assert "đang ẩn nên không đọc" in text
    if hide:
        assert readable(preview) == {"coop.new": "12", "coop.active": "7"}
        assert "Bảng!B3" in text
    else:
        assert readable(preview) == {"coop.new": "12", "coop.dissolved": "3", "coop.active": "7"}
        assert "Bảng!E3" in text
