from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import sees_figures
from reports.indicator.exports import indicator_file
from reports.indicator.page import assemble
from reports.presentation.addresses import dashboard_url, indicator_url, shows_accepted_only
from reports.summary.reporting_spans import get_span
from web.list_downloads import requested_download


@require_safe
def indicator(request: OfficerRequest, period: str, code: str) -> HttpResponseBase:
    officer = request.user
    if not sees_figures(officer):
        raise PermissionDenied
    accepted_only = shows_accepted_only(request)
    page = assemble(get_span(period), code, officer=officer, accepted_only=accepted_only)
    if file := requested_download(request, lambda: indicator_file(page)):
        return file
    links = {
        "dashboard": dashboard_url(page.span, accepted_only=accepted_only),
        "terms": [
            (term, indicator_url(page.span, term.code, accepted_only=accepted_only)) for term in page.terms
        ],
    }
    return render(request, "reports/indicator/indicator.html", {"page": page, "links": links})
