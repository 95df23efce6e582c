"""What the page of a cross-check shows: the self-score beside what the checker gives."""

from dataclasses import dataclass
from decimal import Decimal

from django.forms import BoundField

from emulation.criteria.tree import Node, read_tree
from emulation.cross_checks.forms import AnswerForm, CheckForm
from emulation.cross_checks.models import Check, CheckScore
from emulation.scoring.formula import formula, reached
from emulation.scoring.points import Points, why_text
from emulation.scoring.sums import PointSum, add_up
from emulation.self_scores.cell_links import CellLink, CellLinks
from emulation.self_scores.models import ScoreSheet, SelfScore
from emulation.self_scores.points import YearFigures, points_of, read_figures, stored_scores
from provinces.accounts.models import Officer


@dataclass(frozen=True)
class CheckRow:
    """A criterion of the check. Of a group only its node; of a computed one the points that all have."""

    node: Node
    own: Points | None = None
    why: str = ""
    rests: SelfScore | None = None
    score: CheckScore | None = None
    given: Points | None = None
    formula: str = ""
    reached: str = ""
    cells: tuple[CellLink, ...] = ()
    points_box: BoundField | None = None
    reason_box: BoundField | None = None
    answer_box: BoundField | None = None

    @property
    def differs(self) -> bool:
        """Whether the checker gave other points than the province itself."""
        if self.own is None or self.given is None or self.given.value is None:
            return False
        return self.given.value != self.own.value


@dataclass(frozen=True)
class CheckSheet:
    """A check as it stands; `own` and `given` add up the criteria of the scale alone."""

    check: Check
    rows: tuple[CheckRow, ...]
    own: PointSum
    given: PointSum

    @property
    def differing(self) -> int:
        """How many criteria were scored otherwise."""
        return sum(row.differs for row in self.rows)

    @property
    def full(self) -> Decimal:
        """What the scale adds up to."""
        leaves = [row.node.criterion for row in self.rows if row.own and not row.node.criterion.is_apart]
        return sum((criterion.maximum for criterion in leaves), Decimal(0))


def load_check(check: Check, form: CheckForm | AnswerForm | None = None, *, reader: Officer) -> CheckSheet:
    """The check with the self-score, in a number of queries that does not grow with its rows."""
    tree = read_tree(check.year)
    figures = read_figures(check.year, tree)
    sheet = ScoreSheet.objects.select_related("year", "province").filter(
        year=check.year, province=check.checked, state=ScoreSheet.State.SENT
    )
    own_sheet = sheet.first()
    own = {score.criterion_id: score for score in stored_scores(own_sheet)} if own_sheet else {}
    scores = scores_of(check)
    cells = CellLinks(check.year, check.checked, reader)
    rows = tuple(
        _row(node, check, own.get(node.criterion.pk), scores.get(node.criterion.pk), figures, form, cells)
        for node in tree.all
    )
    scale = [row for row in rows if row.own is not None and not row.node.criterion.is_apart]
    return CheckSheet(
        check,
        rows,
        own=add_up(row.own for row in scale if row.own),
        given=add_up(row.given for row in scale if row.given),
    )


def scores_of(check: Check) -> dict[int, CheckScore]:
    """Criterion → what the checker gave."""
    found = check.scores.select_related("criterion", "answered_by")
    return {score.criterion_id: score for score in found}


def _row(
    node: Node,
    check: Check,
    own: SelfScore | None,
    score: CheckScore | None,
    figures: YearFigures,
    form: CheckForm | AnswerForm | None,
    cells: CellLinks,
) -> CheckRow:
    criterion = node.criterion
    if criterion.is_group:
        return CheckRow(node)
    points = points_of(node, check.checked.slug, own, figures)
    if criterion.is_computed:
        return CheckRow(
            node,
            points,
            why=why_text(points),
            given=points,
            formula=formula(criterion),
            reached=reached(criterion, points),
            cells=cells.of(criterion.numerator, criterion.denominator),
        )
    pk = criterion.pk
    return CheckRow(
        node,
        points,
        why=why_text(points),
        rests=own,
        score=score,
        given=Points(score.points) if score and score.points is not None else Points(why="not_entered"),
        formula=formula(criterion),
        cells=cells.of(own.indicator) if own else (),
        points_box=_box(form, f"points-{pk}"),
        reason_box=_box(form, f"reason-{pk}"),
        answer_box=_box(form, f"answer-{pk}"),
    )


def _box(form: CheckForm | AnswerForm | None, name: str) -> BoundField | None:
    return form[name] if form is not None and name in form.fields else None
