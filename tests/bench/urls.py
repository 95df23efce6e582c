"""The product's addresses and two more behind the same middleware: a view that does nothing, and one row."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import path

from emulation_cluster.urls import urlpatterns as product
from provinces.accounts.requests import OfficerRequest
from web.repeated_requests.models import Receipt

BARE, ROW = "/bench/bare/", "/bench/row/"


def bare(request: HttpRequest) -> HttpResponse:
    """What the framework itself takes: middleware, session, the officer, an answer."""
    return HttpResponse("ok", content_type="text/plain")


def row(request: OfficerRequest) -> HttpResponse:
    """What it takes to write one row, and no more."""
    Receipt.objects.create(key=uuid4().hex, officer=request.user)
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [*product, path(BARE.strip("/") + "/", bare), path(ROW.strip("/") + "/", row)]
