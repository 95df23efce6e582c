"""The empty database, migrated once for a state of the code, then copied: that takes twenty seconds."""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
import psycopg2
from django.db import connection
from django.db.backends.signals import connection_created

from tests.apps import APPS

PREFIX = "test_schema_"
PROJECT = Path(__file__).parents[1]
VAR = PROJECT / "var"


@contextmanager
def copied_schema() -> Iterator[None]:
    """Test databases made in here begin as a copy, and migrating them finds nothing to do."""

    def copy(**signal: Any) -> None:
        connection_created.disconnect(copy)
        with closing(sqlite3.connect(schema_file())) as schema:
            schema.backup(signal["connection"].connection)

    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = schema_template(os.environ["DATABASE_URL"])
    else:
        connection_created.connect(copy)
    yield


def schema_file() -> Path:
    name = PREFIX + _key()
    with _alone():
        file = VAR / f"{name}.sqlite3"
        _make_on_sqlite(file)
    return file


def schema_template(server: str) -> str:
    """The name of the database on the PostgreSQL server of that URL."""
    name = PREFIX + _key()
    with _alone():
        _make_on_postgresql(name, server)
    return name


@contextmanager
def _alone() -> Iterator[None]:
    with (VAR / "schema.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _key() -> str:
    """Of everything that a migration could import."""
    key = hashlib.sha256(django.get_version().encode())
    for app in APPS:
        for file in sorted((PROJECT / app).rglob("*.py")):
            key.update(file.read_bytes())
    return key.hexdigest()[:12]


def _make_on_sqlite(file: Path) -> None:
    if file.exists():
        return
    for old in VAR.glob(f"{PREFIX}*"):
        old.unlink()
    begun = file.with_suffix(".begun")
    _migrate(f"sqlite:///{begun}")
    begun.rename(file)


def _make_on_postgresql(name: str, server_url: str) -> None:
    url = urlsplit(server_url)
    with closing(psycopg2.connect(url.geturl())) as server, server.cursor() as cursor:
        server.autocommit = True
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        names = [row[0] for row in cursor]
        if name in names:
            return
        for old in names:
            cursor.execute(f'DROP DATABASE "{old}"')
        cursor.execute(f'CREATE DATABASE "{name}_begun"')
        _migrate(url._replace(path=f"/{name}_begun").geturl())
        cursor.execute(f'ALTER DATABASE "{name}_begun" RENAME TO "{name}"')


def _migrate(url: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": url},
        check=True,
    )
