"""Pictures of what leaders see in every state: on a screen, on a telephone, printed, in a meeting.

`make pictures` leaves them in var/pictures/. They are for eyes. Each page must also fit its width, and the
browser must not complain.
"""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pypdfium2
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import Page

from figures.submissions.models import Submission
from tests.e2e.reported import report_three
from tests.e2e.test_pages import too_wide

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.pictures,
    pytest.mark.django_db(transaction=True),
]

PICTURES = settings.BASE_DIR / "var" / "pictures"
SCREENS = [(width, scheme) for width in (1280, 360) for scheme in ("light", "dark")]
EXPLORE = "/explore/?i=coop.total&i=coop.capital_per_coop&t=an-giang&t=ca-mau&t=can-tho"
DASHBOARD, INDICATOR = "/dashboard/2023-H1/", "/dashboard/2023-H1/indicators/coop.total/"

PAGES = {
    "dashboard": DASHBOARD,
    "marked": f"{DASHBOARD}?province=kien-giang",
    "year": "/dashboard/2022/",
    "indicator": INDICATOR,
    "indicator-marked": f"{INDICATOR}?province=kien-giang",
    "indicator-of-a-year": "/dashboard/2022/indicators/coop.new/",
    "province": "/provinces/kien-giang/",
    "explore": EXPLORE,
    "search": "/search/?q=von",
}
NEXT = "/dashboard/2023-H2/"
MERGED = {
    "merged": "/dashboard/2025-H2/",
    "merged-year": "/dashboard/2025/",
    "merged-former": "/dashboard/2025-H2/?reading=former",
    "merged-indicator": "/dashboard/2025-H2/indicators/coop.total/",
    "merged-province": "/provinces/an-giang-2025/",
    "merged-explore": EXPLORE.replace("&t=an-giang", "&t=an-giang-2025"),
    "change-of-law": "/dashboard/2024-H2/indicators/coop.members/",
}


def withdraw(*halves: tuple[int, int]) -> None:
    """As if nobody had sent these half-years."""
    for year, half in halves:
        Submission.objects.filter(period__year=year, period__half=half).update(state=Submission.State.DRAFT)


# What is done to the demo, and the pages that show it
STATES: dict[str, tuple[Callable[[], None], str]] = {
    "empty": (lambda: None, NEXT),
    "three-of-seven": (lambda: report_three("accepted"), NEXT),
    "provisional": (lambda: report_three("submitted"), NEXT),
    "estimate": (lambda: report_three("accepted", estimates=True), NEXT),
    "one-half-year": (lambda: withdraw((2022, 1), (2022, 2)), DASHBOARD),
    "missing-half-year": (lambda: withdraw((2022, 2)), DASHBOARD),
}


@pytest.fixture
def merged_site(site: str, fill_once: Callable[[str, Callable[[], None]], None]) -> str:
    """The demo of 2026, after the provinces merged."""

    def fill() -> None:
        call_command("flush", interactive=False, verbosity=0)
        call_command("demo", year=2026, stdout=StringIO())

    fill_once("merged", fill)
    cache.clear()
    return site


def show(page: Page, address: str) -> None:
    """Open the page and draw what is only drawn once it is near."""
    page.goto(address)
    for plot in page.locator(".plot:visible").all():
        plot.scroll_into_view_if_needed()
        plot.locator("svg.main-svg").first.wait_for()
    page.evaluate("scrollTo(0, 0)")


def take(open_browser: Any, name: str, address: str, width: int, scheme: str, who: str = "secretary") -> None:
    page = open_browser(who, width=width).new_page()
    # A bar that a telephone does not have would be cut off with what stands under it.
    page.context.new_cdp_session(page).send("Emulation.setScrollbarsHidden", {"hidden": True})
    page.emulate_media(color_scheme=scheme)
    show(page, address)
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)
    assert too_wide(page) <= 0, f"{address} is too wide for {width} px"


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
@pytest.mark.parametrize("name", PAGES)
def test_pages_of_a_whole_half_year(name, width, scheme, contests, open_browser):
    take(open_browser, name, PAGES[name], width, scheme)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
@pytest.mark.parametrize("state", STATES)
def test_dashboard_in_every_state(state, width, scheme, site, open_browser):
    change, address = STATES[state]
    change()
    take(open_browser, state, address, width, scheme)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
@pytest.mark.parametrize("name", MERGED)
def test_pages_after_the_merger(name, width, scheme, merged_site, open_browser):
    take(open_browser, name, MERGED[name], width, scheme)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1920, "light"), (1920, "dark")])
def test_meeting_view(width, scheme, contests, open_browser):
    take(open_browser, "meeting", f"{DASHBOARD}?view=meeting", width, scheme)


@pytest.mark.parametrize("name", ["dashboard", "marked", "indicator", "province", "explore"])
def test_printed_pages(name, contests, open_browser):
    page = open_browser("secretary").new_page()
    show(page, PAGES[name])
    PICTURES.mkdir(parents=True, exist_ok=True)
    file = PICTURES / f"{name}-printed.pdf"
    page.pdf(path=file, format="A4", prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(file)
    for number, sheet in enumerate(document, 1):
        sheet.render(scale=1.5).to_pil().save(PICTURES / f"{name}-printed-{number}.png")
    document.close()
