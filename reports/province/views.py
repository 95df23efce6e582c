from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from emulation.pledges.progress import latest_progress
from provinces.accounts.models import Officer
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.models import Province
from provinces.clusters.permissions import heads_cluster, reads_every_register, sees_figures, works_for
from provinces.register.pages.organisation_kinds import KINDS
from reports.comparison.highlight import Highlight, chosen_province, mark_in_links
from reports.comparison.indicator_table import IndicatorTable
from reports.presentation.addresses import province_url, query_of, scope_of
from reports.presentation.land_readings import reading_links
from reports.presentation.page_cache import cached
from reports.province.exports import province_lists
from reports.province.page import ProvincePage, assemble
from reports.summary.land import Scope
from reports.summary.reporting_spans import Span, get_span
from web.list_downloads import requested_download


@require_safe
def province(request: OfficerRequest, province: str) -> HttpResponseBase:
    officer = request.user
    if not sees_figures(officer):
        raise PermissionDenied
    selected = get_object_or_404(Province.objects.select_related("successor"), slug=province)
    span = get_span(request.GET["period"]) if request.GET.get("period") else None
    scope, chosen = scope_of(request), chosen_province(request)
    if "_export" in request.GET:
        lists = province_lists(_assemble(selected, officer, span, scope, chosen))
        if file := requested_download(request, lists.pop("", None), **lists):
            return file
    page = cached(
        lambda: _render_parts(selected, officer, span, scope, chosen),
        "province-page",
        selected.pk,
        span and span.slug,
        scope,
        chosen,
        officer.pk,
        officer.role,
        officer.province_id,
        span is not None and heads_cluster(officer, span.year),
    )
    own = {
        "province": selected,
        "merged_from": selected.predecessors.all(),
        "register": _register(selected, officer),
    }
    return render(request, "reports/province/province.html", page | own)


def _register(province: Province, officer: Officer) -> list[dict[str, object]]:
    if not (works_for(officer, province) or reads_every_register(officer)):
        return []
    return [
        {
            "label": kind.tab,
            "count": kind.model._default_manager.filter(province=province, ended_on=None).count(),
            "url": f"{reverse(kind.list_url)}?province={province.pk}",
        }
        for kind in KINDS
    ]


def _assemble(
    province: Province, officer: Officer, span: Span | None, scope: Scope, chosen: str | None
) -> ProvincePage:
    # Who comes from elsewhere with nobody marked sees this province marked where they go on to.
    kept = mark_in_links(province.slug if chosen is None else chosen)
    return assemble(province, officer=officer, span=span, scope=scope, kept=kept)


def _render_parts(
    province: Province, officer: Officer, span: Span | None, scope: Scope, chosen: str | None
) -> dict[str, object]:
    page = _assemble(province, officer, span, scope, chosen)
    current, kept = page.current, mark_in_links(chosen)
    parts = {"period": "", "figures": "", "is_illustrative": page.is_illustrative}
    links = {"xlsx": "?_export=xlsx", "csv": "?_export=csv"}
    if current is not None:
        span, scope = current.span, current.scope
        files = {
            f"{prefix}{file_format}": province_url(
                province.slug, span, scope, _export=file_format, **({"_list": name} if name else {})
            )
            for prefix, name in (("", ""), ("main_", "indicators"))
            for file_format in ("xlsx", "csv")
        }
        links = {"dashboard": current.dashboard_url, **files}
        figures = {
            "current": current,
            "table": IndicatorTable(current.figures, current.rows, is_of_province=True),
            "status": page.status,
            "links": links,
            "readings": reading_links(
                current.figures.land,
                lambda reading: province_url(
                    province.slug, current.span, replace(current.scope, reading=reading), **kept
                ),
            ),
        }
        period = {
            "action": reverse("reports:province", args=[province.slug]),
            "spans": page.spans,
            "shown": span,
            "request": {"GET": query_of(scope) | kept},
            "previous_url": "",
        }
        own = Highlight((), province.slug)
        parts |= {
            "period": render_to_string("reports/comparison/period.html", period),
            "figures": own.mark(render_to_string("reports/province/province_figures.html", figures)),
        }
    return parts | {
        "series": render_to_string("reports/province/province_series.html", {"page": page, "links": links}),
        "estimate_accuracy": render_to_string(
            "reports/province/province_estimate_accuracy.html", {"page": page}
        ),
        "progress": render_to_string(
            "reports/province/province_progress.html",
            {"progress": latest_progress(province), "is_elsewhere": True},
        ),
    }
