from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from emulation.year import services
from emulation.year.forms import DatesForm, NewYearForm
from emulation.year.frame import contest_page, year_for_reader, year_for_runner
from emulation.year.log import year_log
from emulation.year.models import EmulationYear
from emulation.year.permissions import opens_years
from emulation.year.tables import LogTable
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.models import Cluster
from provinces.clusters.permissions import runs_cluster
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.list_downloads import requested_download, table_as_file


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OfficerRequest) -> HttpResponse:
    if not opens_years(request.user):
        raise PermissionDenied
    form = NewYearForm(
        submitted_or_restored(request), instance=EmulationYear(cluster=Cluster.objects.first())
    )
    if request.method == "POST" and form.is_valid():
        if not runs_cluster(request.user, form.instance.year):
            raise PermissionDenied
        try:
            contest_year = services.open_year(contest_year=form.instance, by=request.user)
        except ValidationError as error:
            form.add_error("year", ValidationError(error.messages))
        else:
            messages.success(request, _("Đã mở %s. Kiểm tra lại các thời hạn.") % contest_year.label)
            return redirect("emulation:dates", contest_year.year)
    return render(request, "emulation/year/year_form.html", {"form": form})


@require_safe
def log(request: OfficerRequest, year: int) -> HttpResponseBase:
    contest_year = year_for_reader(request, year)
    table = LogTable(year_log(contest_year))
    if file := requested_download(request, lambda: table_as_file(table, f"nhat-ky-{contest_year.year}")):
        return file
    RequestConfig(request, paginate={"per_page": 100}).configure(table)
    return contest_page(request, contest_year, "emulation/year/log.html", {"table": table}, here="year-log")


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: OfficerRequest, year: int) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    form = DatesForm(contest_year, submitted_or_restored(request))

    def write() -> None:
        services.save_dates(
            contest_year=contest_year,
            dates=form.dates,
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
            by=request.user,
        )

    if request.method == "POST" and form.is_valid() and form.attempt(write):
        messages.success(request, _("Đã lưu thời hạn."))
        return redirect("emulation:dates", contest_year.year)
    return contest_page(
        request, contest_year, "emulation/year/dates.html", {"form": form}, here="dates", status=form.status
    )
