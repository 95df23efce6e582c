"""Tables to which rows are only added: the database itself refuses to change or delete one.

A migration that alters such a table on SQLite must call `only_added` for it again: SQLite recreates the table
and drops its triggers. Migrations import this, so it must stay where it is.
"""

from functools import partial
from typing import Any

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper

WHY = "rows of this log are only added"
_FUNCTION = "web_only_added"


def only_added(*tables: str) -> migrations.RunPython:
    """The operation that puts the triggers on; undone, it takes them off."""
    return migrations.RunPython(partial(_forwards, tables), partial(_backwards, tables))


def install(connection: BaseDatabaseWrapper, tables: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION '{WHY}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
        for table in tables:
            for name, when in _triggers(connection.vendor, table).items():
                cursor.execute(f"CREATE TRIGGER {name} {when}")


def remove(connection: BaseDatabaseWrapper, tables: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            for name in _triggers(connection.vendor, table):
                of_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of_table}")


def _triggers(vendor: str, table: str) -> dict[str, str]:
    if vendor == "postgresql":
        run = f"EXECUTE FUNCTION {_FUNCTION}()"
        return {
            f"{table}_kept": f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {run}",
            f"{table}_not_emptied": f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {run}",
        }
    refuse = f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
    return {
        f"{table}_not_changed": f"BEFORE UPDATE ON {table} {refuse}",
        f"{table}_not_deleted": f"BEFORE DELETE ON {table} {refuse}",
        # REPLACE deletes without firing the trigger of a deletion.
        f"{table}_not_replaced": (
            f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) {refuse}"  # noqa: S608
        ),
    }


def _forwards(tables: tuple[str, ...], apps: Any, schema_editor: Any) -> None:
    install(schema_editor.connection, tables)


def _backwards(tables: tuple[str, ...], apps: Any, schema_editor: Any) -> None:
    remove(schema_editor.connection, tables)
