"""A span's figures beside those of earlier spans: what dashboard, indicator and province page read.

Each page chooses indicators and rows, and shows what it gets; none adds up anything itself.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from figures.catalogue.break_models import SeriesBreak
from figures.periods.models import Period
from provinces.clusters.models import Province
from reports.summary.arithmetic import compare, compare_each, of_province
from reports.summary.courses import Course, course_of
from reports.summary.histories import History, earlier_of_its_kind
from reports.summary.land import Land
from reports.summary.loading import tables
from reports.summary.reporting_spans import Span, earlier_spans, spans_of
from reports.summary.values import Change, Table


@dataclass(frozen=True)
class ChangeRow:
    """A change against an earlier span; `change` is None if that span has nothing to compare with.

    `broken_by` is the change of definition in between, if there is one.
    """

    label: str
    change: Change | None
    broken_by: SeriesBreak | None


@dataclass(frozen=True)
class SpanFigures:
    """The figures of a span, all of the same rows.

    Attributes:
        previous: the half-year or year before; None without one.
        year_ago: the half-year a year before; None without one, and for a year.
        earlier: the half-years or years of the course before this one, the oldest first.
        tables: of these spans and perhaps others, by slug.
    """

    span: Span
    previous: Span | None
    year_ago: Span | None
    earlier: tuple[Span, ...]
    land: Land
    tables: Mapping[str, Table]

    @property
    def table(self) -> Table:
        return self.tables[self.span.slug]

    @property
    def previous_table(self) -> Table | None:
        return self.tables[self.previous.slug] if self.previous else None

    @property
    def year_ago_table(self) -> Table | None:
        return self.tables[self.year_ago.slug] if self.year_ago else None

    @property
    def year_before_table(self) -> Table | None:
        return self.previous_table if self.span.is_year else self.year_ago_table

    @property
    def history(self) -> History:
        return [(span, self.tables[span.slug]) for span in (*self.earlier, self.span)]

    @property
    def mergers(self) -> list[tuple[Province, tuple[Province, ...]]]:
        """Of the rows that in a span of these are sums of other provinces: which."""
        spans = [self.span, *filter(None, (self.previous, self.year_ago))]
        first = min(period.cut_off_on for span in spans for period in span.periods)
        return [(province, parts) for province, parts in self.land.mergers if first < province.established_on]

    def course(self, code: str) -> Course:
        return course_of(self.history, code)

    def on_year_before(self, code: str) -> ChangeRow:
        label = _("năm trước") if self.span.is_year else _("cùng kỳ")
        return self._change(self.year_before_table, code, label)

    def on_previous(self, code: str) -> ChangeRow | None:
        """None for flows, as halves have their seasons, and for a year, which has one span before it."""
        if self.span.is_year or self.table[code].indicator.is_flow:
            return None
        return self._change(self.previous_table, code, _("kỳ trước"))

    def each_on_year_before(self, code: str) -> tuple[Change | None, ...]:
        """The rows' own changes, in their order."""
        return compare_each(self.table, self.year_before_table, code)

    def changes(self, code: str) -> tuple[ChangeRow, ...]:
        """Against the earlier spans that there are, the nearest first."""
        rows = [self.on_previous(code) if self.previous else None]
        rows += [self.on_year_before(code)] if self.year_before_table else []
        return tuple(row for row in rows if row)

    def of_province(self, province: Province) -> "SpanFigures":
        """Of one of the rows alone."""
        return replace(
            self,
            land=replace(self.land, provinces=(province,)),
            tables={
                slug: of_province(table, table.provinces.index(province))
                for slug, table in self.tables.items()
            },
        )

    def _change(self, earlier: Table | None, code: str, label: str) -> ChangeRow:
        broken_by = self.table.break_since(earlier, code)
        return ChangeRow(label, compare(self.table, earlier, code), broken_by)


def read_figures(
    span: Span,
    *,
    periods: list[Period],
    land: Land,
    visible: Q,
    codes: Collection[str],
    complete: int = 2,
    others: Sequence[Span] = (),
) -> SpanFigures:
    """Read a span with its earlier ones.

    Args:
        span: see `as_reported`.
        periods: all open or locked half-years.
        land: whose figures.
        visible: see `visible_submissions`.
        codes: of the indicators to read of the earlier spans.
        complete: how many tables have all indicators: that of the span, then that of the year before.
        others: further spans to read.
    """
    previous, year_ago = earlier_spans(span, periods)
    earlier = earlier_of_its_kind(span, spans_of(periods))
    spans = list(dict.fromkeys([span, *filter(None, (year_ago, previous)), *earlier, *others]))
    read = tables(spans, land=land, visible=visible, compared=codes, complete=complete)
    by_slug = {each.slug: table for each, table in zip(spans, read, strict=True)}
    return SpanFigures(span, previous, year_ago, tuple(earlier), land, by_slug)
