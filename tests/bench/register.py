"""Measure the register at national scale: lists with every filter, searches, and counts of past days."""

from collections.abc import Callable
from itertools import cycle
from statistics import median
from time import perf_counter
from typing import Any

from django.core.management import call_command

from figures.periods.models import Period
from figures.register_comparison.counts import organisation_counts
from figures.submissions.register_counts import CountedHalf
from provinces.clusters.models import Province
from provinces.register.models import Cooperative, CooperativeGroup
from tests.bench import data
from tests.bench.server import Server

ROUNDS = 9
LISTS = ("cooperatives", "groups", "unions")
QUERIES = {
    "first page": "",
    "last page": "page=999999",
    "by sector": "sector=trade",
    "by province": "province={province}",
    "by state": "legal_state=suspended",
    "ended": "ended=yes",
    "sorted by capital": "sort=-charter_capital",
    "a number": "q=0077{number:04}",
    "two words, many rows": "q=dong+tam",
    "two words, few rows": "q=tam+{number}",
    "nothing found": "q=khong+co+{number}",
    "behind a number": "stands=founded&since=2020-01-01&until=2020-06-30",
}
DECISIONS = ("fees", "models", "chains", "few-members", "undecided")


def measure() -> dict[str, Any]:
    """Medians in milliseconds: by list and query, and of counts of a past day."""
    call_command("migrate", verbosity=0)
    data.make_country()
    data.add_register()
    results: dict[str, Any] = {"lists": _lists(), "counts": _counts()}
    results["rows"] = [Cooperative.objects.count(), CooperativeGroup.objects.count()]
    return results


def _lists() -> dict[str, float]:
    province = Province.objects.order_by("pk")[3].pk
    times: dict[str, float] = {}
    with Server() as server:
        server.get("/register/cooperatives/")
        for name in LISTS:
            for label, query in QUERIES.items():
                numbers = cycle(range(1000, 9000, 13))
                address = f"/register/{name}/?{query}"
                page = lambda: server.get(address.format(province=province, number=next(numbers)))  # noqa: B023, E731
                times[f"{name}, {label}"] = median(page().milliseconds for _round in range(ROUNDS))
        for name in DECISIONS:
            page = lambda: server.get(f"/register/lists/{name}/")  # noqa: B023, E731
            times[f"to decide: {name}"] = median(page().milliseconds for _round in range(ROUNDS))
    return times


def _counts() -> dict[str, float]:
    periods = list(Period.objects.order_by("year", "half"))
    every = list(Province.objects.values_list("pk", flat=True))
    halves = zip(periods[1:], periods, strict=False)
    chosen = [(period, previous) for period, previous in halves][:: len(periods) // 6]

    def half(provinces: list[int]) -> Callable[[Any], object]:
        return lambda pair: organisation_counts(CountedHalf.of(*pair, provinces, shows_all=True))

    counted = {
        "cooperatives of the country": lambda p: Cooperative.objects.existing_on(p[0].cut_off_on).count(),
        "groups of the country": lambda p: CooperativeGroup.objects.existing_on(p[0].cut_off_on).count(),
        "active cooperatives of the country": lambda p: Cooperative.objects.active_on(
            p[0].cut_off_on
        ).count(),
        "all cells of a province's half-year": half(every[:1]),
        "all cells of every province's half-year": half(every),
    }
    return {label: median(_timed(count, pair) for pair in chosen) for label, count in counted.items()}


def _timed(act: Callable[[Any], object], argument: Any) -> float:
    begun = perf_counter()
    act(argument)
    return (perf_counter() - begun) * 1000
