"""What each indicator means."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from figures.models import Section
from provinces.requests import OfficerRequest


@require_safe
def indicator_list(request: OfficerRequest) -> HttpResponse:
    """The catalogue: label, unit, kind, definition, source."""
    sections = Section.objects.prefetch_related("indicators")
    return render(request, "figures/indicator_list.html", {"sections": sections})
