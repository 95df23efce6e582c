"""The pages of the year's scores and ranks: the whole table, and one province."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emulation.criteria.tree import read_tree
from emulation.evidence.permissions import open_files
from emulation.results.exports import province_file, ranking_file, scores_file
from emulation.results.loading import load_ranking, stored_finals, table_for_reader
from emulation.results.models import open_inputs_in_words
from emulation.results.open_inputs import open_inputs
from emulation.results.paper import score_letter
from emulation.results.province import load_details
from emulation.results.ranking import ties_in_words, trial_in_words
from emulation.results.visibility import writes_finals
from emulation.successors.notes import merger_notes
from emulation.year.frame import contest_page, year_for_reader
from emulation.year.models import Deadline, EmulationYear
from emulation.year.papers import paper_response
from emulation.year.permissions import reads_scores, runs_year
from provinces.accounts.requests import OfficerRequest
from web.list_downloads import requested_download


def year_for_score_reader(request: OfficerRequest, year: int) -> EmulationYear:
    """Look up the contest of that year, for users who may read its scores.

    Raises:
        PermissionDenied: if the officer may read nothing of the contest.
        Http404: if the scores are not settled and the officer does not run the contest.
    """
    contest_year = year_for_reader(request, year)
    if not reads_scores(request.user, contest_year):
        raise Http404(_("Điểm của năm này chưa chốt."))
    return contest_year


@require_safe
def results(request: OfficerRequest, year: int) -> HttpResponseBase:
    contest_year = year_for_score_reader(request, year)
    table = table_for_reader(contest_year, request.user)
    ranking = load_ranking(contest_year, table)
    if file := requested_download(
        request,
        lambda: ranking_file(contest_year, ranking),
        scores=lambda: scores_file(contest_year, table, ranking),
    ):
        return file
    may_settle = writes_finals(request.user, contest_year) and not contest_year.scores_are_settled
    by_province = {ranked.province: ranked for ranked in ranking}
    context = {
        "table": table,
        "ranking": ranking,
        "ranked_by_column": [by_province.get(province) for province in table.provinces],
        "ties": ties_in_words(contest_year),
        "merger_notes": merger_notes(contest_year),
        "may_run": runs_year(request.user, contest_year),
        "may_write": writes_finals(request.user, contest_year),
        "answers": contest_year.deadline(Deadline.Part.ANSWERS),
        "why_closed": _why_not_yet(contest_year) if may_settle else "",
        "finals_version": stored_finals(contest_year).version if may_settle else "",
        "waiting_for": open_inputs_in_words(open_inputs(contest_year)) if may_settle else "",
    }
    return contest_page(request, contest_year, "emulation/results/results.html", context, here="results")


def _why_not_yet(contest_year: EmulationYear) -> str:
    """The council settles late if it must, but not early."""
    council = contest_year.deadline(Deadline.Part.COUNCIL)
    return "" if council.has_begun() else council.why_closed()


@require_safe
def province(request: OfficerRequest, year: int, province: str) -> HttpResponseBase:
    contest_year = year_for_score_reader(request, year)
    member = get_object_or_404(contest_year.members, slug=province)
    table = table_for_reader(contest_year, request.user)
    scale, apart = load_details(contest_year, read_tree(contest_year), table, member, request.user)
    if file := requested_download(request, lambda: province_file(contest_year, member, [*scale, *apart])):
        return file
    ranked = next((r for r in load_ranking(contest_year, table) if r.province == member), None)
    context = {
        "province": member,
        "ranked": ranked,
        "rank_changes": [trial_in_words(*change) for change in ranked.sensitivity.changes]
        if ranked and ranked.sensitivity
        else [],
        "scale": scale,
        "apart": apart,
        "may_write": writes_finals(request.user, contest_year),
        "open_files": open_files(request.user, contest_year),
    }
    template = "emulation/results/results_province.html"
    return contest_page(request, contest_year, template, context, here="results")


@require_safe
def table_paper(request: OfficerRequest, year: int, form: str) -> HttpResponse:
    contest_year = year_for_score_reader(request, year)
    table = table_for_reader(contest_year, request.user)
    letter = score_letter(contest_year, table, load_ranking(contest_year, table))
    name = f"bang-diem-{contest_year.year}"
    return paper_response(request, contest_year, letter, name=name, form=form, here="results")
