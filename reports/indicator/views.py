from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import sees_figures
from reports.indicator.exports import indicator_file
from reports.indicator.forms import RemarkForm, cells_to_ask_about
from reports.indicator.page import IndicatorPage, assemble
from reports.presentation.addresses import dashboard_url, explore_url, indicator_url, remark_url, scope_of
from reports.presentation.land_readings import reading_links
from reports.summary.reporting_spans import get_span
from web.list_downloads import requested_download


@require_safe
def indicator(request: OfficerRequest, period: str, code: str) -> HttpResponseBase:
    page = readable_indicator(request, period, code)
    if file := requested_download(request, lambda: indicator_file(page)):
        return file
    cells = cells_to_ask_about(page, request.user)
    return indicator_page(request, page, RemarkForm(cells=cells) if cells else None)


def readable_indicator(request: OfficerRequest, period: str, code: str) -> IndicatorPage:
    if not sees_figures(request.user):
        raise PermissionDenied
    return assemble(get_span(period), code, officer=request.user, scope=scope_of(request))


def indicator_page(request: OfficerRequest, page: IndicatorPage, remark: RemarkForm | None) -> HttpResponse:
    """Render the page; `remark` is the form for who may ask the provinces about their cells."""
    code = page.indicator.code
    links = {
        "dashboard": dashboard_url(page.span, page.scope),
        "explore": explore_url(("i", [code]), ("s", [page.span.slug]), scope=page.scope),
        "terms": [(term, indicator_url(page.span, term.code, page.scope)) for term in page.terms],
        "readings": reading_links(
            page.land, lambda reading: indicator_url(page.span, code, replace(page.scope, reading=reading))
        ),
        "remark": remark_url(page.span, code, page.scope),
    }
    context = {"page": page, "links": links, "remark": remark}
    status = remark.status if remark else 200
    return render(request, "reports/indicator/indicator.html", context, status=status)
