"""The dashboard of a year's contest: the contest's own page, and on it the charts of its points."""

from typing import Any

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from emulation.criteria.tree import read_tree
from emulation.overview.views import year as year_page
from emulation.year.models import EmulationYear
from emulation.year.permissions import reads_scores
from provinces.accounts.requests import OfficerRequest
from reports.contest.page import contest_charts


@require_safe
def contest(request: OfficerRequest, year: int) -> HttpResponseBase:
    """The contest at a glance; points are drawn for who may read them.

    Raises:
        PermissionDenied: for the administrator.
        Http404: if there is no contest of that year.
    """

    def draw(contest_year: EmulationYear) -> dict[str, Any]:
        if not reads_scores(request.user, contest_year):
            return {"charts": None}
        return {
            "charts": contest_charts(contest_year, request.user),
            "criteria": read_tree(contest_year).scale,
        }

    return year_page(request, year, draw)
