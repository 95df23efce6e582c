"""The entry form in the browser."""

from playwright.sync_api import Locator, Page, expect

ADDRESS = "/entry/2023-H2/hau-giang/"
PREVIOUS = "6T đầu 2023"
# On top of the half before: 257 + 11 new − 2 dissolved = 266, nine more in every breakdown; a union more.
HALF_YEAR = {
    "coop.total": "266",
    "coop.active": "240",
    "coop.sector.agriculture": "197",
    "coop.rating.unrated": "50",
    "union.total": "5",
}


def box(page: Page, code: str) -> Locator:
    return page.locator(f'input[name="{code}"]')


def row_of(page: Page, code: str) -> Locator:
    return page.locator("tr", has=box(page, code))


def previous_half(page: Page) -> dict[str, str]:
    """What stands beside each box for the half-year before: a number, or a sign for why there is none."""
    shown = {}
    for field in page.locator("td.value input").all():
        code = field.get_attribute("name") or ""
        shown[code] = row_of(page, code).locator(f'td[data-label="{PREVIOUS}"]').inner_text().split("\n")[0]
    return shown


def answer_not_known(page: Page, code: str) -> None:
    """Opens the cell's notes and chooses “Chưa có số liệu” (or as the catalogue words it)."""
    row_of(page, code).locator("summary", has_text="Ghi chú").click()
    page.locator(f'input[name="{code}.state"][value="unknown"]').check()


def save(page: Page) -> None:
    """Presses “Lưu”, which is there without scripts, and for what came back unsaved."""
    page.get_by_role("button", name="Lưu", exact=True).click()


def send(page: Page) -> None:
    page.get_by_role("button", name="Gửi lãnh đạo duyệt").click()


def see(page: Page, words: str) -> None:
    """Waits for the words on the page."""
    expect(page.get_by_role("main")).to_contain_text(words)
