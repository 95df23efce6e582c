"""The page of published totals."""

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
    reporting_period = get_period(period)
    if not runs_cluster(request.user, reporting_period.year):
        raise PermissionDenied
    is_post = request.method == "POST"
    data = request.POST if is_post else restore_form(request)
    if data is not None and not is_post:
        messages.warning(request, _("Nội dung gõ trước khi đăng nhập lại còn nguyên ở đây và chưa lưu."))
    form = PublishedForm(data, period=reporting_period)
    if is_post and form.is_valid() and _save(form, reporting_period, request.user):
        messages.success(request, _("Đã lưu số công bố của %s.") % reporting_period.label)
        return redirect("figures:published", period)
    return render(request, "figures/published/published.html", {"form": form, "period": reporting_period})


def _save(form: PublishedForm, period: Period, officer: Officer) -> bool:
    try:
        services.save_published(
            period=period, values=form.changed_values(), source=form.source_text(), by=officer
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
