"""From Excel into the form: a pasted block or an uploaded file, with scripts and without."""

import pytest
from playwright.sync_api import expect

from figures.entry import services
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from tests.e2e.accessibility import assert_accessible
from tests.e2e.form import ADDRESS, box, forgive_offline, see, stored_value
from tests.figures.intake.workbook.xlsx_files import changed_file

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASTE, UPLOAD, FORM = f"{ADDRESS}paste/", f"{ADDRESS}upload/", f"{ADDRESS}form.xlsx"
TABLE = "Chỉ tiêu\tĐơn vị\tKỳ này\r\nHTX thành lập mới\tHTX\t12\r\nHTX giải thể\tHTX\t3\r\n"


def paste_into(page, code, text):
    """Paste the text from the clipboard by keyboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    box(page, code).focus()
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+V")


def write(page):
    page.get_by_role("button", name="Ghi tất cả").click()


def test_block_pasted_into_a_cell_is_previewed_written_and_undone(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    box(page, "coop.active").fill("240")
    page.get_by_label("Nguyên nhân").fill("Thiếu vốn.")
    paste_into(page, "coop.members", TABLE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Dán từ Excel")
    assert stored_value("coop.active") == 240
    assert Submission.objects.get(period__year=2023, period__half=2, province__slug="hau-giang").causes
    see(page, "Dòng 2, cột 3")
    assert stored_value("coop.new") is None
    write(page)
    see(page, "Đã ghi 2 ô.")
    expect(box(page, "coop.new")).to_have_value("12")
    page.get_by_role("button", name="Hoàn tác").click()
    see(page, "Đã hoàn tác 2 ô: HTX thành lập mới, HTX giải thể.")
    expect(box(page, "coop.new")).to_have_value("")
    expect(page.get_by_role("button", name="Hoàn tác")).to_have_count(0)


def test_numbers_without_labels_fill_the_cells_below(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    paste_into(page, "coop.dissolved", "3\n\n240\n")
    write(page)
    expect(box(page, "coop.dissolved")).to_have_value("3")
    expect(box(page, "coop.active")).to_have_value("240")


def test_single_number_is_pasted_as_text(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    paste_into(page, "coop.new", "12\r\n")
    expect(box(page, "coop.new")).to_have_value("12")
    box(page, "coop.dissolved").focus()
    expect(page.locator("#save-line")).to_contain_text("Đã lưu tất cả lúc")
    assert stored_value("coop.new") == 12


def test_block_waits_until_cells_are_saved(open_browser, complaints):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    page.route("**/cells/**", lambda route: route.abort("internetdisconnected"))
    box(page, "coop.active").fill("240")
    paste_into(page, "coop.new", TABLE)
    see(page, "Khối đã dán còn giữ ở máy này")
    expect(box(page, "coop.active")).to_have_value("240")
    page.unroute("**/cells/**")
    see(page, "Dòng 2, cột 3")
    assert stored_value("coop.active") == 240
    forgive_offline(complaints)


def test_block_pasted_offline_waits(open_browser, complaints):
    context = open_browser("hau-giang")
    page = context.new_page()
    page.goto(ADDRESS)
    context.set_offline(True)
    paste_into(page, "coop.new", TABLE)
    see(page, "Khối đã dán còn giữ ở máy này")
    page.get_by_role("button", name="Bỏ khối này").click()
    expect(page.locator("#block-waits")).to_be_hidden()
    paste_into(page, "coop.new", TABLE)
    expect(page.locator("#block-waits")).to_be_visible()
    context.set_offline(False)
    see(page, "Dòng 2, cột 3")
    forgive_offline(complaints)


@pytest.mark.parametrize("width", [1280, 360])
def test_block_is_pasted_without_scripts(width, open_browser):
    page = open_browser("hau-giang", width=width, script=False).new_page()
    page.goto(ADDRESS)
    page.get_by_role("link", name="Dán từ Excel").click()
    page.get_by_label("Khối ô chép từ Excel").fill(TABLE.replace("\t3", "\t-"))
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_label("0 (không phát sinh)").check()
    page.get_by_role("button", name="Đọc theo lựa chọn này").click()
    write(page)
    expect(box(page, "coop.dissolved")).to_have_value("0")
    page.get_by_role("button", name="Hoàn tác").click()
    see(page, "Đã hoàn tác 2 ô")
    expect(box(page, "coop.dissolved")).to_have_value("")


@pytest.mark.parametrize(("width", "script"), [(1280, True), (360, False)])
def test_file_is_previewed_written_and_undone(width, script, open_browser):
    page = open_browser("hau-giang", width=width, script=script).new_page()
    page.goto(ADDRESS)
    data = page.context.request.get(FORM).body()
    page.get_by_role("link", name="Nhập từ tệp Excel").click()
    data = changed_file(data, {"coop.new": {"value": 12}, "coop.dissolved": {"value": 3}})
    page.get_by_label("Biểu đã nhập").set_input_files(
        {"name": "bieu.xlsx", "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("button", name="Xem trước").click()
    see(page, "Biểu nhập!F")
    assert stored_value("coop.new") is None
    write(page)
    see(page, "Đã ghi 2 ô.")
    assert stored_value("coop.new") == 12
    page.get_by_role("button", name="Hoàn tác").click()
    see(page, "Đã hoàn tác 2 ô")
    assert stored_value("coop.new") is None


def test_paste_page_is_accessible_in_every_state(ready, open_browser, complaints):
    page = open_browser("hau-giang").new_page()
    page.goto(PASTE)
    assert_accessible(page)
    page.get_by_label("Khối ô chép từ Excel").fill("Chỉ tiêu\tAn Giang\nHTX thành lập mới\t12")
    page.get_by_role("button", name="Xem trước").click()
    see(page, "không có cột của Hậu Giang")
    complaints.forgive("status of 422")
    assert_accessible(page)
    block = (
        "HTX thành lập mới\t12\nHTX giải thể\t-\nTổng số HTX\t1.23.456\nHTX trồng lúa\t5\nThành lập mới\t7"
    )
    page.get_by_label("Khối ô chép từ Excel").fill(block)
    page.get_by_role("button", name="Xem trước").click()
    see(page, "1 ô chờ chọn cách đọc")
    assert_accessible(page)
    colleague = Officer.objects.get(username="hau-giang-lead")
    services.save_cells(submission=ready, entries={"coop.new": CellEntry(text="13")}, by=colleague)
    page.get_by_role("button", name="Ghi các ô hợp lệ").click()
    see(page, "Ghi đè")
    complaints.forgive("status of 409")
    assert_accessible(page)
    page.get_by_label("Ghi đè HTX thành lập mới").check()
    page.get_by_role("button", name="Ghi các ô đã chọn").click()
    expect(page.get_by_role("button", name="Hoàn tác")).to_be_visible()
    assert_accessible(page)
