"""Every list of the site can be taken along as a file: the demo is walked, and each list is opened."""

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

pytestmark = [pytest.mark.postgresql, pytest.mark.long]

# Pages with rows that are no list to take along, and why.
WITHOUT = {
    "figures:entry": "a form, which has its own file both ways",
    "figures:published": "a form; the numbers stand beside the sums in the cluster's file",
    "figures:review-province": "the cells of the form, whose file it leads to",
    "reports:reopen": "what would move if it were done",
    "reports:conference": "a form; the published report's numbers are a file",
    "emulation:pledge": "a form; the targets side by side are a file",
    "emulation:dossier": "one dossier, which prints",
    "emulation:finals": "a form; the table of scores is a file",
}
ROWS = re.compile(r'<table[^>]*class="[^"]*data-table')
LINK = re.compile(r'href="([^"#]+)')
FILE = re.compile(r"_export=(xlsx|csv)|\.(xlsx|csv)$")
OTHERS = re.compile(r"\.(pdf|docx|svg)|^/(admin|static|language|accounts)/")
MOST = 2  # pages of one named address: they differ in their figures alone


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, dict[str, set[str]]]]:
    """The demo, made and walked once for all tests of this file."""
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=quick), transaction.atomic():
        cache.clear()
        call_command("demo", stdout=StringIO())
        yield {who: walk(who) for who in ("secretary", "hau-giang", "admin")}
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture
def walked(made: dict[str, dict[str, set[str]]], db: None) -> dict[str, dict[str, set[str]]]:
    """Who → page → the files that it links to; `rows` is among them where it shows a table."""
    return made


def browser(who: str) -> Client:
    client = Client()
    client.force_login(Officer.objects.get(username=who))
    return client


def walk(who: str) -> dict[str, set[str]]:
    client, found, waiting = browser(who), {}, ["/", "/tasks/", "/indicators/", "/log/", "/emulation/"]
    waiting += ["/emulation/honours/"]
    seen, visits = set(waiting), Counter()
    while waiting:
        address = waiting.pop(0)
        name = named(address)
        if not name or visits[name] >= MOST:
            continue
        visits[name] += 1
        response = client.get(address, follow=True)
        if response.status_code != 200 or "text/html" not in response["Content-Type"]:
            continue
        if response.redirect_chain:
            address = response.redirect_chain[-1][0]
            name = named(address)
        text = response.content.decode()
        links = {urljoin(address, unescape(link)) for link in LINK.findall(text)}
        files = {link for link in links if FILE.search(link)}
        found[address] = files | ({"rows"} if ROWS.search(text) else set())
        for link in sorted(links - files - seen):
            if not OTHERS.search(link) and not urlsplit(link).netloc:
                seen.add(link)
                waiting.append(link)
    return found


def named(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def lists(walked: dict[str, dict[str, set[str]]]) -> Iterator[tuple[str, str, str]]:
    """Each list's file once for each reader: who, the page's name, the address."""
    for who, pages in walked.items():
        for page, files in pages.items():
            for address in sorted(files - {"rows"}):
                yield who, named(page), address


def rows_of(address: str, data: bytes) -> list[list]:
    if "xlsx" in address:
        return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_every_list_is_a_file_in_both_formats_or_has_a_reason_not_to_be(walked):
    lacking = {}
    for pages in walked.values():
        for page, files in pages.items():
            formats = {kind for kind in ("xlsx", "csv") if any(kind in address for address in files)}
            if "rows" in files and named(page) not in WITHOUT and formats != {"xlsx", "csv"}:
                lacking[page] = named(page)
    assert lacking == {}
    names = {named(page) for pages in walked.values() for page in pages}
    assert {  # that the walk went where the lists are
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


def test_every_file_opens_with_its_headings_and_holds_no_page(walked):
    clients = {who: browser(who) for who in walked}
    kinds: dict[str, set[type]] = {}
    for who, page, address in lists(walked):
        response = clients[who].get(address)
        assert response.status_code == 200, address
        assert response.get("Content-Disposition", "").startswith("attachment"), address
        if address.endswith("form.xlsx"):
            continue
        head, *rows = rows_of(address, response.getvalue())
        assert all(head), (address, head)
        assert len(set(head)) == len(head), (address, head)
        assert rows or "since=" in address, address  # nothing may have happened in a half-year
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


def test_who_may_not_read_a_page_does_not_get_its_list(walked):
    for who, pages in (("hau-giang", walked["secretary"]), ("admin", walked["hau-giang"])):
        client = browser(who)
        unseen = {p: f for p, f in pages.items() if p not in walked[who]}  # the others were open to them
        closed = {p: f for p, f in unseen.items() if client.get(p).status_code in (403, 404)}
        assert closed
        for address in {address for files in closed.values() for address in files - {"rows"}}:
            if "_export" in address:
                assert client.get(address).status_code in (403, 404), (who, address)
