from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from figures.periods import services
from figures.periods.forms import NewPeriodForm, PeriodForm
from figures.periods.models import Period
from figures.periods.permissions import get_period, require_runner
from figures.periods.tables import PeriodTable
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.models import Cluster
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.list_downloads import requested_download, table_as_file


@require_safe
def period_list(request: OfficerRequest) -> HttpResponseBase:
    require_runner(request.user)
    table = PeriodTable(Period.objects.all())
    if file := requested_download(request, lambda: table_as_file(table, "ky-bao-cao")):
        return file
    return render(request, "figures/periods/period_list.html", {"table": table})


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OfficerRequest) -> HttpResponse:
    require_runner(request.user)
    period = Period(cluster=Cluster.objects.first())
    form = NewPeriodForm(submitted_or_restored(request), instance=period)
    if request.method == "POST" and form.is_valid():
        require_runner(request.user, form.instance.year)
    return _save(request, form, None)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficerRequest, period: str) -> HttpResponse:
    instance = get_period(period)
    require_runner(request.user, instance.year)
    form = PeriodForm(submitted_or_restored(request), instance=instance)
    return _save(request, form, instance.slug)


def _save(request: OfficerRequest, form: PeriodForm, slug: str | None) -> HttpResponse:
    def write() -> Period:
        return services.save_period(period=form.instance, seen=form.cleaned_data["seen"], by=request.user)

    if request.method == "POST" and form.is_valid() and form.attempt(write):
        messages.success(request, _("Đã lưu %s.") % form.result.label)
        return redirect("figures:period-edit", form.result.slug)
    context = {"form": form, "period": slug and get_period(slug)}
    return render(request, "figures/periods/period_form.html", context, status=form.status)
