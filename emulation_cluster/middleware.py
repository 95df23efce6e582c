"""What happens around every page."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangoLoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme


class ChosenLanguageMiddleware:
    """Vietnamese, unless the user chose English: a browser's own language says nothing about the office."""

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


class LoginRequiredMiddleware(DjangoLoginRequiredMiddleware):
    """Sends who is not logged in to the login page, and keeps what they were about to save.

    A view that sets `keep_typed` (a callable of the request) gets the form that an expired login
    would have lost: it puts it by in the session, which survives logging in again. From any other button
    the login leads back to the page that the button stands on: its own address may take no GET.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        keep_typed = getattr(view_func, "keep_typed", None)
        if request.method == "POST" and keep_typed is not None:
            keep_typed(request)
        elif request.method == "POST":
            page = request.headers.get("Referer", "")
            if url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
                return redirect_to_login(urlsplit(page).path, self.get_login_url(view_func))
        return super().handle_no_permission(request, view_func)
