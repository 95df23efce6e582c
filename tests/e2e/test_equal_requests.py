"""Every request of the entry form, twenty times at once, on a server with threads."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client

from figures.submissions.models import Step
from figures.workflow import services
from provinces.accounts.models import Officer
from tests.e2e.form import ADDRESS, figure, half_year
from tests.figures.pages import form_in
from tests.typist import Typist
from web.repeated_requests.models import Receipt

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TIMES = 20
BLOCK = "HTX thành lập mới\t12\nHTX giải thể\t3"
REVIEW = "/review/2023-H2/hau-giang/"


@pytest.fixture
def typist(site):
    typist = browser_of(site, "hau-giang")
    typist.open()
    return typist


def browser_of(site, username):
    client = Client()
    client.force_login(Officer.objects.get(username=username))
    return Typist(urlsplit(site).port, client.session.session_key, ADDRESS)


def responses(typist, path, fields):
    """The different (status, location, cell, page) of twenty equal requests at once."""
    with ThreadPoolExecutor(TIMES) as threads:
        futures = [threads.submit(typist.ask, "POST", path, fields) for _n in range(TIMES)]
        received = [future.result() for future in futures]
    return {(r.status, r.headers["Location"], r.headers["X-Cell"], r.body) for r in received}


def hidden_fields(page, path):
    """The hidden fields of the page's form that is sent to the path and has a key."""
    forms = re.findall(rf'<form[^>]*action="{re.escape(path)}".*?</form>', page, re.DOTALL)
    [form] = [form for form in forms if 'name="key"' in form]
    return {n: unescape(v) for n, v in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)}


def test_cell(typist):
    [(status, _location, cell, _page)] = responses(
        typist, f"{ADDRESS}cells/coop.new/", typist.request("coop.new", "12")
    )
    assert status == 200
    assert cell
    assert (figure("coop.new").value, figure("coop.new").version) == (12, 1)
    assert half_year().version == 1
    assert Receipt.objects.count() == 1


def test_text(typist):
    fields = {"causes": "Hạn mặn.", "seen": "", "key": "1", "typed_by": typist.typed_by}
    [(status, *_rest)] = responses(typist, f"{ADDRESS}texts/causes/", fields)
    assert (status, half_year().causes, half_year().version) == (200, "Hạn mặn.", 1)


def test_whole_form(typist):
    fields = form_in(typist.ask("GET", ADDRESS).body)
    changed = {"coop.new": "12", "coop.dissolved": "3", "causes": "Hạn mặn."}
    [(status, location, *_rest)] = responses(typist, ADDRESS, fields | changed)
    assert (status, location, half_year().version) == (302, ADDRESS, 1)
    assert (figure("coop.new").version, figure("coop.dissolved").version) == (1, 1)


def test_sending(ready, typist):
    fields = form_in(typist.ask("GET", ADDRESS).body) | {"submit": ""}
    [(status, location, *_rest)] = responses(typist, ADDRESS, fields)
    assert (status, location) == (302, ADDRESS)
    assert [step.action for step in ready.steps.all()] == [Step.Action.SUBMIT]


def test_block_and_undo(typist):
    path = f"{ADDRESS}paste/"
    preview = typist.ask("POST", path, {"text": BLOCK}).body
    [(status, location, *_rest)] = responses(typist, path, hidden_fields(preview, path))
    assert (status, location, half_year().version) == (302, ADDRESS, 1)
    assert (figure("coop.new").value, figure("coop.dissolved").version) == (12, 1)
    path = f"{ADDRESS}undo/"
    [(status, location, *_rest)] = responses(
        typist, path, hidden_fields(typist.ask("GET", ADDRESS).body, path)
    )
    assert (status, location, half_year().version) == (302, ADDRESS, 2)
    assert (figure("coop.new").value, figure("coop.dissolved").version) == (None, 2)


@pytest.mark.parametrize(
    ("action", "fields"),
    [("approve", {}), ("return", {"reason": "Rà lại."}), ("comment", {"comment": "Đã xem."})],
)
def test_step(action, fields, ready, site):
    services.submit(submission=ready, by=Officer.objects.get(username="hau-giang"))
    leader = browser_of(site, "hau-giang-lead")
    form = "comment" if action == "comment" else "return"  # approving is a button of the same form
    fields_shown = hidden_fields(leader.ask("GET", REVIEW).body, f"{REVIEW}{form}/")
    [(status, location, *_rest)] = responses(leader, f"{REVIEW}{action}/", fields_shown | fields)
    assert (status, location) == (302, REVIEW)
    assert ready.steps.filter(action=action).count() == 1
