"""How indicators relate."""

from figures.catalogue.ties import affects, belong_together, breakdowns, ledgers
from tests.figures.factories import catalogue_in_small

SMALL = catalogue_in_small()


def test_ledger_has_its_closing_and_every_flow() -> None:
    flows = {row.closing.code: [flow.code for flow in row.flows] for row in ledgers(SMALL.values())}
    assert flows == {
        "coop.total": ["coop.new", "coop.dissolved"],
        "union.total": [],
        "group.total": ["group.new", "group.ended"],
    }


def test_breakdown_needs_its_whole_among_the_indicators() -> None:
    parts = [(row.whole.code, [part.code for part in row.parts]) for row in breakdowns(SMALL.values())]
    assert parts == [("coop.total", ["coop.active", "coop.inactive"])]
    assert breakdowns(indicator for code, indicator in SMALL.items() if code != "coop.total") == []


def test_breakdown_is_per_group() -> None:
    other = catalogue_in_small()
    other["coop.inactive"].group = "Theo lĩnh vực"
    assert [len(row.parts) for row in breakdowns(other.values())] == [1, 1]
    assert not belong_together(other["coop.active"], other["coop.inactive"])
    assert not affects(other["coop.active"], other["coop.inactive"])


def test_cell_affects_its_limit_its_ratio_and_the_cells_checked_with_it() -> None:
    assert affects(SMALL["coop.digital"], SMALL["coop.total"])
    assert affects(SMALL["coop.total"], SMALL["coop.digital"])
    assert affects(SMALL["coop.charter_capital"], SMALL["coop.capital_per_coop"])
    assert not affects(SMALL["coop.capital_per_coop"], SMALL["coop.charter_capital"]), "nobody types it"
    assert not affects(SMALL["coop.digital"], SMALL["coop.new"])
