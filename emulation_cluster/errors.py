"""Pages for what went wrong."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was older than the login, which happens to who logs in again in another tab.

    Nothing typed is lost: where the page keeps what was typed, it shows it again, unsaved. Only for forms of
    this site, which the browser vouches for by the Origin header, or a foreign page could fill ours in.
    """
    if request.method == "POST" and urlsplit(request.headers.get("Origin", "")).netloc == request.get_host():
        try:
            keep_typed = getattr(resolve(request.path_info).func, "keep_typed", None)
        except Resolver404:
            keep_typed = None
        if keep_typed is not None:
            keep_typed(request)
            return redirect(request.path)
    return render(request, "403_csrf.html", status=403)
