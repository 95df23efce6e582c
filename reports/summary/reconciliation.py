"""Published totals against our own: equal, or the gap."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from figures.catalogue.models import Indicator
from figures.published.models import PublishedFigure
from provinces.clusters.models import Province
from reports.summary.reporting_spans import Span
from reports.summary.values import Table


@dataclass(frozen=True)
class Comparison:
    """One published figure beside our own, which `reported` of `expected` provinces reported."""

    indicator: Indicator
    province: Province | None  # None: the cluster's total
    published: Decimal
    own: Decimal | None  # None: nobody knows it
    reported: int
    expected: int

    @property
    def gap(self) -> Decimal | None:
        return None if self.own is None else self.own - self.published

    @property
    def is_equal(self) -> bool:
        return self.gap == 0


@dataclass(frozen=True)
class Reconciliation:
    cluster: tuple[Comparison, ...]
    by_province: tuple[Comparison, ...]
    sources: tuple[str, ...]

    @property
    def equal(self) -> int:
        return sum(comparison.is_equal for comparison in self.cluster)

    @property
    def equal_by_province(self) -> int:
        return sum(comparison.is_equal for comparison in self.by_province)

    @property
    def is_equal(self) -> bool:
        return all(comparison.is_equal for comparison in (*self.cluster, *self.by_province))

    @property
    def rows(self) -> tuple[Comparison, ...]:
        """All totals of the cluster, but of the provinces' figures only those that differ."""
        return self.cluster + tuple(c for c in self.by_province if not c.is_equal)


def published_for(span: Span) -> list[PublishedFigure]:
    published = PublishedFigure.objects.filter(period=span.last).select_related("indicator", "province")
    ordered = published.order_by("indicator__section__position", "indicator__position", "province__position")
    return [figure for figure in ordered if span.has_published(figure.indicator)]


def reconcile(table: Table, published: Iterable[PublishedFigure]) -> Reconciliation | None:
    columns = {province.pk: column for column, province in enumerate(table.provinces)}
    cluster, by_province, sources = [], [], []
    for figure in published:
        line = table.lines.get(figure.indicator.code)
        if line is None:
            continue
        if figure.source not in sources:
            sources.append(figure.source)
        if figure.province_id is None:
            total = line.total
            cluster.append(
                Comparison(line.indicator, None, figure.value, total.value, total.reported, total.expected)
            )
        elif figure.province_id in columns:
            cell = line.cells[columns[figure.province_id]]
            by_province.append(
                Comparison(
                    line.indicator, figure.province, figure.value, cell.value, int(cell.is_answered), 1
                )
            )
    if not cluster and not by_province:
        return None
    return Reconciliation(tuple(cluster), tuple(by_province), tuple(sources))
