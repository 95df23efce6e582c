"""One browser that the whole cast uses in turn, each with their own login."""

import datetime as dt
import io

import pdfplumber
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page

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
IN_THE_BROWSER = "hau-giang"  # the other six repeat its long forms by the services
HEAD, SECRETARY = "kien-giang-lead", "secretary"
CONTEST = "/emulation/2023/"


class Desk:
    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context, self.site = context, site
        self.page: Page = context.new_page()
        self._sessions: dict[str, str] = {}

    def sit(self, username: str, address: str) -> Page:
        """Open a page as the officer."""
        if username not in self._sessions:
            client = Client()
            client.force_login(Officer.objects.get(username=username))
            self._sessions[username] = client.cookies[settings.SESSION_COOKIE_NAME].value
        session = {"name": settings.SESSION_COOKIE_NAME, "value": self._sessions[username], "url": self.site}
        self.context.add_cookies([session])  # type: ignore[list-item]
        response = self.page.goto(address)
        assert response is not None
        assert response.status == 200, f"{username} at {address}: {response.status}"
        return self.page

    def status(self, address: str) -> int:
        """The status of the address for the current officer."""
        return self.context.request.get(address).status

    def paper(self, address: str) -> str:
        """The text of a PDF, with line breaks as spaces."""
        response = self.context.request.get(address)
        assert response.headers["content-type"] == "application/pdf", (address, response.status)
        with pdfplumber.open(io.BytesIO(response.body())) as pdf:
            return " ".join(" ".join((page.extract_text() or "").split()) for page in pdf.pages)


def day(days: int = 0) -> str:
    """The local date that many days from today, as users write it."""
    return format_date(timezone.localdate() + dt.timedelta(days))


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def row(page: Page, name: str) -> Locator:
    return page.locator("tbody tr").filter(has=page.get_by_role("rowheader", name=name))
