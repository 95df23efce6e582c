"""The provinces' texts for the report, which the secretary can add to the conference's fields."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef

from figures.periods.models import Period
from figures.submissions.models import Figure, Submission
from figures.submissions.permissions import visible_to
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from reports.presentation.reporting_status import ReportingStatusRow, status_rows
from reports.summary.loading import ReportingState
from vietnamese.listed_lines import points

CHECKBOX = "contribution"  # name


@dataclass(frozen=True)
class Contribution:
    """One province's text for one field of the conference."""

    field: str
    province: Province
    status: ReportingStatusRow
    points: tuple[str, ...]
    is_illustrative: bool
    is_added: bool = False

    @property
    def key(self) -> str:
        return f"{self.field}:{self.province.slug}"

    @property
    def added_lines(self) -> list[str]:
        """The points as the report has them, each with its province."""
        lines = [f"{self.province.name}: {point}" for point in self.points]
        return [f"{line.rstrip('. ')} (minh họa)." for line in lines] if self.is_illustrative else lines


def contributions(period: Period, officer: Officer) -> dict[str, list[Contribution]]:
    illustrative = Figure.objects.filter(submission=OuterRef("pk"), is_illustrative=True)
    submissions = list(
        Submission.objects.filter(visible_to(officer, period.year), period=period)
        .annotate(has_illustrative=Exists(illustrative))
        .select_related("province", "period")
        .order_by("province__position")
    )
    statuses = status_rows([(ReportingState(s.province, s, s.days_late()), "") for s in submissions])
    return {
        field: [
            Contribution(field, s.province, status, tuple(points(text)), s.has_illustrative)
            for s, status in zip(submissions, statuses, strict=True)
            if (text := getattr(s, field))
        ]
        for field in Submission.NARRATIVE
    }


def add_chosen(
    data: Mapping[str, Any], chosen: list[str], by_field: Mapping[str, list[Contribution]]
) -> dict[str, Any]:
    """The form's data with the chosen texts appended to their fields, without those already there."""
    filled = dict(data.items())
    for field, contributions_of_field in by_field.items():
        present = points(str(filled.get(field, "")))
        lines = [
            line
            for contribution in contributions_of_field
            if contribution.key in chosen
            for line in contribution.added_lines
            if line not in present
        ]
        if lines:
            filled[field] = "\n".join([str(filled.get(field, "")).rstrip(), *lines]).lstrip()
    return filled


def mark_added(
    by_field: Mapping[str, list[Contribution]], texts: Mapping[str, Any]
) -> dict[str, list[Contribution]]:
    return {
        field: [
            replace(c, is_added=all(line in points(str(texts.get(field) or "")) for line in c.added_lines))
            for c in contributions_of_field
        ]
        for field, contributions_of_field in by_field.items()
    }
