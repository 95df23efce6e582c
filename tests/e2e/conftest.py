"""A real browser and a real server with the demo's figures; any complaint of the browser fails the test."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from emulation.demo.contests import load_contests
from figures.entry import services
from figures.periods.models import Period
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from reports import demo
from tests.e2e.form import HALF_YEAR

ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000  # milliseconds: other tests use the processors meanwhile
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`Policy: ${event.violatedDirective} refused ${event.blockedURI || event.sample}`);
});
"""


class Complaints(list[str]):
    """The browser's errors and warnings, requests to other hosts, and server errors."""

    def __init__(self, home: str) -> None:
        super().__init__()
        self.home = urlsplit(home).netloc

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.append(f"script: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)

    def forgive(self, words: str) -> None:
        """Remove the one complaint that the test provoked, or raise ValueError."""
        self.remove(next((complaint for complaint in self if words in complaint), words))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.append(f"console: {message.text} ({message.location['url']})")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != self.home:
            self.append(f"request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.append(f"{response.status}: {response.url}")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, worker_id: str) -> None:
    """Use a database file per worker, so that the server's threads and the test see the same rows.

    A database in memory would have one connection for all, and one transaction at a time.
    """
    if connection.vendor == "sqlite":
        file = settings.BASE_DIR / "var" / f"e2e-{worker_id}.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright runs an event loop in the tests' thread, where Django refuses database access.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    # The shell has the same engine without a window's chrome, and takes two thirds of the time.
    path = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert path, "No chromium found: install it, or name it with CHROMIUM=/path/to/chromium."
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=False, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def snapshots() -> Iterator[dict[str, sqlite3.Connection]]:
    """Copies of the database in memory, by name."""
    snapshots: dict[str, sqlite3.Connection] = {}
    yield snapshots
    for copy in snapshots.values():
        copy.close()


@pytest.fixture
def fill_once(snapshots: dict[str, sqlite3.Connection]) -> Callable[[str, Callable[[], None]], None]:
    """`fill_once("site", fill)` fills the database, and from the second call on restores a snapshot."""

    def restore(name: str, fill: Callable[[], None]) -> None:
        connection.ensure_connection()
        if name in snapshots:
            snapshots[name].backup(connection.connection)
            return
        fill()
        if connection.vendor == "sqlite":
            snapshots[name] = sqlite3.connect(":memory:")
            connection.connection.backup(snapshots[name])

    return restore


@pytest.fixture
def contests(site: str, fill_once: Callable[[str, Callable[[], None]], None]) -> None:
    """The demo's contests: 2022 is over, 2023 at its middle."""

    def fill() -> None:
        provinces = list(Province.objects.members_on(Cluster.objects.get(), demo.PUBLISHED_ON))
        officers = {officer.username: officer for officer in Officer.objects.all()}
        load_contests(demo.fixture("demo_emulation.json"), provinces, officers)

    fill_once("contests", fill)


@pytest.fixture
def site(browser: Browser, live_server: Any, fill_once: Callable[[str, Callable[[], None]], None]) -> str:
    """The URL of a server with the demo's figures and an open half-year."""
    assert "memory" not in str(connection.settings_dict["NAME"]), "These tests run alone: make e2e"
    cache.clear()

    def fill() -> None:
        call_command("loaddata", "cluster", "catalogue", "titles", verbosity=0)
        members = Province.objects.members_on(Cluster.objects.get(slug=demo.CLUSTER), demo.PUBLISHED_ON)
        provinces = list(members)
        demo.load_figures(provinces, demo.create_accounts(provinces), timezone.localdate())

    fill_once("site", fill)
    return str(live_server.url)


@pytest.fixture
def ready(site: str) -> Submission:
    """Hậu Giang's open half-year, filled in: like the half before, with nine HTX and one union more."""
    officer = Officer.objects.get(username="hau-giang")
    half = {"submission__province__slug": "hau-giang", "submission__period__year": 2023}
    before = Figure.objects.filter(submission__period__half=1, **half).select_related("indicator")
    cells = {f.indicator.code: replace(CellEntry.of(f), explanation="Đã rà soát.") for f in before}
    for code, number in HALF_YEAR.items():
        cells[code] = replace(cells[code], text=number)
    period = Period.objects.get(year=2023, half=2)
    submission = services.start(period=period, province=officer.province, by=officer)
    services.save_cells(submission=submission, entries=cells, by=officer)
    return submission


@pytest.fixture
def complaints(site: str) -> Iterator[Complaints]:
    complaints = Complaints(site)
    yield complaints
    assert complaints == []


@pytest.fixture
def open_browser(
    browser: Browser, site: str, complaints: Complaints
) -> Iterator[Callable[..., BrowserContext]]:
    """`open_browser("hau-giang", width=360)` is a browser, with the officer logged in if named."""
    contexts = []

    def open_one(username: str = "", *, width: int = 1280, script: bool = True) -> BrowserContext:
        context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": 720},
            locale="en-US",  # the browser's language must not matter
            java_script_enabled=script,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(REPORT_VIOLATIONS)
        complaints.watch(context)
        if username:
            client = Client()
            client.force_login(Officer.objects.get(username=username))
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies["sessionid"].value}
            context.add_cookies([cookie | {"url": site}])  # type: ignore[list-item]
        return context

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def log_in() -> Callable[[Page, str], None]:
    """`log_in(page, "hau-giang")` submits the login page."""

    def fill_in(page: Page, username: str) -> None:
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu").fill(demo.PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()

    return fill_in
