"""Error pages with something to decide."""

from contextlib import suppress
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from web.expired_forms import stash_form


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Stash a form that is older than the login: its user logged in again in another tab.

    Only for a form of this site, as the browser's Origin header shows: a foreign page could fill ours in.
    """
    if request.method == "POST" and urlsplit(request.headers.get("Origin", "")).netloc == request.get_host():
        with suppress(Resolver404):
            if getattr(resolve(request.path_info).func, "stashes_form", False):
                stash_form(request)
                return redirect(request.path)
    return render(request, "403_csrf.html", status=403)
