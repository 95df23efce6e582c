"""What a province's page presents: its main indicators in one span, its half-years, its estimates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from figures.periods.models import Period
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.succession import Territories
from reports.charts.chart import Chart
from reports.charts.small_multiples import CODES, courses_by_indicator
from reports.comparison.key_figures import KEY_FIGURES, LEAD, KeyFigure, key_figure
from reports.comparison.rows import MAIN_INDICATORS, ComparedRow, main_rows
from reports.presentation.addresses import EVERYTHING, dashboard_url, explore_url, indicator_url
from reports.presentation.reporting_status import ReportingStatusRow
from reports.province.estimate_accuracy import EstimateAccuracy
from reports.province.estimate_accuracy_tables import EstimateAccuracyTable, ReplacedEstimatesTable
from reports.province.half_years import over_half_years, periods_of
from reports.province.tables import SeriesTable
from reports.summary.histories import history_of_merged
from reports.summary.land import Land, LandReading, Scope, land_of
from reports.summary.loading import as_reported, visible_submissions
from reports.summary.reporting_spans import Span, spans_of
from reports.summary.span_figures import SpanFigures, read_figures


@dataclass(frozen=True)
class ProvinceInSpan:
    """The province's main indicators in one span, beside those of the others.

    Attributes:
        figures: with the rows of the dashboard.
        chart: its courses beside the cluster's; None if the catalogue has none of them.
        kept: the parameters of the address that the links to other pages take along.
    """

    province: Province
    figures: SpanFigures
    scope: Scope
    kept: Mapping[str, str]
    chart: Chart | None

    @property
    def span(self) -> Span:
        return self.figures.span

    @property
    def own(self) -> SpanFigures:
        return self.figures.of_province(self.province)

    def url_of(self, code: str) -> str:
        url = indicator_url(self.span, code, self.scope, **self.kept)
        return f"{url}#{self.province.slug}"

    @property
    def dashboard_url(self) -> str:
        return dashboard_url(self.span, self.scope, **self.kept)

    def explore_url_of(self, *codes: str) -> str:
        """The course of these indicators in Explore."""
        slugs = [span.slug for span, _table in self.figures.history]
        return explore_url(("i", codes), ("t", [self.province.slug]), ("s", slugs), scope=self.scope)

    @property
    def key_figures(self) -> list[KeyFigure]:
        own = self.own
        return [key_figure(own, code, self.url_of) for code in (LEAD, *KEY_FIGURES) if code in own.table]

    @property
    def rows(self) -> Sequence[ComparedRow]:
        return main_rows(
            self.figures, url_of=self.url_of, explore_url_of=self.explore_url_of, province=self.province
        )

    @property
    def has_figures(self) -> bool:
        return any(line.cells[0].is_answered for line in self.own.table.lines.values())

    @property
    def is_illustrative(self) -> bool:
        return any(row.is_illustrative for row in self.rows)


@dataclass(frozen=True)
class ProvincePage:
    """What the reader may see; without `current` the province was in the cluster in no period."""

    province: Province
    spans: tuple[Span, ...]
    current: ProvinceInSpan | None
    series: SeriesTable | None
    estimate_accuracy: tuple[EstimateAccuracy, ...]

    @property
    def is_illustrative(self) -> bool:
        is_current = self.current is not None and self.current.is_illustrative
        return is_current or (self.series is not None and self.series.is_illustrative)

    @property
    def status(self) -> ReportingStatusRow | None:
        """Of the last half-year of the shown span."""
        if self.series is None or self.current is None:
            return None
        last = self.current.span.last
        return next((row.status for row in self.series.data if row.period == last), None)

    @property
    def has_others_estimates(self) -> bool:
        """Whether those that it was made of estimated in some half-year."""
        return any(row.province != self.province for row in self.estimate_accuracy)

    @property
    def explore_url(self) -> str:
        """The same half-years in Explore, of any indicators."""
        slugs = [row.period.slug for row in self.series.data] if self.series else []
        return explore_url(("t", [self.province.slug]), ("s", slugs), ("r", ["s"]))

    @property
    def estimate_accuracy_table(self) -> EstimateAccuracyTable:
        return EstimateAccuracyTable(self.estimate_accuracy, names_provinces=self.has_others_estimates)

    @property
    def replaced_tables(self) -> list[ReplacedEstimatesTable]:
        return [
            ReplacedEstimatesTable(row, names_province=self.has_others_estimates)
            for row in self.estimate_accuracy
            if row.replaced
        ]


NO_PERIOD = ((), None, None, ())


def assemble(
    province: Province,
    *,
    officer: Officer,
    span: Span | None = None,
    scope: Scope = EVERYTHING,
    kept: Mapping[str, str],
) -> ProvincePage:
    """Read the province's figures as this officer may see them.

    A half-year counts if the province, or one that it was made of, was in the cluster at its cut-off.

    Args:
        province: of any time.
        officer: the reader.
        span: whose main indicators to show; by default the newest half-year with figures.
        scope: which figures count, and on whose land.
        kept: the parameters of the address that the links to other pages take along.
    """
    territories = Territories.load()
    periods = periods_of(province, territories)
    if not periods:
        return ProvincePage(province, *NO_PERIOD)
    every_period = list(Period.objects.exclude(state=Period.State.PLANNED).select_related("cluster"))
    spans = tuple(each for each in spans_of(every_period) if not set(each.periods).isdisjoint(periods))
    lineage = [territories.provinces[pk] for pk in territories.lineage(province.pk)]
    if span not in spans:
        span = Span.of(_newest_with_figures(periods, lineage, officer, scope))
    current = _in_span(province, span, every_period, officer=officer, scope=scope, kept=kept)
    series, accuracy = over_half_years(
        province,
        periods,
        lineage=lineage,
        territories=territories,
        officer=officer,
        accepted_only=scope.accepted_only,
    )
    return ProvincePage(province, spans, current, series, accuracy)


def _newest_with_figures(
    periods: Sequence[Period], lineage: Sequence[Province], officer: Officer, scope: Scope
) -> Period:
    visible = visible_submissions(
        officer=officer, year=periods[0].year, accepted_only=scope.accepted_only, prefix=""
    )
    reported = set(
        Submission.objects.filter(
            visible,
            Q(state__in=Submission.REPORTED) | Q(keeps_accepted=True),
            period__in=periods,
            province__in=lineage,
        ).values_list("period_id", flat=True)
    )
    return next((period for period in periods if period.pk in reported), periods[0])


def _in_span(
    province: Province,
    span: Span,
    periods: list[Period],
    *,
    officer: Officer,
    scope: Scope,
    kept: Mapping[str, str],
) -> ProvinceInSpan:
    span, _submissions = as_reported(span, officer=officer, accepted_only=scope.accepted_only)
    land = _land_with(province, span, scope.reading)
    scope = replace(scope, reading=land.reading)
    visible = visible_submissions(officer=officer, year=span.year, accepted_only=scope.accepted_only)
    codes = {LEAD, *KEY_FIGURES, *MAIN_INDICATORS, *CODES}
    figures = read_figures(span, periods=periods, land=land, visible=visible, codes=codes, complete=0)
    current = ProvinceInSpan(province, figures, scope, kept, chart=None)
    own = current.own
    chart = courses_by_indicator(
        own.history,
        figures.history,
        former=history_of_merged(own.history, land=own.land, visible=visible, codes=CODES),
        mergers=own.land.mergers,
    )
    if chart is None:
        return current
    return replace(current, chart=replace(chart, number=1, explore_url=current.explore_url_of(*chart.codes)))


def _land_with(province: Province, span: Span, reading: LandReading) -> Land:
    """The rows of the dashboard among which the province is, on this reading or on another.

    `readings` are those on which it is there.
    """
    lands = {each: land_of(span, each) for each in LandReading}
    having = {
        each: land for each, land in lands.items() if province in land.provinces and land.reading == each
    }
    land = having.get(reading) or next(iter(having.values()), None)
    if land is None:  # it reported, but its membership or its name had ended
        return Land((province,), Territories.load())
    return replace(land, readings=tuple(having))
