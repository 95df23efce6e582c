"""The page of a year's contest, with charts of its points."""

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
    def chart_context(contest_year: EmulationYear) -> dict[str, Any]:
        if not reads_scores(request.user, contest_year):
            return {"charts": None}
        return {
            "charts": contest_charts(contest_year, request.user),
            "criteria": read_tree(contest_year).scale,
        }

    return year_page(request, year, chart_context)
