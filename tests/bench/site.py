"""Measure the site with one data set, through gunicorn."""

from statistics import median
from typing import Any

from django.core.management import call_command

from figures.submissions.models import Figure
from reports.summary.land import Land, members_of
from reports.summary.loading import tables, visible_submissions
from reports.summary.reporting_spans import get_span
from tests.bench import data
from tests.bench.block import measure_block
from tests.bench.browser import measure_browser
from tests.bench.explore import measure_explore
from tests.bench.server import Server
from tests.bench.sizes import sizes_of
from tests.bench.urls import BARE
from vietnamese.numbers import format_number

STARTS, CHANGES, UNCHANGED, LISTS = 3, 30, 100, 15
PERIODS = {"demo": "2023-H1", "country": data.NEWEST}
SEARCH = "/register/cooperatives/?q=dong+tam+777"


def measure(name: str) -> dict[str, Any]:
    """All measures of one data set; medians in milliseconds of server time."""
    call_command("migrate", verbosity=0)
    (data.make_demo if name == "demo" else data.make_country)()
    results: dict[str, Any] = {"rows": Figure.objects.count()}
    results["dashboard"] = _dashboard(PERIODS[name])
    results["explore"] = measure_explore(PERIODS[name])
    if name == "demo":
        with Server() as server:
            results["sizes"] = sizes_of(server.get(f"/dashboard/{PERIODS[name]}/").body)
        results["block"] = measure_block()
        results["browser"] = measure_browser(f"/dashboard/{PERIODS[name]}/")
    if name == "country":
        data.add_register()
        results["with_register"] = _dashboard(PERIODS[name])
        results["register"] = _register()
    return results


def _dashboard(slug: str) -> dict[str, Any]:
    """The first request of a process, the first after a change, and unchanged ones, beside the bare view."""
    page = f"/dashboard/{slug}/"
    first = []
    for _start in range(STARTS):
        with Server() as server:
            first.append(server.get(page).milliseconds)
    with Server() as server:
        for _round in range(3):
            server.get(BARE)
            server.get(page)
        bare, unchanged = [], []
        # In turn, so that other load on the machine affects both.
        for _round in range(UNCHANGED):
            bare.append(server.get(BARE).milliseconds)
            unchanged.append(server.get(page).milliseconds)
        changed = []
        for _change in range(CHANGES):
            bare.append(server.get(BARE).milliseconds)
            changed.append(_after_a_change(server, slug, page))
        unchanged_page = server.get(page, count=True)
        data.change_a_figure(get_span(slug).last)
        return {
            "bare": median(bare),
            "bare_queries": server.get(BARE, count=True).queries,
            "unchanged": median(unchanged),
            "unchanged_queries": unchanged_page.queries,
            "changed": median(changed),
            "changed_queries": server.get(page, count=True).queries,
            "first": median(first),
        }


def _after_a_change(server: Server, slug: str, page: str) -> float:
    """The next request after a change; RuntimeError if the page is stale, as stale pages are fast."""
    span = get_span(slug)
    data.change_a_figure(span.last)
    visible = visible_submissions(officer=None, year=span.year, accepted_only=False)
    (table,) = tables([span], land=Land.reported(members_of(span)), visible=visible)
    response = server.get(page)
    if format_number(table["coop.total"].total.value) not in response.body.decode():
        raise RuntimeError(f"{page} is stale: the change of coop.total does not show")
    return response.milliseconds


def _register() -> dict[str, float]:
    with Server() as server:
        server.get("/register/cooperatives/")
        lists, searches = [], []
        for _round in range(LISTS):
            lists.append(server.get("/register/cooperatives/").milliseconds)
            searches.append(server.get(SEARCH).milliseconds)
        return {"first_page": median(lists), "search": median(searches)}
