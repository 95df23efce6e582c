"""Processes that the system kills in the middle of an import, as a lost machine would."""

import json
import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.databases import empty_database
from tests.provinces.register_import.files import ROW, csv_file

LINES = 7
MOMENTS = [
    ('INSERT INTO "provinces_importchunk"', 1),
    ('UPDATE "provinces_importchunk"', 2),
    ('INSERT INTO "provinces_cooperative"', 1),
    ('INSERT INTO "provinces_cooperativeevent"', 2),
    ('INSERT INTO "provinces_cooperativelogline"', 4),
    ('UPDATE "provinces_registerimport"', 5),  # the last statement before the transaction's end
]
NOTHING = {"cooperatives": 0, "log lines": 0, "imports": 0, "wrong rows": 0}


@pytest.fixture
def environment(tmp_path, db):
    server = os.environ.get("DATABASE_URL", "") if connection.vendor == "postgresql" else ""
    with empty_database("killed", tmp_path, server=server) as url:
        yield os.environ | {"DATABASE_URL": url, "DEBUG": "1"}


def run(environment, *arguments):
    """The end of an import's process, and what it found and left in the database."""
    command = [sys.executable, "-m", "tests.provinces.register_import.dying_import", *map(str, arguments)]
    done = subprocess.run(  # noqa: S603 - our own module
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_import_killed_at_any_moment_leaves_nothing_and_runs_again(environment, tmp_path):
    file = tmp_path / "htx.csv"
    rows = [ROW | {"Tên": f"HTX {n}", "Mã số đăng ký": f"18{n:08}"} for n in range(LINES)]
    file.write_bytes(csv_file(*rows))
    for moment in MOMENTS:
        ended, found, told = run(environment, file, *moment)
        assert (ended, found) == (-signal.SIGKILL, [NOTHING]), (moment, told)
    written = NOTHING | {"cooperatives": LINES, "log lines": LINES, "imports": 1}
    ended, (before, after), told = run(environment, file)
    assert (ended, before, after) == (0, NOTHING, written), told
    ended, (_before, again), told = run(environment, file)
    assert (ended, again) == (0, written | {"imports": 2}), told
