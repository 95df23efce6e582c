"""The year's scores as one table: a row for each criterion, a cell for each province."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from emulation.criteria.models import Criterion
from emulation.criteria.tree import Node, Tree
from emulation.scoring.differences import points_key
from figures.submissions.reasons import NO_REASON, Reason
from provinces.clusters.models import Province
from vietnamese.numbers import NO_NUMBER, NOTHING

FAR_APART = Decimal(1)  # points between self-score and cross-check from which a cell is marked


@dataclass(frozen=True, slots=True)
class Cell:
    """The points of one province for one criterion; none (not zero) while there are no points.

    Attributes:
        own: self-score.
        check: points of the cross-check.
        final: points settled by the council.
        given_reason: why the final points differ from the others, and for which points that was said.
        check_reason: why the checker's points differ from the self-score.
        answer: the province's answer to that.
        is_provisional: the figures behind the points may still change.
        sum_of_parts: of a group, the sum of its parts' counting points.
        is_apart: a bonus or a penalty, which may not be there at all.
    """

    own: Decimal | None = None
    check: Decimal | None = None
    final: Decimal | None = None
    given_reason: Reason = NO_REASON
    check_reason: str = ""
    answer: str = ""
    is_provisional: bool = False
    sum_of_parts: Decimal | None = None
    is_apart: bool = False

    @property
    def counting(self) -> Decimal | None:
        """The points that count now: the final points, or else the cross-check's, or else the self-score."""
        candidates = (self.final, self.sum_of_parts, self.check, self.own)
        return next((points for points in candidates if points is not None), None)

    @property
    def is_settled(self) -> bool:
        return self.final is not None

    @property
    def is_far_apart(self) -> bool:
        return self.own is not None and self.check is not None and abs(self.own - self.check) >= FAR_APART

    @property
    def is_agreed(self) -> bool:
        return self.own is not None and self.own == self.check and not self.is_provisional

    @property
    def differs(self) -> bool:
        return len({points for points in (self.own, self.check, self.final) if points is not None}) > 1

    @property
    def key(self) -> str:
        return points_key(self.final, self.own, self.check)

    @property
    def reason(self) -> str:
        """The reason if it was given for these points."""
        return self.given_reason.beside(self.key)

    @property
    def earlier_reason(self) -> str:
        return "" if self.reason or not self.differs else self.given_reason.text

    @property
    def lacks_reason(self) -> bool:
        """Whether the final points differ from the others without a reason.

        For computed points this means that figures have changed since.
        """
        others = {points for points in (self.own, self.check) if points is not None}
        return self.final is not None and not self.reason and bool(others - {self.final})

    @property
    def reasons_text(self) -> str:
        texts = [
            (_("Chấm chéo"), self.check_reason),
            (_("Ý kiến của tỉnh"), self.answer),
            (_("Thống nhất"), self.reason),
        ]
        return " ".join(f"{label}: {' '.join(text.split()).rstrip('.')}." for label, text in texts if text)

    @property
    def has_bonus_or_penalty(self) -> bool:
        return bool(self.own or self.check or self.is_settled)

    @property
    def needs_final_points(self) -> bool:
        return not self.is_settled and (not self.is_apart or self.has_bonus_or_penalty)

    @property
    def settled_points(self) -> Decimal | None:
        """The final points; of a bonus or penalty that the council has nothing to settle of, what counts."""
        return self.final if self.needs_final_points else self.counting

    @property
    def no_points(self) -> str:
        """In place of points: `…` if they are to come, `–` without a bonus or penalty, as in the ranking."""
        return NOTHING if self.is_apart else NO_NUMBER

    @property
    def not_settled(self) -> str:
        return NO_NUMBER if self.needs_final_points else self.no_points


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
    """All criteria of the year by its provinces; bonus and penalty are apart from the scale.

    `sent` are the keys of the provinces whose self-score is sent.
    """

    provinces: tuple[Province, ...]
    sent: frozenset[int]
    scale: tuple[Row, ...]
    apart: tuple[Row, ...]
    totals: tuple[Cell, ...]

    @property
    def leaves(self) -> list[Row]:
        """The rows of the scale without groups: each needs final points for every province."""
        return [row for row in self.scale if row.is_leaf]

    @property
    def scored(self) -> list[Row]:
        return [*self.leaves, *self.apart]

    @property
    def full(self) -> Decimal:
        return sum((row.node.criterion.maximum for row in self.scale if row.node.depth == 0), Decimal(0))

    @property
    def settled(self) -> int:
        return sum(cell.is_settled for cell in self._cells_to_settle)

    @property
    def to_settle(self) -> int:
        return len(self._cells_to_settle)

    @property
    def differences(self) -> list[tuple[Row, Province, Cell]]:
        return self._cells_with(lambda cell: cell.differs)

    @property
    def unexplained(self) -> list[tuple[Row, Province, Cell]]:
        return self._cells_with(lambda cell: cell.lacks_reason)

    @property
    def _cells_to_settle(self) -> list[Cell]:
        leaves = [cell for row in self.leaves for cell in row.cells]
        return leaves + [cell for row in self.apart for cell in row.cells if cell.has_bonus_or_penalty]

    def _cells_with(self, condition: Callable[[Cell], bool]) -> list[tuple[Row, Province, Cell]]:
        return [
            (row, province, cell)
            for row in self.scored
            for province, cell in zip(self.provinces, row.cells, strict=True)
            if condition(cell)
        ]


def make_table(
    tree: Tree,
    provinces: Sequence[Province],
    cells: Mapping[tuple[int, int], Cell],
    sent: Collection[int],
) -> ScoreTable:
    """The table; groups get the sums of their parts.

    Args:
        tree: the year's criteria.
        provinces: the columns, in order.
        cells: by keys of criterion and province; missing ones have no points yet.
        sent: keys of the provinces whose self-score is sent.
    """

    def cell(node: Node, province: Province) -> Cell:
        if node.criterion.is_group:
            return _sum([cell(child, province) for child in node.children])
        own = cells.get((node.criterion.pk, province.pk), Cell())
        return replace(own, is_apart=node.criterion.is_apart)

    def row(node: Node) -> Row:
        return Row(node, tuple(cell(node, province) for province in provinces))

    return ScoreTable(
        tuple(provinces),
        frozenset(sent),
        tuple(row(node) for node in tree.rows),
        tuple(row(node) for node in tree.apart),
        tuple(_sum([cell(node, province) for node in tree.scale]) for province in provinces),
    )


def _sum(parts: Sequence[Cell]) -> Cell:
    def added(name: str) -> Decimal | None:
        known = [points for part in parts if (points := getattr(part, name)) is not None]
        # Readers would take a sum of some parts for the sum of all.
        is_whole = len(known) == len(parts) or name == "counting"
        return sum(known, Decimal(0)) if known and is_whole else None

    return Cell(
        added("own"),
        added("check"),
        added("final"),
        is_provisional=any(part.is_provisional for part in parts),
        sum_of_parts=added("counting"),
    )


def bonus_and_penalty(table: ScoreTable, index: int) -> tuple[Decimal | None, Decimal | None]:
    """The sums of both; none (not zero) if nothing is scored."""

    def added(kind: str) -> Decimal | None:
        rows = [row for row in table.apart if row.node.criterion.kind == kind]
        known = [points for row in rows if (points := row.cells[index].counting) is not None]
        return sum(known, Decimal(0)) if known else None

    return added(Criterion.Kind.BONUS), added(Criterion.Kind.PENALTY)
