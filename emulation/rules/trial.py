"""What the rules would have given on another year's figures: a trial before they are locked."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from emulation.criteria.tree import Node, Tree
from emulation.scoring.formula import formula, reached_parts
from emulation.scoring.points import Points, compute, why_text
from emulation.scoring.rule import ScoringRule
from emulation.scoring.sums import PointSum, add_up
from emulation.year.models import EmulationYear
from figures.submissions.yearly import yearly_values
from provinces.clusters.models import Province


@dataclass(frozen=True)
class TrialCell:
    """One province's points, what they stand on, and what is missing."""

    province: Province
    points: Points
    reached: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class TrialRow:
    """A criterion that is built on figures, with a cell for each province."""

    node: Node
    formula: str
    cells: tuple[TrialCell, ...]

    @property
    def unit(self) -> str:
        """What the numbers under the points count; a share says itself that it is in percent."""
        criterion = self.node.criterion
        if criterion.numerator is None or criterion.denominator is not None:
            return ""
        return criterion.numerator.in_language("unit")


@dataclass(frozen=True)
class RulesTrial:
    """The criteria built on figures, over the provinces of the contest."""

    figures_year: int
    provinces: tuple[Province, ...]
    rows: tuple[TrialRow, ...]

    @property
    def figures_label(self) -> str:
        """The figures' year as text: a bare number may print as 2.022."""
        return str(self.figures_year)

    @property
    def maximum(self) -> Decimal:
        """What these criteria are worth together."""
        return sum((row.node.criterion.maximum for row in self.rows), Decimal(0))

    @property
    def totals(self) -> list[PointSum]:
        """Each province's points together, in the order of the columns."""
        return [add_up(row.cells[place].points for row in self.rows) for place in range(len(self.provinces))]

    @property
    def missing(self) -> list[tuple[Node, str, str]]:
        """Each criterion with a reason for which it has no points, and the provinces that it holds for."""
        found: dict[tuple[int, str], tuple[Node, list[str]]] = {}
        for row in self.rows:
            for cell in row.cells:
                if cell.why:
                    found.setdefault((row.node.criterion.pk, cell.why), (row.node, []))[1].append(
                        str(cell.province)
                    )
        return [(node, why, ", ".join(who)) for (_pk, why), (node, who) in found.items()]


def try_rules(
    contest_year: EmulationYear,
    tree: Tree,
    *,
    figures_year: int,
    targets: Mapping[tuple[str, str], Decimal],
) -> RulesTrial:
    """The year's rules on the accepted figures of `figures_year`; one query for all figures.

    Args:
        contest_year: whose members are tried.
        tree: the rules.
        figures_year: whose figures they are tried on.
        targets: what the provinces pledged for that year, by (province slug, indicator code).
    """
    provinces = tuple(contest_year.members)
    values = yearly_values(figures_year, provinces, tree.indicators)
    rows = []
    for node in tree.computed:
        rule = ScoringRule.of(node.criterion)
        cells = []
        for province in provinces:
            points = compute(rule, province.slug, values, targets)
            cells.append(
                TrialCell(
                    province,
                    points,
                    tuple(reached_parts(node.criterion, points, with_unit=False)),
                    why_text(points),
                )
            )
        rows.append(TrialRow(node, formula(node.criterion), tuple(cells)))
    return RulesTrial(figures_year, provinces, tuple(rows))
