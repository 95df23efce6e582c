"""The year board, for who runs the year."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from emulation.board import load_year_board
from emulation.views.page import contest_page, run_year
from provinces.requests import OfficerRequest


@require_safe
def board(request: OfficerRequest, year: int) -> HttpResponse:
    """What is due when, by province."""
    found = run_year(request, year)
    context = {"board": load_year_board(request.user, found)}
    return contest_page(request, found, "emulation/board.html", context, here="board")
