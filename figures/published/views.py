"""What the conference on a half-year published, to set against the system's own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from figures.periods.models import Period
from figures.periods.permissions import get_period
from figures.published import services
from figures.published.forms import PublishedForm
from provinces.accounts.models import Officer
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import runs_cluster
from web.expired_forms import restore_form, survives_expired_login


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def published(request: OfficerRequest, period: str) -> HttpResponse:
    """The cluster's published totals of a half-year, for who does the cluster's work."""
    found = get_period(period)
    if not runs_cluster(request.user, found.year):
        raise PermissionDenied
    posted = request.method == "POST"
    data = request.POST if posted else restore_form(request)
    if data is not None and not posted:
        messages.warning(request, _("Nội dung gõ trước khi đăng nhập lại còn nguyên ở đây và chưa lưu."))
    form = PublishedForm(data, period=found)
    if posted and form.is_valid() and _save(form, found, request.user):
        messages.success(request, _("Đã lưu số công bố của %s.") % found.label)
        return redirect("figures:published", found.slug)
    return render(request, "figures/published/published.html", {"form": form, "period": found})


def _save(form: PublishedForm, period: Period, officer: Officer) -> bool:
    """Saves what the form holds, or tells the form why not."""
    try:
        services.save_published(period=period, values=form.values(), source=form.source_text(), by=officer)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
