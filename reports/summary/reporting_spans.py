"""The time spans of pages: a half-year, or a year of two halves."""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from provinces.clusters.models import Cluster

_YEAR = re.compile(r"\d{4}", re.ASCII)


@dataclass(frozen=True)
class Span:
    """A half-year or a year."""

    slug: str
    label: str
    periods: tuple[Period, ...]  # its halves, oldest first

    @classmethod
    def of(cls, period: Period) -> "Span":
        return cls(period.slug, period.label, (period,))

    @property
    def last(self) -> Period:
        return self.periods[-1]

    @property
    def year(self) -> int:
        return self.last.year

    @property
    def is_year(self) -> bool:
        return "-" not in self.slug

    @property
    def place(self) -> int:
        """Its place on a time axis of half-years, or of years."""
        return self.year if self.is_year else self.last.index

    @property
    def short_label(self) -> str:
        return str(self.year) if self.is_year else self.last.short_label

    def has_published(self, indicator: Indicator) -> bool:
        # Totals are published by half-year: the last half has a year's stocks, but not its flows.
        return len(self.periods) == 1 or not indicator.is_flow

    @property
    def cluster(self) -> Cluster:
        return self.last.cluster


def spans_of(periods: list[Period]) -> list[Span]:
    """All spans that the periods make, newest first, each year before its halves."""
    spans: list[Span] = []
    for year in sorted({period.year for period in periods}, reverse=True):
        halves = tuple(sorted((p for p in periods if p.year == year), key=lambda p: p.half))
        spans.append(_year(halves))
        spans += [Span.of(half) for half in reversed(halves)]
    return spans


def _year(halves: tuple[Period, ...]) -> Span:
    year, last = halves[-1].year, halves[-1]
    label = _("Năm %s") % year
    if last.half == 1:
        label = _("Năm %(year)s, đến hết %(half)s") % {"year": year, "half": last.get_half_display().lower()}
    return Span(str(year), label, halves)


def covering(spans: Iterable[Span]) -> Span:
    """All half-years of the spans in one, which has no name of its own."""
    periods = {period.pk: period for span in spans for period in span.periods}
    return Span("", "", tuple(sorted(periods.values(), key=lambda period: period.index)))


def year_until(last: Period, periods: Iterable[Period]) -> Span | None:
    """The year from its beginning to the end of this half-year; None if `periods` lack its first half."""
    halves = [p for p in periods if p.year == last.year and p.half <= last.half]
    return _year(tuple(sorted(halves, key=lambda p: p.half))) if len(halves) == last.half else None


def to_date(span: Span, reported: Container[int]) -> Span:
    """A year without its second half while nobody has reported for that; a half stays as it is.

    `reported` has the keys of the periods with reports.
    """
    first = span.periods[0]
    if len(span.periods) == 1 or span.last.pk in reported or first.pk not in reported:
        return span
    return _year((first,))


def get_span(slug: str) -> Span:
    """The span of a slug (`2023-H1` or `2023`), or raise Http404."""
    periods = Period.objects.exclude(state=Period.State.PLANNED).select_related("cluster")
    periods = periods.filter(year=slug) if _YEAR.fullmatch(slug) else periods.with_slug(slug)
    for span in spans_of(list(periods)):
        if span.slug == slug:
            return span
    raise Http404(_("Không có kỳ báo cáo “%s”.") % slug)


def earlier_spans(span: Span, periods: list[Period]) -> tuple[Span | None, Span | None]:
    """The span before, and the span a year before: None for a year, where both are the same."""
    by_slug = {earlier.slug: earlier for earlier in spans_of(periods)}
    if span.is_year:
        return by_slug.get(str(span.year - 1)), None
    return by_slug.get(span.last.previous_slug), by_slug.get(span.last.year_ago_slug)
