"""Self-scores as they stand: what was entered, and what follows from the year's accepted figures.

The one place where the two come together: the province's page, the cross-check and the table read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from emulation.criteria.tree import Node, Tree
from emulation.pledges.progress import signed_targets
from emulation.scoring.points import Points, WhyNoPoints, compute
from emulation.scoring.rule import ScoringRule
from emulation.self_scores.models import ScoreSheet, SelfScore
from emulation.year.models import EmulationYear
from figures.submissions.models import Figure, Submission
from figures.submissions.yearly import Yearly, yearly_values

Key = tuple[str, int]  # province slug, criterion


@dataclass(frozen=True)
class YearFigures:
    """What scoring knows of a year: its accepted numbers and its signed targets."""

    values: Mapping[tuple[str, str], Yearly]
    targets: Mapping[tuple[str, str], Decimal]


def read_figures(contest_year: EmulationYear, tree: Tree) -> YearFigures:
    """The numbers and targets that the year's rules name, of all its members; three queries."""
    return YearFigures(
        yearly_values(contest_year.year, list(contest_year.members), tree.indicators),
        signed_targets(contest_year.year),
    )


def points_of(node: Node, province: str, score: SelfScore | None, figures: YearFigures) -> Points:
    """One criterion's points: computed where it is built on figures, else as entered."""
    if node.criterion.is_computed:
        return compute(ScoringRule.of(node.criterion), province, figures.values, figures.targets)
    if score is None or score.points is None:
        return Points(why=WhyNoPoints.NOT_ENTERED)
    return Points(score.points)


def stored_scores(sheet: ScoreSheet) -> list[SelfScore]:
    """What was entered, with its evidence and the cell it names."""
    if sheet.pk is None:
        return []
    return list(sheet.scores.select_related("indicator", "changed_by").prefetch_related("evidence"))


def reported_indicators(sheet: ScoreSheet) -> set[int]:
    """The indicators of which the province has sent a number in a half-year of the year, by key."""
    return set(
        Figure.objects.filter(
            submission__province=sheet.province,
            submission__period__year=sheet.year.year,
            submission__state__in=Submission.REPORTED,
            value__isnull=False,
        ).values_list("indicator", flat=True)
    )


def sent_points(contest_year: EmulationYear, tree: Tree, figures: YearFigures) -> dict[Key, Points]:
    """(province slug, criterion) → points, of the sheets that were sent; who has not sent is not in it."""
    entered = {
        (score.sheet.province.slug, score.criterion_id): score
        for score in SelfScore.objects.filter(
            sheet__year=contest_year, sheet__state=ScoreSheet.State.SENT
        ).select_related("sheet__province")
    }
    sent = ScoreSheet.objects.filter(year=contest_year, state=ScoreSheet.State.SENT)
    return {
        (slug, node.criterion.pk): points_of(node, slug, entered.get((slug, node.criterion.pk)), figures)
        for slug in sent.values_list("province__slug", flat=True)
        for node in tree.leaves
    }
