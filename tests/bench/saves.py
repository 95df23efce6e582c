"""Measure saving a cell while other provinces save, too, through gunicorn as in production."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from statistics import median, quantiles
from threading import Barrier
from time import perf_counter, sleep
from typing import Any

from django.core.management import call_command
from django.test import Client

from provinces.accounts.models import Officer
from tests.bench.urls import ROW
from tests.gunicorn import Gunicorn
from tests.typist import PATIENCE, Typist

OFFICERS = ["an-giang", "bac-lieu", "ca-mau", "can-tho", "hau-giang", "kien-giang", "soc-trang"]
TOGETHER = 4  # of them, at the same moment
CODES = ["coop.total", "coop.new", "coop.members", "coop.charter_capital"]
WARM_UP, ROUNDS = 5, 40
EVERY = 1.0  # seconds from one request to the next of an officer who types fast

_numbers = count(1000)  # every save changes its cell


def measure() -> dict[str, Any]:
    """Median and 95th percentile in milliseconds, measured at the client.

    `typing`: all seven, each a cell per second, out of step; `together`: four at the same moment.
    """
    call_command("demo", verbosity=0, stdout=io.StringIO())
    with (
        Gunicorn("tests.bench.wsgi", workers=2, threads=4) as server,
        ThreadPoolExecutor(len(OFFICERS)) as threads,
    ):
        typists = [Typist(server.port, _session(name), f"/entry/2023-H2/{name}/") for name in OFFICERS]
        list(threads.map(Typist.open, typists))
        # All write rows, or all save cells, so that neither kind waits for the other.
        barrier = Barrier(TOGETHER, timeout=PATIENCE)
        together = list(threads.map(_type, typists[:TOGETHER], [barrier.wait] * TOGETHER))
        begun = perf_counter() + EVERY
        paces = [_pace(begun + EVERY * number / len(OFFICERS)) for number in range(len(OFFICERS))]
        typing = list(threads.map(_type, typists, paces))
    return {"typing": _summary(typing), "together": _summary(together)}


def _pace(begun: float) -> Callable[[], object]:
    """A function that sleeps until the next interval begins, however long the last request took."""
    moments = count(begun, EVERY)
    return lambda: sleep(max(0.0, next(moments) - perf_counter()))


def _session(username: str) -> str:
    client = Client()
    client.force_login(Officer.objects.get(username=username))
    return str(client.session.session_key)


def _type(typist: Typist, wait: Callable[[], object]) -> tuple[list[float], list[float]]:
    """Write rows and save cells in turn; fail on any other answer than 200."""
    rows, cells = [], []
    for number in range(WARM_UP + ROUNDS):
        wait()
        begun = perf_counter()
        response = typist.ask("POST", ROW, {})
        rows.append((perf_counter() - begun) * 1000)
        assert response.status == 200, response.status
        code = CODES[number % len(CODES)]
        fields = typist.request(code, str(next(_numbers)))
        wait()
        begun = perf_counter()
        response = typist.send(code, fields)
        cells.append((perf_counter() - begun) * 1000)
        assert response.status == 200, response.status
        assert not response.outcome["conflict"]
    return rows[WARM_UP:], cells[WARM_UP:]


def _summary(times_by_typist: list[tuple[list[float], list[float]]]) -> dict[str, dict[str, float]]:
    rows, cells = ([time for times in kind for time in times] for kind in zip(*times_by_typist, strict=True))
    return {
        name: {"median": median(times), "p95": quantiles(times, n=20)[-1]}
        for name, times in (("row", rows), ("cell", cells))
    }
