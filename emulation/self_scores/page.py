"""What the pages of the self-score show."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.criteria.models import Criterion
from emulation.criteria.tree import Node, Tree, read_tree
from emulation.scoring.formula import formula, reached
from emulation.scoring.points import Points, why_text
from emulation.scoring.sums import PointSum, add_up
from emulation.self_scores.cell_links import CellLink, CellLinks
from emulation.self_scores.judging_facts import facts_of, judging_facts
from emulation.self_scores.models import ScoreSheet, SelfScore
from emulation.self_scores.points import (
    YearFigures,
    points_of,
    read_figures,
    reported_indicators,
    sent_points,
    stored_scores,
)
from emulation.self_scores.services import why_incomplete
from emulation.year.models import Deadline, EmulationYear
from figures.periods.models import Period
from figures.submissions.yearly import NOTHING
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from web.state_marks import StateMark

State = ScoreSheet.State


@dataclass(frozen=True)
class ScoreRow:
    """A criterion of the sheet. Groups have only a `total`, single criteria everything else."""

    node: Node
    points: Points | None = None
    total: PointSum | None = None
    score: SelfScore | None = None
    formula: str = ""
    reached: str = ""
    waits_for: str = ""
    why_no_points: str = ""
    lacks: str = ""
    cells: tuple[CellLink, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetPage:
    """A province's self-score.

    Attributes:
        apart: bonus and penalty criteria, which are outside the scale.
        maximum: of the scale.
    """

    sheet: ScoreSheet
    rows: tuple[ScoreRow, ...]
    apart: tuple[ScoreRow, ...]
    scale: PointSum
    bonus: PointSum
    penalty: PointSum
    maximum: Decimal
    is_illustrative: bool

    @property
    def version(self) -> str:
        return str(self.sheet.version)

    @property
    def incomplete_rows(self) -> list[ScoreRow]:
        return [row for row in (*self.rows, *self.apart) if row.lacks]

    @property
    def without_points(self) -> list[ScoreRow]:
        return [row for row in self.incomplete_rows if row.points is not None and row.points.value is None]

    @property
    def without_grounds(self) -> list[ScoreRow]:
        return [
            row for row in self.incomplete_rows if row.points is not None and row.points.value is not None
        ]

    @property
    def total(self) -> Decimal | None:
        sums = (self.scale.value, self.bonus.value, self.penalty.value)
        if all(points is None for points in sums):
            return None
        scale, bonus, penalty = (points or Decimal(0) for points in sums)
        return scale + bonus - penalty

    @property
    def entered_rows(self) -> list[ScoreRow]:
        return [
            row
            for row in (*self.rows, *self.apart)
            if row.points is not None and not row.node.criterion.is_computed
        ]


def sheet_page(sheet: ScoreSheet, *, reader: Officer) -> SheetPage:
    tree = read_tree(sheet.year)
    figures = read_figures(sheet.year, tree)
    scores = {score.criterion_id: score for score in stored_scores(sheet)}
    cells = CellLinks(sheet.year, sheet.province, reader)
    reported = reported_indicators(sheet)
    facts = judging_facts(sheet.year, tree, sheet.province)
    leaves = {
        node.criterion.pk: replace(
            _leaf(node, sheet, scores.get(node.criterion.pk), figures, cells, reported),
            facts=facts.get(facts_of(node.criterion), ()),
        )
        for node in tree.leaves
    }

    def row(node: Node) -> ScoreRow:
        if not node.criterion.is_group:
            return leaves[node.criterion.pk]
        return ScoreRow(node, total=add_up(_points(node.walk(), leaves)))

    apart = tuple(leaves[node.criterion.pk] for node in tree.apart)
    return SheetPage(
        sheet=sheet,
        rows=tuple(row(node) for node in tree.rows),
        apart=apart,
        scale=add_up(_points(tree.rows, leaves)),
        bonus=_sum_of(apart, Criterion.Kind.BONUS),
        penalty=_sum_of(apart, Criterion.Kind.PENALTY),
        maximum=tree.total,
        is_illustrative=tree.is_illustrative,
    )


def state_mark(sheet: ScoreSheet | None) -> StateMark:
    if sheet is None or sheet.pk is None:
        return StateMark("draft", "none", _("Chưa chấm"))
    match sheet.state:
        case State.SENT:
            return StateMark("submitted", "submitted", _("Đã gửi"))
        case State.RETURNED:
            return StateMark("returned", "returned", _("Trả lại"), _("chờ tỉnh sửa"))
    return StateMark("draft", "draft", _("Đang chấm"))


@dataclass(frozen=True)
class SheetStatus:
    """A province's self-score in the list; points only if the reader may know them."""

    province: Province
    state: StateMark
    sent_on: dt.date | None
    late: str
    total: PointSum | None


def sheet_statuses(contest_year: EmulationYear, *, with_points: bool) -> list[SheetStatus]:
    """A row for each member of that year. Without points, no score is read."""
    sheets = {sheet.province_id: sheet for sheet in ScoreSheet.objects.filter(year=contest_year)}
    points: dict[tuple[str, int], Points] = {}
    tree = read_tree(contest_year) if with_points else None
    if tree:
        points = sent_points(contest_year, tree, read_figures(contest_year, tree))
    days = _days_overdue(contest_year)
    rows = []
    for province in contest_year.members:
        sheet = sheets.get(province.pk)
        is_sent = sheet is not None and sheet.is_sent
        rows.append(
            SheetStatus(
                province=province,
                state=state_mark(sheet),
                sent_on=timezone.localdate(sheet.sent_at) if sheet and sheet.sent_at else None,
                late="" if is_sent or not days else _("Quá hạn %d ngày") % days,
                total=add_up(points[province.slug, node.criterion.pk] for node in _scale_leaves(tree))
                if tree and is_sent
                else None,
            )
        )
    return rows


def _scale_leaves(tree: Tree) -> list[Node]:
    return [node for node in tree.rows if not node.criterion.is_group]


def _days_overdue(contest_year: EmulationYear) -> int:
    deadline = contest_year.deadline(Deadline.Part.SELF_SCORE)
    return (timezone.localdate() - deadline.due_on).days if deadline.is_over() else 0


def _leaf(
    node: Node,
    sheet: ScoreSheet,
    score: SelfScore | None,
    figures: YearFigures,
    cells: CellLinks,
    reported: set[int],
) -> ScoreRow:
    criterion = node.criterion
    points = points_of(node, sheet.province.slug, score, figures)
    if criterion.is_computed:
        return ScoreRow(
            node,
            points,
            formula=formula(criterion),
            reached=reached(criterion, points),
            waits_for=_waits_for(node, sheet, points, figures),
            why_no_points=why_text(points),
            cells=cells.of(criterion.numerator, criterion.denominator),
        )
    return ScoreRow(
        node,
        points,
        score=score,
        formula=formula(criterion),
        why_no_points=why_text(points),
        lacks=why_incomplete(node, score, reported),
        cells=cells.of(score.indicator) if score else (),
    )


def _waits_for(node: Node, sheet: ScoreSheet, points: Points, figures: YearFigures) -> str:
    if not points.is_provisional:
        return ""
    own_values = [
        figures.values.get((sheet.province.slug, code), NOTHING) for code in node.criterion.indicator_codes
    ]
    halves = {half for value in own_values for half in value.missing}
    not_known = {half for value in own_values for half in value.not_known}
    texts = []
    if waiting := _labels(sheet.year, halves - not_known):
        is_timely = node.criterion.kind == Criterion.Kind.TIMELY
        text = _("chờ số %s được gửi") if is_timely else _("chờ số %s được chấp nhận")
        texts.append(text % waiting)
    if accepted := _labels(sheet.year, not_known):
        texts.append(_("%s đã được chấp nhận, chưa có số liệu") % accepted)
    if texts:
        return "; ".join(texts)
    if any(value.is_estimate for value in own_values):
        return _("còn số ước thực hiện")
    return _("chờ số của tỉnh khác")


def _labels(contest_year: EmulationYear, halves: set[int]) -> str:
    return ", ".join(Period(year=contest_year.year, half=half).label for half in sorted(halves))


def _points(nodes: list[Node] | Iterator[Node], leaves: dict[int, ScoreRow]) -> list[Points]:
    rows = [leaves.get(node.criterion.pk) for node in nodes]
    return [row.points for row in rows if row is not None and row.points is not None]


def _sum_of(rows: tuple[ScoreRow, ...], kind: str) -> PointSum:
    return add_up(row.points for row in rows if row.points and row.node.criterion.kind == kind)
