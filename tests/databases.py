"""Empty databases to try things in: in files, or on the PostgreSQL server of DATABASE_URL."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql


@contextmanager
def empty_database(name: str, folder: Path, *, server: str | None = None) -> Iterator[str]:
    """The address of a database of its own, gone afterwards; none that exists is touched.

    Args:
        name: what it is for.
        folder: where its file goes.
        server: the address of a PostgreSQL server, or nothing for a file; that of DATABASE_URL if not said.
    """
    server = os.environ.get("DATABASE_URL", "") if server is None else server
    if not server.startswith("postgres"):
        yield f"sqlite:///{folder / name}.sqlite3"
        return
    own = f"trial_{name}_{os.getpid()}"
    _run(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(own)))
    try:
        yield urlsplit(server)._replace(path=f"/{own}").geturl()
    finally:
        _run(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(own)))


def _run(server: str, statement: sql.Composed) -> None:
    with closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True  # CREATE DATABASE refuses to be in a transaction
        with connection.cursor() as cursor:
            cursor.execute(statement)
