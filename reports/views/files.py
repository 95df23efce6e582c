"""The cluster's figures as files for spreadsheets and other programs."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from provinces.export import table_file
from provinces.models import Officer
from provinces.permissions import sees_figures
from reports.addresses import shows_accepted_only
from reports.figures_file import report_rows, span_rows
from reports.permissions import get_conference
from reports.spans import get_span


@require_safe
def figures(request: HttpRequest, period: str, file_format: str) -> HttpResponseBase:
    """Every indicator of a half-year or year, the cluster and its provinces, as this officer may see them.

    Raises:
        Http404: if there is no such period.
    """
    officer = cast(Officer, request.user)
    if not sees_figures(officer):
        raise PermissionDenied
    span = get_span(period)
    heads, rows = span_rows(span, officer=officer, accepted_only=shows_accepted_only(request))
    return table_file(file_format, f"so-lieu-cum-{span.slug}", heads, rows)


@require_safe
def report(request: HttpRequest, period: str, file_format: str) -> HttpResponseBase:
    """The numbers of a published report, as they were signed.

    Raises:
        Http404: if the officer may not read the report, or it is not published.
    """
    conference = get_conference(cast(Officer, request.user), period)
    if not conference.is_published or conference.document is None:
        raise Http404
    heads, rows = report_rows(conference.document)
    return table_file(file_format, f"bao-cao-{conference.period.slug}", heads, rows)
