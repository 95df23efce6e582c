"""Pages of no app: login, health check and language."""

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from figures.duties.account_gaps import account_gaps
from figures.duties.duties import duties_of
from figures.periods.models import Period
from provinces.accounts.forms import LoginForm
from provinces.accounts.models import AccessEntry, Officer
from provinces.accounts.services import log_access, log_refused
from provinces.clusters.models import Cluster, Province
from provinces.clusters.permissions import is_administrator


class Login(LoginView):
    """Leads to the requested page, or else to open tasks, or else to the overview."""

    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        log_access(AccessEntry.What.LOGIN, form.get_user(), self.request)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        if form.non_field_errors():  # not if a field is empty
            log_refused(form.cleaned_data["username"], self.request)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(members=_members(), **kwargs)

    def get_success_url(self) -> str:
        next_url, home = self.get_redirect_url(), reverse("reports:home")
        if next_url not in ("", home):
            return next_url
        officer = cast(Officer, self.request.user)
        tasks = account_gaps() if is_administrator(officer) else duties_of(officer)
        return reverse("figures:tasks") if tasks else home


def _members() -> list[Province]:
    """Who reports in the newest half-year that was opened, or is a member today if none was."""
    cluster = Cluster.objects.first()
    if cluster is None:
        return []
    period = Period.objects.filter(cluster=cluster).exclude(state=Period.State.PLANNED).first()
    day = period.cut_off_on if period else timezone.localdate()
    return list(Province.objects.members_on(cluster, day))


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    # Not `redirect`, which reads anything without a slash as the name of a view.
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
    """Restart the session's time; the response is its length in seconds."""
    request.session.modified = True
    return HttpResponse(str(settings.SESSION_COOKIE_AGE), content_type="text/plain")
