"""Commendations on pages of provinces and organisations, whose apps do not know the contest."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.db.models import QuerySet

from emulation.awards.models import Dossier
from provinces.clusters.models import Province
from provinces.register.models import Organisation

register = template.Library()

MOST_SHOWN = 10


@register.inclusion_tag("emulation/awards/honours_part.html")
def honours_of_province(province: Province) -> dict[str, Any]:
    dossiers = Dossier.objects.awarded().filter(province=province)
    return _part(dossiers, {"province": province.slug}, names=True)


@register.inclusion_tag("emulation/awards/honours_part.html")
def honours_of_organisation(organisation: Organisation, kind: str) -> dict[str, Any]:
    """`kind` is cooperative, union or group."""
    dossiers = Dossier.objects.awarded().filter(**{kind: organisation})
    return _part(dossiers, {"organisation": f"{kind}-{organisation.pk}"}, names=False)


def _part(dossiers: QuerySet[Dossier], query: dict[str, str], *, names: bool) -> dict[str, Any]:
    latest = dossiers.select_related("year", "title", "province").order_by("-decided_on", "name", "pk")
    return {"honours": list(latest[:MOST_SHOWN]), "query": urlencode(query), "has_names": names}
