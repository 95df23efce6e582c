"""Search in the registers, which may have as many rows as the country has organisations."""

from django.urls import reverse
from django.utils.translation import gettext as _

from provinces.accounts.models import Officer
from provinces.clusters.permissions import reads_every_register, sees_figures
from provinces.register.models import Organisation
from provinces.register.pages.organisation_kinds import KINDS, OrganisationKind
from reports.search.matching import Hit, Hits, Words, first_rows


def organisations(officer: Officer, words: Words, most: int) -> Hits:
    """Those that the officer's lists have, and ended ones; at most three queries a kind."""
    if not sees_figures(officer):
        return Hits(0, [])
    readable = {} if reads_every_register(officer) else {"province": officer.province_id}
    count, found = 0, list[tuple[Organisation, OrganisationKind]]()
    for kind in KINDS:
        # Not joined: a database sorts rows of one table several times faster.
        rows = kind.model.objects.filter(**readable).matching(words.text).prefetch_related("province")
        of_kind, first = first_rows(rows, words, most)
        count += of_kind
        found += [(organisation, kind) for organisation in first]
    found.sort(key=lambda row: (not row[0].search_text.startswith(words.text), row[0].search_text))
    return Hits(count, [_hit(*row) for row in found[:most]])


def _hit(organisation: Organisation, kind: OrganisationKind) -> Hit:
    note = [
        organisation.registration_number,
        str(kind.tab),
        organisation.province.dated_name,
        _("đã chấm dứt") if organisation.has_ended else "",
        _("minh họa") if organisation.is_illustrative else "",
    ]
    return Hit(organisation.name, ", ".join(filter(None, note)), reverse(kind.url, args=[organisation.pk]))
