"""The list by which provinces are urged."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from figures.periods.permissions import get_period
from figures.review.late_list import load_late
from figures.review.tables import LateTable
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import sees_cluster
from web.list_downloads import requested_download, table_as_file


@require_safe
def late(request: OfficerRequest, period: str) -> HttpResponseBase:
    """Who has not sent, and who sent late, to be printed."""
    found = get_period(period)
    if not sees_cluster(request.user, found.year):
        raise PermissionDenied
    table = LateTable(load_late(found), period=found)
    if file := requested_download(request, lambda: table_as_file(table, f"don-doc-{found.slug}")):
        return file
    return render(request, "figures/review/late.html", {"period": found, "table": table})
