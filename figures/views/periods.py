"""The half-years: their dates, opening and locking them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from figures import services
from figures.forms import NewPeriodForm, PeriodForm
from figures.models import Period
from figures.permissions import get_period
from figures.tables import PeriodTable
from provinces.list_files import list_file, table_listing
from provinces.models import Cluster, Officer, Term
from provinces.permissions import runs_cluster
from provinces.requests import OfficerRequest


def _require_runner(officer: Officer, year: int | None = None) -> None:
    """Lets through who does the cluster's work, in that year or at all.

    Raises:
        PermissionDenied: for everybody else.
    """
    if year is not None:
        allowed = runs_cluster(officer, year)
    else:
        allowed = officer.role == Officer.Role.SECRETARY or Term.objects.filter(officer=officer).exists()
    if not allowed:
        raise PermissionDenied


@require_safe
def period_list(request: OfficerRequest) -> HttpResponseBase:
    """All half-years with their dates."""
    _require_runner(request.user)
    table = PeriodTable(Period.objects.all())
    if file := list_file(request, {"": lambda: table_listing(table, "ky-bao-cao")}):
        return file
    return render(request, "figures/period_list.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OfficerRequest) -> HttpResponse:
    """Adds a half-year; it takes figures once it is opened."""
    _require_runner(request.user)
    period = Period(cluster=Cluster.objects.first())
    form = NewPeriodForm(request.POST or None, instance=period)
    if request.method == "POST" and form.is_valid():
        _require_runner(request.user, form.instance.year)
        return _save(request, form)
    return render(request, "figures/period_form.html", {"form": form, "period": None})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficerRequest, period: str) -> HttpResponse:
    """Changes a half-year's dates."""
    found = get_period(period)
    _require_runner(request.user, found.year)
    form = PeriodForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        return _save(request, form)
    return render(request, "figures/period_form.html", {"form": form, "period": get_period(period)})


def _save(request: OfficerRequest, form: PeriodForm) -> HttpResponse:
    try:
        saved = services.save_period(period=form.instance, seen=form.cleaned_data["seen"], by=request.user)
    except services.PeriodChangedError as change:
        form.tell_changes(change.stored)
        context = {"form": form, "period": change.stored}
        return render(request, "figures/period_form.html", context, status=409)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        stored = Period.objects.filter(pk=form.instance.pk).first()
        return render(request, "figures/period_form.html", {"form": form, "period": stored}, status=200)
    messages.success(request, _("Đã lưu %s.") % saved.label)
    return redirect("figures:period-edit", saved.slug)


@require_POST
def open_(request: OfficerRequest, period: str) -> HttpResponse:
    """Opens a half-year for entry."""
    opened = services.open_period(period=get_period(period), by=request.user)
    messages.success(request, _("Đã mở %s để nhập số liệu.") % opened.label)
    return redirect("figures:period-edit", opened.slug)


@require_POST
def lock(request: OfficerRequest, period: str) -> HttpResponse:
    """Locks a half-year with its accepted figures."""
    locked = services.lock_period(period=get_period(period), by=request.user)
    messages.success(request, _("Đã khóa %s.") % locked.label)
    return redirect("figures:period-edit", locked.slug)
