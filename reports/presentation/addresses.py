"""URLs of a span's pages, and their scope: all figures, or accepted ones only."""

from django.http import HttpRequest
from django.urls import reverse

from reports.summary.reporting_spans import Span

ACCEPTED_SCOPE = "scope=accepted"


def shows_accepted_only(request: HttpRequest) -> bool:
    return request.GET.get("scope") == "accepted"


def dashboard_url(span: Span, *, accepted_only: bool = False) -> str:
    url = reverse("reports:dashboard", args=[span.slug])
    return f"{url}?{ACCEPTED_SCOPE}" if accepted_only else url


def indicator_url(span: Span, code: str, *, accepted_only: bool = False) -> str:
    """The page of the cells behind a cluster total; a province's row has its slug as anchor."""
    url = reverse("reports:indicator", args=[span.slug, code])
    return f"{url}?{ACCEPTED_SCOPE}" if accepted_only else url


def figures_file_url(span: Span, file_format: str, *, accepted_only: bool = False) -> str:
    url = reverse(f"reports:figures-{file_format}", args=[span.slug])
    return f"{url}?{ACCEPTED_SCOPE}" if accepted_only else url
