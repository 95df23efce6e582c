"""Explore with as many numbers as a table may have, beside the dashboard that is made anew."""

from statistics import median
from typing import Any
from urllib.parse import urlencode

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from reports.explore.choice import MOST_CELLS
from reports.summary.land import members_of
from reports.summary.reporting_spans import get_span
from tests.bench import data
from tests.bench.server import Server

TIMES = 15


def measure_explore(slug: str) -> dict[str, Any]:
    """Medians in milliseconds, asked in turn; of two shapes of the largest choice."""
    span, dashboard = get_span(slug), f"/dashboard/{slug}/"
    pages = _largest(territories=len(members_of(span)) + 1)
    times: dict[str, list[float]] = {"dashboard": [], **{shape: [] for shape in pages}}
    with Server() as server:
        for path in (dashboard, *pages.values()):
            server.get(path)
        for _round in range(TIMES):
            data.change_a_figure(span.last)  # or the dashboard would come from the cache
            times["dashboard"].append(server.get(dashboard).milliseconds)
            for shape, path in pages.items():
                response = server.get(path)
                times[shape].append(response.milliseconds)
        for shape, path in pages.items():
            cells = server.get(path).body.count(b'num"')
            if cells < MOST_CELLS * 0.6:
                raise RuntimeError(f"Explore shows {cells} numbers of {shape}: refusals are fast")
        queries = {shape: server.get(path, count=True).queries for shape, path in pages.items()}
    return {"times": {name: median(each) for name, each in times.items()}, "queries": queries}


def _largest(territories: int) -> dict[str, str]:
    """By shape, an address near the limit: as many indicators, and as many half-years as there are."""
    codes = [indicator.code for indicator in Indicator.objects.all() if not indicator.is_opening]
    spans = [period.slug for period in Period.objects.exclude(state=Period.State.PLANNED)]
    room = MOST_CELLS // territories
    wide = codes[:room], spans[: max(1, room // len(codes))]
    long = codes[: max(1, room // len(spans))], spans
    return {
        shape: f"/explore/?{urlencode([*(('i', each) for each in chosen), *(('s', each) for each in times)])}"
        for shape, (chosen, times) in {"indicators": wide, "half-years": long}.items()
    }
