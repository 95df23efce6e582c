"""A list of the register as a file: the filtered rows, in the page's order."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from provinces.register.models import Organisation
from provinces.register.pages.organisation_kinds import OrganisationKind
from provinces.register.pages.tables import OrganisationTable
from web.list_downloads import illustrative_mark
from web.table_files import TableFile, Value

_CHUNK_SIZE = 500


def register_file(kind: OrganisationKind, table: OrganisationTable) -> TableFile:
    names = [column.name for column in table.columns]
    heads = [str(column.header) for column in table.columns]
    organisations: QuerySet[Organisation] = table.data.data
    rows = _rows(organisations, names, get_language() or "vi")
    return TableFile(kind.file_name, [*heads, _("Minh họa")], rows)


def _rows(
    organisations: QuerySet[Organisation], names: Sequence[str], language: str
) -> Iterator[Sequence[Value]]:
    for organisation in organisations.iterator(chunk_size=_CHUNK_SIZE):
        with override(language):  # a file is streamed after the request's language was reset
            values = [_value(organisation, name) for name in names]
            yield [*values, illustrative_mark(organisation.is_illustrative)]


def _value(organisation: Organisation, name: str) -> Value:
    if name == "province":
        return organisation.province.name
    if name == "sector":
        return organisation.get_sector_display()
    if name == "legal_state":
        return (
            organisation.get_ended_how_display()
            if organisation.has_ended
            else organisation.get_legal_state_display()
        )
    if name == "members" and hasattr(organisation, "coops_count"):
        return organisation.coops_count
    value: Value = getattr(organisation, name)
    return value
