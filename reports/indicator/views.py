from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import sees_figures
from reports.comparison.highlight import chosen_province, highlight, mark_in_links
from reports.indicator.exports import indicator_file
from reports.indicator.page import IndicatorPage, assemble
from reports.indicator.tables import TerritoryTable
from reports.presentation.addresses import dashboard_url, indicator_url, query_of, scope_of
from reports.presentation.land_readings import reading_links
from reports.summary.land import LandReading
from reports.summary.reporting_spans import get_span
from web.list_downloads import requested_download


@require_safe
def indicator(request: OfficerRequest, period: str, code: str) -> HttpResponseBase:
    officer = request.user
    if not sees_figures(officer):
        raise PermissionDenied
    chosen, scope = chosen_province(request), scope_of(request)
    kept = mark_in_links(chosen)
    if "period" in request.GET:  # the form of the period picker
        return redirect(indicator_url(get_span(request.GET["period"]), code, scope, **kept))
    page = assemble(get_span(period), code, officer=officer, scope=scope, kept=kept)
    if file := requested_download(request, lambda: indicator_file(page)):
        return file
    marking = highlight(page.land, officer, chosen)
    context = {
        "page": page,
        "table": TerritoryTable(page),
        "links": _links(page),
        "highlight": marking,
        # For forms and files: what the address says of this page.
        "request": {"GET": query_of(page.scope) | kept},
    }
    body = marking.mark(render_to_string("reports/indicator/indicator_body.html", context))
    return render(
        request, "reports/indicator/indicator.html", {"page": page, "body": body, "marked": marking.marked}
    )


def _links(page: IndicatorPage) -> dict[str, object]:
    code = page.indicator.code

    def url_of(reading: LandReading) -> str:
        return indicator_url(page.span, code, replace(page.scope, reading=reading), **page.kept)

    previous = page.previous if page.previous in page.spans else None
    return {
        "here": indicator_url(page.span, code),
        "dashboard": dashboard_url(page.span, page.scope, **page.kept),
        "previous": indicator_url(previous, code, page.scope, **page.kept) if previous else "",
        "xlsx": indicator_url(page.span, code, page.scope, _export="xlsx"),
        "csv": indicator_url(page.span, code, page.scope, _export="csv"),
        "terms": [
            (term, indicator_url(page.span, term.code, page.scope, **page.kept)) for term in page.terms
        ],
        "readings": reading_links(page.land, url_of),
    }
