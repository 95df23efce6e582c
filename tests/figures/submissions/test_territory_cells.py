"""Cells of merged provinces."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.submissions.cell_arithmetic import ABSENT, BLANK, NOT_APPLICABLE, NOT_KNOWN, NUMBER, Cell, in_one
from figures.submissions.territory_cells import territory_cells
from figures.submissions.yearly import yearly_values
from provinces.clusters.models import Province
from provinces.clusters.succession import Territories
from tests.figures.factories import make_catalogue, make_period, make_reported
from tests.provinces.clusters.mergers import merge_seven

UNKNOWN = Cell(answer=NOT_KNOWN)
INAPPLICABLE = Cell(answer=NOT_APPLICABLE)


def number(text, **fields):
    return Cell(Decimal(text), NUMBER, True, **fields)


@pytest.mark.parametrize(
    ("cells", "value", "answer"),
    [
        ([number("284"), number("518")], 802, NUMBER),
        ([number("284"), INAPPLICABLE], 284, NUMBER),
        ([number("0"), number("0")], 0, NUMBER),
        ([INAPPLICABLE, INAPPLICABLE], None, NOT_APPLICABLE),
        ([number("284"), UNKNOWN], None, NOT_KNOWN),
        ([number("284"), ABSENT], None, BLANK),
        ([], None, BLANK),
    ],
)
def test_territory_has_no_number_while_a_part_of_it_has_none(cells, value, answer):
    cell = in_one(cells)
    assert (cell.value, cell.answer) == (value, answer)


def test_sum_is_as_certain_as_its_least_certain_part():
    cell = in_one(
        [number("1", is_estimate=True), number("2", is_illustrative=True), Cell(Decimal(3), NUMBER)]
    )
    assert (cell.is_accepted, cell.is_estimate, cell.is_illustrative) == (False, True, True)


def totals(cluster, period, provinces):
    cells = territory_cells(
        territories=Territories.load(),
        provinces=[province.pk for province in provinces],
        periods=[period],
        indicator="indicator__code",
    )
    return sum(cell.value for (_period, _province, code), cell in cells.items() if code == "coop.total")


def test_sum_over_the_land_is_the_same_under_old_names_and_new(cluster, provinces, officer_hg):
    make_catalogue()
    period = make_period(cluster, "2025-H1", cut_off_on=dt.date(2025, 6, 30))
    for index, province in enumerate(provinces.values()):
        make_reported(period, province, officer_hg, {"coop.total": str(100 + index)})
    merged = merge_seven(cluster)
    assert totals(cluster, period, provinces.values()) == totals(cluster, period, merged.values()) == 721


def test_year_of_a_merger_has_the_flows_of_both_halves(cluster, provinces, officer_hg):
    catalogue = make_catalogue()
    merged = merge_seven(cluster)["an-giang-2025"]
    first = make_period(cluster, "2025-H1", cut_off_on=dt.date(2025, 6, 30))
    second = make_period(cluster, "2025-H2", cut_off_on=dt.date(2025, 12, 31))
    for slug, new in {"an-giang": "9", "kien-giang": "10"}.items():
        make_reported(first, provinces[slug], officer_hg, {"coop.new": new, "coop.total": "300"})
    make_reported(second, merged, officer_hg, {"coop.new": "5", "coop.total": "610"})
    year = yearly_values(2025, [merged], catalogue.values())
    assert year["an-giang-2025", "coop.new"].value == 24
    assert year["an-giang-2025", "coop.new"].missing == ()
    assert year["an-giang-2025", "coop.total"].value == 610


def test_year_names_the_half_that_a_part_of_the_territory_did_not_report(cluster, provinces, officer_hg):
    catalogue = make_catalogue()
    merged = merge_seven(cluster)["an-giang-2025"]
    first = make_period(cluster, "2025-H1", cut_off_on=dt.date(2025, 6, 30))
    make_reported(first, provinces["an-giang"], officer_hg, {"coop.new": "9"})
    year = yearly_values(2025, [merged], catalogue.values())
    assert (year["an-giang-2025", "coop.new"].value, year["an-giang-2025", "coop.new"].missing) == (
        None,
        (1, 2),
    )


# -- Any provinces, merged in any order ---------------------------------------------------------------

DAYS = [dt.date(2020 + year, 7, 1) for year in range(5)]


@st.composite
def mergers(draw):
    """Provinces that merge on random days, some of them again, and who reported what on every day between."""
    alive = list(range(1, draw(st.integers(2, 6)) + 1))
    provinces = {pk: Province(pk=pk, position=pk, established_on=dt.date(1990, 1, 1)) for pk in alive}
    merged_into = {}
    members = []
    for day in DAYS:
        members.append((day - dt.timedelta(1), tuple(alive)))
        parts = draw(st.lists(st.sampled_from(alive), unique=True, max_size=3))
        if len(parts) < 2:
            continue
        new = len(provinces) + 1
        provinces[new] = Province(pk=new, position=new, established_on=day)
        merged_into[new] = tuple(parts)
        for part in parts:
            provinces[part].ended_on, provinces[part].successor_id = day, new
        alive = [pk for pk in alive if pk not in parts] + [new]
    return Territories(provinces, merged_into), members, alive


@given(mergers())
def test_nobody_is_lost_and_nobody_counted_twice_through_mergers(drawn):
    territories, members, alive = drawn
    for day, then in members:
        reporters = [pk for province in alive for pk in territories.reporters(province, day)]
        assert sorted(reporters) == sorted(then), "on the land of today everybody of that day, once"
        for province in then:
            assert territories.reporters(province, day) == (province,)
