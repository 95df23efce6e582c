"""The history of a cell, and the log of all half-years."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from figures.catalogue.models import Indicator
from figures.change_log.exports import log_file
from figures.change_log.filters import LogFilter
from figures.change_log.reading import cell_history, log_entries
from figures.change_log.tables import CellHistoryTable, LogTable
from figures.submissions.access import submission_with_history
from figures.submissions.permissions import may_enter, may_read_log
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import sees_figures
from web.list_downloads import requested_download, table_as_file

PER_PAGE = 50


@require_safe
def cell(request: OfficerRequest, period: str, province: str, code: str) -> HttpResponseBase:
    submission = submission_with_history(request.user, period, province)
    indicator = get_object_or_404(Indicator.objects.exclude(kind=Indicator.Kind.RATIO), code=code)
    table = CellHistoryTable(cell_history(submission, indicator))
    anchor = indicator.anchor
    if file := requested_download(
        request, lambda: table_as_file(table, f"lich-su-{anchor}-{province}-{period}")
    ):
        return file
    context = {
        "submission": submission,
        "indicator": indicator,
        "table": table,
        "anchor": anchor,
        "may_enter": may_enter(request.user, submission),
    }
    return render(request, "figures/change_log/cell_history.html", context)


@require_safe
def log(request: OfficerRequest) -> HttpResponseBase:
    if not may_read_log(request.user):
        raise PermissionDenied
    with_content = sees_figures(request.user)
    filters = LogFilter(request.GET, log_entries(), with_content=with_content)
    if file := requested_download(request, lambda: log_file(filters.qs, with_content=with_content)):
        return file
    table = LogTable(filters.qs, with_content=with_content)
    table.paginator = Paginator(table.rows, PER_PAGE)
    table.page = table.paginator.get_page(request.GET.get("page"))
    context = {"filters": filters, "table": table, "with_content": with_content}
    return render(request, "figures/change_log/log.html", context)
