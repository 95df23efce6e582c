"""Commendations on pages of provinces and organisations, whose apps do not know the contest."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.db.models import QuerySet

from emulation.awards.models import Dossier
from provinces.clusters.models import Province
from provinces.clusters.succession import own_or_merged
from provinces.register.models import Organisation

register = template.Library()

MOST_SHOWN = 10


@register.inclusion_tag("emulation/awards/honours_part.html")
def honours_of_province(province: Province) -> dict[str, Any]:
    """Also of those that it was made of, under their own names."""
    dossiers = Dossier.objects.awarded().filter(own_or_merged(province.pk))
    return _part(dossiers, {"province": province.slug}, own=province)


@register.inclusion_tag("emulation/awards/honours_part.html")
def honours_of_organisation(organisation: Organisation, kind: str) -> dict[str, Any]:
    """`kind` is cooperative, union or group."""
    dossiers = Dossier.objects.awarded().filter(**{kind: organisation})
    return _part(dossiers, {"organisation": f"{kind}-{organisation.pk}"})


def _part(dossiers: QuerySet[Dossier], query: dict[str, str], own: Province | None = None) -> dict[str, Any]:
    rows = dossiers.select_related("year", "title", "province").order_by("-decided_on", "name", "pk")
    latest = list(rows[:MOST_SHOWN])
    return {
        "honours": latest,
        "query": urlencode(query),
        "has_names": own is not None,
        "has_provinces": own is not None and any(dossier.province != own for dossier in latest),
    }
