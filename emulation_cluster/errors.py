"""Error pages with something to decide."""

import re
from contextlib import suppress
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from web.expired_forms import TYPED_BY, stash_form
from web.repeated_requests.answer_once import KEY, PRESS

_HIDDEN = {"csrfmiddlewaretoken", "seen", "action", KEY, PRESS, TYPED_BY}
_CHOICE = re.compile(r"[a-z_]+([-:][0-9]+)?", re.ASCII)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Stash a form that is older than the login: its user logged in again in another tab.

    Only for a form of this site, as the browser's Origin header shows: a foreign page could fill ours in.
    """
    is_own = urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
    if request.method == "POST" and is_own and _stashes_form(request):
        stash_form(request)
        return redirect(request.path)
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error_page(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error_page(request, "403.html", status=403)


def _error_page(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    """Say no more than to anybody else, but lose nothing that was typed.

    A colleague may have deleted what the form was about, or a post may have ended, since the page was opened.
    """
    keeps = request.method == "POST" and _stashes_form(request)
    return render(request, template, {"texts": _texts(request.POST) if keeps else []}, status=status)


def _stashes_form(request: HttpRequest) -> bool:
    with suppress(Resolver404):
        return getattr(resolve(request.path_info).func, "stashes_form", False)
    return False


def _texts(sent: QueryDict) -> list[str]:
    """What a person wrote: no hidden field, and no key of a choice. Which form it was is not known here."""
    texts = [text.strip() for name, some in sent.lists() if name not in _HIDDEN for text in some]
    return [text for text in texts if text and not _CHOICE.fullmatch(text)]
