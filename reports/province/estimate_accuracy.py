"""How accurate a province's estimates were, compared with the final numbers.

Before a province was made of others, these estimated: each for itself, since deviations have no sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.db.models import Q

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.submissions.counted_cells import counted_figures
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
    """The replaced estimates of a half-year of one province, and how many numbers are still estimates."""

    period: Period
    province: Province
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


@dataclass(frozen=True)
class ReportedHalf:
    """A half-year as one province reported it; `url` links to its cells, empty if the reader may not."""

    period: Period
    province: Province
    table: Table
    column: int  # of the province in the table
    url: str


def estimate_accuracy(halves: Sequence[ReportedHalf], *, visible: Q) -> tuple[EstimateAccuracy, ...]:
    """Those with replaced or remaining estimates, in their order. Takes one query.

    Of a reopened half-year nothing is replaced until it is accepted again.

    Args:
        halves: the half-years to look at.
        visible: the submissions that the reader may see.
    """
    urls = {(half.period.pk, half.province.pk): half.url for half in halves}
    counted, _kept = counted_figures(
        visible,
        Q(
            submission__period__in={period for period, _province in urls},
            submission__province__in={province for _period, province in urls},
        ),
    )
    figures = (
        counted.revised()
        .select_related("indicator", "submission")
        .order_by("indicator__section__position", "indicator__position")
    )
    replaced: dict[tuple[int, int], list[ReplacedEstimate]] = {}
    for figure in figures:
        key = figure.submission.period_id, figure.submission.province_id
        if revision := Revision.of(figure):
            url = f"{urls[key]}#{figure.indicator.code.replace('.', '-')}" if urls.get(key) else ""
            estimate = ReplacedEstimate(figure.indicator, revision, url, figure.is_illustrative)
            replaced.setdefault(key, []).append(estimate)
    rows = [
        EstimateAccuracy(
            half.period,
            half.province,
            tuple(replaced.get((half.period.pk, half.province.pk), ())),
            _count_estimates(half),
        )
        for half in halves
    ]
    return tuple(row for row in rows if row.replaced or row.still_estimated)


def _deviation(estimate: ReplacedEstimate) -> Decimal:
    return abs(estimate.revision.percent or Decimal(0))


def _count_estimates(half: ReportedHalf) -> int:
    cells = [line.cells[half.column] for line in half.table.lines.values() if not line.is_ratio]
    return sum(cell.is_estimate and cell.is_number for cell in cells)
