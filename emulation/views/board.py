"""The year board, for who runs the year."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from emulation.board.year import load_year_board
from emulation.files import year as files
from emulation.views.page import contest_page, run_year
from provinces.list_files import list_file
from provinces.requests import OfficerRequest


@require_safe
def board(request: OfficerRequest, year: int) -> HttpResponseBase:
    """What is due when, by province."""
    found = run_year(request, year)
    shown = load_year_board(request.user, found)
    if file := list_file(request, {"": lambda: files.board(found, shown)}):
        return file
    context = {"board": shown}
    return contest_page(request, found, "emulation/board.html", context, here="board")
