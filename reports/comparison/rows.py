"""An indicator of the cluster, or of one province: its number, its course, its changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from provinces.clusters.models import Province
from reports.summary.courses import Course
from reports.summary.span_figures import ChangeRow, SpanFigures
from reports.summary.values import Change, IndicatorLine

# Of table 1: first what is at a time, then what happens within one.
MAIN_INDICATORS = (
    "coop.total",
    "coop.members",
    "coop.charter_capital",
    "coop.capital_per_coop",
    "coop.value_chain",
    "coop.digital",
    "group.total",
    "union.total",
    "alliance.member_share",
    "alliance.fund_outstanding",
    "coop.new",
    "coop.dissolved",
    "coop.revenue",
    "alliance.admitted",
    "alliance.class_attendees",
    "emulation.awards",
)


@dataclass(frozen=True)
class Spread:
    """Provinces' changes on the year before, and that of the cluster they are drawn beside."""

    provinces: tuple[Province, ...]
    changes: tuple[Change | None, ...]
    provisional: tuple[bool, ...]
    whole: Change | None

    def of_province(self, province: Province) -> "Spread":
        at = self.provinces.index(province)
        return Spread((province,), (self.changes[at],), (self.provisional[at],), self.whole)


@dataclass(frozen=True)
class ComparedRow:
    """A row of a table.

    Attributes:
        line: of the cluster, or of one province alone.
        url: leads to what is behind the number.
        explore_url: leads to the numbers of the course, in Explore.
    """

    line: IndicatorLine
    course: Course
    year_ago: ChangeRow
    previous: ChangeRow | None
    spread: Spread
    url: str
    explore_url: str

    @property
    def is_flow(self) -> bool:
        return self.line.indicator.is_flow

    @property
    def is_illustrative(self) -> bool:
        return self.line.is_illustrative or self.course.is_illustrative


def spread_of(figures: SpanFigures, code: str) -> Spread:
    line = figures.table[code]
    return Spread(
        provinces=figures.table.provinces,
        changes=figures.each_on_year_before(code),
        provisional=tuple(cell.is_provisional for cell in line.cells),
        whole=figures.on_year_before(code).change,
    )


def compared_row(
    figures: SpanFigures, code: str, spread: Spread, *, url: str, explore_url: str
) -> ComparedRow:
    return ComparedRow(
        line=figures.table[code],
        course=figures.course(code),
        year_ago=figures.on_year_before(code),
        previous=figures.on_previous(code),
        spread=spread,
        url=url,
        explore_url=explore_url,
    )


def main_rows(
    figures: SpanFigures,
    *,
    url_of: Callable[[str], str],
    explore_url_of: Callable[[str], str],
    province: Province | None = None,
) -> Sequence[ComparedRow]:
    """The rows of table 1, for the cluster or for one of its provinces."""
    own = figures.of_province(province) if province else figures
    return [
        compared_row(own, code, spread_of(figures, code), url=url_of(code), explore_url=explore_url_of(code))
        for code in MAIN_INDICATORS
        if code in figures.table
    ]
