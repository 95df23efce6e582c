"""Our middleware: no caching, language, long addresses, login."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangoLoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from web.expired_forms import stash_form


class ChosenLanguageMiddleware:
    """Vietnamese unless the user chose English: a browser's language says nothing about the office."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class NoStoreMiddleware:
    """Nothing that the application answers stays on a shared machine: Back after logging out asks again.

    Static files have been answered before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Cache-Control"] = "private, no-store"
        return response


class LongAddressMiddleware:
    """Refuse what is longer than any address of this site.

    The web servers refuse twice as much on bare pages in English (`gunicorn.conf.py`). The login page is
    answered: it carries the requested address, in which each % has become %25.
    """

    LONGEST = 4000  # bytes

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if len(request.get_full_path()) > self.LONGEST and request.path != reverse("login"):
            return render(request, "414.html", status=414)
        return self.get_response(request)


class LoginRequiredMiddleware(DjangoLoginRequiredMiddleware):
    """Redirect to the login page, and keep what an expired login would lose.

    Forms of views marked with `survives_expired_login` are stashed in the session. After any other POST the
    login leads back to the page with the button: the POST's own URL may not answer a GET.
    """

    # What an officer may do before changing a password that somebody else set.
    BEFORE_NEW_PASSWORD = ("password_change", "logout", "language", "login-extend", "healthz")

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: tuple[Any, ...], view_kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        response = super().process_view(request, view_func, view_args, view_kwargs)
        match = request.resolver_match
        if response is not None or match is None or match.view_name in self.BEFORE_NEW_PASSWORD:
            return response
        return redirect("password_change") if getattr(request.user, "must_change_password", False) else None

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if request.method == "POST" and getattr(view_func, "stashes_form", False):
            stash_form(request)
        elif request.method == "POST":
            page = request.headers.get("Referer", "")
            if url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
                return redirect_to_login(urlsplit(page).path, self.get_login_url(view_func))
        return super().handle_no_permission(request, view_func)
