"""The site's URLs, and two more behind the same middleware: one view does nothing, one writes a row."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import path

from emulation_cluster.urls import urlpatterns as product
from provinces.accounts.requests import OfficerRequest
from web.repeated_requests.models import Receipt

BARE, ROW = "/bench/bare/", "/bench/row/"


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


def row(request: OfficerRequest) -> HttpResponse:
    Receipt.objects.create(key=uuid4().hex, officer=request.user)
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [*product, path(BARE.strip("/") + "/", bare), path(ROW.strip("/") + "/", row)]
