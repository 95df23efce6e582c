"""How accurate a province's estimates were, compared with the final numbers."""

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
    """A cell whose estimate was replaced; `url` is empty if the reader may not open it."""

    indicator: Indicator
    revision: Revision
    url: str
    is_illustrative: bool


@dataclass(frozen=True)
class EstimateAccuracy:
    """One half-year's replaced estimates, and how many numbers are still estimates."""

    period: Period
    replaced: tuple[ReplacedEstimate, ...]
    still_estimated: int

    @property
    def confirmed(self) -> int:
        return sum(estimate.revision.amount == 0 for estimate in self.replaced)

    @property
    def deviation(self) -> Decimal | None:
        """The median deviation in percent, regardless of sign; None if there is no percentage.

        An estimate of zero has no percentage.
        """
        deviations = [abs(p) for estimate in self.replaced if (p := estimate.revision.percent) is not None]
        return median(deviations) if deviations else None

    @property
    def worst(self) -> ReplacedEstimate | None:
        wrong = [estimate for estimate in self.replaced if estimate.revision.percent]
        return max(wrong, key=_deviation, default=None)

    @property
    def is_illustrative(self) -> bool:
        return any(estimate.is_illustrative for estimate in self.replaced)


def estimate_accuracy(
    province: Province,
    periods: Sequence[Period],
    half_tables: Iterable[Table],
    *,
    visible: Q,
    urls: Mapping[int, str],
) -> tuple[EstimateAccuracy, ...]:
    """The half-years with replaced or remaining estimates, in the order of `periods`. Takes one query.

    Args:
        province: whose estimates.
        periods: the half-years to look at.
        half_tables: the table of each.
        visible: the submissions that the reader may see.
        urls: links to the province's cells by the period's primary key; empty if not readable.
    """
    figures = (
        Figure.objects.revised()
        .filter(visible, submission__province=province, submission__period__in=periods)
        .select_related("indicator", "submission")
        .order_by("indicator__section__position", "indicator__position")
    )
    replaced: dict[int, list[ReplacedEstimate]] = {}
    for figure in figures:
        period_id = figure.submission.period_id
        if revision := Revision.of(figure):
            url = f"{urls[period_id]}#{figure.indicator.code.replace('.', '-')}" if urls[period_id] else ""
            estimate = ReplacedEstimate(figure.indicator, revision, url, figure.is_illustrative)
            replaced.setdefault(period_id, []).append(estimate)
    rows = [
        EstimateAccuracy(period, tuple(replaced.get(period.pk, ())), _count_estimates(table))
        for period, table in zip(periods, half_tables, strict=True)
    ]
    return tuple(row for row in rows if row.replaced or row.still_estimated)


def _deviation(estimate: ReplacedEstimate) -> Decimal:
    return abs(estimate.revision.percent or Decimal(0))


def _count_estimates(table: Table) -> int:
    lines = (line for line in table.lines.values() if not line.is_ratio)
    return sum(line.cells[0].is_estimate and line.cells[0].is_number for line in lines)
