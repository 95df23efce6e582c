"""A view that meets another writer runs once more, as if it had not run before."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from web.repeated_requests.answer_once import PRESS
from web.repeated_requests.middleware import OnePressMiddleware
from web.repeated_requests.models import Receipt


def test_run_that_met_another_writer_leaves_nothing_behind(officer_hg):
    runs: list[bytes] = []

    def view(request) -> HttpResponse:
        runs.append(request.FILES["file"].read())
        Receipt.objects.create(key=f"effect {len(runs)}", officer=officer_hg)
        if len(runs) == 1:
            raise IntegrityError
        return HttpResponseRedirect("/there/")

    file = SimpleUploadedFile("a.txt", b"content")
    request = RequestFactory().post("/somewhere/", {PRESS: "1", "file": file})
    request.user = officer_hg
    response = OnePressMiddleware(lambda _request: HttpResponse()).process_view(request, view, (), {})
    assert response is not None
    assert response["Location"] == "/there/"
    assert runs == [b"content", b"content"]
    assert list(Receipt.objects.filter(key__startswith="effect").values_list("key", flat=True)) == [
        "effect 2"
    ]


def test_view_that_only_reads_keeps_no_writer_waiting(officer_hg):
    """SQLite lets one transaction write at a time, and a spreadsheet may take a second to read."""
    around = list(connection.savepoint_ids)
    within = []

    def view(request) -> HttpResponse:
        within.append(list(connection.savepoint_ids))
        return HttpResponse()

    request = RequestFactory().post("/somewhere/", {"text": "…"})
    request.user = officer_hg
    OnePressMiddleware(lambda _request: HttpResponse()).process_view(request, view, (), {})
    assert within == [around]
