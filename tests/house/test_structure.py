from pathlib import Path

import pytest

from tests.house.structure import Checkout, against_floors, in_cycles

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def checkout() -> Checkout:
    return Checkout(Path(__file__).parents[2])


@pytest.mark.parametrize("app", ["provinces", "figures", "emulation", "reports"])
def test_every_import_between_rooms_leads_down(checkout: Checkout, app: str):
    floors = checkout.floors(app)
    assert floors
    assert against_floors(checkout.arrows(app), floors) == set()


def test_a_cycle_is_found_with_all_in_it_and_nobody_else():
    assert in_cycles({("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("c", "e")}) == {"a", "b", "c"}


def test_an_import_to_a_higher_floor_or_across_is_against_the_order():
    floors = {"views": 0, "forms": 1, "tables": 1}
    arrows = {("views", "forms"), ("forms", "views"), ("forms", "tables"), ("views", "unplaced")}
    assert against_floors(arrows, floors) == {("forms", "views"), ("forms", "tables")}
