"""What each still has to do, on their own page and on the head's board."""

from playwright.sync_api import expect

from tests.e2e.year.desk import CONTEST, HEAD, SECRETARY, Desk, row, see


def remind(desk: Desk, who: str, what: str) -> None:
    """It stands on that officer's page of tasks."""
    page = desk.sit(who, "/tasks/")
    see(page, what)


def forget(desk: Desk, who: str, what: str) -> None:
    """It is done, and on that page no more."""
    page = desk.sit(who, "/tasks/")
    expect(page.get_by_role("main")).not_to_contain_text(what)


def look_at_the_middle(desk: Desk) -> None:
    """The pledges are signed, the first half is in, the self-scores are still to come."""
    page = desk.sit(HEAD, f"{CONTEST}board/")
    see(page, "Đến hạn gần nhất:")
    line = row(page, "Hậu Giang").first
    expect(line).to_contain_text("Đã ký")
    expect(line).to_contain_text("Đã chấp nhận")
    expect(line).to_contain_text("1 hoạt động")
    expect(line).to_contain_text("Chưa chấm")


def look_at_the_end(desk: Desk) -> None:
    """Every part is done by all; the vote is counted."""
    page = desk.sit(SECRETARY, f"{CONTEST}board/")
    see(page, "7/7 người đã bỏ phiếu")
    assert "Chưa chấm" not in page.get_by_role("main").inner_text()
