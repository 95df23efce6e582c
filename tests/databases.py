"""Temporary databases: in files, or on the PostgreSQL server of DATABASE_URL."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql


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
        yield f"sqlite:///{folder / name}.sqlite3"
        return
    database = f"trial_{name}_{os.getpid()}"
    _run(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
    try:
        yield urlsplit(server)._replace(path=f"/{database}").geturl()
    finally:
        _run(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))


def _run(server: str, statement: sql.Composed) -> None:
    with closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True  # CREATE DATABASE refuses to be in a transaction
        with connection.cursor() as cursor:
            cursor.execute(statement)
