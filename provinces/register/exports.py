"""A list of the register as a file: the rows that the page's search and filters found, in its order."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from provinces.register.models import Organisation
from provinces.register.organisation_kinds import OrganisationKind
from provinces.register.tables import OrganisationTable
from web.list_downloads import illustrative_mark
from web.table_files import TableFile, Value

_AT_ONCE = 500  # rows read from the database together


def register_file(kind: OrganisationKind, table: OrganisationTable) -> TableFile:
    """Every row of the table, whatever page is shown, with numbers and dates as such."""
    names = [column.name for column in table.columns]
    heads = [str(column.header) for column in table.columns]
    organisations: QuerySet[Organisation] = table.data.data
    rows = _rows(organisations, names, get_language() or "vi")
    return TableFile(f"danh-sach-{kind.key}", [*heads, _("Minh họa")], rows)


def _rows(
    organisations: QuerySet[Organisation], names: Sequence[str], language: str
) -> Iterator[Sequence[Value]]:
    for record in organisations.iterator(chunk_size=_AT_ONCE):
        with override(language):  # a file is sent after the request's own language has ended
            values = [_value(record, name) for name in names]
            yield [*values, illustrative_mark(record.is_illustrative)]


def _value(record: Organisation, name: str) -> Value:
    if name == "province":
        return record.province.name
    if name == "sector":
        return record.get_sector_display()
    if name == "legal_state":
        return record.get_ended_how_display() if record.has_ended else record.get_legal_state_display()
    if name == "members" and hasattr(record, "coops_count"):
        return record.coops_count
    value: Value = getattr(record, name)
    return value
