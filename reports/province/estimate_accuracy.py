"""How close a province's estimates were to the final numbers that came in their place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.db.models import Q

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.submissions.models import Figure
from figures.submissions.revision import Revision
from provinces.clusters.models import Province
from reports.summary.values import Table


@dataclass(frozen=True)
class ReplacedEstimate:
    """A cell whose estimate was replaced; `url` is empty where this reader may not open it."""

    indicator: Indicator
    revision: Revision
    url: str
    is_illustrative: bool


@dataclass(frozen=True)
class EstimateAccuracy:
    """One half-year: the estimates that were replaced, and how many are still estimates."""

    period: Period
    replaced: tuple[ReplacedEstimate, ...]
    left: int

    @property
    def exact(self) -> int:
        """How many estimates were confirmed."""
        return sum(one.revision.amount == 0 for one in self.replaced)

    @property
    def deviation(self) -> Decimal | None:
        """The median of the deviations in percent, whatever their sign; none where none can be told.

        Against an estimate of zero there is no percentage.
        """
        found = [abs(p) for one in self.replaced if (p := one.revision.percent) is not None]
        return median(found) if found else None

    @property
    def worst(self) -> ReplacedEstimate | None:
        """The cell with the largest deviation in percent; none where all were confirmed."""
        off = [one for one in self.replaced if one.revision.percent]
        return max(off, key=_distance, default=None)

    @property
    def is_illustrative(self) -> bool:
        return any(one.is_illustrative for one in self.replaced)


def estimate_accuracy(
    province: Province,
    periods: Sequence[Period],
    found: Iterable[Table],
    *,
    visible: Q,
    urls: Mapping[int, str],
) -> tuple[EstimateAccuracy, ...]:
    """The half-years in which estimates were replaced or are left, in the order of `periods`. One query.

    Args:
        province: whose estimates.
        periods: the half-years looked at.
        found: the table of each.
        visible: the submissions that count for this reader.
        urls: where the province's cells are, by the period's key; empty where the reader may not open them.
    """
    figures = (
        Figure.objects.revised()
        .filter(visible, submission__province=province, submission__period__in=periods)
        .select_related("indicator", "submission")
        .order_by("indicator__section__position", "indicator__position")
    )
    replaced: dict[int, list[ReplacedEstimate]] = {}
    for figure in figures:
        key = figure.submission.period_id
        if revision := Revision.of(figure):
            url = f"{urls[key]}#{figure.indicator.code.replace('.', '-')}" if urls[key] else ""
            one = ReplacedEstimate(figure.indicator, revision, url, figure.is_illustrative)
            replaced.setdefault(key, []).append(one)
    rows = [
        EstimateAccuracy(period, tuple(replaced.get(period.pk, ())), _left(table))
        for period, table in zip(periods, found, strict=True)
    ]
    return tuple(row for row in rows if row.replaced or row.left)


def _distance(one: ReplacedEstimate) -> Decimal:
    return abs(one.revision.percent or Decimal(0))


def _left(table: Table) -> int:
    """How many of the province's numbers are estimates."""
    lines = (line for line in table.lines.values() if not line.is_ratio)
    return sum(line.cells[0].is_estimate and line.cells[0].is_number for line in lines)
