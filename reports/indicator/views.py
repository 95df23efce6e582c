from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import sees_figures
from reports.indicator.exports import indicator_file
from reports.indicator.page import assemble
from reports.presentation.addresses import dashboard_url, explore_url, indicator_url, scope_of
from reports.presentation.land_readings import reading_links
from reports.summary.reporting_spans import get_span
from web.list_downloads import requested_download


@require_safe
def indicator(request: OfficerRequest, period: str, code: str) -> HttpResponseBase:
    officer = request.user
    if not sees_figures(officer):
        raise PermissionDenied
    page = assemble(get_span(period), code, officer=officer, scope=scope_of(request))
    if file := requested_download(request, lambda: indicator_file(page)):
        return file
    links = {
        "dashboard": dashboard_url(page.span, page.scope),
        "explore": explore_url(("i", [code]), ("s", [page.span.slug]), scope=page.scope),
        "terms": [(term, indicator_url(page.span, term.code, page.scope)) for term in page.terms],
        "readings": reading_links(
            page.land, lambda reading: indicator_url(page.span, code, replace(page.scope, reading=reading))
        ),
    }
    return render(request, "reports/indicator/indicator.html", {"page": page, "links": links})
