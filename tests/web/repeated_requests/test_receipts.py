"""Receipts of requests, and their migration from another app."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.utils import timezone

from provinces.accounts.models import Officer
from tests.factories import make_officer
from tests.migrating import latest_migrations, migrate_to
from web.repeated_requests.answer_once import OUTCOME, answer_once
from web.repeated_requests.models import Receipt


@pytest.fixture
def request_of(officer_hg):
    """Makes the same request each time it is called."""

    def make_request(**fields: Any):
        request = RequestFactory().post("/somewhere/", {"key": "1"} | fields)
        request.user = officer_hg
        return request

    return make_request


@pytest.mark.parametrize("headers", [{"Location": "/there/"}, {OUTCOME: "{}"}])
def test_accepted_request_has_one_effect_and_one_answer(headers, request_of):
    effects: list[str] = []

    def answer() -> HttpResponse:
        effects.append("effect")
        response = HttpResponseRedirect("/there/") if "Location" in headers else HttpResponse("saved")
        response[OUTCOME] = headers.get(OUTCOME, "")
        return response

    first, second = (answer_once(request_of(), answer, lambda: effects.append("again")) for _ in range(2))
    assert effects == ["effect", "again"]
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert first.get("Location") == second.get("Location")


@pytest.mark.parametrize("status", [200, 409, 422])
def test_form_with_errors_is_answered_again(status, request_of):
    answers = iter([HttpResponse("wrong", status=status), HttpResponseRedirect("/there/")])
    assert answer_once(request_of(), lambda: next(answers)).status_code == status
    assert not Receipt.objects.exists()
    assert answer_once(request_of(), lambda: next(answers)).status_code == 302


def test_other_content_under_the_same_key_is_another_request(request_of):
    for text in ("a", "b"):
        answer_once(request_of(text=text), lambda: HttpResponseRedirect("/there/"))
    for name in ("một.pdf", "hai.pdf"):
        file = SimpleUploadedFile(name, b"%PDF")
        answer_once(request_of(file=file), lambda: HttpResponseRedirect("/there/"))
    assert Receipt.objects.count() == 4


def test_receipts_are_deleted_after_a_day(request_of, officer_hg):
    answer_once(request_of(), lambda: HttpResponseRedirect("/there/"))
    Receipt.objects.create(key="old", officer=officer_hg, at=timezone.now() - dt.timedelta(days=2))
    call_command("clear_receipts", verbosity=0)
    assert Receipt.objects.get().key != "old"


@pytest.mark.django_db(transaction=True)
def test_receipts_survive_the_migration_there_and_back():
    officer = make_officer("secretary", Officer.Role.SECRETARY)
    Receipt.objects.create(key="k", officer=officer, location="/there/", at=timezone.now())
    (row,) = Receipt.objects.values("key", "officer", "location", "at")
    try:
        earlier = migrate_to(("figures", "0014_contest_reminders"))
        old = earlier.get_model("figures", "Receipt").objects
        assert list(old.values("key", "officer", "location", "at")) == [row]
        old.update(at=row["at"] - dt.timedelta(hours=1))
    finally:
        migrate_to(*latest_migrations())
    (again,) = Receipt.objects.values("key", "officer", "location", "at")
    assert again == row | {"at": row["at"] - dt.timedelta(hours=1)}
