"""The product's addresses and one more: a view that does nothing, behind the same middleware and session."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from emulation_cluster.urls import urlpatterns as product

BARE = "/bench/bare/"


def bare(request: HttpRequest) -> HttpResponse:
    """What the framework itself takes: middleware, session, the officer, an answer."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [*product, path(BARE.strip("/") + "/", bare)]
