from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import sees_figures
from reports.comparison.highlight import chosen_province, highlight, mark_in_links
from reports.indicator.exports import indicator_file
from reports.indicator.forms import RemarkForm, cells_to_ask_about
from reports.indicator.page import IndicatorPage, assemble
from reports.indicator.tables import TerritoryTable
from reports.presentation.addresses import dashboard_url, indicator_url, query_of, remark_url, scope_of
from reports.presentation.land_readings import reading_links
from reports.summary.land import LandReading
from reports.summary.reporting_spans import get_span
from web.list_downloads import requested_download


@require_safe
def indicator(request: OfficerRequest, period: str, code: str) -> HttpResponseBase:
    page = readable_indicator(request, period, code)
    if "period" in request.GET:  # the form of the period picker
        return redirect(indicator_url(get_span(request.GET["period"]), code, page.scope, **page.kept))
    if file := requested_download(request, lambda: indicator_file(page)):
        return file
    cells = cells_to_ask_about(page, request.user)
    return indicator_page(request, page, RemarkForm(cells=cells) if cells else None)


def readable_indicator(request: OfficerRequest, period: str, code: str) -> IndicatorPage:
    if not sees_figures(request.user):
        raise PermissionDenied
    kept = mark_in_links(chosen_province(request))
    return assemble(get_span(period), code, officer=request.user, scope=scope_of(request), kept=kept)


def indicator_page(request: OfficerRequest, page: IndicatorPage, remark: RemarkForm | None) -> HttpResponse:
    """Render the page; `remark` is the form for who may ask the provinces about their cells."""
    marking = highlight(page.land, request.user, chosen_province(request))
    context = {
        "page": page,
        "table": TerritoryTable(page),
        "links": _links(page),
        "highlight": marking,
        # For forms and files: what the address says of this page.
        "request": {"GET": {**query_of(page.scope), **page.kept}},
    }
    body = marking.mark(render_to_string("reports/indicator/indicator_body.html", context))
    frame = {
        "page": page,
        "marked": marking.marked,
        "remark": remark,
        "links": {"remark": remark_url(page.span, page.indicator.code, page.scope, **page.kept)},
        "body": body,
    }
    status = remark.status if remark else 200
    return render(request, "reports/indicator/indicator.html", frame, status=status)


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
