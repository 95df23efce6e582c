"""One province marked in everything on the page. The choice is in the address."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString

from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from reports.summary.land import Land

PARAMETER = "province"


@dataclass(frozen=True)
class Highlight:
    """`marked` is the slug of one of the provinces, or empty."""

    provinces: tuple[Province, ...]
    marked: str

    def mark(self, html: SafeString) -> SafeString:
        """Mark the province's elements, which name it by `data-province`.

        Text that somebody typed cannot contain the attribute: its quotation marks are escaped.
        """
        if not self.marked:
            return html
        attribute = f'data-province="{self.marked}"'
        return SafeString(html.replace(attribute, f"{attribute} data-is-marked"))


def chosen_province(request: HttpRequest) -> str | None:
    """The address's slug, empty for nobody; None if it names none that we know."""
    chosen = request.GET.get(PARAMETER)
    if not chosen or chosen in set(Province.objects.values_list("slug", flat=True)):
        return chosen
    return None


def mark_in_links(chosen: str | None) -> dict[str, str]:
    """The parameters by which the links among these pages keep the choice."""
    return {} if chosen is None else {PARAMETER: chosen}


def highlight(land: Land, officer: Officer, chosen: str | None) -> Highlight:
    """Mark the chosen province, or the one in which it goes on.

    Without a choice, officers who enter figures see their own province marked.
    """
    provinces = land.territories.provinces
    pk = next((pk for pk, province in provinces.items() if province.slug == chosen), None)
    if chosen is None and officer.role == Officer.Role.ENTRY:
        pk = officer.province_id
    lineage: Collection[int] = (pk, *land.territories.heirs(pk)) if pk is not None else ()
    rows = {province.pk: province.slug for province in land.provinces}
    return Highlight(land.provinces, next((rows[each] for each in lineage if each in rows), ""))
