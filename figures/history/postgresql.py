"""The triggers for PostgreSQL: one function adds entries, and each trigger has its own that calls it."""

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

_MOMENT = "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
_READ = {ValueKind.NUMBER: "{0}::text", ValueKind.DAY: "{0}::text", ValueKind.MOMENT: _MOMENT}

_HASHED = ", ".join(
    _MOMENT.format("entry.at") if name == "at" else f"COALESCE(entry.{name}::text, '')" for name in COLUMNS
)
# Locks the half-year until the end of the transaction, so that two writers never see the same last entry.
# Each statement of a volatile function sees what was committed before it began.
_ENTER = f"""
DECLARE
    entry {ENTRIES}%ROWTYPE;
BEGIN
    PERFORM 1 FROM figures_submission WHERE id = submission FOR NO KEY UPDATE;
    SELECT number, hash INTO entry.number, entry.previous FROM {ENTRIES}
        WHERE submission_id = submission ORDER BY number DESC LIMIT 1;
    entry.submission_id := submission;
    entry.number := COALESCE(entry.number, 0) + 1;
    entry.at := clock_timestamp();
    entry.by_id := writer;
    entry.what := what;
    entry.indicator_id := indicator;
    entry.step_id := step;
    entry.before := COALESCE(before::text, '');
    entry.after := COALESCE(after::text, '');
    entry.previous := COALESCE(entry.previous, '');
    entry.hash := encode(sha256(convert_to(concat_ws(chr(10), {_HASHED}), 'UTF8')), 'hex');
    INSERT INTO {ENTRIES} ({", ".join(COLUMNS)}, hash)
    VALUES ({", ".join(f"entry.{name}" for name in COLUMNS)}, entry.hash);
END"""  # noqa: S608 - our own names
_ENTER_ARGUMENTS = (
    "submission bigint, what text, indicator bigint, step bigint, writer bigint, before json, after json"
)
_REFUSE = "BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation'; END"


def content(watched: WatchedTable, row: str) -> str:
    pairs = (
        f"'{name}', " + _READ.get(kind, "{0}").format(f"{row}.{name}")
        for name, kind in watched.content.items()
    )
    return f"json_build_object({', '.join(pairs)})"


def entry(watched: WatchedTable, row: str, *, by: str, before: str = "NULL", after: str = "NULL") -> str:
    values = [
        watched.submission_in(row),
        f"'{watched.what}'",
        f"{row}.{watched.indicator}" if watched.indicator else "NULL",
        f"{row}.{watched.step}" if watched.step else "NULL",
        by,
        before,
        after,
    ]
    return f"{PREFIX}_enter({', '.join(values)})"


def definitions(tables: tuple[WatchedTable, ...]) -> list[Definition]:
    result = [
        _function("enter", _ENTER_ARGUMENTS, "void", _ENTER),
        _function("refuse", "", "trigger", _REFUSE),
        _guard(f"{ENTRIES}_only_added", "BEFORE DELETE OR UPDATE OR TRUNCATE", ENTRIES, ONLY_ADDED),
    ]
    for watched in tables:
        table = watched.table
        inserted = entry(watched, "NEW", by=watched.writer_in("NEW"), after=content(watched, "NEW"))
        result += _write_trigger(table, "INSERT", f"PERFORM {inserted};")
        who = f"CASE WHEN NEW.{watched.version} > OLD.{watched.version} THEN NEW.{watched.who} END"
        updated = entry(
            watched,
            "NEW",
            by=who if watched.version else "NULL",
            before=content(watched, "OLD"),
            after=content(watched, "NEW"),
        )
        moves = (
            f"RAISE EXCEPTION USING MESSAGE = '{NEVER_MOVES}', ERRCODE = 'integrity_constraint_violation';"
        )
        body = (
            f"IF {_differ(watched.fixed)} THEN {moves} END IF;\n"
            f"    IF {_differ(watched.content)} THEN PERFORM {updated}; END IF;"
        )
        result += _write_trigger(table, "UPDATE", body)
        deleted = entry(watched, "OLD", by="NULL", before=content(watched, "OLD"))
        if watched.is_deletable:
            result += _write_trigger(table, "DELETE", f"PERFORM {deleted};")
            # TRUNCATE fires no row triggers.
            result.append(_guard(f"{table}_truncate", "BEFORE TRUNCATE", table, ONLY_ADDED))
        else:
            result.append(_guard(f"{table}_never_goes", "BEFORE DELETE OR TRUNCATE", table, NEVER_GOES))
    return result


def entry_for_stored_row(watched: WatchedTable, row: int) -> str:
    call = entry(watched, "new_row", by="NULL", after=content(watched, "new_row"))
    return f"SELECT {call} FROM {watched.table} AS new_row WHERE new_row.id = {row}"  # noqa: S608


def installed(cursor: CursorWrapper) -> dict[str, str]:
    cursor.execute(
        "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema::regnamespace "
        "UNION ALL SELECT tgname, pg_get_triggerdef(pg_trigger.oid, true) "
        "FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE relnamespace = current_schema::regnamespace AND NOT tgisinternal AND tgenabled IN ('O', 'A')"
    )
    return {name: text for name, text in cursor.fetchall() if name.startswith(PREFIX)}


def _write_trigger(table: str, operation: str, statement: str) -> list[Definition]:
    suffix = f"{table}_{operation.lower()}"
    function = _function(f"on_{suffix}", "", "trigger", f"\nBEGIN\n    {statement}\n    RETURN NULL;\nEND")
    name = f"{PREFIX}_{suffix}"
    # Spelled exactly as PostgreSQL returns it, here and below: `triggers.missing` compares the texts.
    create = (
        f"CREATE TRIGGER {name} AFTER {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION {function.name}()"
    )
    return [function, Definition(name, create, f"DROP TRIGGER IF EXISTS {name} ON {table}", create)]


def _guard(suffix: str, when: str, table: str, why: str) -> Definition:
    name = f"{PREFIX}_{suffix}"
    create = (
        f"CREATE TRIGGER {name} {when} ON {table} FOR EACH STATEMENT "
        f"EXECUTE FUNCTION {PREFIX}_refuse('{why}')"
    )
    return Definition(name, create, f"DROP TRIGGER IF EXISTS {name} ON {table}", create)


def _function(suffix: str, arguments: str, returns: str, body: str) -> Definition:
    name = f"{PREFIX}_{suffix}"
    create = f"CREATE FUNCTION {name}({arguments}) RETURNS {returns} LANGUAGE plpgsql AS $body${body}$body$"
    return Definition(name, create, f"DROP FUNCTION IF EXISTS {name}", body)


def _differ(columns: Iterable[str]) -> str:
    names = list(columns)
    old, new = (", ".join(f"{row}.{name}" for name in names) for row in ("OLD", "NEW"))
    return f"({old}) IS DISTINCT FROM ({new})"
