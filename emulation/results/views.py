"""The year's scores and ranks: the whole table, and one province from its rank down to its cells."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from emulation.criteria.tree import read_tree
from emulation.results import exports as files
from emulation.results.exports import score_listing
from emulation.results.loading import load_standings, table_for_reader
from emulation.results.paper import score_letter
from emulation.results.province import load_details
from emulation.results.ranking import ties_in_words, trial_in_words
from emulation.results.visibility import writes_finals
from emulation.self_scores.permissions import opens_grounds_of
from emulation.year.frame import contest_page, year_for_reader
from emulation.year.models import Deadline, EmulationYear
from emulation.year.papers import paper_response
from emulation.year.permissions import reads_scores, runs_year
from provinces.accounts.requests import OfficerRequest
from web.list_downloads import requested_download


def scored_year(request: OfficerRequest, year: int) -> EmulationYear:
    """The contest of that year, for who reads its scores.

    Raises:
        PermissionDenied: for the administrator.
        Http404: as long as the scores are not settled, for who does not run the contest.
    """
    found = year_for_reader(request, year)
    if not reads_scores(request.user, found):
        raise Http404(_("Điểm của năm này chưa chốt."))
    return found


@never_cache
@require_safe
def results(request: OfficerRequest, year: int) -> HttpResponseBase:
    """Ranks with their firmness, and the table of all scores."""
    found = scored_year(request, year)
    table = table_for_reader(found, request.user)
    standings = load_standings(found, table)
    lists = {
        "": lambda: files.standings(found, standings),
        "scores": lambda: score_listing(found, table, standings),
    }
    if file := requested_download(request, lists):
        return file
    by_province = {standing.province: standing for standing in standings}
    context = {
        "table": table,
        "standings": standings,
        "placed": [by_province.get(province) for province in table.provinces],
        "ties": ties_in_words(found),
        "may_run": runs_year(request.user, found),
        "may_write": writes_finals(request.user, found),
        "answers": found.deadline(Deadline.Part.ANSWERS),
    }
    return contest_page(request, found, "emulation/results/results.html", context, here="results")


@never_cache
@require_safe
def province(request: OfficerRequest, year: int, province: str) -> HttpResponseBase:
    """One province: its rank, what would move it, and every criterion with what it stands on."""
    found = scored_year(request, year)
    member = get_object_or_404(found.members, slug=province)
    table = table_for_reader(found, request.user)
    scale, apart = load_details(found, read_tree(found), table, member, request.user)
    if file := requested_download(
        request, {"": lambda: files.province_scores(found, member, [*scale, *apart])}
    ):
        return file
    standing = next((s for s in load_standings(found, table) if s.province == member), None)
    context = {
        "province": member,
        "standing": standing,
        "moves": [trial_in_words(*moved) for moved in standing.sensitivity.moved] if standing else [],
        "scale": scale,
        "apart": apart,
        "may_write": writes_finals(request.user, found),
        "opens_files": opens_grounds_of(request.user, found, member),
    }
    return contest_page(request, found, "emulation/results/results_province.html", context, here="results")


@never_cache
@require_safe
def table_paper(request: OfficerRequest, year: int, form: str) -> HttpResponse:
    """The table as the cluster prints it, with the ranking and the reason of every difference."""
    found = scored_year(request, year)
    table = table_for_reader(found, request.user)
    letter = score_letter(found, table, load_standings(found, table))
    return paper_response(request, found, letter, name=f"bang-diem-{found.year}", form=form, here="results")
