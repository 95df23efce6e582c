"""Loads the year's scores: those that people entered and those computed from figures."""

from decimal import Decimal

from emulation.criteria.tree import Tree, read_tree
from emulation.cross_checks.given_points import GivenPoints, check_points
from emulation.results.models import FinalScore
from emulation.results.rank_order import TieComparison
from emulation.results.ranking import RankedProvince, final_ranks, ranked_provinces
from emulation.results.table import Cell, ScoreTable, make_table
from emulation.results.visibility import Visibility
from emulation.scoring.points import Points, compute
from emulation.scoring.rule import ScoringRule
from emulation.self_scores.models import ScoreSheet, SelfScore
from emulation.self_scores.points import read_figures
from emulation.year.models import EmulationYear
from figures.submissions.reasons import NO_REASON, Reason
from provinces.accounts.models import Officer
from web.edit_conflicts import Snapshot

Key = tuple[int, int]  # criterion and province


def table_for_reader(contest_year: EmulationYear, reader: Officer | None = None) -> ScoreTable:
    """The points that the reader may see by now; without a reader, those that everybody may see.

    The number of queries does not grow with criteria or provinces.
    """
    return _table(contest_year, Visibility.of(reader, contest_year))


def load_whole_table(contest_year: EmulationYear) -> ScoreTable:
    """All points that were sent: to decide by, never to show before the scores are settled."""
    return _table(contest_year, Visibility.whole(contest_year))


def stored_finals(contest_year: EmulationYear) -> Snapshot:
    """All final points of the year, with their version."""
    finals = FinalScore.objects.filter(criterion__year=contest_year).order_by("criterion", "province")
    return Snapshot.of(finals.values_list("criterion", "province", "points", "reason"))


def _table(contest_year: EmulationYear, visibility: Visibility) -> ScoreTable:
    tree, provinces = read_tree(contest_year), list(contest_year.members)
    final_scores = FinalScore.objects.filter(criterion__year=contest_year) if visibility.finals else ()
    finals = {(final.criterion_id, final.province_id): final for final in final_scores}
    computed = computed_points(contest_year, tree)
    sent = SelfScore.objects.filter(
        visibility.self_scores, sheet__year=contest_year, sheet__state=ScoreSheet.State.SENT
    )
    entered = {
        (criterion, province): points
        for criterion, province, points in sent.values_list("criterion", "sheet__province", "points")
    }
    checked = check_points(visibility.checks, computed)
    cells = {}
    for node in tree.leaves:
        for province in provinces:
            key = (node.criterion.pk, province.pk)
            final, points = finals.get(key), computed.get(key, Points())
            check = checked.get(key, GivenPoints(None))
            cells[key] = Cell(
                own=points.value if node.criterion.is_computed else entered.get(key),
                check=check.points,
                final=final.points if final else None,
                given_reason=Reason(final.reason, final.reason_for) if final else NO_REASON,
                check_reason=check.reason,
                answer=check.answer,
                is_provisional=points.is_provisional,
            )
    sheets = ScoreSheet.objects.sent().filter(year=contest_year)
    return make_table(tree, provinces, cells, sheets.values_list("province", flat=True))


def computed_points(contest_year: EmulationYear, tree: Tree) -> dict[Key, Points]:
    provinces, figures = list(contest_year.members), read_figures(contest_year, tree)
    rules = {node.criterion.pk: ScoringRule.of(node.criterion) for node in tree.computed}
    return {
        (pk, province.pk): compute(rule, province.slug, figures.values, figures.targets)
        for pk, rule in rules.items()
        for province in provinces
    }


def tie_rule(contest_year: EmulationYear, tree: Tree) -> list[TieComparison]:
    """The year's written rule for equal totals; its criteria are top criteria of the scale, by number."""
    numbers = {node.criterion.pk: node.number for node in tree.scale}
    return [
        TieComparison(step.kind, numbers.get(step.criterion_id or 0, ""))
        for step in contest_year.tie_steps.all()
        if step.criterion_id is None or step.criterion_id in numbers
    ]


def load_ranking(contest_year: EmulationYear, table: ScoreTable) -> list[RankedProvince]:
    """The ranking by the points of the table, compared with the year before if that was settled whole."""
    return ranked_provinces(
        table,
        tie_rule(contest_year, read_tree(contest_year)),
        _last_year(contest_year),
        settled_whole=not contest_year.is_provisional if contest_year.scores_are_settled else None,
    )


def _last_year(contest_year: EmulationYear) -> dict[int, tuple[Decimal, int]]:
    before = EmulationYear.objects.filter(cluster=contest_year.cluster_id, year=contest_year.year - 1).first()
    if before is None or not before.scores_are_settled or before.is_provisional:
        return {}
    return final_ranks(table_for_reader(before), tie_rule(before, read_tree(before)))
