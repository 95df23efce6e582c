"""The year's scores and ranks: the whole table, and one province from its rank down to its cells."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emulation.models import EmulationYear, TieStep
from emulation.permissions import reads_scores, runs_year
from emulation.ranking.standing import TieKind
from emulation.results.province import load_details
from emulation.results.ranking import trial_in_words
from emulation.results.source import load_standings, load_table
from emulation.tree import read_tree
from emulation.views.page import contest_page, readable_year
from provinces.requests import OfficerRequest
from provinces.wording import inside_a_sentence


def scored_year(request: OfficerRequest, year: int) -> EmulationYear:
    """The contest of that year, for who reads its scores.

    Raises:
        PermissionDenied: for the administrator.
        Http404: as long as the scores are not settled, for who does not run the contest.
    """
    found = readable_year(request, year)
    if not reads_scores(request.user, found):
        raise Http404(_("Điểm của năm này chưa chốt."))
    return found


@require_safe
def results(request: OfficerRequest, year: int) -> HttpResponse:
    """Ranks with their firmness, and the table of all scores."""
    found = scored_year(request, year)
    table = load_table(found, request.user)
    context = {
        "table": table,
        "standings": load_standings(found, table),
        "ties": [_tie(step) for step in found.tie_steps.select_related("criterion")],
        "may_run": runs_year(request.user, found),
    }
    return contest_page(request, found, "emulation/results.html", context, here="results")


@require_safe
def province(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    """One province: its rank, what would move it, and every criterion with what it stands on."""
    found = scored_year(request, year)
    member = get_object_or_404(found.members, slug=province)
    table = load_table(found, request.user)
    scale, apart = load_details(found, read_tree(found), table, member)
    standing = next((s for s in load_standings(found, table) if s.province == member), None)
    context = {
        "province": member,
        "standing": standing,
        "moves": [trial_in_words(*moved) for moved in standing.firmness.moved] if standing else [],
        "scale": scale,
        "apart": apart,
        "may_run": runs_year(request.user, found),
    }
    return contest_page(request, found, "emulation/results_province.html", context, here="results")


def _tie(step: TieStep) -> str:
    if step.kind == TieKind.CRITERION:
        return _("điểm tiêu chí “%s” cao hơn") % step.criterion
    return inside_a_sentence(str(TieKind(step.kind).label))
