"""The triggers for SQLite.

Django adds the function SHA256 to its connections. A program without it, such as the sqlite3 shell, fails
loudly instead of writing unrecorded.
"""

from collections.abc import Iterable

from django.db.backends.utils import CursorWrapper

from figures.history.contents import (
    COLUMNS,
    ENTRIES,
    NEVER_GOES,
    NEVER_MOVES,
    ONLY_ADDED,
    PREFIX,
    Definition,
    ValueKind,
    WatchedTable,
)

_READ = {
    ValueKind.NUMBER: "CAST({0} AS TEXT)",
    ValueKind.FLAG: "json(iif({0}, 'true', 'false'))",
}


def content(watched: WatchedTable, row: str) -> str:
    pairs = (
        f"'{name}', " + _READ.get(kind, "{0}").format(f"{row}.{name}")
        for name, kind in watched.content.items()
    )
    return f"json_object({', '.join(pairs)})"


def entry(
    watched: WatchedTable, row: str, *, by: str, before: str = "''", after: str = "''", of: str = ""
) -> str:
    """The statement that adds an entry; outside a trigger, `of` is the FROM clause that reads the row."""
    submission = watched.submission_in(row)
    chain = f"FROM {ENTRIES} WHERE submission_id = {submission}"
    values = {
        "submission_id": submission,
        "number": f"COALESCE((SELECT MAX(number) {chain}), 0) + 1",
        "at": "strftime('%Y-%m-%d %H:%M:%f', 'now') || '000'",
        "by_id": by,
        "what": f"'{watched.what}'",
        "indicator_id": f"{row}.{watched.indicator}" if watched.indicator else "NULL",
        "step_id": f"{row}.{watched.step}" if watched.step else "NULL",
        "before": before,
        "after": after,
        "previous": f"COALESCE((SELECT hash {chain} ORDER BY number DESC LIMIT 1), '')",
    }
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    selected = ", ".join(f'{values[name]} AS "{name}"' for name in COLUMNS)
    hashed = " || char(10) || ".join(f"""COALESCE("{name}", '')""" for name in COLUMNS)
    read = f"SELECT {names}, SHA256({hashed}) FROM (SELECT {selected} {of})"  # noqa: S608 - our own names
    return f'INSERT INTO {ENTRIES} ({names}, "hash") {read}'


def definitions(tables: tuple[WatchedTable, ...]) -> list[Definition]:
    result = [
        _trigger(f"{ENTRIES}_{what.lower()}", f"BEFORE {what} ON {ENTRIES}", _refuse(ONLY_ADDED))
        for what in ("UPDATE", "DELETE")
    ]
    # REPLACE fires no delete triggers unless the connection has recursive triggers.
    same_entry = "id = NEW.id OR (submission_id = NEW.submission_id AND number = NEW.number)"
    result.append(
        _trigger(
            f"{ENTRIES}_replace",
            f"BEFORE INSERT ON {ENTRIES} WHEN EXISTS (SELECT 1 FROM {ENTRIES} WHERE {same_entry})",  # noqa: S608
            _refuse(ONLY_ADDED),
        )
    )
    for watched in tables:
        table = watched.table
        inserted = entry(watched, "NEW", by=watched.writer_in("NEW"), after=content(watched, "NEW"))
        result.append(_trigger(f"{table}_insert", f"AFTER INSERT ON {table}", inserted))
        who = f"iif(NEW.{watched.version} > OLD.{watched.version}, NEW.{watched.who}, NULL)"
        updated = entry(
            watched,
            "NEW",
            by=who if watched.version else "NULL",
            before=content(watched, "OLD"),
            after=content(watched, "NEW"),
        )
        moved = _differ(watched.fixed)
        result.append(
            _trigger(
                f"{table}_update",
                f"AFTER UPDATE ON {table} WHEN {moved} OR {_differ(watched.content)}",
                f"{_refuse(NEVER_MOVES)} WHERE {moved}; {updated}",
            )
        )
        deleted = entry(watched, "OLD", by="NULL", before=content(watched, "OLD"))
        result.append(
            _trigger(
                f"{table}_delete",
                f"{'AFTER' if watched.is_deletable else 'BEFORE'} DELETE ON {table}",
                deleted if watched.is_deletable else _refuse(NEVER_GOES),
            )
        )
    return result


def entry_for_stored_row(watched: WatchedTable, row: int) -> str:
    return entry(
        watched,
        "NEW",
        by="NULL",
        after=content(watched, "NEW"),
        of=f"FROM {watched.table} AS NEW WHERE NEW.id = {row}",
    )


def installed(cursor: CursorWrapper) -> dict[str, str]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {name: sql for name, sql in cursor.fetchall() if name.startswith(PREFIX)}


def _trigger(suffix: str, when: str, body: str) -> Definition:
    name = f"{PREFIX}_{suffix}"
    create = f"CREATE TRIGGER {name} {when} BEGIN {body}; END"
    return Definition(name, create, f"DROP TRIGGER IF EXISTS {name}", create)


def _refuse(why: str) -> str:
    return f"SELECT RAISE(ABORT, '{why}')"


def _differ(columns: Iterable[str]) -> str:
    return " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in columns)
