"""Every request of the entry form, arriving twenty times at once at a server with threads."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client

from figures.submissions.models import Figure, Step, Submission
from figures.workflow import services
from provinces.accounts.models import Officer
from tests.e2e.form import ADDRESS
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


def answers(typist, path, fields):
    """What twenty equal requests at once are answered: status, where they lead, the cell, the page."""
    with ThreadPoolExecutor(TIMES) as threads:
        sent = [threads.submit(typist.ask, "POST", path, fields) for _n in range(TIMES)]
        replies = [future.result() for future in sent]
    return {(r.status, r.headers["Location"], r.headers["X-Cell"], r.body) for r in replies}


def hidden(page, path):
    """The hidden fields of the form on that page that goes to the path and writes."""
    forms = re.findall(rf'<form[^>]*action="{re.escape(path)}".*?</form>', page, re.DOTALL)
    [form] = [form for form in forms if 'name="key"' in form]
    return {n: unescape(v) for n, v in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)}


def half_year():
    return Submission.objects.get(province__slug="hau-giang", period__year=2023, period__half=2)


def figure(code):
    return Figure.objects.get(submission=half_year(), indicator__code=code)


def test_cell(typist):
    [(status, _to, told, _page)] = answers(
        typist, f"{ADDRESS}cells/coop.new/", typist.request("coop.new", "12")
    )
    assert status == 200
    assert told
    assert (figure("coop.new").value, figure("coop.new").version) == (12, 1)
    assert half_year().version == 1
    assert Receipt.objects.count() == 1


def test_text(typist):
    fields = {"causes": "Hạn mặn.", "seen": "", "key": "1", "typed_by": typist.typed_by}
    [(status, *_rest)] = answers(typist, f"{ADDRESS}texts/causes/", fields)
    assert (status, half_year().causes, half_year().version) == (200, "Hạn mặn.", 1)


def test_whole_form(typist):
    fields = form_in(typist.ask("GET", ADDRESS).body)
    changed = {"coop.new": "12", "coop.dissolved": "3", "causes": "Hạn mặn."}
    [(status, to, *_rest)] = answers(typist, ADDRESS, fields | changed)
    assert (status, to, half_year().version) == (302, ADDRESS, 1)
    assert (figure("coop.new").version, figure("coop.dissolved").version) == (1, 1)


def test_sending(ready, typist):
    fields = form_in(typist.ask("GET", ADDRESS).body) | {"submit": ""}
    [(status, to, *_rest)] = answers(typist, ADDRESS, fields)
    assert (status, to) == (302, ADDRESS)
    assert [step.action for step in ready.steps.all()] == [Step.Action.SUBMIT]


def test_block_and_its_undoing(typist):
    path = f"{ADDRESS}paste/"
    preview = typist.ask("POST", path, {"text": BLOCK}).body
    [(status, to, *_rest)] = answers(typist, path, hidden(preview, path))
    assert (status, to, half_year().version) == (302, ADDRESS, 1)
    assert (figure("coop.new").value, figure("coop.dissolved").version) == (12, 1)
    path = f"{ADDRESS}undo/"
    [(status, to, *_rest)] = answers(typist, path, hidden(typist.ask("GET", ADDRESS).body, path))
    assert (status, to, half_year().version) == (302, ADDRESS, 2)
    assert (figure("coop.new").value, figure("coop.dissolved").version) == (None, 2)


@pytest.mark.parametrize(
    ("action", "fields"),
    [("approve", {}), ("return", {"reason": "Rà lại."}), ("comment", {"comment": "Đã xem."})],
)
def test_step(action, fields, ready, site):
    services.submit(submission=ready, by=Officer.objects.get(username="hau-giang"))
    leader = browser_of(site, "hau-giang-lead")
    form = "comment" if action == "comment" else "return"  # approving is a button of the same form
    shown = hidden(leader.ask("GET", REVIEW).body, f"{REVIEW}{form}/")
    [(status, to, *_rest)] = answers(leader, f"{REVIEW}{action}/", shown | fields)
    assert (status, to) == (302, REVIEW)
    assert ready.steps.filter(action=action).count() == 1
