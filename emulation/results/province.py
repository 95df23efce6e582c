"""One province's scores, each with what it stands on: from the rank down to the accepted cell."""

from dataclasses import dataclass

from django.urls import reverse

from emulation.models import EmulationYear
from emulation.results.source import computed_points
from emulation.results.table import Cell, ScoreTable
from emulation.scoring.formula import formula, reached
from emulation.scoring.points import Points, why_text
from emulation.tree import Node, Tree
from figures.models import Submission
from provinces.models import Province


@dataclass(frozen=True, slots=True)
class Source:
    """An accepted cell behind the points: `HTX thành lập mới, 6 tháng đầu năm 2023`, and its address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Detail:
    """A criterion of one province.

    Attributes:
        formula: how the points come about, in words.
        reached: what they stand on.
        why: why there are none.
        sources: the accepted cells.
        has_moved: the figures give other points by now than those that were settled.
    """

    node: Node
    cell: Cell
    formula: str
    reached: str = ""
    why: str = ""
    sources: tuple[Source, ...] = ()
    has_moved: bool = False


def load_details(
    year: EmulationYear, tree: Tree, table: ScoreTable, province: Province
) -> tuple[list[Detail], list[Detail]]:
    """The criteria of the scale, and bonus and penalty, as that province got them."""
    place = table.provinces.index(province)
    computed = computed_points(year, tree)
    accepted = list(
        Submission.objects.accepted()
        .filter(province=province, period__year=year.year)
        .select_related("period")
        .order_by("period__half")
    )

    def detail(node: Node, cell: Cell) -> Detail:
        points = computed.get((node.criterion.pk, province.pk))
        if points is None:
            return Detail(node, cell, formula(node.criterion))
        return Detail(
            node,
            cell,
            formula(node.criterion),
            reached(node.criterion, points),
            why_text(points),
            tuple(_sources(node, accepted, province)),
            has_moved=_has_moved(cell, points),
        )

    return (
        [detail(row.node, row.cells[place]) for row in table.scale],
        [detail(row.node, row.cells[place]) for row in table.apart],
    )


def _has_moved(cell: Cell, points: Points) -> bool:
    """Settled as computed (without a reason), and the figures say something else since."""
    is_judged = points.value is None or bool(cell.reason)
    return cell.final is not None and not is_judged and points.value != cell.final


def _sources(node: Node, accepted: list[Submission], province: Province) -> list[Source]:
    terms = [term for term in (node.criterion.numerator, node.criterion.denominator) if term is not None]
    return [
        Source(
            f"{term}, {submission.period.label}",
            reverse("figures:entry", args=[submission.period.slug, province.slug])
            + f"#{term.code.replace('.', '-')}",
        )
        for term in terms
        for submission in accepted
    ]
