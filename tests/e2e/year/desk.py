"""One browser at which the whole cast sits down, one after the other, each as themselves."""

import datetime as dt
import io

import pdfplumber
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect

from provinces.accounts.models import Officer
from vietnamese.dates import format_date

SEVEN = {
    "an-giang": "An Giang",
    "bac-lieu": "Bạc Liêu",
    "ca-mau": "Cà Mau",
    "can-tho": "Cần Thơ",
    "hau-giang": "Hậu Giang",
    "kien-giang": "Kiên Giang",
    "soc-trang": "Sóc Trăng",
}
HEAD, SECRETARY = "kien-giang-lead", "secretary"
CONTEST = "/emulation/2023/"


class Desk:
    """A browser in which whoever acts is logged in."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context, self.site = context, site
        self.page: Page = context.new_page()
        self._sessions: dict[str, str] = {}

    def sit(self, username: str, address: str) -> Page:
        """The officer opens a page."""
        if username not in self._sessions:
            client = Client()
            client.force_login(Officer.objects.get(username=username))
            self._sessions[username] = client.cookies[settings.SESSION_COOKIE_NAME].value
        session = {"name": settings.SESSION_COOKIE_NAME, "value": self._sessions[username], "url": self.site}
        self.context.add_cookies([session])  # type: ignore[list-item]
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{username} at {address}: {answer.status}"
        return self.page

    def status(self, address: str) -> int:
        """What the address answers to who sits there."""
        return self.context.request.get(address).status

    def paper(self, address: str) -> str:
        """The text of a PDF, each line break as one space."""
        answer = self.context.request.get(address)
        assert answer.headers["content-type"] == "application/pdf", (address, answer.status)
        with pdfplumber.open(io.BytesIO(answer.body())) as paper:
            return " ".join(" ".join((page.extract_text() or "").split()) for page in paper.pages)


def day(days: int = 0) -> str:
    """The local day so many days from today, as it is typed."""
    return format_date(timezone.localdate() + dt.timedelta(days))


def press(page: Page, name: str) -> None:
    """Presses a button in the page's own part."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def see(page: Page, words: str) -> None:
    """Waits for the words on the page."""
    expect(page.get_by_role("main")).to_contain_text(words)


def row(page: Page, name: str) -> Locator:
    """The row of a table whose head is that."""
    return page.locator("tbody tr").filter(has=page.get_by_role("rowheader", name=name))
