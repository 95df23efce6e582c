"""Puts the triggers into a database, takes them out, and says which are missing."""

from types import ModuleType

from django.db.backends.base.base import BaseDatabaseWrapper

from figures.history import postgresql, sqlite
from figures.history.contents import ENTRIES, WATCHED, Definition, Watched

_VENDORS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def install(connection: BaseDatabaseWrapper) -> None:
    """Has every write recorded from now on; what stood before is made anew."""
    remove(connection)
    with connection.cursor() as cursor:
        for definition in _definitions(connection):
            cursor.execute(definition.create)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Nothing is recorded from now on, and nothing refused."""
    with connection.cursor() as cursor:
        for definition in reversed(_definitions(connection)):
            cursor.execute(definition.drop)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of those that are not there, are switched off, or are not as this version writes them."""
    with connection.cursor() as cursor:
        standing = _VENDORS[connection.vendor].standing(cursor)
    return [d.name for d in _definitions(connection) if standing.get(d.name) != d.text]


def enter_what_is_there(connection: BaseDatabaseWrapper, *kinds: str) -> None:
    """Has the chains say what there is already, with an entry for each row of those kinds."""
    vendor = _VENDORS[connection.vendor]
    with connection.cursor() as cursor:
        for watched in _watched(connection):
            if watched.what not in kinds:
                continue
            cursor.execute(f"SELECT id FROM {watched.table} ORDER BY id")  # noqa: S608 - our own names
            for (row,) in cursor.fetchall():
                cursor.execute(vendor.opening(watched, row))


def is_kept_in(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database has come so far in its migrations as to have a history."""
    return ENTRIES in connection.introspection.table_names()


def _definitions(connection: BaseDatabaseWrapper) -> list[Definition]:
    found: list[Definition] = _VENDORS[connection.vendor].definitions(_watched(connection))
    return found


def _watched(connection: BaseDatabaseWrapper) -> tuple[Watched, ...]:
    """What is watched, less the columns that later migrations add: earlier ones install triggers too."""
    tables = []
    with connection.cursor() as cursor:
        for watched in WATCHED:
            columns = {
                column.name
                for column in connection.introspection.get_table_description(cursor, watched.table)
            }
            tables.append(watched.of_columns(columns))
    return tuple(tables)
