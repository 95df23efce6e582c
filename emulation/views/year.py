"""The contest of a year: its first page, opening it, dating it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from emulation import services
from emulation.files import year as files
from emulation.forms.year import DatesForm, NewYearForm
from emulation.models import EmulationYear
from emulation.movements.board import load_board
from emulation.permissions import sees_contest
from emulation.pledges.progress import progress_of
from emulation.scores.part import score_part
from emulation.views.page import contest_page, readable_year, run_year
from emulation.votes.polls import polls_told
from provinces.list_files import list_file
from provinces.models import Cluster, Officer, Term
from provinces.permissions import runs_cluster
from provinces.requests import OfficerRequest


def _opens_years(officer: Officer) -> bool:
    return officer.role == Officer.Role.SECRETARY or Term.objects.filter(officer=officer).exists()


@require_safe
def home(request: OfficerRequest) -> HttpResponse:
    """The newest contest; a page that says so where there is none."""
    if not sees_contest(request.user):
        raise PermissionDenied
    newest = EmulationYear.objects.first()
    if newest is None:
        return render(request, "emulation/no_year.html", {"may_open": _opens_years(request.user)})
    return redirect("reports:contest", newest.year)


@require_safe
def year(
    request: OfficerRequest, year: int, draw: Callable[[EmulationYear], Mapping[str, Any]]
) -> HttpResponseBase:
    """The contest at a glance.

    Args:
        request: by whom.
        year: of the contest.
        draw: what the page shows of the points, which `reports` draws.
    """
    found = readable_year(request, year)
    progress = progress_of(found)
    lists = {"": lambda: files.deadlines(found, found.deadlines.all())}
    if progress:
        lists["progress"] = lambda: files.progress(progress)
    if file := list_file(request, lists):
        return file
    context = {
        "years": [(other.year, other.label) for other in EmulationYear.objects.all()],
        "deadlines": found.deadlines.all(),
        "polls": polls_told(request.user, found),
        "movements": load_board(request.user, found),
        "may_open": _opens_years(request.user),
        "progress": progress,
        "scoring": score_part(request.user, found),
        **draw(found),
    }
    return contest_page(request, found, "emulation/year.html", context, here="reports:contest")


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OfficerRequest) -> HttpResponse:
    """Begins the contest of a year."""
    if not _opens_years(request.user):
        raise PermissionDenied
    form = NewYearForm(request.POST or None, instance=EmulationYear(cluster=Cluster.objects.first()))
    if request.method == "POST" and form.is_valid():
        if not runs_cluster(request.user, form.instance.year):
            raise PermissionDenied
        try:
            opened = services.open_year(year=form.instance, by=request.user)
        except ValidationError as error:
            form.add_error("year", ValidationError(error.messages))
        else:
            messages.success(request, _("Đã mở %s. Kiểm tra lại các thời hạn.") % opened.label)
            return redirect("emulation:dates", opened.year)
    return render(request, "emulation/year_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: OfficerRequest, year: int) -> HttpResponse:
    """The first and the last day of each part of the year."""
    found = run_year(request, year)
    form = DatesForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_dates(year=found, dates=form.dates, by=request.user)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("Đã lưu thời hạn."))
            return redirect("emulation:dates", found.year)
    return contest_page(request, found, "emulation/dates.html", {"form": form}, here="dates")
