"""Temporary databases: in files, or on the PostgreSQL server of DATABASE_URL; migrated, and without rows."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from tests.schema import schema_file, schema_template


@contextmanager
def empty_database(name: str, folder: Path, *, server: str | None = None) -> Iterator[str]:
    """The URL of a new database, dropped afterwards.

    Args:
        name: part of its name.
        folder: for the SQLite file.
        server: URL of a PostgreSQL server; "" for a file; None for DATABASE_URL.
    """
    server = os.environ.get("DATABASE_URL", "") if server is None else server
    if not server.startswith("postgres"):
        file = shutil.copy(schema_file(), folder / f"{name}.sqlite3")
        yield f"sqlite:///{file}"
        return
    database = f"trial_{name}_{os.getpid()}"
    names = [sql.Identifier(name) for name in (database, schema_template(server))]
    _run(server, sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
    try:
        yield urlsplit(server)._replace(path=f"/{database}").geturl()
    finally:
        _run(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))


def _run(server: str, statement: sql.Composed) -> None:
    with closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True  # CREATE DATABASE refuses to be in a transaction
        with connection.cursor() as cursor:
            cursor.execute(statement)
