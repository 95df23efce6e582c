from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from emulation.criteria.models import Criterion
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from figures.periods.models import Period
from vietnamese.numbers import format_number, format_percent

FULL_MARKS = Decimal(100)
Kind = Criterion.Kind


@dataclass
class Node:
    """A criterion in the tree. `number` is `1`, `1.2`, or outside the scale `Thưởng 1`, `Trừ 1`."""

    criterion: Criterion
    number: str
    depth: int = 0
    children: list["Node"] = field(default_factory=list)
    is_first: bool = True
    is_last: bool = True

    @property
    def title(self) -> str:
        return f"{self.number} {self.criterion}"

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class Tree:
    """The criteria of a year; `apart` holds bonus and penalty."""

    scale: list[Node]
    apart: list[Node]

    @property
    def rows(self) -> list[Node]:
        """The nodes of the scale, in the order of the table."""
        return [node for top in self.scale for node in top.walk()]

    @property
    def all(self) -> list[Node]:
        return [*self.rows, *self.apart]

    @property
    def leaves(self) -> list[Node]:
        return [node for node in self.all if not node.criterion.is_group]

    @property
    def computed(self) -> list[Node]:
        return [node for node in self.leaves if node.criterion.is_computed]

    @property
    def indicators(self) -> list[Indicator]:
        indicators = {
            term.pk: term
            for node in self.computed
            for term in (node.criterion.numerator, node.criterion.denominator)
            if term is not None
        }
        return list(indicators.values())

    @property
    def total(self) -> Decimal:
        return sum((node.criterion.maximum for node in self.scale), Decimal(0))

    @property
    def is_illustrative(self) -> bool:
        return any(node.criterion.is_illustrative for node in self.all)

    def find(self, pk: int) -> Node | None:
        return next((node for node in self.all if node.criterion.pk == pk), None)

    def problems(self) -> list[str]:
        if not self.scale:
            return [_("Chưa có tiêu chí nào trong thang điểm.")]
        problems = [problem for node in self.all for problem in _problems_of(node)]
        if self.total != FULL_MARKS:
            problems.append(
                _("Các tiêu chí cấp một cộng lại %(sum)s điểm, thang điểm là %(most)s: %(gap)s.")
                % {
                    "sum": format_number(self.total),
                    "most": format_number(FULL_MARKS),
                    "gap": _gap(self.total, FULL_MARKS),
                }
            )
        return problems


def read_tree(contest_year: EmulationYear) -> Tree:
    return build_tree(list(contest_year.criteria.with_terms()))


def build_tree(criteria: list[Criterion]) -> Tree:
    children: dict[int | None, list[Criterion]] = {}
    for criterion in sorted(criteria, key=lambda criterion: criterion.position):
        children.setdefault(criterion.parent_id, []).append(criterion)

    def nodes(parts: list[Criterion], prefix: str, depth: int) -> list[Node]:
        last = len(parts) - 1
        return [
            Node(
                criterion=part,
                number=f"{prefix}{index + 1}",
                depth=depth,
                children=nodes(children.get(part.pk, []), f"{prefix}{index + 1}.", depth + 1),
                is_first=index == 0,
                is_last=index == last,
            )
            for index, part in enumerate(parts)
        ]

    tops = children.get(None, [])
    scale = nodes([top for top in tops if not top.is_apart], "", 0)
    bonus = nodes([top for top in tops if top.kind == Kind.BONUS], _("Thưởng") + " ", 0)
    penalty = nodes([top for top in tops if top.kind == Kind.PENALTY], _("Trừ") + " ", 0)
    return Tree(scale, [*bonus, *penalty])


def _problems_of(node: Node) -> Iterator[str]:
    criterion = node.criterion
    if criterion.is_group:
        yield from _problems_of_group(node)
    if criterion.kind == Kind.BANDED:
        yield from _problems_of_bands(node)
    halves = [Period(year=criterion.year.year, half=half).slug for half in (1, 2)]
    for term in (criterion.numerator, criterion.denominator):
        if term is not None and not any(term.is_asked_in(half) for half in halves):
            yield _("%(number)s: biểu năm này không có chỉ tiêu “%(indicator)s”.") % {
                "number": node.number,
                "indicator": term,
            }


def _problems_of_group(node: Node) -> Iterator[str]:
    if not node.children:
        yield _("%s: nhóm chưa có tiêu chí con.") % node.title
        return
    total = sum((child.criterion.maximum for child in node.children), Decimal(0))
    if total != node.criterion.maximum:
        yield _("%(title)s: các tiêu chí con cộng lại %(sum)s điểm, điểm tối đa là %(most)s: %(gap)s.") % {
            "title": node.title,
            "sum": format_number(total),
            "most": format_number(node.criterion.maximum),
            "gap": _gap(total, node.criterion.maximum),
        }


def _problems_of_bands(node: Node) -> Iterator[str]:
    bands = list(node.criterion.bands.all())
    if not bands:
        yield _("%s: chưa có mức điểm nào.") % node.title
        return
    lowest = min(band.at_least for band in bands)
    if lowest > 0:
        yield _("%(title)s: chưa có mức cho tỷ lệ dưới %(share)s.") % {
            "title": node.title,
            "share": format_percent(lowest, 2),
        }
    highest = max(band.points for band in bands)
    if highest != node.criterion.maximum:
        yield _("%(title)s: mức cao nhất được %(points)s điểm, điểm tối đa là %(most)s.") % {
            "title": node.title,
            "points": format_number(highest),
            "most": format_number(node.criterion.maximum),
        }


def _gap(total: Decimal, expected: Decimal) -> str:
    difference = format_number(abs(total - expected))
    return (_("thừa %s") if total > expected else _("thiếu %s")) % difference
