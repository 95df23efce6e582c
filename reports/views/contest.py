"""The dashboard of a year's contest: the contest's own page, and on it the charts of its points."""

from typing import Any

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from emulation.models import EmulationYear
from emulation.permissions import reads_scores
from emulation.rules.tree import read_tree
from emulation.views.year import year as year_page
from provinces.requests import OfficerRequest
from reports.contest_charts import contest_charts


@require_safe
def contest(request: OfficerRequest, year: int) -> HttpResponseBase:
    """The contest at a glance; points are drawn for who may read them.

    Raises:
        PermissionDenied: for the administrator.
        Http404: if there is no contest of that year.
    """

    def draw(found: EmulationYear) -> dict[str, Any]:
        if not reads_scores(request.user, found):
            return {"charts": None}
        return {"charts": contest_charts(found, request.user), "criteria": read_tree(found).scale}

    return year_page(request, year, draw)
