"""Who was commended, over the years."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from emulation.awards.models import Dossier
from emulation.awards.pages import exports as awards
from emulation.awards.pages.forms import HonoursForm
from emulation.year.permissions import sees_contest
from provinces.accounts.requests import OfficerRequest
from web.list_downloads import requested_download

PER_PAGE = 50


@require_safe
def honours(request: OfficerRequest) -> HttpResponseBase:
    """The honours list, searched and filtered."""
    if not sees_contest(request.user):
        raise PermissionDenied
    form = HonoursForm(request.GET)
    rows = Dossier.objects.awarded().select_related("year", "province", "title")
    if form.is_valid():
        asked = form.cleaned_data
        rows = rows.named(asked["q"])
        for field in ("year", "title", "province"):
            if asked[field]:
                rows = rows.filter(**{field: asked[field]})
    else:
        rows = rows.none()
    organisation = request.GET.get("organisation", "")
    one = HonoursForm.of_organisation(organisation)
    if one:
        rows = rows.filter(**one)
    rows = rows.order_by("-decided_on", "name", "pk")
    if file := requested_download(request, lambda: awards.honours(rows)):
        return file
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "organisation": organisation if one else "",
        "is_narrowed": bool(request.GET),
        "is_illustrative": any(row.year.is_illustrative for row in page),
    }
    return render(request, "emulation/awards/honours.html", context)
