"""Measures the paper, each document in a process of its own: the report, and the same text by the peer."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from django.core.management import call_command

from reports.conference import report_document
from reports.models import Conference
from reports.spans import get_span
from reports.typeset import typeset
from tests.bench import data
from tests.bench.peer_pages import html_of, pages_of

ROUNDS, PEER_ROUNDS = 15, 5
PEER = Path(__file__).with_name("peer_process.py")


def measure() -> dict[str, Any]:
    """The demo's report and the same text by the peer; medians in milliseconds, sizes in bytes."""
    call_command("migrate", verbosity=0)
    data.make_demo()
    conference = Conference.objects.of(get_span("2023-H1").last)
    document = report_document(conference)
    pdf = typeset(document)
    found: dict[str, Any] = {
        "document": _median(lambda: report_document(conference), ROUNDS),
        "report": _median(lambda: typeset(document), ROUNDS),
        "bytes": len(pdf),
        "pages": pages_of(pdf),
    }
    return found | _peer(html_of(pdf))


def _peer(html: str) -> dict[str, Any]:
    first = _peer_process(html, "--twice")
    if first.returncode:
        # The last line says what is missing: the package, or the system's Pango that it loads.
        return {"peer_missing": first.stderr.decode(errors="replace").strip().splitlines()[-1]}
    return {
        "peer": _median(lambda: _peer_process(html), PEER_ROUNDS),
        "peer_alone": float(first.stderr.decode().splitlines()[-1]) * 1000,
        "peer_bytes": len(first.stdout),
        "peer_pages": pages_of(first.stdout),
    }


def _peer_process(html: str, *options: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-I", str(PEER), *options], input=html.encode(), capture_output=True, check=False
    )


def _median(run: Callable[[], object], rounds: int) -> float:
    taken = []
    for _round in range(rounds):
        begun = perf_counter()
        run()
        taken.append((perf_counter() - begun) * 1000)
    return median(taken)
