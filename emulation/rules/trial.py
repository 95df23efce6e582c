"""The points that the rules would have given on another year's figures, to see before locking them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from emulation.criteria.measured import measured_values
from emulation.criteria.tree import Node, Tree
from emulation.scoring.formula import formula, reached_parts
from emulation.scoring.points import Points, compute, why_text
from emulation.scoring.rule import ScoringRule
from emulation.scoring.sums import PointSum, add_up
from emulation.scoring.targets import Target
from emulation.year.models import EmulationYear
from provinces.clusters.models import Province


@dataclass(frozen=True)
class TrialCell:
    province: Province
    points: Points
    reached: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class TrialRow:
    node: Node
    formula: str
    cells: tuple[TrialCell, ...]

    @property
    def unit(self) -> str:
        """The unit of the numbers below the points; none for shares, which carry a percent sign."""
        criterion = self.node.criterion
        if criterion.numerator is None or criterion.denominator is not None:
            return ""
        return criterion.numerator.in_language("unit")


@dataclass(frozen=True)
class RulesTrial:
    figures_year: int
    provinces: tuple[Province, ...]
    rows: tuple[TrialRow, ...]

    @property
    def figures_label(self) -> str:
        """Show this instead of the number, which may print as 2.022."""
        return str(self.figures_year)

    @property
    def maximum(self) -> Decimal:
        return sum((row.node.criterion.maximum for row in self.rows), Decimal(0))

    @property
    def totals(self) -> list[PointSum]:
        return [add_up(row.cells[index].points for row in self.rows) for index in range(len(self.provinces))]

    @property
    def missing(self) -> list[tuple[Node, str, str]]:
        """(node, reason, names of provinces) where there are no points."""
        missing: list[tuple[Node, str, str]] = []
        for row in self.rows:
            provinces: dict[str, list[str]] = {}
            for cell in row.cells:
                if cell.why:
                    provinces.setdefault(cell.why, []).append(str(cell.province))
            missing += [(row.node, why, ", ".join(names)) for why, names in provinces.items()]
        return missing


def try_rules(
    contest_year: EmulationYear,
    tree: Tree,
    *,
    figures_year: int,
    targets: Mapping[tuple[str, str], Target],
) -> RulesTrial:
    """Apply the rules to the accepted figures of `figures_year`; one query reads all figures.

    Pledges for that year are `targets`, by (province slug, indicator code).
    """
    provinces = tuple(contest_year.members)
    values = measured_values(tree, contest_year.cluster, figures_year, provinces)
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
