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
from provinces.clusters.permissions import reads_every_register, sees_figures, works_for
from provinces.register.pages.organisation_kinds import KINDS
from reports.presentation.page_cache import cached
from reports.province.exports import province_lists
from reports.province.page import assemble
from web.list_downloads import requested_download


@require_safe
def province(request: OfficerRequest, province: str) -> HttpResponseBase:
    officer = request.user
    if not sees_figures(officer):
        raise PermissionDenied
    selected = get_object_or_404(Province.objects.select_related("successor"), slug=province)
    lists = province_lists(assemble(selected, officer=officer)) if "_export" in request.GET else {}
    if file := requested_download(request, lists.pop("", None), **lists):
        return file
    register = []
    if works_for(officer, selected) or reads_every_register(officer):
        register = [
            {
                "label": kind.tab,
                "count": kind.model._default_manager.filter(province=selected, ended_on=None).count(),
                "url": f"{reverse(kind.list_url)}?province={selected.pk}",
            }
            for kind in KINDS
        ]
    page = cached(
        lambda: _render_parts(selected, officer),
        "province-page",
        selected.pk,
        officer.pk,
        officer.role,
        officer.province_id,
    )
    own = {"province": selected, "merged_from": selected.predecessors.all(), "register": register}
    return render(request, "reports/province/province.html", page | own)


def _render_parts(province: Province, officer: Officer) -> dict[str, object]:
    page = assemble(province, officer=officer)
    return {
        "is_illustrative": page.is_illustrative,
        "series": render_to_string("reports/province/province_series.html", {"page": page}),
        "estimate_accuracy": render_to_string(
            "reports/province/province_estimate_accuracy.html", {"page": page}
        ),
        "charts": render_to_string("reports/province/province_charts.html", {"page": page}),
        "progress": render_to_string(
            "reports/province/province_progress.html",
            {"progress": latest_progress(province), "is_elsewhere": True},
        ),
    }
