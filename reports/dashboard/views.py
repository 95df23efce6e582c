from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
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
from reports.charts import small_multiples
from reports.charts.map import DEFAULT_CODE, map_of
from reports.charts.panel import charts_of
from reports.comparison.highlight import chosen_province, highlight, mark_in_links
from reports.comparison.indicator_table import IndicatorTable
from reports.comparison.key_figures import LEAD
from reports.dashboard.exports import main_indicators_file, span_file
from reports.dashboard.key_points import key_points
from reports.dashboard.page import Dashboard, assemble
from reports.dashboard.reconciliation_tables import ReconciliationTable
from reports.dashboard.tables import ProvinceTable
from reports.presentation.addresses import (
    dashboard_url,
    explore_url,
    figures_file_url,
    indicator_url,
    province_query,
    query_of,
    scope_of,
)
from reports.presentation.land_readings import reading_links
from reports.presentation.page_cache import cached
from reports.summary.histories import history_of_merged
from reports.summary.land import Scope
from reports.summary.loading import Acceptance, acceptance, front_of, visible_submissions
from reports.summary.reporting_spans import Span, get_span, spans_of
from web.list_downloads import requested_download

VIEW, MEETING = "view", "meeting"


@dataclass(frozen=True)
class Choices:
    """What a reader chose of the page; the address holds it.

    Attributes:
        province: see `chosen_province`.
        map: the code of the map's indicator.
        course: the code of the courses' indicator.
        is_meeting: whether the page is shown on a large screen, a part at a time.
    """

    province: str | None
    map: str
    course: str
    is_meeting: bool

    @classmethod
    def of(cls, request: HttpRequest) -> "Choices":
        """Codes outside the catalogue must not fill the cache."""
        map_code, course = request.GET.get("map", DEFAULT_CODE), request.GET.get("course", "")
        # Compared here: no database is asked for whatever an address holds.
        if map_code not in {DEFAULT_CODE, *Indicator.objects.values_list("code", flat=True)}:
            map_code = DEFAULT_CODE
        return cls(
            province=chosen_province(request),
            map=map_code,
            course=course if course in small_multiples.CODES else small_multiples.DEFAULT_CODE,
            is_meeting=request.GET.get(VIEW) == MEETING,
        )

    @property
    def parameters(self) -> dict[str, str]:
        """Those of the address; what nobody chose is left out."""
        chosen = {"map": self.map, "course": self.course}
        usual = {"map": DEFAULT_CODE, "course": small_multiples.DEFAULT_CODE}
        kept = {name: code for name, code in chosen.items() if code != usual[name]}
        if self.is_meeting:
            kept[VIEW] = MEETING
        return kept | self.mark

    @property
    def mark(self) -> dict[str, str]:
        """What other pages understand too."""
        return mark_in_links(self.province)


@require_safe
def home(request: OfficerRequest) -> HttpResponse:
    """The half-year that stands for the cluster now; the form of the period picker also comes here."""
    officer = request.user
    if is_administrator(officer):
        return redirect("admin:index")
    if "period" in request.GET:
        span = get_span(request.GET["period"])
        return redirect(dashboard_url(span, scope_of(request), **Choices.of(request).parameters))
    rows = acceptance(list(_open_periods()))
    front = front_of(rows)
    if front is None:
        return render(request, "reports/presentation/no_period.html", {"may_open": runs_cluster(officer, 0)})
    return _page(request, front.period.slug, newer=rows[: rows.index(front)])


@require_safe
def dashboard(request: OfficerRequest, period: str) -> HttpResponseBase:
    if not sees_figures(request.user):
        raise PermissionDenied
    span = get_span(period)
    download = requested_download(request, lambda: main_indicators_file(_assemble(request, span)))
    return download or _page(request, span.slug)


def _assemble(request: OfficerRequest, span: Span) -> Dashboard:
    periods = list(_open_periods().select_related("cluster"))
    return assemble(span, periods=periods, officer=request.user, scope=scope_of(request))


def _page(request: OfficerRequest, slug: str, newer: Sequence[Acceptance] = ()) -> HttpResponse:
    """The page of a span; `newer` are the half-years to name beside it."""
    officer = request.user
    scope = scope_of(request)
    choices = Choices.of(request)
    year = int(slug[:4])
    # Everything that the page depends on besides the figures.
    page = cached(
        lambda: _render_parts(slug, officer, scope=scope, choices=choices, newer=newer),
        "dashboard",
        slug,
        scope,
        choices,
        officer.role,
        officer.province_id,
        heads_cluster(officer, year),
        tuple(row.period.slug for row in newer),
    )
    return render(request, "reports/dashboard/dashboard.html", page)


def _render_parts(
    slug: str, officer: Officer, *, scope: Scope, choices: Choices, newer: Sequence[Acceptance]
) -> dict[str, object]:
    periods = list(_open_periods().select_related("cluster"))
    spans = spans_of(periods)
    span = next(choice for choice in spans if choice.slug == slug)
    page = assemble(span, periods=periods, officer=officer, scope=scope, kept=choices.mark)
    scope = page.scope
    marking, kept = highlight(page.land, officer, choices.province), choices.parameters
    visible = visible_submissions(officer=officer, year=span.year, accepted_only=scope.accepted_only)
    context = {
        "page": page,
        "spans": spans,
        "links": {
            "all": dashboard_url(span, replace(scope, accepted_only=False), **kept),
            "accepted": dashboard_url(span, replace(scope, accepted_only=True), **kept),
            "previous": dashboard_url(page.previous, scope, **kept) if page.previous else "",
            "other_view": dashboard_url(span, scope, **_other_view(choices).parameters),
            "xlsx": figures_file_url(span, "xlsx", scope),
            "csv": figures_file_url(span, "csv", scope),
            "main_xlsx": dashboard_url(span, scope, _export="xlsx"),
            "main_csv": dashboard_url(span, scope, _export="csv"),
            "explore": explore_url(("i", page.table.lines), ("s", [span.slug]), ("r", ["i"]), scope=scope),
            "front": reverse("figures:period-edit", args=[page.span.last.slug])
            if runs_cluster(officer, span.year)
            else "",
            "review": reverse("figures:review", args=[page.span.last.slug])
            if runs_cluster(officer, span.year)
            else "",
        },
        "newer": newer,
        "is_meeting": choices.is_meeting,
        "points": key_points(page),
        "main_table": None,
        "table": None,
        "charts": [],
        "map": None,
        "highlight": marking,
        # For forms. Not the real query, which may differ among the readers of a cached page.
        "request": {"GET": query_of(scope) | kept},
        "readings": reading_links(
            page.land, lambda reading: dashboard_url(span, replace(scope, reading=reading), **kept)
        ),
        "reconciliation_table": None,
        "progress": progress_in(span.year, until=page.span.last.half),
    }
    if page.has_figures:
        charts = charts_of(
            page.table,
            page.previous_table,
            history=page.history,
            former=history_of_merged(
                page.history, land=page.land, visible=visible, codes=small_multiples.CODES
            ),
            mergers=page.land.mergers,
            course=choices.course,
        )
        context["charts"] = [replace(chart, explore_url=page.explore_url_of_chart(chart)) for chart in charts]
        if page.lead and (whole := page.lead.course.last_whole):
            context |= {"whole": whole, "whole_url": indicator_url(whole.span, LEAD, scope, **page.kept)}
        year_before = page.year_ago_table or page.previous_table
        if maps := map_of(page.table, choices.map, page.land.mergers, year_before):
            query = province_query(span, scope, **page.kept)
            context["map"] = replace(maps, explore_url=page.explore_url_now(maps.code), query=query)
        main_table = IndicatorTable(page, page.rows)
        context["main_table"] = main_table if main_table.rows else None
        if page.columns:
            context["table"] = ProvinceTable(page)
        if page.reconciliation:
            context["reconciliation_table"] = ReconciliationTable(page.reconciliation, page.url_of)
    return {
        "title": page.span.label,
        # Without figures there is no bar, and so no way out of the meeting view.
        "is_meeting": choices.is_meeting and (context["main_table"] or context["table"]) is not None,
        "is_illustrative": page.is_illustrative,
        "marked": marking.marked,
        "body": marking.mark(render_to_string("reports/dashboard/dashboard_body.html", context)),
    }


def _other_view(choices: Choices) -> Choices:
    return replace(choices, is_meeting=not choices.is_meeting)


def _open_periods() -> PeriodQuerySet:
    return Period.objects.exclude(state=Period.State.PLANNED)


@require_safe
def figures(request: OfficerRequest, period: str, file_format: str) -> HttpResponseBase:
    officer = request.user
    if not sees_figures(officer):
        raise PermissionDenied
    span = get_span(period)
    return span_file(span, officer=officer, scope=scope_of(request)).response(file_format)
