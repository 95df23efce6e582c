"""The dashboard: the cluster in one half-year or year."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from emulation.pledges.progress import progress_in
from figures.catalogue.models import Indicator
from figures.periods.models import Period, PeriodQuerySet
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from provinces.clusters.permissions import heads_cluster, is_administrator, runs_cluster, sees_figures
from reports.charts.map import DEFAULT, map_of
from reports.charts.panel import TREND_CODES, charts_of
from reports.dashboard.exports import span_file
from reports.dashboard.page import assemble
from reports.dashboard.reconciliation_tables import ReconciliationTable
from reports.dashboard.tables import ProvinceTable
from reports.presentation.addresses import dashboard_url, figures_file_url, shows_accepted_only
from reports.presentation.page_cache import cached
from reports.summary.loading import trend, visible_submissions
from reports.summary.reporting_spans import get_span, spans_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The newest period with accepted figures; the period picker's form also comes here."""
    officer = cast(Officer, request.user)
    if is_administrator(officer):
        return redirect("admin:index")
    if "period" in request.GET:
        return redirect(
            dashboard_url(get_span(request.GET["period"]), accepted_only=shows_accepted_only(request))
        )
    accepted = Period.objects.filter(submissions__state__in=Submission.ACCEPTED)
    shown = accepted.exclude(state=Period.State.PLANNED).first() or _open_periods().first()
    if shown is None:
        return render(request, "reports/presentation/no_period.html", {"may_open": runs_cluster(officer, 0)})
    return _page(request, shown.slug)


@require_safe
def dashboard(request: HttpRequest, period: str) -> HttpResponse:
    """One half-year or year.

    Raises:
        Http404: if there is no such period.
    """
    if not sees_figures(cast(Officer, request.user)):
        raise PermissionDenied
    return _page(request, get_span(period).slug)


def _page(request: HttpRequest, slug: str) -> HttpResponse:
    officer = cast(Officer, request.user)
    accepted_only = shows_accepted_only(request)
    coloured = _coloured(request)
    year = int(slug[:4])
    # All that the page depends on besides the figures: whose eyes see it, and what was chosen on it.
    page = cached(
        lambda: _make(slug, officer, accepted_only=accepted_only, coloured=coloured),
        "dashboard",
        slug,
        accepted_only,
        coloured,
        officer.role,
        officer.province_id,
        heads_cluster(officer, year),
    )
    return render(request, "reports/dashboard/dashboard.html", page)


def _make(slug: str, officer: Officer, *, accepted_only: bool, coloured: str) -> dict[str, object]:
    """The finished parts of the page; `coloured` is the code of the map's indicator."""
    periods = list(_open_periods().select_related("cluster"))
    spans = spans_of(periods)
    span = next(found for found in spans if found.slug == slug)
    page = assemble(span, periods=periods, officer=officer, accepted_only=accepted_only)
    visible = visible_submissions(officer=officer, year=span.year, accepted_only=accepted_only)
    context = {
        "page": page,
        "spans": spans,
        "links": {
            "all": dashboard_url(span),
            "accepted": dashboard_url(span, accepted_only=True),
            "previous": dashboard_url(page.previous, accepted_only=accepted_only) if page.previous else "",
            "xlsx": figures_file_url(span, "xlsx", accepted_only=accepted_only),
            "csv": figures_file_url(span, "csv", accepted_only=accepted_only),
            "review": reverse("figures:review", args=[page.span.last.slug])
            if runs_cluster(officer, span.year)
            else "",
        },
        "table": None,
        "charts": [],
        "map": None,
        # What the map's own form carries on: nothing that somebody else's address had.
        "request": {"GET": {"scope": "accepted"} if accepted_only else {}},
        "reconciliation_table": None,
        "progress": progress_in(span.year),
    }
    if page.has_figures:
        series = trend(TREND_CODES, until=page.span.last, visible=visible)
        context["charts"] = charts_of(page.table, page.before_table, page.year_ago_table, series)
        context["map"] = map_of(page.table, coloured)
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


def _coloured(request: HttpRequest) -> str:
    """The indicator of the map: one of the catalogue's, so that no address has a page kept for it alone."""
    chosen = request.GET.get("map", DEFAULT)
    known = chosen == DEFAULT or chosen in set(Indicator.objects.values_list("code", flat=True))
    return chosen if known else DEFAULT


@require_safe
def figures(request: HttpRequest, period: str, file_format: str) -> HttpResponseBase:
    """Every indicator of a half-year or year, the cluster and its provinces, as this officer may see them.

    Raises:
        Http404: if there is no such period.
    """
    officer = cast(Officer, request.user)
    if not sees_figures(officer):
        raise PermissionDenied
    span = get_span(period)
    return span_file(span, officer=officer, accepted_only=shows_accepted_only(request)).response(file_format)
