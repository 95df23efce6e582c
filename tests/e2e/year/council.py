"""The council's points, and the ranks."""

from playwright.sync_api import expect

from tests.e2e.form import every, see
from tests.e2e.year.desk import CONTEST, HEAD, SECRETARY, SEVEN, Desk, press, row
from tests.e2e.year.scores import ANSWER, OBJECTED, REASON

RESULTS = f"{CONTEST}results/"
SETTLED = "3,5"  # between Hậu Giang's 4 and its checker's 3


def agree(desk: Desk) -> None:
    """The secretary enters the final points of every province, with a reason for the one that differs."""
    for slug, name in SEVEN.items():
        page = desk.sit(SECRETARY, f"{RESULTS}{slug}/")
        page.get_by_role("link", name="Ghi điểm thống nhất").click()
        for line in every(page.locator("tbody tr").filter(has=page.locator("input"))):
            if not line.locator("input").input_value():
                line.locator("input").fill(line.locator('td[data-label="Tự chấm"]').inner_text())
        if slug == "hau-giang":
            line = row(page, f"{OBJECTED} ").first
            line.locator("input").fill(SETTLED)
            press(page, "Lưu")
            see(page, "Điểm khác điểm tự chấm hoặc chấm chéo: ghi lý do.")
            row(page, f"{OBJECTED} ").first.locator("textarea").fill("Văn bản ban hành muộn.")
        press(page, "Lưu")
        see(page, f"Đã lưu điểm thống nhất của {name}")
    page = desk.sit(HEAD, f"{RESULTS}hau-giang/")
    see(page, "Văn bản ban hành muộn.")
    page = desk.sit(HEAD, f"{CONTEST}checks/hau-giang/")
    see(page, REASON)
    see(page, ANSWER)


def settle(desk: Desk) -> list[str]:
    """Settle the points, which only those who run the year read before; return the provinces by rank."""
    desk.sit("soc-trang", f"{CONTEST}rules/")
    assert desk.status(RESULTS) == 404
    page = desk.sit(SECRETARY, RESULTS)
    press(page, "Chốt điểm")
    expect(page.get_by_role("heading", name="Điểm đã chốt")).to_be_visible()
    page = desk.sit("soc-trang", RESULTS)
    ranking = page.locator("table").first
    see(page, "dao động từ hạng")
    ranks = every(ranking.locator("tbody tr"))
    assert [line.locator("td").first.inner_text() for line in ranks] == list("1234567")
    assert "*" not in ranking.inner_text(), "every input is accepted and settled"
    return [line.locator("th").inner_text() for line in ranks]


def drill_down(desk: Desk) -> None:
    """From a rank to a criterion, and to the accepted cell behind it."""
    page = desk.sit("soc-trang", RESULTS)
    page.locator("table").first.get_by_role("link", name="Cần Thơ").click()
    page.get_by_role("row", name="4.3 HTX thành lập mới").get_by_role("link").first.click()
    see(page, "HTX thành lập mới")


def look_at_the_charts(desk: Desk) -> None:
    page = desk.sit("soc-trang", CONTEST)
    see(page, "Điểm theo tiêu chí cấp một")
    see(page, "Tự chấm, chấm chéo và thống nhất")
