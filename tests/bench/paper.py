"""Measure typesetting, each document in its own process: the report, and the same text by the peer."""

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
from tests.bench.peer_pages import html_of, page_count

PEER_ROUNDS, REPORTS_A_ROUND = 5, 3
PEER = Path(__file__).with_name("peer_process.py")


def measure() -> dict[str, Any]:
    """Medians in milliseconds, sizes in bytes."""
    call_command("migrate", verbosity=0)
    data.make_demo()
    conference = Conference.objects.of(get_span("2023-H1").last)
    document = report_document(conference)
    pdf = typeset(document)
    html = html_of(pdf)
    first = _peer_process(html, "--twice")
    peer_works = first.returncode == 0
    read, typeset_times, peer = [], [], []
    # In turn, so that other load on the machine affects all of them.
    for _round in range(PEER_ROUNDS):
        for _report in range(REPORTS_A_ROUND):
            read.append(_milliseconds(lambda: report_document(conference)))
            typeset_times.append(_milliseconds(lambda: typeset(document)))
        if peer_works:
            peer.append(_milliseconds(lambda: _peer_process(html)))
    results = {
        "document": median(read),
        "report": median(typeset_times),
        "bytes": len(pdf),
        "pages": page_count(pdf),
    }
    if not peer_works:
        # The last line names what is missing: the package, or the system's Pango.
        return results | {"peer_missing": first.stderr.decode(errors="replace").strip().splitlines()[-1]}
    return results | {
        "peer": median(peer),
        "peer_alone": float(first.stderr.decode().splitlines()[-1]),
        "peer_bytes": len(first.stdout),
        "peer_pages": page_count(first.stdout),
    }


def _peer_process(html: str, *options: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-I", str(PEER), *options], input=html.encode(), capture_output=True, check=False
    )


def _milliseconds(run: Callable[[], object]) -> float:
    begun = perf_counter()
    run()
    return (perf_counter() - begun) * 1000
