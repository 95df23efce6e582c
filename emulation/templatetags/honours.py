"""Who was commended, for pages of provinces and organisations: those apps know no contest."""

from typing import Any
from urllib.parse import urlencode

from django import template

from emulation.awards.models import Dossier
from provinces.clusters.models import Province
from provinces.register.models import Organisation

register = template.Library()

SHOWN = 10


@register.inclusion_tag("emulation/awards/honours_part.html")
def honours_of_province(province: Province) -> dict[str, Any]:
    """The latest commendations of nominees of that province, the alliance's own among them."""
    rows = Dossier.objects.awarded().filter(province=province)
    return _part(rows, {"province": province.slug}, names=True)


@register.inclusion_tag("emulation/awards/honours_part.html")
def honours_of_organisation(organisation: Organisation, kind: str) -> dict[str, Any]:
    """The latest commendations of that row of the register; `kind` is cooperative, union or group."""
    rows = Dossier.objects.awarded().filter(**{kind: organisation})
    return _part(rows, {"organisation": f"{kind}-{organisation.pk}"}, names=False)


def _part(rows: Any, asked: dict[str, str], *, names: bool) -> dict[str, Any]:
    latest = rows.select_related("year", "title", "province").order_by("-decided_on", "name", "pk")
    return {"honours": list(latest[:SHOWN]), "query": urlencode(asked), "has_names": names}
