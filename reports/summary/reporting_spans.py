"""The stretches of time that a page shows: a half-year, or a year made of its halves."""

import re
from collections.abc import Container
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from provinces.clusters.models import Cluster

_YEAR = re.compile(r"\d{4}", re.ASCII)


@dataclass(frozen=True)
class Span:
    """A half-year or a year. `periods` holds its halves in time; the last one gives the stocks."""

    slug: str
    label: str
    periods: tuple[Period, ...]

    @property
    def last(self) -> Period:
        return self.periods[-1]

    @property
    def year(self) -> int:
        return self.last.year

    @property
    def is_year(self) -> bool:
        return "-" not in self.slug

    def has_published(self, indicator: Indicator) -> bool:
        """Whether its last half's published total is the span's: a year has the stocks, no flows."""
        return len(self.periods) == 1 or not indicator.is_flow

    @property
    def cluster(self) -> Cluster:
        return self.last.cluster


def spans_of(periods: list[Period]) -> list[Span]:
    """Every span that the periods make, the newest first: each year stands before its own halves.

    A year is shown from its first half on; its label says so while the second is missing.
    """
    spans: list[Span] = []
    for year in sorted({period.year for period in periods}, reverse=True):
        halves = tuple(sorted((p for p in periods if p.year == year), key=lambda p: p.half))
        spans.append(_year(halves))
        spans += [Span(half.slug, half.label, (half,)) for half in reversed(halves)]
    return spans


def _year(halves: tuple[Period, ...]) -> Span:
    year, last = halves[-1].year, halves[-1]
    label = _("Năm %s") % year
    if last.half == 1:
        label = _("Năm %(year)s, đến hết %(half)s") % {"year": year, "half": last.get_half_display().lower()}
    return Span(str(year), label, halves)


def to_date(span: Span, reported: Container[int]) -> Span:
    """The span without the last half of a year while nobody has reported for it: the year so far.

    Args:
        span: a half, which stays as it is, or a year.
        reported: keys of the periods for which somebody has.
    """
    first = span.periods[0]
    if len(span.periods) == 1 or span.last.pk in reported or first.pk not in reported:
        return span
    return _year((first,))


def get_span(slug: str) -> Span:
    """The span of that slug (`2023-H1` or `2023`).

    Raises:
        Http404: if there is no such period.
    """
    periods = Period.objects.exclude(state=Period.State.PLANNED).select_related("cluster")
    periods = periods.filter(year=slug) if _YEAR.fullmatch(slug) else periods.with_slug(slug)
    for span in spans_of(list(periods)):
        if span.slug == slug:
            return span
    raise Http404(_("Không có kỳ báo cáo “%s”.") % slug)


def earlier_spans(span: Span, periods: list[Period]) -> tuple[Span | None, Span | None]:
    """The span before, and the same span a year before; none where the system has no such period.

    For a year both are the same thing, so the second is none.
    """
    by_slug = {found.slug: found for found in spans_of(periods)}
    if span.is_year:
        return by_slug.get(str(span.year - 1)), None
    return by_slug.get(span.last.previous_slug), by_slug.get(span.last.year_ago_slug)
