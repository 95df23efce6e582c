from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from emulation.pledges.progress import progress_in
from figures.catalogue.models import Indicator
from figures.periods.models import Period, PeriodQuerySet
from provinces.accounts.models import Officer
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import heads_cluster, is_administrator, runs_cluster, sees_figures
from reports.charts.map import DEFAULT_CODE, map_of
from reports.charts.panel import TREND_CODES, charts_of
from reports.dashboard.exports import span_file
from reports.dashboard.page import LEAD, assemble, last_whole
from reports.dashboard.reconciliation_tables import ReconciliationTable
from reports.dashboard.tables import ProvinceTable
from reports.presentation.addresses import (
    dashboard_url,
    explore_url,
    figures_file_url,
    indicator_url,
    query_of,
    scope_of,
)
from reports.presentation.land_readings import reading_links
from reports.presentation.page_cache import cached
from reports.summary.land import Scope
from reports.summary.loading import Acceptance, acceptance, front_of, trend, visible_submissions
from reports.summary.reporting_spans import Span, get_span, spans_of


@require_safe
def home(request: OfficerRequest) -> HttpResponse:
    """The half-year that stands for the cluster now; the form of the period picker also comes here."""
    officer = request.user
    if is_administrator(officer):
        return redirect("admin:index")
    if "period" in request.GET:
        return redirect(dashboard_url(get_span(request.GET["period"]), scope_of(request)))
    rows = acceptance(list(_open_periods()))
    front = front_of(rows)
    if front is None:
        return render(request, "reports/presentation/no_period.html", {"may_open": runs_cluster(officer, 0)})
    return _page(request, front.period.slug, newer=rows[: rows.index(front)])


@require_safe
def dashboard(request: OfficerRequest, period: str) -> HttpResponse:
    if not sees_figures(request.user):
        raise PermissionDenied
    return _page(request, get_span(period).slug)


def _page(request: OfficerRequest, slug: str, newer: Sequence[Acceptance] = ()) -> HttpResponse:
    """The page of a span; `newer` are the half-years to name beside it."""
    officer = request.user
    scope = scope_of(request)
    map_code = _map_code(request)
    year = int(slug[:4])
    # Everything that the page depends on besides the figures.
    page = cached(
        lambda: _render_parts(slug, officer, scope=scope, map_code=map_code, newer=newer),
        "dashboard",
        slug,
        scope,
        map_code,
        officer.role,
        officer.province_id,
        heads_cluster(officer, year),
        tuple(row.period.slug for row in newer),
    )
    return render(request, "reports/dashboard/dashboard.html", page)


def _render_parts(
    slug: str, officer: Officer, *, scope: Scope, map_code: str, newer: Sequence[Acceptance]
) -> dict[str, object]:
    periods = list(_open_periods().select_related("cluster"))
    spans = spans_of(periods)
    span = next(choice for choice in spans if choice.slug == slug)
    page = assemble(span, periods=periods, officer=officer, scope=scope)
    scope = page.scope
    visible = visible_submissions(officer=officer, year=span.year, accepted_only=scope.accepted_only)
    context = {
        "page": page,
        "spans": spans,
        "links": {
            "all": dashboard_url(span, replace(scope, accepted_only=False)),
            "accepted": dashboard_url(span, replace(scope, accepted_only=True)),
            "previous": dashboard_url(page.previous, scope) if page.previous else "",
            "xlsx": figures_file_url(span, "xlsx", scope),
            "csv": figures_file_url(span, "csv", scope),
            "explore": explore_url(("i", page.table.lines), ("s", [span.slug]), ("r", ["i"]), scope=scope),
            "front": reverse("figures:period-edit", args=[page.span.last.slug])
            if runs_cluster(officer, span.year)
            else "",
            "review": reverse("figures:review", args=[page.span.last.slug])
            if runs_cluster(officer, span.year)
            else "",
        },
        "newer": newer,
        "table": None,
        "charts": [],
        "map": None,
        # For the map's form. Not the real query, which may differ among the readers of a cached page.
        "request": {"GET": query_of(scope)},
        "readings": reading_links(
            page.land, lambda reading: dashboard_url(span, replace(scope, reading=reading))
        ),
        "reconciliation_table": None,
        "progress": progress_in(span.year, until=page.span.last.half),
    }
    if page.has_figures:
        series = trend(TREND_CODES, until=page.span.last, visible=visible)
        context["charts"] = charts_of(page.table, page.previous_table, page.year_ago_table, series)
        if whole := last_whole(series[LEAD]):
            context |= {"whole": whole, "whole_url": indicator_url(Span.of(whole.period), LEAD)}
        context["map"] = map_of(page.table, map_code, page.land.mergers)
        if page.columns:
            context["table"] = ProvinceTable(page)
        if page.reconciliation:
            context["reconciliation_table"] = ReconciliationTable(page.reconciliation, page.url_of)
    return {
        "title": page.span.label,
        "is_illustrative": page.is_illustrative,
        "body": render_to_string("reports/dashboard/dashboard_body.html", context),
    }


def _open_periods() -> PeriodQuerySet:
    return Period.objects.exclude(state=Period.State.PLANNED)


def _map_code(request: OfficerRequest) -> str:
    """The code of the map's indicator. Codes outside the catalogue must not fill the cache."""
    chosen = request.GET.get("map", DEFAULT_CODE)
    known = chosen == DEFAULT_CODE or chosen in set(Indicator.objects.values_list("code", flat=True))
    return chosen if known else DEFAULT_CODE


@require_safe
def figures(request: OfficerRequest, period: str, file_format: str) -> HttpResponseBase:
    officer = request.user
    if not sees_figures(officer):
        raise PermissionDenied
    span = get_span(period)
    return span_file(span, officer=officer, scope=scope_of(request)).response(file_format)
