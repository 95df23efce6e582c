"""Random figures of provinces that merge at random: on each reading of the map the cluster has one total."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures.periods.models import Period
from figures.submissions.territory_cells import territory_cells
from provinces.clusters.models import Province
from provinces.clusters.succession import Territories
from reports.summary.land import LandReading, land_of
from reports.summary.loading import tables, visible_submissions
from reports.summary.reporting_spans import get_span
from tests.figures.factories import make_catalogue, make_period, make_reported
from tests.provinces.clusters.mergers import merge

SLUGS = ("2023-H1", "2023-H2", "2024-H1", "2024-H2")
SPANS = (*SLUGS, "2023", "2024")
ADDED = ("coop.total", "coop.new", "coop.charter_capital")
CUT_OFFS = [dt.date(int(slug[:4]), *((6, 30) if slug.endswith("1") else (12, 31))) for slug in SLUGS]

# On the day after each cut-off: numbers of the provinces that then merge; fewer than two are no merger.
MERGERS = st.lists(st.sets(st.integers(0, 6), max_size=4), min_size=3, max_size=3)
NUMBERS = st.lists(st.integers(0, 10_000), min_size=84, max_size=84)


@pytest.fixture
def land(cluster, provinces, officer_hg):
    """The half-years, and a function that merges and reports."""
    make_catalogue()
    periods = [
        make_period(cluster, slug, cut_off_on=day, state=Period.State.LOCKED)
        for slug, day in zip(SLUGS, CUT_OFFS, strict=True)
    ]

    def fill(mergers, numbers) -> dict[tuple[str, str], int]:
        """What was reported: the sum by half-year and code."""
        given_numbers, sums = iter(numbers), {}
        alive = list(provinces.values())
        for number, period in enumerate(periods):
            for province in alive:
                cells = {code: next(given_numbers) for code in ADDED}
                make_reported(period, province, officer_hg, {code: str(cells[code]) for code in ADDED})
                for code in ADDED:
                    sums[period.slug, code] = sums.get((period.slug, code), 0) + cells[code]
            if number < len(mergers):
                parts = [alive[i] for i in sorted(mergers[number]) if i < len(alive)]
                if len(parts) > 1:
                    day = period.cut_off_on + dt.timedelta(days=1)
                    new = merge(cluster, parts, slug=f"moi-{number}", name=f"Mới {number}", on=day)
                    alive = [province for province in alive if province not in parts] + [new]
        return sums

    return fill


def cluster_totals(slug: str, reading: LandReading) -> dict[str, Decimal | None]:
    span = get_span(slug)
    visible = visible_submissions(officer=None, year=span.year, accepted_only=True)
    (table,) = tables([span], land=land_of(span, reading), visible=visible)
    return {code: table[code].total.value for code in (*ADDED, "coop.capital_per_coop")}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mergers=MERGERS, numbers=NUMBERS)
def test_the_cluster_has_one_total_on_every_reading_and_openings_are_sums_of_closings(mergers, numbers, land):
    with transaction.atomic():
        sums = land(mergers, numbers)
        for slug in SPANS:
            halves = [half for half in SLUGS if half.startswith(slug)]
            expected = {
                "coop.total": sums[halves[-1], "coop.total"],
                "coop.new": sum(sums[half, "coop.new"] for half in halves),
                "coop.charter_capital": sums[halves[-1], "coop.charter_capital"],
            }
            coops, capital = expected["coop.total"], expected["coop.charter_capital"]
            for reading in LandReading:
                totals = cluster_totals(slug, reading)
                assert {code: totals[code] for code in ADDED} == expected, (slug, reading)
                ratio = totals["coop.capital_per_coop"]
                assert ratio is None if not coops else ratio == Decimal(capital) / coops
        _assert_openings_are_closings(sums)
        transaction.set_rollback(True)


def _assert_openings_are_closings(sums) -> None:
    """What the members of a half-year open with is what those of the half before closed with."""
    territories = Territories.load()
    for before, period in pairwise(SLUGS):
        earlier, now = (Period.objects.with_slug(slug).get() for slug in (before, period))
        members = Province.objects.members_on(now.cluster, now.cut_off_on)
        cells = territory_cells(
            territories=territories,
            provinces=[province.pk for province in members],
            periods=[earlier],
            indicator="indicator__code",
        )
        opened = sum(cell.value for (*_where, code), cell in cells.items() if code == "coop.total")
        assert opened == sums[before, "coop.total"]
