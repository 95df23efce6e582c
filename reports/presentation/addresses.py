"""URLs of a span's pages, and their scope: all figures or accepted ones only, and on whose land."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from reports.summary.land import LandReading, Scope
from reports.summary.reporting_spans import Span

EVERYTHING = Scope()


def scope_of(request: HttpRequest) -> Scope:
    return scope_in(request.GET)


def scope_in(parameters: QueryDict) -> Scope:
    """What is unknown in the address counts as not said."""
    readings = {reading.value: reading for reading in LandReading}
    reading = readings.get(parameters.get("reading", ""), LandReading.REPORTED)
    return Scope(parameters.get("scope") == "accepted", reading)


def query_of(scope: Scope) -> dict[str, str]:
    """The scope as parameters of an address; what is usual is left out."""
    query = {"scope": "accepted"} if scope.accepted_only else {}
    return query if scope.reading == LandReading.REPORTED else query | {"reading": scope.reading.value}


def dashboard_url(span: Span, scope: Scope = EVERYTHING, **parameters: str) -> str:
    return _with_scope(reverse("reports:dashboard", args=[span.slug]), scope, **parameters)


def indicator_url(span: Span, code: str, scope: Scope = EVERYTHING, **parameters: str) -> str:
    return _with_scope(reverse("reports:indicator", args=[span.slug, code]), scope, **parameters)


def province_url(slug: str, span: Span, scope: Scope = EVERYTHING, **parameters: str) -> str:
    return f"{reverse('reports:province', args=[slug])}?{province_query(span, scope, **parameters)}"


def province_query(span: Span, scope: Scope = EVERYTHING, **parameters: str) -> str:
    """What the address of any province's page says of the span."""
    return urlencode({"period": span.slug} | query_of(scope) | parameters)


def remark_url(span: Span, code: str, scope: Scope = EVERYTHING, **parameters: str) -> str:
    return _with_scope(reverse("reports:indicator-remark", args=[span.slug, code]), scope, **parameters)


def explore_url(*parameters: tuple[str, Iterable[str]], scope: Scope = EVERYTHING) -> str:
    """Explore with these lists: `i` indicators, `t` territories, `s` spans, and what its rows are, `r`."""
    pairs = [(name, value) for name, values in parameters for value in values]
    return f"{reverse('reports:explore')}?{urlencode([*pairs, *query_of(scope).items()])}"


def figures_file_url(span: Span, file_format: str, scope: Scope = EVERYTHING) -> str:
    return _with_scope(reverse(f"reports:figures-{file_format}", args=[span.slug]), scope)


def _with_scope(url: str, scope: Scope, **parameters: str) -> str:
    query = query_of(scope) | parameters
    return f"{url}?{urlencode(query)}" if query else url
