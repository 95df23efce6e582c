"""A province's own page."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from provinces.kinds import KINDS
from provinces.list_files import list_file
from provinces.models import Officer, Province
from provinces.permissions import reads_every_register, sees_figures, works_for
from reports.freshness import kept
from reports.pledges import latest_progress
from reports.province_file import province_lists
from reports.province_page import assemble


@require_safe
def province(request: HttpRequest, province: str) -> HttpResponseBase:
    """A province's figures over the periods.

    Raises:
        Http404: if there is no such province.
    """
    officer = cast(Officer, request.user)
    if not sees_figures(officer):
        raise PermissionDenied
    found = get_object_or_404(Province.objects.select_related("successor"), slug=province)
    lists = province_lists(assemble(found, officer=officer)) if "_export" in request.GET else {}
    if file := list_file(request, lists):
        return file
    register = []
    if works_for(officer, found) or reads_every_register(officer):
        register = [
            {
                "label": kind.tab,
                "count": kind.model._default_manager.filter(province=found, ended_on=None).count(),
                "url": f"{reverse(kind.list_url)}?province={found.pk}",
            }
            for kind in KINDS
        ]
    page = kept(
        lambda: _make(found, officer),
        "province",
        found.pk,
        officer.pk,
        officer.role,
        officer.province_id,
    )
    return render(request, "reports/province.html", page | {"province": found, "register": register})


def _make(province: Province, officer: Officer) -> dict[str, object]:
    """The finished parts of the page, as this officer may see it."""
    page = assemble(province, officer=officer)
    return {
        "is_illustrative": page.is_illustrative,
        "series": render_to_string("reports/province_series.html", {"page": page}),
        "closeness": render_to_string("reports/province_closeness.html", {"page": page}),
        "charts": render_to_string("reports/province_charts.html", {"page": page}),
        "progress": render_to_string(
            "reports/province_progress.html", {"progress": latest_progress(province), "is_elsewhere": True}
        ),
    }
