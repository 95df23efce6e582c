"""The form as a spreadsheet, downloaded and uploaded again."""

import io

import pytest
from python_calamine import CalamineWorkbook

from figures.submissions.models import Figure
from tests.e2e.form import ADDRESS, box, see
from tests.figures.intake.workbook.xlsx_files import changed_file, form_rows

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def download(page):
    with page.expect_download() as event:
        page.get_by_role("link", name="Tải biểu Excel").first.click()
    assert event.value.suggested_filename.endswith(".xlsx")
    return event.value.path().read_bytes()


def upload(page, data, name="bieu.xlsx"):
    page.get_by_label("Biểu đã nhập").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("button", name="Xem trước").click()


def stored():
    figures = Figure.objects.filter(submission__period__year=2023, submission__period__half=2)
    return {figure.indicator.code: figure.value for figure in figures.select_related("indicator")}


def test_form_is_downloaded_filled_in_previewed_and_written(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    data = download(page)
    assert form_rows(data)["coop.total"]["previous"] == 257
    page.get_by_role("link", name="Nhập từ tệp Excel").click()
    cells = {"coop.new": {"value": 12}, "coop.dissolved": {"value": 3}, "coop.total": {"value": "1.23.456"}}
    upload(page, changed_file(data, cells))
    see(page, "4 ô: 2 ghi, 1 không đổi, 1 hỏi.")
    assert stored() == {}, "a preview writes nothing"
    page.get_by_role("button", name="Ghi các ô hợp lệ").click()
    see(page, "Đã ghi 2 ô.")
    assert stored() == {"coop.new": 12, "coop.dissolved": 3}
    assert box(page, "coop.new").input_value() == "12"
    page.get_by_role("link", name="Nhập từ tệp Excel").click()
    upload(page, download(page))
    see(page, "Không có gì để ghi")


def test_other_file_is_refused_with_a_sentence(open_browser, complaints):
    page = open_browser("hau-giang").new_page()
    page.goto(f"{ADDRESS}upload/")
    upload(page, b"PK\x03\x04 and then nothing", "bieu.xlsm")
    see(page, "Chưa ghi gì")
    complaints.forgive("status of 422")
    assert stored() == {}


@pytest.mark.parametrize(
    ("address", "kind", "head"),
    [
        ("/dashboard/2023-H1/", "Excel (.xlsx)", "Chỉ tiêu"),
        ("/provinces/hau-giang/", "Excel (.xlsx)", "Chỉ tiêu"),
        ("/register/cooperatives/?sort=-name", "CSV", "Tên"),
        ("/review/2023-H1/", "CSV", "Tỉnh, thành phố"),
    ],
)
def test_list_downloads_from_its_page(address, kind, head, open_browser):
    page = open_browser("secretary").new_page()
    page.goto(address)
    with page.expect_download() as event:
        page.get_by_role("link", name=kind).first.click()
    data = event.value.path().read_bytes()
    assert event.value.suggested_filename.endswith(".csv" if kind == "CSV" else ".xlsx")
    if kind == "CSV":
        assert data.decode("utf-8-sig").startswith((head, f'"{head}"'))
    else:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        assert rows[0][0] == head
        assert any(isinstance(value, float) for row in rows for value in row)
