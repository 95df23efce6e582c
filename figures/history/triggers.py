"""Install the triggers, remove them, and find missing ones."""

from types import ModuleType

from django.db.backends.base.base import BaseDatabaseWrapper

from figures.history import postgresql, sqlite
from figures.history.contents import ENTRIES, WATCHED, Definition, WatchedTable

_VENDORS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def install(connection: BaseDatabaseWrapper) -> None:
    remove(connection)
    with connection.cursor() as cursor:
        for definition in _definitions(connection):
            cursor.execute(definition.create)


def remove(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for definition in reversed(_definitions(connection)):
            cursor.execute(definition.drop)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that are missing, disabled, or different."""
    with connection.cursor() as cursor:
        installed = _VENDORS[connection.vendor].installed(cursor)
    return [d.name for d in _definitions(connection) if installed.get(d.name) != d.text]


def enter_what_is_there(connection: BaseDatabaseWrapper, *kinds: str) -> None:
    """Add a first entry for each row of these kinds; only migrations need it."""
    vendor = _VENDORS[connection.vendor]
    with connection.cursor() as cursor:
        for watched in _watched(connection):
            if watched.what not in kinds:
                continue
            cursor.execute(f"SELECT id FROM {watched.table} ORDER BY id")  # noqa: S608 - our own names
            for (row,) in cursor.fetchall():
                cursor.execute(vendor.entry_for_stored_row(watched, row))


def has_history(connection: BaseDatabaseWrapper) -> bool:
    return ENTRIES in connection.introspection.table_names()


def _definitions(connection: BaseDatabaseWrapper) -> list[Definition]:
    definitions: list[Definition] = _VENDORS[connection.vendor].definitions(_watched(connection))
    return definitions


def _watched(connection: BaseDatabaseWrapper) -> tuple[WatchedTable, ...]:
    """The watched tables, without columns that later migrations add: earlier ones install triggers too."""
    tables = []
    with connection.cursor() as cursor:
        for watched in WATCHED:
            columns = {
                column.name
                for column in connection.introspection.get_table_description(cursor, watched.table)
            }
            tables.append(watched.of_columns(columns))
    return tuple(tables)
