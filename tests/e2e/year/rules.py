"""The year is opened and gets its dates and criteria."""

from playwright.sync_api import expect

from emulation.year.models import Deadline
from tests.e2e.form import every, see
from tests.e2e.year.desk import CONTEST, SECRETARY, Desk, day, press


def open_year(desk: Desk) -> None:
    """The secretary opens the contest; provinces may answer their checks from tomorrow on."""
    page = desk.sit(SECRETARY, "/emulation/")
    page.get_by_role("link", name="Mở năm thi đua").click()
    page.get_by_label("Năm", exact=True).fill("2023")
    press(page, "Mở năm thi đua")
    see(page, "Đã mở Thi đua năm 2023.")
    set_dates(desk, answers_from=1)


def set_dates(desk: Desk, *, answers_from: int) -> None:
    """All parts are open today; the answers and what follows them begin that many days from today."""
    page = desk.sit(SECRETARY, f"{CONTEST}dates/")
    for part in Deadline.Part.values:
        is_later = part in ("answers", "council", "vote")
        page.locator(f'input[name="{part}.from"]').fill(day(answers_from if is_later else -1))
        page.locator(f'input[name="{part}.to"]').fill(day(1))
    page.get_by_label("Lý do đổi thời hạn").fill("Theo lịch họp của Cụm.")
    press(page, "Lưu")
    see(page, "Đã lưu thời hạn.")


def write_rules(desk: Desk) -> None:
    """The published table is copied, tried and locked, with a rule for equal totals."""
    page = desk.sit(SECRETARY, f"{CONTEST}rules/")
    press(page, "Lấy bảng điểm đã công bố năm 2019")
    see(page, "Điểm tối đa khớp: các tiêu chí cộng đúng 100 điểm.")
    see(page, "80%")
    page.get_by_role("link", name="Quy định xếp hạng").click()
    page.get_by_label("Bước 1").select_option(label="Điểm trừ ít hơn")
    press(page, "Lưu")
    page = desk.sit(SECRETARY, f"{CONTEST}rules/trial/")
    see(page, "Cần Thơ")
    page = desk.sit(SECRETARY, f"{CONTEST}rules/")
    press(page, "Khóa bảng điểm")
    expect(page.get_by_role("heading", name="Bảng điểm đã khóa")).to_be_visible()
    assert not every(page.get_by_role("link", name="Thêm tiêu chí"))
