"""Thirty officers of one province on the same cells, against the server as it runs in production.

Every value is typed once and never again, so what happened to a cell can be told as a chain: each value that
was acknowledged stands on the one its writer had been shown. A value that was lost would have no successor
without being the last; a value overwritten unseen would not be the one that its successor stands on.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.databases import empty_database
from tests.gunicorn import PROJECT, Gunicorn
from tests.load.rows import PAGE
from tests.typist import Typist

pytestmark = pytest.mark.load

WRITERS = 30
CELLS = [
    *("coop.total", "coop.new", "coop.active", "coop.members", "coop.labour", "coop.revenue"),
    *("union.total", "union.labour", "group.total", "group.members", "alliance.fees", "emulation.awards"),
]
SECONDS = int(os.environ.get("LOAD_SECONDS", "60"))


@dataclass
class Log:
    """What one writer was told."""

    acknowledged: list[tuple[str, str, str]] = field(
        default_factory=list
    )  # cell, value, the one shown before
    conflicts: list[tuple[str, str]] = field(default_factory=list)  # cell, the value shown instead
    statuses: Counter[int] = field(default_factory=Counter)
    repeated: int = 0


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database of its own, of the kind that DATABASE_URL names, and the settings of production."""
    with empty_database("load", tmp_path) as url:
        yield {"DATABASE_URL": url, "DEBUG": "", "DEMO": "1", "STATIC_ROOT": str(tmp_path / "static")}


def run(environment: dict[str, str], *arguments: str) -> str:
    """Standard output of the project's Python with these arguments, on that database."""
    command = [sys.executable, *arguments]
    settings = os.environ | environment
    done = subprocess.run(  # noqa: S603 - our own modules
        command, cwd=PROJECT, env=settings, stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode()


def write(typist: Typist, number: int, until: float) -> Log:
    """Types into one cell after the other; after a conflict keeps the own value or takes the other."""
    dice, log, count = random.Random(number), Log(), 0  # noqa: S311 - the same habits every time
    typist.open()
    while time.monotonic() < until:
        code = dice.choice(CELLS)
        count += 1
        value = f"{(number + 1) * 100_000 + count:,}".replace(",", ".")  # nobody else types it
        for _try in range(3):
            before = typist.shown[code]
            fields = typist.request(code, value)
            reply = typist.send(code, fields)
            log.statuses[reply.status] += 1
            if reply.status != 200:
                break
            if not reply.outcome["conflict"]:
                log.acknowledged.append((code, value, before))
                if dice.random() < 0.1:  # the answer was lost on the way, and the browser asks again
                    again = typist.ask("POST", f"{PAGE}cells/{code}/", fields)
                    log.statuses[again.status] += 1
                    assert (again.body, again.outcome) == (reply.body, reply.outcome)
                    log.repeated += 1
                break
            log.conflicts.append((code, typist.shown[code]))
            if dice.random() < 0.5:
                break  # theirs may stand
    return log


def chain(acknowledged: list[tuple[str, str, str]], code: str) -> list[str]:
    """The cell's values in the order in which each replaced the one before, from the blank on."""
    replaced_by: dict[str, str] = {}
    for cell, value, before in acknowledged:
        if cell == code:
            assert before not in replaced_by, f"{code}: {before} was replaced unseen"
            replaced_by[before] = value
    values, last = [], ""
    while last in replaced_by:
        last = replaced_by.pop(last)
        values.append(last)
    assert not replaced_by, f"{code}: lost, or replaced unseen: {replaced_by}"
    return values


def test_thirty_writers_lose_nothing_and_overwrite_nothing_unseen(environment, tmp_path, capsys):
    run(environment, "manage.py", "collectstatic", "--noinput", "-v", "0")
    sessions = json.loads(run(environment, "-m", "tests.load.rows", "writers", str(WRITERS)))
    server_log = tmp_path / "server.log"
    with (
        server_log.open("wb") as log,
        Gunicorn(workers=2, threads=4, environment=environment, log=log) as server,
        ThreadPoolExecutor(WRITERS) as threads,
    ):
        typists = [Typist(server.port, session, PAGE) for session in sessions]
        typists[0].open()  # both workers have loaded the code before the time runs
        until = time.monotonic() + SECONDS
        logs = list(threads.map(write, typists, range(WRITERS), [until] * WRITERS))
    stored = json.loads(run(environment, "-m", "tests.load.rows", "cells"))
    run(environment, "manage.py", "verify_history")  # ends with an error where a chain is broken

    acknowledged = [entry for log in logs for entry in log.acknowledged]
    conflicts = [entry for log in logs for entry in log.conflicts]
    statuses = sum((log.statuses for log in logs), Counter())
    with capsys.disabled():
        sys.stdout.write(
            f"\n{WRITERS} writers, {SECONDS} s, {environment['DATABASE_URL'].split(':')[0]}: "
            f"{len(acknowledged)} values acknowledged, {len(conflicts)} conflicts shown, "
            f"{sum(log.repeated for log in logs)} requests repeated, answers {dict(statuses)}\n"
        )
    said = server_log.read_text()
    assert set(statuses) == {200}, said[-2000:]
    assert "database is locked" not in said
    assert "Traceback" not in said, said[-2000:]
    assert all(log.acknowledged or log.conflicts for log in logs), "a writer was never served"
    assert conflicts
    for code in CELLS:
        values = chain(acknowledged, code)
        assert stored[code] == [values[-1], len(values)]
        assert {value for cell, value in conflicts if cell == code} <= set(values)
