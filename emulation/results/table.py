"""One table of the year's scores: a row a criterion; for each province own, checker's and final points."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from emulation.criteria.models import Criterion
from emulation.criteria.tree import Node, Tree
from provinces.clusters.models import Province

APART = Decimal(1)  # points between own and checker's score from which a cell is marked


@dataclass(frozen=True, slots=True)
class Cell:
    """Own, checker's and final points of one province; none where there are none yet, which is not zero.

    Attributes:
        own: what the province gave itself.
        check: what its checker gave.
        final: what the council settled.
        reason: why the final points differ from the others.
        check_reason: why the checker gave other points than the province.
        answer: what the province said to that.
        is_provisional: the figures behind them are not all accepted, or may still change.
        counted: of a group, what counts by now of its parts.
    """

    own: Decimal | None = None
    check: Decimal | None = None
    final: Decimal | None = None
    reason: str = ""
    check_reason: str = ""
    answer: str = ""
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

    @property
    def agreed(self) -> bool:
        """Whether the province and its checker gave the same, on figures that stand."""
        return self.own is not None and self.own == self.check and not self.is_provisional

    @property
    def differs(self) -> bool:
        """Whether not everybody gave the same, as far as they have given anything."""
        return len({points for points in (self.own, self.check, self.final) if points is not None}) > 1

    @property
    def lacks_reason(self) -> bool:
        """Whether the final points are other than somebody's, and nobody says why.

        Of points that follow from figures: the figures have changed since.
        """
        given = {points for points in (self.own, self.check) if points is not None}
        return self.final is not None and not self.reason and bool(given - {self.final})

    @property
    def said(self) -> str:
        """The checker's reason, the province's answer and the council's reason, in one line."""
        texts = [
            (_("Chấm chéo"), self.check_reason),
            (_("Ý kiến của tỉnh"), self.answer),
            (_("Thống nhất"), self.reason),
        ]
        return " ".join(f"{who}: {' '.join(text.split()).rstrip('.')}." for who, text in texts if text)

    @property
    def wants_final(self) -> bool:
        """Of bonus and penalty: whether any was claimed, given or settled; none is given to most."""
        return bool(self.own or self.check or self.is_settled)


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion with a cell for each province, in the order of the table's provinces."""

    node: Node
    cells: tuple[Cell, ...]

    @property
    def is_leaf(self) -> bool:
        return not self.node.criterion.is_group

    def is_open(self, cell: Cell) -> bool:
        """Whether that cell of it still wants final points."""
        return not cell.is_settled and (not self.node.criterion.is_apart or cell.wants_final)


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """All criteria of the year over its provinces: those of the scale, and bonus and penalty apart."""

    provinces: tuple[Province, ...]
    scale: tuple[Row, ...]
    apart: tuple[Row, ...]
    totals: tuple[Cell, ...]

    @property
    def leaves(self) -> list[Row]:
        """The rows of the scale that get points of their own; each wants final points for every province."""
        return [row for row in self.scale if row.is_leaf]

    @property
    def scored(self) -> list[Row]:
        """The rows that get points of their own, bonus and penalty last."""
        return [*self.leaves, *self.apart]

    @property
    def full(self) -> Decimal:
        """What the scale adds up to."""
        return sum((row.node.criterion.maximum for row in self.scale if row.node.depth == 0), Decimal(0))

    @property
    def settled(self) -> int:
        """How many of the cells that want final points have them."""
        return sum(cell.is_settled for cell in self._wanted)

    @property
    def asked(self) -> int:
        """How many there are to be settled."""
        return len(self._wanted)

    @property
    def differences(self) -> list[tuple[Row, Province, Cell]]:
        """The cells in which not everybody gave the same, criterion by criterion."""
        return self._cells_with(lambda cell: cell.differs)

    @property
    def unexplained(self) -> list[tuple[Row, Province, Cell]]:
        """Those whose final points are other than somebody's without a reason."""
        return self._cells_with(lambda cell: cell.lacks_reason)

    @property
    def _wanted(self) -> list[Cell]:
        leaves = [cell for row in self.leaves for cell in row.cells]
        return leaves + [cell for row in self.apart for cell in row.cells if cell.wants_final]

    def _cells_with(self, trait: Callable[[Cell], bool]) -> list[tuple[Row, Province, Cell]]:
        return [
            (row, province, cell)
            for row in self.scored
            for province, cell in zip(self.provinces, row.cells, strict=True)
            if trait(cell)
        ]


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
