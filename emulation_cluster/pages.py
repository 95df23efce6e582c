"""Pages that belong to no app: the way in, is the site alive, and which language."""

from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from figures.duties.account_gaps import account_gaps
from figures.duties.duties import duties_of
from provinces.accounts.forms import LoginForm
from provinces.accounts.models import Officer
from provinces.clusters.permissions import is_administrator


class Login(LoginView):
    """Leads to where one wanted to go, or else to what one owes; who owes nothing sees the overview."""

    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_success_url(self) -> str:
        wanted, home = self.get_redirect_url(), reverse("reports:home")
        if wanted not in ("", home):  # who asked for the front door wanted nothing in particular
            return wanted
        officer = cast(Officer, self.request.user)
        owed = account_gaps() if is_administrator(officer) else duties_of(officer)
        return reverse("figures:tasks") if owed else home


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answers `ok` when the database answers, for a load balancer or a monitor."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keeps the chosen language in a cookie and goes back to where the user was."""
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    # `redirect` would take anything without a slash for the name of a view.
    response = HttpResponseRedirect(back if is_ours and back.startswith("/") else "/")
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 60 * 60,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@require_POST
def extend_login(request: HttpRequest) -> HttpResponse:
    """Lets the login last its whole time from now on, and says how many seconds that is."""
    request.session.modified = True
    return HttpResponse(str(settings.SESSION_COOKIE_AGE), content_type="text/plain")
