"""The page of the list by which the cluster urges provinces."""

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
    reporting_period = get_period(period)
    if not sees_cluster(request.user, reporting_period.year):
        raise PermissionDenied
    table = LateTable(load_late(reporting_period, officer=request.user))
    if file := requested_download(request, lambda: table_as_file(table, f"don-doc-{period}")):
        return file
    return render(request, "figures/review/late.html", {"period": reporting_period, "table": table})
