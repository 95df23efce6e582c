"""Every list of the site can be downloaded: crawl the demo, and open each file."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from html import unescape
from io import StringIO
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import Resolver404, resolve
from python_calamine import CalamineWorkbook

from provinces.accounts.models import Officer

pytestmark = pytest.mark.long

# Pages with rows but without a file, and why.
WITHOUT_FILE = {
    "figures:entry": "a form, which has its own file both ways",
    "figures:published": "a form; its numbers are in the cluster's file, beside the sums",
    "figures:review-province": "the cells of the form, to whose file it links",
    "reports:reopen": "a preview",
    "reports:conference": "a form; the published report's numbers are a file",
    "emulation:pledge": "a form; the targets side by side are a file",
    "emulation:dossier": "one dossier, which is printed",
    **{
        f"provinces:{kind}": "one organisation; the log is a file"
        for kind in ("cooperative", "group", "union")
    },
    "emulation:finals": "a form; the table of scores is a file",
}
ROWS = re.compile(r'<table[^>]*class="[^"]*data-table')
LINK = re.compile(r'href="([^"#]+)')
FILE = re.compile(r"_export=(xlsx|csv)|\.(xlsx|csv)$")
OTHERS = re.compile(r"\.(pdf|docx|svg)|^/(admin|static|language|accounts)/")
MOST = 2  # pages of one URL name: they differ only in their figures


@pytest.fixture(scope="module")
def crawled_demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, dict[str, set[str]]]]:
    """The demo, created and crawled once for all tests of this file."""
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=quick), transaction.atomic():
        cache.clear()
        call_command("demo", stdout=StringIO())
        yield {who: crawl(who) for who in ("secretary", "hau-giang", "admin")}
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture
def pages_by_user(crawled_demo: dict[str, dict[str, set[str]]], db: None) -> dict[str, dict[str, set[str]]]:
    """User → page → the files that it links to, and `rows` if it has a table."""
    return crawled_demo


def client_for(who: str) -> Client:
    client = Client()
    client.force_login(Officer.objects.get(username=who))
    return client


def crawl(who: str) -> dict[str, set[str]]:
    client, pages, waiting = client_for(who), {}, ["/", "/tasks/", "/indicators/", "/log/", "/emulation/"]
    waiting += ["/emulation/honours/"]
    seen, visits = set(waiting), Counter()
    while waiting:
        address = waiting.pop(0)
        name = url_name(address)
        if not name or visits[name] >= MOST:
            continue
        visits[name] += 1
        response = client.get(address, follow=True)
        if response.status_code != 200 or "text/html" not in response["Content-Type"]:
            continue
        if response.redirect_chain:
            address = response.redirect_chain[-1][0]
            name = url_name(address)
        text = response.content.decode()
        links = {urljoin(address, unescape(link)) for link in LINK.findall(text)}
        files = {link for link in links if FILE.search(link)}
        pages[address] = files | ({"rows"} if ROWS.search(text) else set())
        for link in sorted(links - files - seen):
            if not OTHERS.search(link) and not urlsplit(link).netloc:
                seen.add(link)
                waiting.append(link)
    return pages


def url_name(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def files_of(pages_by_user: dict[str, dict[str, set[str]]]) -> Iterator[tuple[str, str, str]]:
    """(user, URL name of the page, address of the file)."""
    for who, pages in pages_by_user.items():
        for page, files in pages.items():
            for address in sorted(files - {"rows"}):
                yield who, url_name(page), address


def rows_of(address: str, data: bytes) -> list[list]:
    if "xlsx" in address:
        return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_every_list_has_both_formats_or_a_reason_against_it(pages_by_user):
    lacking = {}
    for pages in pages_by_user.values():
        for page, files in pages.items():
            formats = {kind for kind in ("xlsx", "csv") if any(kind in address for address in files)}
            if "rows" in files and url_name(page) not in WITHOUT_FILE and formats != {"xlsx", "csv"}:
                lacking[page] = url_name(page)
    assert lacking == {}
    names = {url_name(page) for pages in pages_by_user.values() for page in pages}
    assert {  # the crawl reached the lists
        "figures:review",
        "figures:log",
        "figures:period-list",
        "figures:indicator-list",
        "figures:cell-history",
        "provinces:cooperative-list",
        "reports:indicator",
        "reports:province",
        "emulation:honours",
        "emulation:results",
        "emulation:results-province",
        "emulation:board",
        "emulation:movement",
        "emulation:pledges",
        "emulation:rules",
    } <= names


def test_files_open_with_headings_and_hold_no_markup(pages_by_user):
    clients = {who: client_for(who) for who in pages_by_user}
    kinds: dict[str, set[type]] = {}
    for who, page, address in files_of(pages_by_user):
        response = clients[who].get(address)
        assert response.status_code == 200, address
        assert response.get("Content-Disposition", "").startswith("attachment"), address
        if address.endswith("form.xlsx"):
            continue
        head, *rows = rows_of(address, response.getvalue())
        assert all(head), (address, head)
        assert len(set(head)) == len(head), (address, head)
        # Nothing may have happened in a half-year, a template has no rows, nothing may be left to decide.
        may_be_empty = ("since=", "/import/", "/register/lists/")
        assert rows or any(part in address for part in may_be_empty), address
        texts = [str(value) for row in rows for value in row]
        assert not [text for text in texts if re.search(r"</?(a|span|svg|small|em)\b|None", text)], address
        if "xlsx" in address:
            kinds.setdefault(page, set()).update(type(value) for row in rows for value in row)
    numeric = {
        "reports:dashboard",
        "reports:province",
        "reports:indicator",
        "figures:review",
        "emulation:results",
        "emulation:results-province",
        "emulation:pledges",
        "emulation:rules",
        "reports:contest",
        "provinces:cooperative-list",
    }
    assert {page for page in numeric if float not in kinds[page]} == set(), "numbers are numbers"
    dated = {"figures:period-list", "emulation:board", "emulation:honours", "reports:contest"}
    assert {page for page in dated if date not in kinds[page]} == set(), "days are days"


def test_list_is_refused_with_its_page(pages_by_user):
    for who, pages in (("hau-giang", pages_by_user["secretary"]), ("admin", pages_by_user["hau-giang"])):
        client = client_for(who)
        unseen = {
            p: f for p, f in pages.items() if p not in pages_by_user[who]
        }  # the others were open to this user
        closed = {p: f for p, f in unseen.items() if client.get(p).status_code in (403, 404)}
        assert closed
        for address in {address for files in closed.values() for address in files - {"rows"}}:
            if "_export" in address:
                assert client.get(address).status_code in (403, 404), (who, address)
