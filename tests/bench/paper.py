"""Measures the paper, each document in a process of its own: the report, and the same text by the peer."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from django.core.management import call_command

from reports.conference.models import Conference
from reports.conference.report.document import report_document
from reports.conference.report.typesetting import typeset
from reports.summary.reporting_spans import get_span
from tests.bench import data
from tests.bench.peer_pages import html_of, pages_of

PEER_ROUNDS, REPORTS_A_ROUND = 5, 3
PEER = Path(__file__).with_name("peer_process.py")


def measure() -> dict[str, Any]:
    """The demo's report and the same text by the peer; medians in milliseconds, sizes in bytes."""
    call_command("migrate", verbosity=0)
    data.make_demo()
    conference = Conference.objects.of(get_span("2023-H1").last)
    document = report_document(conference)
    pdf = typeset(document)
    html = html_of(pdf)
    first = _peer_process(html, "--twice")
    works = first.returncode == 0
    read, made, peer = [], [], []
    # In turn, so that whatever else the machine does falls on all of them.
    for _round in range(PEER_ROUNDS):
        for _report in range(REPORTS_A_ROUND):
            read.append(_milliseconds(lambda: report_document(conference)))
            made.append(_milliseconds(lambda: typeset(document)))
        if works:
            peer.append(_milliseconds(lambda: _peer_process(html)))
    found = {"document": median(read), "report": median(made), "bytes": len(pdf), "pages": pages_of(pdf)}
    if not works:
        # The last line says what is missing: the package, or the system's Pango that it loads.
        return found | {"peer_missing": first.stderr.decode(errors="replace").strip().splitlines()[-1]}
    return found | {
        "peer": median(peer),
        "peer_alone": float(first.stderr.decode().splitlines()[-1]),
        "peer_bytes": len(first.stdout),
        "peer_pages": pages_of(first.stdout),
    }


def _peer_process(html: str, *options: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-I", str(PEER), *options], input=html.encode(), capture_output=True, check=False
    )


def _milliseconds(run: Callable[[], object]) -> float:
    begun = perf_counter()
    run()
    return (perf_counter() - begun) * 1000
