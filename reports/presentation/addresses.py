"""Where the pages of a span are, and what part of its figures they show."""

from django.http import HttpRequest
from django.urls import reverse

from reports.summary.reporting_spans import Span

ACCEPTED = "scope=accepted"


def shows_accepted_only(request: HttpRequest) -> bool:
    """Whether the address leaves out what the cluster has not accepted yet."""
    return request.GET.get("scope") == "accepted"


def dashboard_url(span: Span, *, accepted_only: bool = False) -> str:
    """The dashboard of that half-year or year."""
    address = reverse("reports:dashboard", args=[span.slug])
    return f"{address}?{ACCEPTED}" if accepted_only else address


def indicator_url(span: Span, code: str, *, accepted_only: bool = False) -> str:
    """All cells behind a cluster's number; a province's row is named by its slug."""
    address = reverse("reports:indicator", args=[span.slug, code])
    return f"{address}?{ACCEPTED}" if accepted_only else address


def figures_file_url(span: Span, file_format: str, *, accepted_only: bool = False) -> str:
    """The span's figures as a file, xlsx or csv."""
    address = reverse(f"reports:figures-{file_format}", args=[span.slug])
    return f"{address}?{ACCEPTED}" if accepted_only else address
