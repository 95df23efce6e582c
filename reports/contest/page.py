"""What the page of the contest's charts presents: the year's points, and the ranks of the years up to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from emulation.results.loading import load_ranking, table_for_reader
from emulation.results.ranking import RankedProvince
from emulation.results.table import ScoreTable
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from reports.charts.chart import Chart
from reports.contest.rank_chart import YearRanks, ranks_over_years
from reports.contest.score_chart import points_by_criterion
from reports.contest.score_marks_chart import own_check_final

YEARS = 6


@dataclass(frozen=True, slots=True)
class ContestCharts:
    """The charts in the order of their numbers; `points` is none where the year has no criteria."""

    points: Chart | None
    others: tuple[Chart, ...]


def contest_charts(contest: EmulationYear, reader: Officer) -> ContestCharts:
    """The charts of that year, for who may read its scores.

    Checkers' points stand in them as far as that officer may know them by now.
    """
    table = table_for_reader(contest, reader)
    standings = load_ranking(contest, table)
    places = _by_rank(table, standings)
    points = points_by_criterion(contest, table, places)
    others = [own_check_final(contest, table, places), _ranks(contest, reader)]
    shown = [chart for chart in others if chart is not None and chart.spec is not None]
    return ContestCharts(
        replace(points, number=1) if points else None,
        tuple(replace(chart, number=n) for n, chart in enumerate(shown, start=2 if points else 1)),
    )


def _by_rank(table: ScoreTable, standings: Sequence[RankedProvince]) -> list[int]:
    """The places of the table, the first rank first; who has no points yet comes last."""
    ranks = {standing.province.pk: standing.rank for standing in standings}
    places = range(len(table.provinces))
    return sorted(places, key=lambda place: ranks.get(table.provinces[place].pk, len(places) + 1))


def _ranks(contest: EmulationYear, reader: Officer) -> Chart | None:
    """The ranks as the page of each year tells them; only settled ones, which everybody reads."""
    settled = EmulationYear.objects.filter(
        cluster=contest.cluster_id, year__lte=contest.year, scores_settled_at__isnull=False
    ).order_by("-year")[:YEARS]
    years: list[YearRanks] = []
    provinces: dict[int, Province] = {}
    for year in list(settled)[::-1]:
        found = load_ranking(year, table_for_reader(year))
        years.append(YearRanks(year, {standing.province.pk: standing.rank for standing in found}))
        provinces |= {standing.province.pk: standing.province for standing in found}
    by_position = sorted(provinces.values(), key=lambda province: province.position)
    return ranks_over_years(by_position, years, own=reader.province_id)
