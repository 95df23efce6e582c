"""The honours list of all years."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from emulation.awards.models import Dossier
from emulation.awards.pages import exports as awards_exports
from emulation.awards.pages.forms import HonoursForm
from emulation.year.permissions import sees_contest
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.succession import own_or_merged
from web.list_downloads import requested_download

PER_PAGE = 50


@require_safe
def honours(request: OfficerRequest) -> HttpResponseBase:
    if not sees_contest(request.user):
        raise PermissionDenied
    form = HonoursForm(request.GET)
    rows = Dossier.objects.awarded().select_related("year", "province", "title")
    if form.is_valid():
        values = form.cleaned_data
        rows = rows.named(values["q"])
        for field in ("year", "title"):
            if values[field]:
                rows = rows.filter(**{field: values[field]})
        if values["province"]:
            rows = rows.filter(own_or_merged(values["province"].pk))
    else:
        rows = rows.none()
    organisation = request.GET.get("organisation", "")
    organisation_filter = HonoursForm.organisation_filter(organisation)
    if organisation_filter:
        rows = rows.filter(**organisation_filter)
    rows = rows.order_by("-decided_on", "name", "pk")
    if file := requested_download(request, lambda: awards_exports.honours(rows)):
        return file
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "organisation": organisation if organisation_filter else "",
        "is_narrowed": bool(request.GET),
        "is_illustrative": any(row.year.is_illustrative for row in page),
    }
    return render(request, "emulation/awards/honours.html", context)
