"""One province's scores, each with the results and cells behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from emulation.criteria.tree import Node, Tree
from emulation.results.loading import computed_points
from emulation.results.table import Cell, Row, ScoreTable
from emulation.scoring.formula import formula, reached
from emulation.scoring.points import why_text
from emulation.self_scores.judging_facts import facts_of, judging_facts
from emulation.self_scores.models import ScoreSheet, SelfScore
from emulation.self_scores.permissions import may_read_scores
from emulation.self_scores.points import stored_scores
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Province


@dataclass(frozen=True, slots=True)
class CellBehind:
    label: str  # `HTX thành lập mới, 6 tháng đầu năm 2023`
    url: str


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """A criterion of one province.

    Attributes:
        formula: in words.
        reached: the result behind the points, in words.
        why: why there are no points.
        sources: the accepted cells, or those of the indicator that the self-score names.
        self_score: none if the reader may not see it.
        figures_changed: the figures give other points now than the final ones.
        facts: what the system knows beside points that people enter.
    """

    node: Node
    cell: Cell
    formula: str
    reached: str = ""
    why: str = ""
    sources: tuple[CellBehind, ...] = ()
    self_score: SelfScore | None = None
    figures_changed: bool = False
    facts: tuple[str, ...] = ()


def load_details(
    contest_year: EmulationYear, tree: Tree, table: ScoreTable, province: Province, reader: Officer
) -> tuple[list[CriterionResult], list[CriterionResult]]:
    """The province's results: in the criteria of the scale, and apart from it in bonus and penalty."""
    index = table.provinces.index(province)
    computed = computed_points(contest_year, tree)
    self_scores = _self_scores(contest_year, province, reader)
    accepted = list(
        Submission.objects.accepted()
        .filter(province=province, period__year=contest_year.year)
        .select_related("period")
        .order_by("period__half")
    )

    def detail(node: Node, cell: Cell) -> CriterionResult:
        criterion = node.criterion
        points = computed.get((criterion.pk, province.pk))
        if points is None:
            own = self_scores.get(criterion.pk)
            named = [own.indicator] if own and own.indicator else []
            sources = _sources(named, accepted, province)
            return CriterionResult(node, cell, formula(criterion), sources=sources, self_score=own)
        terms = [term for term in (criterion.numerator, criterion.denominator) if term is not None]
        sources = _sources(terms, accepted, province)
        if points.target is not None:
            pledge_url = reverse("emulation:pledge", args=[contest_year.year, province.slug])
            sources += (CellBehind(_("Giao ước năm %s") % contest_year.year, pledge_url),)
        return CriterionResult(
            node,
            cell,
            formula(criterion),
            reached(criterion, points),
            why_text(points),
            sources,
            figures_changed=cell.lacks_reason,
        )

    facts = judging_facts(contest_year, tree, province)

    def with_facts(row: Row) -> CriterionResult:
        known = facts.get(facts_of(row.node.criterion), ())
        return replace(detail(row.node, row.cells[index]), facts=known)

    return [with_facts(row) for row in table.scale], [with_facts(row) for row in table.apart]


def _self_scores(contest_year: EmulationYear, province: Province, reader: Officer) -> dict[int, SelfScore]:
    sent = ScoreSheet.objects.select_related("year", "province").filter(
        year=contest_year, province=province, state=ScoreSheet.State.SENT
    )
    sheet = sent.first()
    if sheet is None or not may_read_scores(reader, sheet):
        return {}
    return {score.criterion_id: score for score in stored_scores(sheet)}


def _sources(
    terms: Sequence[Indicator], accepted: Sequence[Submission], province: Province
) -> tuple[CellBehind, ...]:
    return tuple(
        CellBehind(
            f"{term}, {submission.period.label}",
            reverse("figures:entry", args=[submission.period.slug, province.slug])
            + f"#{term.code.replace('.', '-')}",
        )
        for term in terms
        for submission in accepted
        if term.is_asked_in(submission.period.slug)
    )
