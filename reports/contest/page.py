"""The charts on a contest's page: the year's points, and the ranks of the years up to it."""

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

MOST_YEARS = 6


@dataclass(frozen=True, slots=True)
class ContestCharts:
    """The charts in the order of their numbers; `points` is None if the year has no criteria."""

    points: Chart | None
    others: tuple[Chart, ...]


def contest_charts(contest_year: EmulationYear, reader: Officer) -> ContestCharts:
    """The charts of a year whose scores the reader may see. Hidden checkers' points are left out."""
    table = table_for_reader(contest_year, reader)
    ranking = load_ranking(contest_year, table)
    order = _indices_by_rank(table, ranking)
    points = points_by_criterion(contest_year, table, order)
    others = [own_check_final(contest_year, table, order), _ranks(contest_year, reader)]
    drawn = [chart for chart in others if chart is not None and chart.spec is not None]
    return ContestCharts(
        replace(points, number=1) if points else None,
        tuple(replace(chart, number=n) for n, chart in enumerate(drawn, start=2 if points else 1)),
    )


def _indices_by_rank(table: ScoreTable, ranking: Sequence[RankedProvince]) -> list[int]:
    places = {ranked.province.pk: place for place, ranked in enumerate(ranking)}
    count = len(table.provinces)
    return sorted(range(count), key=lambda index: places.get(table.provinces[index].pk, count))


def _ranks(contest_year: EmulationYear, reader: Officer) -> Chart | None:
    # Settled scores only: everybody may read those.
    settled = EmulationYear.objects.filter(
        cluster=contest_year.cluster_id, year__lte=contest_year.year, scores_settled_at__isnull=False
    ).order_by("-year")[:MOST_YEARS]
    years: list[YearRanks] = []
    provinces: dict[int, Province] = {}
    for year in list(settled)[::-1]:
        ranking = [ranked for ranked in load_ranking(year, table_for_reader(year)) if ranked.rank]
        years.append(YearRanks(year, {ranked.province.pk: ranked.rank or 0 for ranked in ranking}))
        provinces |= {ranked.province.pk: ranked.province for ranked in ranking}
    by_position = sorted(provinces.values(), key=lambda province: province.position)
    return ranks_over_years(by_position, years, own=reader.province_id)
