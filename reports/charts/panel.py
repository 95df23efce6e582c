"""The dashboard's charts and their order."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from provinces.clusters.models import Province
from reports.charts.chart import Chart
from reports.charts.ratings import ratings_by_province
from reports.charts.ratios import ratios_by_province
from reports.charts.small_multiples import DEFAULT_CODE, courses_by_province
from reports.charts.steps import steps_by_province
from reports.summary.histories import History
from reports.summary.values import Table


def charts_of(
    table: Table,
    before: Table | None = None,
    *,
    history: History = (),
    former: History = (),
    mergers: Iterable[tuple[Province, Sequence[Province]]] = (),
    course: str = DEFAULT_CODE,
) -> list[Chart]:
    """The charts of a span, by their numbers on the page; the fourth is `map_of`.

    An indicator that the table lacks has no chart; one that nobody has reported has a chart without a
    picture.

    The third is the courses of `course` in `history`, with `former` and `mergers` as in
    `courses_by_province`.
    """
    numbered = {
        1: steps_by_province(table, before),
        2: ratios_by_province(table),
        3: courses_by_province(history, course, former=former, mergers=mergers),
        5: ratings_by_province(table),
    }
    return [replace(chart, number=number) for number, chart in numbered.items() if chart is not None]
