"""The pages of a year's contest: at a glance, and the board for officers who run it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from emulation.movements.rows import load_movement_list
from emulation.overview import exports as overview_exports
from emulation.overview.board import load_year_board
from emulation.pledges.pages.exports import progress_file
from emulation.pledges.progress import progress_of
from emulation.self_scores.progress import scoring_progress
from emulation.votes.polls import visible_polls
from emulation.year.frame import contest_page, year_for_reader, year_for_runner
from emulation.year.models import EmulationYear
from emulation.year.permissions import opens_years, sees_contest
from provinces.accounts.requests import OfficerRequest
from web.list_downloads import requested_download


@require_safe
def board(request: OfficerRequest, year: int) -> HttpResponseBase:
    contest_year = year_for_runner(request, year)
    year_board = load_year_board(request.user, contest_year)
    if file := requested_download(request, lambda: overview_exports.board(contest_year, year_board)):
        return file
    context = {"board": year_board}
    return contest_page(request, contest_year, "emulation/overview/board.html", context, here="board")


@require_safe
def home(request: OfficerRequest) -> HttpResponse:
    if not sees_contest(request.user):
        raise PermissionDenied
    running = EmulationYear.objects.running(timezone.localdate())
    if running is None:
        return render(request, "emulation/overview/no_year.html", {"may_open": opens_years(request.user)})
    return redirect("reports:contest", running.year)


@require_safe
def year(
    request: OfficerRequest, year: int, draw: Callable[[EmulationYear], Mapping[str, Any]]
) -> HttpResponseBase:
    # `reports` passes `draw`, the context of its charts: this app cannot import them.
    contest_year = year_for_reader(request, year)
    progress = progress_of(contest_year)
    if file := requested_download(
        request,
        lambda: overview_exports.deadlines(contest_year, contest_year.deadlines.all()),
        progress=(lambda: progress_file(progress)) if progress else None,
    ):
        return file
    context = {
        "deadlines": contest_year.deadlines.all(),
        "polls": visible_polls(request.user, contest_year),
        "movements": load_movement_list(request.user, contest_year),
        "may_open": opens_years(request.user),
        "progress": progress,
        "scoring": scoring_progress(request.user, contest_year),
        **draw(contest_year),
    }
    return contest_page(
        request, contest_year, "emulation/overview/year.html", context, here="reports:contest"
    )
