"""What the page of a cross-check shows: the self-score beside the checker's points."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.forms import BoundField

from emulation.criteria.tree import Node, read_tree
from emulation.cross_checks.forms import AnswerForm, CheckForm
from emulation.cross_checks.models import Check, CheckScore
from emulation.scoring.formula import formula, reached
from emulation.scoring.points import Points, why_text
from emulation.scoring.sums import PointSum, add_up
from emulation.self_scores.cell_links import CellLink, CellLinks
from emulation.self_scores.judging_facts import facts_of, judging_facts
from emulation.self_scores.models import ScoreSheet, SelfScore
from emulation.self_scores.points import YearFigures, points_of, read_figures, stored_scores
from provinces.accounts.models import Officer


@dataclass(frozen=True)
class CheckRow:
    """A criterion of the check. A group has only its node; a computed criterion has the same points twice."""

    node: Node
    self_points: Points | None = None
    why_no_points: str = ""
    self_score: SelfScore | None = None
    check_score: CheckScore | None = None
    check_points: Points | None = None
    formula: str = ""
    reached: str = ""
    cells: tuple[CellLink, ...] = ()
    facts: tuple[str, ...] = ()
    points_field: BoundField | None = None
    reason_field: BoundField | None = None
    again_field: BoundField | None = None
    answer_field: BoundField | None = None

    @property
    def reason(self) -> str:
        """Why the checker's points differ, if that was said of these points."""
        if self.check_score is None or self.self_points is None:
            return ""
        return self.check_score.reason_beside(self.self_points.value)

    @property
    def earlier_reason(self) -> str:
        return self.check_score.reason if self.check_score and self.differs and not self.reason else ""

    @property
    def differs(self) -> bool:
        if self.self_points is None or self.check_points is None or self.check_points.value is None:
            return False
        return self.check_points.value != self.self_points.value


@dataclass(frozen=True)
class CheckSheet:
    """The totals are of the scale, without bonus and penalty."""

    check: Check
    rows: tuple[CheckRow, ...]
    self_total: PointSum
    check_total: PointSum

    @property
    def differing_count(self) -> int:
        return sum(row.differs for row in self.rows)

    @property
    def maximum(self) -> Decimal:
        leaves = [
            row.node.criterion for row in self.rows if row.self_points and not row.node.criterion.is_apart
        ]
        return sum((criterion.maximum for criterion in leaves), Decimal(0))


def load_check(check: Check, form: CheckForm | AnswerForm | None = None, *, reader: Officer) -> CheckSheet:
    tree = read_tree(check.year)
    figures = read_figures(check.year, tree)
    sheets = ScoreSheet.objects.select_related("year", "province").sent()
    sheet = sheets.filter(year=check.year, province=check.checked).first()
    self_scores = {score.criterion_id: score for score in stored_scores(sheet)} if sheet else {}
    check_scores = {score.criterion_id: score for score in check.scores.all()}
    cells = CellLinks(check.year, check.checked, reader)
    facts = judging_facts(check.year, tree, check.checked)
    rows = tuple(
        replace(
            _row(
                node,
                check,
                self_scores.get(node.criterion.pk),
                check_scores.get(node.criterion.pk),
                figures,
                form,
                cells,
            ),
            facts=facts.get(facts_of(node.criterion), ()),
        )
        for node in tree.all
    )
    scale = [row for row in rows if not row.node.criterion.is_apart]
    return CheckSheet(
        check,
        rows,
        self_total=add_up(row.self_points for row in scale if row.self_points),
        check_total=add_up(row.check_points for row in scale if row.check_points),
    )


def _row(
    node: Node,
    check: Check,
    self_score: SelfScore | None,
    check_score: CheckScore | None,
    figures: YearFigures,
    form: CheckForm | AnswerForm | None,
    cells: CellLinks,
) -> CheckRow:
    criterion = node.criterion
    if criterion.is_group:
        return CheckRow(node)
    points = points_of(node, check.checked.slug, self_score, figures)
    if criterion.is_computed:
        return CheckRow(
            node,
            points,
            why_no_points=why_text(points),
            check_points=points,
            formula=formula(criterion),
            reached=reached(criterion, points),
            cells=cells.of(criterion.numerator, criterion.denominator),
        )
    pk = criterion.pk
    return CheckRow(
        node,
        points,
        why_no_points=why_text(points),
        self_score=self_score,
        check_score=check_score,
        check_points=Points(check_score.points)
        if check_score and check_score.points is not None
        else Points(why="not_entered"),
        formula=formula(criterion),
        cells=cells.of(self_score.indicator) if self_score else (),
        points_field=_field(form, f"points-{pk}"),
        reason_field=_field(form, f"reason-{pk}"),
        again_field=_field(form, f"again-{pk}"),
        answer_field=_field(form, f"answer-{pk}"),
    )


def _field(form: CheckForm | AnswerForm | None, name: str) -> BoundField | None:
    return form[name] if form is not None and name in form.fields else None
