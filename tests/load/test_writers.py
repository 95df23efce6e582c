"""Thirty officers of one province edit the same cells, on the server as in production.

Every value is sent once, so the acknowledged values of a cell must form a chain: each replaces the one that
its writer had been shown. A lost value would end the chain early; a value overwritten unseen would break it.
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
    """What one writer got from the server."""

    # cell, value, value shown before
    acknowledged: list[tuple[str, str, str]] = field(default_factory=list)
    # cell, value shown instead
    conflicts: list[tuple[str, str]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    repeated: int = 0


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Production settings with a new database, of the kind in DATABASE_URL."""
    with empty_database("load", tmp_path) as url:
        yield {"DATABASE_URL": url, "DEBUG": "", "DEMO": "1", "STATIC_ROOT": str(tmp_path / "static")}


def run(environment: dict[str, str], *arguments: str) -> str:
    """Standard output of our Python with these arguments and environment."""
    command = [sys.executable, *arguments]
    settings = os.environ | environment
    done = subprocess.run(  # noqa: S603 - our own modules
        command, cwd=PROJECT, env=settings, stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode()


def write(typist: Typist, number: int, until: float) -> Log:
    """Send random cells; after a conflict insist on the own value, or accept the other one.

    Each has its turn on a slow machine too: whoever was not answered yet goes on after the time.
    """
    dice, log, count = random.Random(number), Log(), 0  # noqa: S311 - equal choices in every run
    while time.monotonic() < until or not (log.acknowledged or log.conflicts):
        code = dice.choice(CELLS) if count else CELLS[number % len(CELLS)]  # every cell has a first writer
        count += 1
        value = f"{(number + 1) * 100_000 + count:,}".replace(",", ".")  # nobody else sends it
        for _try in range(3):
            before = typist.shown[code]
            fields = typist.request(code, value)
            response = typist.send(code, fields)
            log.statuses[response.status] += 1
            if response.status != 200:
                return log
            if not response.outcome["conflict"]:
                log.acknowledged.append((code, value, before))
                if dice.random() < 0.1:  # as if the response was lost: the browser repeats the request
                    again = typist.ask("POST", f"{PAGE}cells/{code}/", fields)
                    log.statuses[again.status] += 1
                    assert (again.body, again.outcome) == (response.body, response.outcome)
                    log.repeated += 1
                break
            log.conflicts.append((code, typist.shown[code]))
            if dice.random() < 0.5:
                break  # accept their value
    return log


def chain(acknowledged: list[tuple[str, str, str]], code: str) -> list[str]:
    """The cell's values in the order of replacement, beginning with the blank cell."""
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


def test_thirty_writers_lose_and_overwrite_nothing(environment, tmp_path, capsys):
    run(environment, "manage.py", "collectstatic", "--noinput", "-v", "0")
    sessions = json.loads(run(environment, "-m", "tests.load.rows", "writers", str(WRITERS)))
    server_log = tmp_path / "server.log"
    with (
        server_log.open("wb") as log,
        Gunicorn(workers=2, threads=4, environment=environment, log=log) as server,
        ThreadPoolExecutor(WRITERS) as threads,
    ):
        typists = [Typist(server.port, session, PAGE) for session in sessions]
        list(threads.map(Typist.open, typists))  # all see blank cells, and the workers have loaded the code
        until = time.monotonic() + SECONDS
        logs = list(threads.map(write, typists, range(WRITERS), [until] * WRITERS))
    stored = json.loads(run(environment, "-m", "tests.load.rows", "cells"))
    run(environment, "manage.py", "verify_history")  # fails if a chain is broken

    acknowledged = [entry for log in logs for entry in log.acknowledged]
    conflicts = [entry for log in logs for entry in log.conflicts]
    statuses = sum((log.statuses for log in logs), Counter())
    with capsys.disabled():
        sys.stdout.write(
            f"\n{WRITERS} writers, {SECONDS} s, {environment['DATABASE_URL'].split(':')[0]}: "
            f"{len(acknowledged)} values acknowledged, {len(conflicts)} conflicts shown, "
            f"{sum(log.repeated for log in logs)} requests repeated, answers {dict(statuses)}\n"
        )
    log_text = server_log.read_text()
    assert set(statuses) == {200}, log_text[-2000:]
    assert "database is locked" not in log_text
    assert "Traceback" not in log_text, log_text[-2000:]
    assert conflicts
    for code in CELLS:
        values = chain(acknowledged, code)
        assert stored[code] == [values[-1], len(values)]
        assert {value for cell, value in conflicts if cell == code} <= set(values)
