"""One province's scores, each with what it stands on: from the rank down to the accepted cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from emulation.criteria.tree import Node, Tree
from emulation.results.loading import computed_points
from emulation.results.table import Cell, ScoreTable
from emulation.scoring.formula import formula, reached
from emulation.scoring.points import why_text
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
    """An accepted cell behind the points: `HTX thành lập mới, 6 tháng đầu năm 2023`, and its address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """A criterion of one province.

    Attributes:
        formula: how the points come about, in words.
        reached: what they stand on.
        why: why there are none.
        sources: the accepted cells, or the one that the self-score names.
        claim: what the province itself said, with its evidence, as far as the reader may know.
        has_moved: the figures give other points by now than those that were settled.
    """

    node: Node
    cell: Cell
    formula: str
    reached: str = ""
    why: str = ""
    sources: tuple[CellBehind, ...] = ()
    claim: SelfScore | None = None
    has_moved: bool = False


def load_details(
    year: EmulationYear, tree: Tree, table: ScoreTable, province: Province, reader: Officer
) -> tuple[list[CriterionResult], list[CriterionResult]]:
    """The criteria of the scale, and bonus and penalty, as that province got them and the reader may know."""
    place = table.provinces.index(province)
    computed = computed_points(year, tree)
    claims = _claims(year, province, reader)
    accepted = list(
        Submission.objects.accepted()
        .filter(province=province, period__year=year.year)
        .select_related("period")
        .order_by("period__half")
    )

    def detail(node: Node, cell: Cell) -> CriterionResult:
        criterion = node.criterion
        points = computed.get((criterion.pk, province.pk))
        if points is None:
            claim = claims.get(criterion.pk)
            named = [claim.indicator] if claim and claim.indicator else []
            sources = _sources(named, accepted, province)
            return CriterionResult(node, cell, formula(criterion), sources=sources, claim=claim)
        terms = [term for term in (criterion.numerator, criterion.denominator) if term is not None]
        sources = _sources(terms, accepted, province)
        if points.target is not None:
            sources += (CellBehind(_("Giao ước năm %s") % year.year, _pledge_url(year, province)),)
        return CriterionResult(
            node,
            cell,
            formula(criterion),
            reached(criterion, points),
            why_text(points),
            sources,
            has_moved=cell.lacks_reason,
        )

    return (
        [detail(row.node, row.cells[place]) for row in table.scale],
        [detail(row.node, row.cells[place]) for row in table.apart],
    )


def _claims(year: EmulationYear, province: Province, reader: Officer) -> dict[int, SelfScore]:
    sent = ScoreSheet.objects.select_related("year", "province").filter(
        year=year, province=province, state=ScoreSheet.State.SENT
    )
    sheet = sent.first()
    if sheet is None or not may_read_scores(reader, sheet):
        return {}
    return {score.criterion_id: score for score in stored_scores(sheet)}


def _pledge_url(year: EmulationYear, province: Province) -> str:
    return reverse("emulation:pledge", args=[year.year, province.slug])


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
