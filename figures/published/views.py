"""The page of published totals."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from figures.periods.permissions import get_period
from figures.published import services
from figures.published.forms import PublishedForm
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import runs_cluster
from web.expired_forms import submitted_or_restored, survives_expired_login


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def published(request: OfficerRequest, period: str) -> HttpResponse:
    reporting_period = get_period(period)
    if not runs_cluster(request.user, reporting_period.year):
        raise PermissionDenied
    form = PublishedForm(submitted_or_restored(request), period=reporting_period)

    def write() -> None:
        services.save_published(
            period=reporting_period,
            values=form.changed_values(),
            source=form.source_text(),
            by=request.user,
            opened=form.opened_values(),
            opened_source=form.opened_source(),
        )

    if request.method == "POST" and form.is_valid() and form.attempt(write):
        messages.success(request, _("Đã lưu số công bố của %s.") % reporting_period.label)
        return redirect("figures:published", period)
    context = {"form": form, "period": reporting_period}
    return render(request, "figures/published/published.html", context, status=form.status)
