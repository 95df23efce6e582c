"""Print the cluster's totals of a period as one JSON object, for scripts and for checking by hand."""

import json
from argparse import ArgumentParser
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import Http404

from figures.catalogue.models import Indicator
from reports.summary.decimal_text import exact, rounded
from reports.summary.land import LandReading, land_of
from reports.summary.loading import as_reported, tables, visible_submissions
from reports.summary.reporting_spans import get_span
from reports.summary.values import IndicatorLine

RATIO_DECIMALS = 4  # as many as a reported figure may have


class Command(BaseCommand):
    help = "Print the cluster's totals of a half-year (2023-H1) or a year (2023) as one JSON object."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("period", help="2023-H1 for a half-year, 2023 for a year")
        parser.add_argument(
            "--accepted-only", action="store_true", help="leave out what the cluster has not accepted yet"
        )
        parser.add_argument(
            "--reading",
            choices=[reading.value for reading in LandReading],
            default=LandReading.REPORTED.value,
            help="the provinces at the end of the period (reported), those that stand on their land today, "
            "or in a year of a merger each for as long as it lasted (former)",
        )
        parser.add_argument("--by-province", action="store_true", help="give the value of each province too")

    def handle(
        self, *, period: str, accepted_only: bool, reading: str, by_province: bool, **options: Any
    ) -> None:
        try:
            requested = get_span(period)
        except Http404 as error:
            raise CommandError(str(error)) from error
        span, _submissions = as_reported(requested, officer=None, accepted_only=accepted_only)
        land = land_of(span, LandReading(reading))
        visible = visible_submissions(officer=None, year=span.year, accepted_only=accepted_only)
        (table,) = tables([span], land=land, visible=visible)
        slugs = [province.slug for province in land.provinces] if by_province else []
        totals = {code: totals_of(line, slugs) for code, line in table.lines.items()}
        self.stdout.write(json.dumps(totals, ensure_ascii=False, indent=1))


def totals_of(line: IndicatorLine, slugs: list[str]) -> dict[str, Any]:
    """With the provinces' values if there are slugs, in the order of the cells."""
    is_ratio = line.indicator.kind == Indicator.Kind.RATIO
    totals: dict[str, Any] = {
        "value": _number_text(line.total.value, is_ratio),
        "reported": line.total.reported,
        "expected": line.total.expected,
    }
    if slugs:
        values = [_number_text(cell.value, is_ratio) for cell in line.cells]
        totals["provinces"] = dict(zip(slugs, values, strict=True))
    return totals


def _number_text(value: Decimal | None, is_ratio: bool) -> str | None:
    if value is None:
        return None
    return exact(rounded(value, RATIO_DECIMALS) if is_ratio else value)
