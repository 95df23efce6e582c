"""The dashboard's charts and their order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from reports.charts.chart import Chart
from reports.charts.cluster import parts_chart, trend_chart, turnover_by_kind
from reports.charts.points import points_by_province
from reports.charts.provinces import bars_by_province, turnover_by_province
from reports.summary.loading import TrendPoint
from reports.summary.values import Table

TREND_CODES = ("coop.total",)
LEDGERS = (
    ("coop.total", "coop.new", "coop.dissolved"),
    ("group.total", "group.new", "group.ended"),
    ("union.total", "union.new", "union.dissolved"),
)
# Percent. Source: the criteria that the national alliance published in 2019 change a province's points here.
MEMBER_SHARE_BAND = (60, 80)


def charts_of(
    table: Table,
    before: Table | None = None,
    year_ago: Table | None = None,
    series: Mapping[str, Sequence[TrendPoint]] | None = None,
) -> list[Chart]:
    """The charts of a span, numbered in their order.

    An indicator that the table lacks has no chart; one that nobody has reported has a chart without a
    picture. Values are compared with `year_ago` or, without it, as for a year, with `before`.
    """
    earlier = year_ago or before
    stocks = table.at_end
    charts = [
        *(
            trend_chart(points, table[code].indicator, table.breaks.of(table[code].indicator))
            for code, points in (series or {}).items()
            if code in TREND_CODES and code in table
        ),
        turnover_by_kind(table, LEDGERS),
        bars_by_province(stocks, "coop.total", earlier=earlier),
        turnover_by_province(table, "coop.new", "coop.dissolved"),
        parts_chart(table, "coop.sector.", name="coop-sectors", title=_("HTX theo lĩnh vực"), by_size=True),
        bars_by_province(stocks, "union.total", in_units=True),
        bars_by_province(stocks, "coop.members"),
        bars_by_province(stocks, "coop.charter_capital"),
        points_by_province(stocks, "coop.capital_per_coop"),
        bars_by_province(stocks, "group.total"),
        points_by_province(stocks, "alliance.member_share", band=MEMBER_SHARE_BAND),
        parts_chart(table, "coop.rating.", name="coop-ratings", title=_("HTX theo kết quả xếp loại")),
    ]
    drawn = [chart for chart in charts if chart is not None]
    return [replace(chart, number=number) for number, chart in enumerate(drawn, start=1)]
