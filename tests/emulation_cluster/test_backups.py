"""The commands for databases in docs/administration/backups.md, run as they are written there."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from figures.history import triggers
from tests.figures.factories import RIGHT, make_catalogue, make_period, make_reported

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

PAGE = settings.BASE_DIR / "docs" / "administration" / "backups.md"
DATABASE = "backup_of_a_test"


def commands(heading: str) -> str:
    section = PAGE.read_text().split(f"## {heading}\n")[1].split("\n## ")[0]
    return "\n".join(re.findall(r"```sh\n(.*?)```", section, re.DOTALL))


def rows() -> dict[str, int]:
    counts = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            counts[table] = cursor.fetchone()[0]
    return counts


@pytest.fixture
def accepted(cluster, hau_giang, secretary) -> None:
    """A half-year with a history."""
    make_catalogue()
    make_reported(make_period(cluster), hau_giang, secretary, RIGHT)


@pytest.fixture
def run(tmp_path, monkeypatch) -> Iterator[object]:
    """Run commands in a shell that has no other users and no services, on databases of its own."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, script in {"runuser": 'shift 3; exec "$@"', "systemctl": ":"}.items():
        (tools / name).write_text(f"#!/bin/sh\n{script}\n")
        (tools / name).chmod(0o755)
    given = connection.settings_dict
    environment = os.environ | {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "DUMP": str(tmp_path / "copy"),
        "COPY": str(tmp_path / "copy"),
        "PGHOST": given["HOST"] or "",
        "PGPORT": str(given["PORT"] or ""),
        "PGUSER": given["USER"] or "",
        "PGPASSWORD": given["PASSWORD"] or "",
    }

    def run(text: str, database: str = DATABASE, **more: str) -> None:
        text = re.sub(r"(?<=[\s=])cluster(?=[\s_'])", database, text)
        text = text.replace(f"--owner={database}", f"--owner={given['USER']}")
        text = text.replace(f"--role={database}", f"--role={given['USER']}")
        text = re.sub(r"\S*cluster-\$\(date[^)]*\)\.dump", "$DUMP", text)
        text = text.replace("/var/lib/emulation-cluster", str(tmp_path))
        text = text.replace("var/db.sqlite3", str(tmp_path / "db.sqlite3"))
        text = text.replace(".venv/bin/python", sys.executable)
        shell = ["bash", "-euc", text]
        done = subprocess.run(  # noqa: S603
            shell, cwd=settings.BASE_DIR, env=environment | more, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stderr

    def drop() -> None:
        for name in (DATABASE, f"{DATABASE}_before", f"{DATABASE}_restored"):
            run(f"dropdb --if-exists --echo {name} 2>/dev/null")

    if connection.vendor == "postgresql":
        drop()
        yield run
        drop()
    else:
        yield run


def back_up_and_restore_postgresql(run, tmp_path: Path) -> str:
    given = connection.settings_dict
    run(commands("Back up PostgreSQL"), database=given["NAME"])
    run(f"createdb {DATABASE}")  # the broken one
    run(commands("Restore PostgreSQL"))
    host = f"{given['HOST']}:{given['PORT']}" if given["PORT"] else given["HOST"]
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{host}/{DATABASE}"


def back_up_and_restore_sqlite(run, tmp_path: Path) -> str:
    database = tmp_path / "db.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(database)) as file:
        connection.connection.backup(file)
    back_up, restore = re.findall(r"[^\n]*backup\(.*|rm -f(?s:.*)", commands("Back up and restore SQLite"))
    run(back_up)
    database.write_bytes(b"broken")
    run(restore)
    return f"sqlite:///{database}"


def test_restored_backup_is_whole(accepted, run, tmp_path):
    before = rows()
    back_up_and_restore = {
        "postgresql": back_up_and_restore_postgresql,
        "sqlite": back_up_and_restore_sqlite,
    }[connection.vendor]
    url = back_up_and_restore(run, tmp_path)
    run(commands("After restoring"), DATABASE_URL=url, EVIDENCE_ROOT=str(tmp_path))

    restored = connection.copy()
    restored.settings_dict["NAME"] = (
        DATABASE if connection.vendor == "postgresql" else str(tmp_path / "db.sqlite3")
    )
    with closing(restored), restored.cursor() as cursor:
        for table, count in before.items():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            assert (table, cursor.fetchone()[0]) == (table, count)
        assert triggers.missing(restored) == []
