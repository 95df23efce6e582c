"""URLs of a span's pages, and their scope: all figures, or accepted ones only."""

from django.http import HttpRequest
from django.urls import reverse

from reports.summary.reporting_spans import Span


def shows_accepted_only(request: HttpRequest) -> bool:
    return request.GET.get("scope") == "accepted"


def dashboard_url(span: Span, *, accepted_only: bool = False) -> str:
    return _with_scope(reverse("reports:dashboard", args=[span.slug]), accepted_only)


def indicator_url(span: Span, code: str, *, accepted_only: bool = False) -> str:
    return _with_scope(reverse("reports:indicator", args=[span.slug, code]), accepted_only)


def figures_file_url(span: Span, file_format: str, *, accepted_only: bool = False) -> str:
    return _with_scope(reverse(f"reports:figures-{file_format}", args=[span.slug]), accepted_only)


def _with_scope(url: str, accepted_only: bool) -> str:
    return f"{url}?scope=accepted" if accepted_only else url
