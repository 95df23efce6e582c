"""Write the conference report as a PDF."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import Http404
from django.utils.translation import gettext as _

from papers.typeset import TypesettingError
from reports.conference.models import Conference
from reports.conference.report.document import joined, report_document
from reports.conference.report.sources import NoFiguresError
from reports.conference.report.typesetting import typeset
from reports.summary.reporting_spans import get_span


class Command(BaseCommand):
    help = (
        "Write the conference report of a half-year (2023-H1) as a PDF: the published one, or a draft of the "
        "figures as they are now."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("period", help="2023-H1")
        parser.add_argument("--output", required=True, type=Path, help="the file to write")
        parser.add_argument(
            "--scope",
            choices=["accepted", "all"],
            default="accepted",
            help="what a draft is made of: the figures that the cluster accepted, or all that were sent",
        )

    def handle(self, *, period: str, output: Path, scope: str, **options: Any) -> None:
        try:
            span = get_span(period)
        except Http404 as error:
            raise CommandError(str(error)) from error
        if span.is_year:
            raise CommandError(_("Báo cáo hội nghị lập theo nửa năm, ví dụ %s-H1.") % span.slug)
        conference = Conference.objects.of(span.last)
        try:
            pdf = typeset(report_document(conference, accepted_only=scope == "accepted"))
        except NoFiguresError as error:
            names = joined(state.province.name for state in error.states)
            raise CommandError(_("Chưa có số liệu để lập báo cáo. Còn thiếu: %s.") % names) from error
        except TypesettingError as error:
            raise CommandError(str(error)) from error
        try:
            output.write_bytes(pdf)
        except OSError as error:
            raise CommandError(_("Không ghi được tệp %s.") % output) from error
        self.stdout.write(str(output))
