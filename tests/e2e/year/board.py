"""Open tasks, on each officer's page and on the head's board."""

from playwright.sync_api import expect

from tests.e2e.form import see
from tests.e2e.year.desk import CONTEST, HEAD, SECRETARY, Desk, row


def expect_task(desk: Desk, who: str, what: str) -> None:
    page = desk.sit(who, "/tasks/")
    see(page, what)


def expect_no_task(desk: Desk, who: str, what: str) -> None:
    page = desk.sit(who, "/tasks/")
    expect(page.get_by_role("main")).not_to_contain_text(what)


def look_at_the_middle(desk: Desk) -> None:
    """Pledges are signed, the first half is accepted, self-scores are missing."""
    page = desk.sit(HEAD, f"{CONTEST}board/")
    see(page, "Đến hạn gần nhất:")
    province_row = row(page, "Hậu Giang").first
    expect(province_row).to_contain_text("Đã ký")
    expect(province_row).to_contain_text("Đã chấp nhận")
    expect(province_row).to_contain_text("1 hoạt động")
    expect(province_row).to_contain_text("Chưa chấm")


def look_at_the_end(desk: Desk) -> None:
    """All have done all parts; the vote is counted."""
    page = desk.sit(SECRETARY, f"{CONTEST}board/")
    see(page, "7/7 người đã bỏ phiếu")
    assert "Chưa chấm" not in page.get_by_role("main").inner_text()
