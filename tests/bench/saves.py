"""Measures the saving of a cell while four provinces enter at once, through gunicorn as in production."""

import io
from concurrent.futures import ThreadPoolExecutor
from statistics import median, quantiles
from threading import Barrier
from time import perf_counter
from typing import Any

from django.core.management import call_command
from django.test import Client

from provinces.models import Officer
from tests.bench.urls import ROW
from tests.gunicorn import Gunicorn
from tests.typist import PATIENCE, Typist

OFFICERS = ["an-giang", "can-tho", "hau-giang", "soc-trang"]
CODES = ["coop.total", "coop.new", "coop.members", "coop.charter_capital"]
WARM_UP, ROUNDS = 10, 100


def measure() -> dict[str, Any]:
    """Median and 95th percentile in milliseconds, by the clock of the browser."""
    call_command("demo", verbosity=0, stdout=io.StringIO())
    # All write rows, or all save cells: neither waits for the other kind.
    together = Barrier(len(OFFICERS), timeout=PATIENCE)
    with (
        Gunicorn("tests.bench.wsgi", workers=2, threads=4) as server,
        ThreadPoolExecutor(len(OFFICERS)) as threads,
    ):
        typists = [Typist(server.port, _session(name), f"/entry/2023-H2/{name}/") for name in OFFICERS]
        found = list(threads.map(_type, typists, [together] * len(OFFICERS)))
    rows, cells = ([time for times in one for time in times] for one in zip(*found, strict=True))
    return {"row": _told(rows), "cell": _told(cells)}


def _session(username: str) -> str:
    client = Client()
    client.force_login(Officer.objects.get(username=username))
    return str(client.session.session_key)


def _type(typist: Typist, together: Barrier) -> tuple[list[float], list[float]]:
    """Writes rows and saves cells in turn; raises where anything is answered but as it should be."""
    typist.open()
    rows, cells = [], []
    for number in range(WARM_UP + ROUNDS):
        together.wait()
        begun = perf_counter()
        reply = typist.ask("POST", ROW, {})
        rows.append((perf_counter() - begun) * 1000)
        assert reply.status == 200, reply.status
        code = CODES[number % len(CODES)]
        fields = typist.request(code, str(1000 + number))
        together.wait()
        begun = perf_counter()
        reply = typist.send(code, fields)
        cells.append((perf_counter() - begun) * 1000)
        assert reply.status == 200, reply.status
        assert not reply.outcome["conflict"]
    return rows[WARM_UP:], cells[WARM_UP:]


def _told(times: list[float]) -> dict[str, float]:
    return {"median": median(times), "p95": quantiles(times, n=20)[-1]}
