"""A province's own page."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from provinces.kinds import KINDS
from provinces.models import Officer, Province
from provinces.permissions import reads_every_register, sees_figures, works_for
from reports.province_page import assemble


@require_safe
def province(request: HttpRequest, province: str) -> HttpResponse:
    """A province's figures over the periods.

    Raises:
        Http404: if there is no such province.
    """
    officer = cast(Officer, request.user)
    if not sees_figures(officer):
        raise PermissionDenied
    found = get_object_or_404(Province.objects.select_related("successor"), slug=province)
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
    context = {"page": assemble(found, officer=officer), "register": register}
    return render(request, "reports/province.html", context)
