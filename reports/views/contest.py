"""The charts of a year's contest, which stand among the contest's own pages."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from emulation.tree import read_tree
from emulation.views.page import contest_page
from emulation.views.results import scored_year
from provinces.requests import OfficerRequest
from reports.contest_charts import contest_charts


@require_safe
def charts(request: OfficerRequest, year: int) -> HttpResponse:
    """Points by criterion; own, checker's and final points; the ranks over the years.

    Raises:
        PermissionDenied: for the administrator.
        Http404: as long as the scores are not settled, for who does not run the contest.
    """
    found = scored_year(request, year)
    shown = contest_charts(found, request.user)
    context = {"points": shown.points, "others": shown.others, "criteria": read_tree(found).scale}
    return contest_page(request, found, "reports/contest_charts.html", context, here="reports:contest-charts")
