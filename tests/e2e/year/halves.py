"""A half-year: seven reports from spreadsheets, approved and accepted."""

from typing import Any

from playwright.sync_api import Page, expect

from figures.entry import services as entry_services
from figures.periods.models import Period
from figures.workflow import services
from provinces.accounts.models import Officer
from reports import demo
from tests.e2e.form import explain_all, see
from tests.e2e.year.desk import HEAD, IN_THE_BROWSER, SECRETARY, SEVEN, Desk, day, press
from tests.figures.intake.workbook.xlsx_files import changed_file

Cells = dict[str, dict[str, Any]]
STATES = {"unknown": "Chưa có số liệu", None: "Chưa có số liệu", "not_applicable": "Không áp dụng"}
# In the second half as many cooperatives end as begin, and no unions: every stock stays.
SECOND = {"union.new": 0, "union.dissolved": 0, "coop.other_increase": 0, "coop.other_decrease": 0}


def first_half(index: int) -> dict[str, Any]:
    """Code → the demo's value of the published half-year, for the province with that index."""
    columns = demo.fixture("demo_figures.json")["periods"]["2023-H1"]
    return {code: cells if isinstance(cells, str) else cells[index] for code, cells in columns.items()}


def second_half(index: int) -> dict[str, Any]:
    first = first_half(index)
    return first | SECOND | {"coop.dissolved": first["coop.new"]}


def open_half(desk: Desk, half: int) -> None:
    page = desk.sit(SECRETARY, "/periods/add/")
    page.get_by_label("Năm", exact=True).fill("2023")
    page.locator("[name=half]").select_option(str(half))
    page.get_by_label("Ngày chốt số liệu").fill("30/6/2023" if half == 1 else "31/12/2023")
    for label, days in (
        ("Ngày mở nhập số liệu", 0),
        ("Hạn gửi", 5),
        ("Ngày cuối được nhập", 10),
        ("Ngày cuối được sửa số trả lại", 20),
    ):
        page.get_by_label(label).fill(day(days))
    press(page, "Lưu")
    page = desk.sit(SECRETARY, f"/periods/2023-H{half}/")
    press(page, "Mở kỳ báo cáo")


def report_all(desk: Desk, half: int) -> None:
    """Officers download the form and upload it filled in; leaders approve, the secretary accepts."""
    for index, (slug, name) in enumerate(SEVEN.items()):
        values = first_half(index) if half == 1 else second_half(index)
        if slug != IN_THE_BROWSER:
            _report(half, slug, values)
            continue
        _send(desk, half, slug, values)
        page = desk.sit(f"{slug}-lead", f"/review/2023-H{half}/{slug}/")
        press(page, "Duyệt và gửi Cụm")
        see(page, "Đã duyệt và gửi Cụm.")
        page = desk.sit(SECRETARY, f"/review/2023-H{half}/{slug}/")
        press(page, f"Chấp nhận số liệu {name}")
        see(page, f"Đã chấp nhận số liệu {name}.")


def _report(half: int, slug: str, values: dict[str, Any]) -> None:
    period = Period.objects.get(year=2023, half=half)
    officer, leader, secretary = (
        Officer.objects.get(username=name) for name in (slug, f"{slug}-lead", SECRETARY)
    )
    explanations = dict.fromkeys(values, "Đã rà soát với các HTX.")
    entries = {code: demo.cell_entry(code, value, explanations) for code, value in values.items()}
    submission = entry_services.start(period=period, province=officer.province, by=officer)
    entry_services.save_cells(submission=submission, entries=entries, by=officer)
    services.submit(submission=submission, by=officer)
    services.approve(submission=submission, by=leader)
    services.accept(submission=submission, by=secretary)


def _send(desk: Desk, half: int, slug: str, values: dict[str, Any]) -> None:
    address = f"/entry/2023-H{half}/{slug}/"
    page = desk.sit(slug, address)
    with page.expect_download() as event:
        page.get_by_role("link", name="Tải biểu Excel").first.click()
    workbook = changed_file(event.value.path().read_bytes(), {code: _cell(v) for code, v in values.items()})
    page.get_by_role("link", name="Nhập từ tệp Excel").click()
    page.get_by_label("Biểu đã nhập").set_input_files(
        {"name": "bieu.xlsx", "mimeType": "application/octet-stream", "buffer": workbook}
    )
    press(page, "Xem trước")
    press(page, "Ghi tất cả")
    see(page, f"Đã ghi {len(values)} ô.")
    _press_send(page)
    if not _is_sent(page):
        explain_all(page, "Đã rà soát với các HTX.")
        _press_send(page)
        see(page, "Đã gửi lãnh đạo duyệt.")


def _press_send(page: Page) -> None:
    # The form waits for its cells to be stored; the page before may show the same summary as the one after.
    with page.expect_navigation():
        press(page, "Gửi lãnh đạo duyệt")


def _is_sent(page: Page) -> bool:
    outcome = page.get_by_text("Đã gửi lãnh đạo duyệt.").or_(page.locator(".error-summary"))
    expect(outcome.first).to_be_visible()
    return page.get_by_text("Đã gửi lãnh đạo duyệt.").count() > 0


def _cell(value: Any) -> dict[str, Any]:
    return {"state": STATES[value]} if value is None or isinstance(value, str) else {"value": value}


def look_at_the_first_half(desk: Desk) -> None:
    """The published totals, and the progress of the pledges."""
    page = desk.sit(HEAD, "/dashboard/2023-H1/?scope=accepted")
    see(page, "2.109")
    see(page, "69/143, 48%")


def look_at_the_year(desk: Desk) -> None:
    page = desk.sit("soc-trang", "/emulation/2023/")
    see(page, "138/143, 97%")
