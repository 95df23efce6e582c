"""One indicator: the cells that the cluster's number is made of."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from provinces.accounts.models import Officer
from provinces.clusters.permissions import sees_figures
from reports.indicator.exports import indicator_listing
from reports.indicator.page import assemble
from reports.presentation.addresses import dashboard_url, indicator_url, shows_accepted_only
from reports.summary.reporting_spans import get_span
from web.list_downloads import requested_download


@require_safe
def indicator(request: HttpRequest, period: str, code: str) -> HttpResponseBase:
    """All provinces' cells of one indicator in a half-year or year.

    Raises:
        Http404: if there is no such period, or the indicator is not asked for in it.
    """
    officer = cast(Officer, request.user)
    if not sees_figures(officer):
        raise PermissionDenied
    accepted_only = shows_accepted_only(request)
    page = assemble(get_span(period), code, officer=officer, accepted_only=accepted_only)
    if file := requested_download(request, lambda: indicator_listing(page)):
        return file
    links = {
        "dashboard": dashboard_url(page.span, accepted_only=accepted_only),
        "terms": [
            (term, indicator_url(page.span, term.code, accepted_only=accepted_only)) for term in page.terms
        ],
    }
    return render(request, "reports/indicator/indicator.html", {"page": page, "links": links})
