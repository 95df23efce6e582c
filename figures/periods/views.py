"""The half-years: their dates, opening and locking them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
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
from web.list_downloads import requested_download, table_as_file


@require_safe
def period_list(request: OfficerRequest) -> HttpResponseBase:
    """All half-years with their dates."""
    require_runner(request.user)
    table = PeriodTable(Period.objects.all())
    if file := requested_download(request, lambda: table_as_file(table, "ky-bao-cao")):
        return file
    return render(request, "figures/periods/period_list.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OfficerRequest) -> HttpResponse:
    """Adds a half-year; it takes figures once it is opened."""
    require_runner(request.user)
    period = Period(cluster=Cluster.objects.first())
    form = NewPeriodForm(request.POST or None, instance=period)
    if request.method == "POST" and form.is_valid():
        require_runner(request.user, form.instance.year)
        return _save(request, form)
    return render(request, "figures/periods/period_form.html", {"form": form, "period": None})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficerRequest, period: str) -> HttpResponse:
    """Changes a half-year's dates."""
    found = get_period(period)
    require_runner(request.user, found.year)
    form = PeriodForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        return _save(request, form)
    return render(request, "figures/periods/period_form.html", {"form": form, "period": get_period(period)})


def _save(request: OfficerRequest, form: PeriodForm) -> HttpResponse:
    try:
        saved = services.save_period(period=form.instance, seen=form.cleaned_data["seen"], by=request.user)
    except services.PeriodChangedError as change:
        form.tell_changes(change.stored)
        context = {"form": form, "period": change.stored}
        return render(request, "figures/periods/period_form.html", context, status=409)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        stored = Period.objects.filter(pk=form.instance.pk).first()
        return render(
            request, "figures/periods/period_form.html", {"form": form, "period": stored}, status=200
        )
    messages.success(request, _("Đã lưu %s.") % saved.label)
    return redirect("figures:period-edit", saved.slug)
