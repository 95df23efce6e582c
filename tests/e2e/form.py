"""Hậu Giang's entry form in the browser, and what it has stored."""

from decimal import Decimal

from playwright.sync_api import Locator, Page, expect

from figures.submissions.models import Figure, Submission

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
    """Code → number of the half-year before, or a mark for why there is none."""
    numbers = {}
    for field in every(page.locator(".cell > input")):
        code = field.get_attribute("name") or ""
        cell = row_of(page, code).locator(f'td[data-label="{PREVIOUS}"]')
        numbers[code] = cell.inner_text().split("\n")[0]
    return numbers


def answer_not_known(page: Page, code: str) -> None:
    page.locator(f'input[name="{code}.state"][value="unknown"]').check()


def save(page: Page) -> None:
    """Press “Lưu”, visible without scripts and for cells that could not be saved."""
    page.get_by_role("button", name="Lưu", exact=True).click()


def send(page: Page) -> None:
    page.get_by_role("button", name="Gửi lãnh đạo duyệt").click()


def every(locator: Locator) -> list[Locator]:
    """Every match on the whole page; `all()` and `count()` alone take what has arrived so far."""
    locator.page.wait_for_load_state()
    return locator.all()


def send_answered(page: Page) -> None:
    """Send, and wait for the page that answers: the one before may hold the same words, if only hidden."""
    with page.expect_navigation():
        send(page)


def explain_all(page: Page, reason: str) -> None:
    """Give the reason for every number that the form asks about."""
    see(page, "chỉ tiêu cần giải trình")
    reasons = every(page.locator("textarea[name$='.explanation']"))
    assert reasons
    for field in reasons:
        field.fill(reason)


def see(page: Page, words: str) -> None:
    """Wait for the words; a failed `expect` would draw up the whole page's tree of roles at every try."""
    page.locator("main", has_text=words).wait_for()


def state_of(page: Page, code: str) -> Locator:
    return page.locator(f"#{code.replace('.', '-')}-state")


def expect_all_saved(page: Page) -> None:
    expect(page.locator("#save-line")).to_contain_text("Đã lưu tất cả lúc")


def half_year() -> Submission:
    return Submission.objects.get(province__slug="hau-giang", period__year=2023, period__half=2)


def figure(code: str) -> Figure | None:
    return Figure.objects.filter(
        indicator__code=code,
        submission__province__slug="hau-giang",
        submission__period__year=2023,
        submission__period__half=2,
    ).first()


def stored_value(code: str) -> Decimal | None:
    stored = figure(code)
    return stored.value if stored else None


def forgive_offline(complaints: list[str]) -> None:
    """Remove the complaints about a connection that the test cut."""
    for complaint in list(complaints):
        if "ERR_INTERNET_DISCONNECTED" in complaint or "htmx" in complaint:
            complaints.remove(complaint)
