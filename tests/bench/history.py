"""Measure what the history adds to saving a cell."""

from collections.abc import Callable
from io import StringIO
from itertools import count
from statistics import median
from time import perf_counter
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from figures.entry import services
from figures.history import triggers
from figures.periods.models import Period
from figures.submissions.cell_entries import CellEntry
from provinces.accounts.models import Officer
from provinces.clusters.models import Province

BLOCKS, SAVES = 6, 20
CODE = "coop.new"


def measure() -> dict[str, Any]:
    """Medians in milliseconds with and without the triggers, in turn; each save is committed."""
    call_command("demo", verbosity=0, stdout=StringIO())
    period = Period.objects.get(state=Period.State.OPEN, year=2023, half=2)
    province, officer = Province.objects.get(slug="hau-giang"), Officer.objects.get(username="hau-giang")
    submission = services.start(period=period, province=province, by=officer)
    numbers = count(1)
    client = Client(SERVER_NAME="127.0.0.1")  # the demo serves no other host
    client.force_login(officer)
    url = reverse("figures:cell", args=[period.slug, province.slug, CODE])
    stored = [CellEntry()]

    def save() -> None:
        entry = CellEntry(text=str(next(numbers)))
        services.save_cells(submission=submission, entries={CODE: entry}, by=officer)
        stored[0] = entry

    def request() -> None:
        entry = CellEntry(text=str(next(numbers)))
        data = {CODE: entry.text, "seen": stored[0].fingerprint, "key": entry.text}
        response = client.post(url, data)
        if response.status_code != 200:
            raise RuntimeError(f"{url} answered {response.status_code}")
        stored[0] = entry

    return {"service": _with_and_without(save), "request": _with_and_without(request)}


def _with_and_without(act: Callable[[], None]) -> dict[str, float]:
    times: dict[str, list[float]] = {"with": [], "without": []}
    for _block in range(BLOCKS):
        for name, prepare in (("with", triggers.install), ("without", triggers.remove)):
            prepare(connection)
            act()
            for _save in range(SAVES):
                begun = perf_counter()
                act()
                times[name].append((perf_counter() - begun) * 1000)
    triggers.install(connection)
    return {name: median(milliseconds) for name, milliseconds in times.items()}
