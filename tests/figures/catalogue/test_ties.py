"""What the catalogue ties together, and what a change of one cell moves."""

from figures.catalogue.ties import bears_on, belong_together, breakdowns, ledgers
from tests.figures.factories import catalogue_in_small

SMALL = catalogue_in_small()


def test_ledger_has_its_closing_and_every_flow() -> None:
    found = {one.closing.code: [flow.code for flow in one.flows] for one in ledgers(SMALL.values())}
    assert found == {
        "coop.total": ["coop.new", "coop.dissolved"],
        "union.total": [],
        "group.total": ["group.new", "group.ended"],
    }


def test_parts_add_up_to_a_whole_that_is_asked_for() -> None:
    found = [(one.whole.code, [part.code for part in one.parts]) for one in breakdowns(SMALL.values())]
    assert found == [("coop.total", ["coop.active", "coop.inactive"])]
    assert breakdowns(one for code, one in SMALL.items() if code != "coop.total") == []


def test_parts_of_another_group_add_up_by_themselves() -> None:
    other = catalogue_in_small()
    other["coop.inactive"].group = "Theo lĩnh vực"
    assert [len(one.parts) for one in breakdowns(other.values())] == [1, 1]
    assert not belong_together(other["coop.active"], other["coop.inactive"])
    assert not bears_on(other["coop.active"], other["coop.inactive"])


def test_a_cell_bears_on_its_limit_its_ratio_and_what_it_is_checked_against() -> None:
    assert bears_on(SMALL["coop.digital"], SMALL["coop.total"])
    assert bears_on(SMALL["coop.total"], SMALL["coop.digital"])
    assert bears_on(SMALL["coop.charter_capital"], SMALL["coop.capital_per_coop"])
    assert not bears_on(SMALL["coop.capital_per_coop"], SMALL["coop.charter_capital"]), "nobody types it"
    assert not bears_on(SMALL["coop.digital"], SMALL["coop.new"])
