from pathlib import Path

import pytest

from tests.house.structure import Checkout, against_floors, in_cycles


@pytest.fixture(scope="module")
def checkout() -> Checkout:
    return Checkout(Path(__file__).parents[2])


@pytest.mark.parametrize("app", ["provinces", "figures", "emulation", "reports"])
def test_every_import_between_rooms_leads_down(checkout: Checkout, app: str):
    floors = checkout.floors(app)
    assert floors
    assert against_floors(checkout.arrows(app), floors) == set()


def test_cycle_has_exactly_its_members():
    assert in_cycles({("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("c", "e")}) == {"a", "b", "c"}


def test_import_up_or_across_is_against_the_order():
    floors = {"views": 0, "forms": 1, "tables": 1}
    arrows = {("views", "forms"), ("forms", "views"), ("forms", "tables"), ("views", "unplaced")}
    assert against_floors(arrows, floors) == {("forms", "views"), ("forms", "tables")}
