"""The points of self-scores: those that were entered and those computed from accepted figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from emulation.criteria.measured import measured_values
from emulation.criteria.tree import Node, Tree
from emulation.pledges.progress import targets_of_year
from emulation.scoring.points import Points, WhyNoPoints, compute
from emulation.scoring.rule import ScoringRule
from emulation.scoring.targets import Target
from emulation.self_scores.models import ScoreSheet, SelfScore
from emulation.year.models import EmulationYear
from figures.submissions.models import Figure, Submission
from figures.submissions.yearly import Yearly
from provinces.clusters.succession import own_or_merged

Key = tuple[str, int]  # province slug, criterion


@dataclass(frozen=True)
class YearFigures:
    """What points are computed from: (province slug, indicator code) → accepted number or signed target."""

    values: Mapping[tuple[str, str], Yearly]
    targets: Mapping[tuple[str, str], Target]


def read_figures(contest_year: EmulationYear, tree: Tree) -> YearFigures:
    return YearFigures(
        measured_values(tree, contest_year.cluster, contest_year.year, list(contest_year.members)),
        targets_of_year(contest_year),
    )


def points_of(node: Node, province: str, score: SelfScore | None, figures: YearFigures) -> Points:
    if node.criterion.is_computed:
        return compute(ScoringRule.of(node.criterion), province, figures.values, figures.targets)
    if score is None or score.points is None:
        return Points(why=WhyNoPoints.NOT_ENTERED)
    return Points(score.points)


def stored_scores(sheet: ScoreSheet) -> list[SelfScore]:
    if sheet.pk is None:
        return []
    return list(sheet.scores.select_related("indicator", "changed_by").prefetch_related("evidence"))


def reported_indicators(sheet: ScoreSheet) -> set[int]:
    """The keys of the indicators whose numbers the province has sent in any half-year of the year."""
    return set(
        Figure.objects.filter(
            own_or_merged(sheet.province_id, path="submission__province"),
            submission__period__year=sheet.year.year,
            submission__state__in=Submission.REPORTED,
            value__isnull=False,
        ).values_list("indicator", flat=True)
    )


def sent_points(contest_year: EmulationYear, tree: Tree, figures: YearFigures) -> dict[Key, Points]:
    """Only provinces whose self-score was sent are in it."""
    entered = {
        (score.sheet.province.slug, score.criterion_id): score
        for score in SelfScore.objects.filter(
            sheet__year=contest_year, sheet__state=ScoreSheet.State.SENT
        ).select_related("sheet__province")
    }
    sent = ScoreSheet.objects.sent().filter(year=contest_year)
    return {
        (slug, node.criterion.pk): points_of(node, slug, entered.get((slug, node.criterion.pk)), figures)
        for slug in sent.values_list("province__slug", flat=True)
        for node in tree.leaves
    }
