"""One table of the year's scores: a row a criterion; for each province own, checker's and final points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from emulation.models import Criterion
from emulation.tree import Node, Tree
from provinces.models import Province

APART = Decimal(1)  # points between own and checker's score from which a cell is marked


@dataclass(frozen=True, slots=True)
class Cell:
    """Own, checker's and final points of one province; none where there are none yet, which is not zero.

    Attributes:
        own: what the province gave itself.
        check: what its checker gave.
        final: what the council settled.
        reason: why the final points differ from the others.
        is_provisional: the figures behind them are not all accepted, or may still change.
        counted: of a group, what counts by now of its parts.
    """

    own: Decimal | None = None
    check: Decimal | None = None
    final: Decimal | None = None
    reason: str = ""
    is_provisional: bool = False
    counted: Decimal | None = None

    @property
    def counting(self) -> Decimal | None:
        """What counts by now: the final points or, until they are settled, the checker's, or the own."""
        known = (self.final, self.counted, self.check, self.own)
        return next((points for points in known if points is not None), None)

    @property
    def is_settled(self) -> bool:
        return self.final is not None

    @property
    def is_apart(self) -> bool:
        """Whether own and checker's points lie far apart."""
        return self.own is not None and self.check is not None and abs(self.own - self.check) >= APART


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion with a cell for each province, in the order of the table's provinces."""

    node: Node
    cells: tuple[Cell, ...]

    @property
    def is_leaf(self) -> bool:
        return not self.node.criterion.is_group


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """All criteria of the year over its provinces: those of the scale, and bonus and penalty apart."""

    provinces: tuple[Province, ...]
    scale: tuple[Row, ...]
    apart: tuple[Row, ...]
    totals: tuple[Cell, ...]

    @property
    def leaves(self) -> list[Row]:
        """The rows of the scale that get points of their own; each wants final points for every province.

        Bonus and penalty are no part of it: none is given to most.
        """
        return [row for row in self.scale if row.is_leaf]

    @property
    def settled(self) -> int:
        """How many cells of the leaves have final points."""
        return sum(cell.is_settled for row in self.leaves for cell in row.cells)

    @property
    def asked(self) -> int:
        """How many there are to be settled."""
        return len(self.leaves) * len(self.provinces)


def make_table(
    tree: Tree, provinces: Sequence[Province], cells: Mapping[tuple[int, int], Cell]
) -> ScoreTable:
    """The table; a group's points are the sum of its parts', as far as these have any.

    Args:
        tree: the year's criteria.
        provinces: the columns, in order.
        cells: by (criterion, province) keys; what is not there has no points yet.
    """
    found: dict[tuple[int, int], Cell] = {}

    def cell(node: Node, province: Province) -> Cell:
        key = (node.criterion.pk, province.pk)
        if key not in found:
            found[key] = (
                _sum([cell(child, province) for child in node.children])
                if node.criterion.is_group
                else cells.get(key, Cell())
            )
        return found[key]

    def row(node: Node) -> Row:
        return Row(node, tuple(cell(node, province) for province in provinces))

    return ScoreTable(
        tuple(provinces),
        tuple(row(node) for node in tree.rows),
        tuple(row(node) for node in tree.apart),
        tuple(_sum([cell(node, province) for node in tree.scale]) for province in provinces),
    )


def _sum(parts: Sequence[Cell]) -> Cell:
    def added(name: str) -> Decimal | None:
        known = [points for part in parts if (points := getattr(part, name)) is not None]
        # A sum of some of the parts would be read as that of all.
        is_whole = len(known) == len(parts) or name == "counting"
        return sum(known, Decimal(0)) if known and is_whole else None

    return Cell(
        added("own"),
        added("check"),
        added("final"),
        is_provisional=any(part.is_provisional for part in parts),
        counted=added("counting"),
    )


def bonus_and_penalty(table: ScoreTable, position: int) -> tuple[Decimal, Decimal]:
    """What counts by now of both, for the province in that column."""
    found = {Criterion.Kind.BONUS: Decimal(0), Criterion.Kind.PENALTY: Decimal(0)}
    for row in table.apart:
        found[Criterion.Kind(row.node.criterion.kind)] += row.cells[position].counting or 0
    return found[Criterion.Kind.BONUS], found[Criterion.Kind.PENALTY]
