"""What the provinces wrote for the report: collected by box, and put into it at the secretary's choice."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef

from figures.periods.models import Period
from figures.submissions.models import Figure, Submission
from figures.submissions.permissions import visible_to
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from reports.conference.report.document import points
from reports.presentation.reporting_status import ReportingStatusRow, status_rows
from reports.summary.loading import ReportingState

ADDED = "contribution"  # the checkboxes' name


@dataclass(frozen=True)
class Contribution:
    """One province's text for one box of the conference, with how far it is accepted."""

    field: str
    province: Province
    standing: ReportingStatusRow
    points: tuple[str, ...]
    is_illustrative: bool
    is_added: bool = False

    @property
    def key(self) -> str:
        return f"{self.field}:{self.province.slug}"

    @property
    def added_lines(self) -> list[str]:
        """As they stand in the report: each says whose it is."""
        said = [f"{self.province.name}: {point}" for point in self.points]
        return [f"{line.rstrip('. ')} (minh họa)." for line in said] if self.is_illustrative else said


def contributions(period: Period, officer: Officer) -> dict[str, list[Contribution]]:
    """The texts that this officer may read, by box, in the provinces' order."""
    made_up = Figure.objects.filter(submission=OuterRef("pk"), is_illustrative=True)
    submissions = list(
        Submission.objects.filter(visible_to(officer, period.year), period=period)
        .annotate(has_illustrative=Exists(made_up))
        .select_related("province", "period")
        .order_by("province__position")
    )
    standings = status_rows([(ReportingState(s.province, s, s.days_late()), "") for s in submissions])
    return {
        field: [
            Contribution(field, s.province, standing, tuple(points(text)), s.has_illustrative)
            for s, standing in zip(submissions, standings, strict=True)
            if (text := getattr(s, field))
        ]
        for field in Submission.NARRATIVE
    }


def with_chosen(
    data: Mapping[str, Any], chosen: list[str], offered: Mapping[str, list[Contribution]]
) -> dict[str, Any]:
    """The form's data with the chosen texts after what stands in their boxes; what is there stays alone."""
    filled = dict(data.items())
    for field, found in offered.items():
        standing = points(str(filled.get(field, "")))
        lines = [
            line
            for contribution in found
            if contribution.key in chosen
            for line in contribution.added_lines
            if line not in standing
        ]
        if lines:
            filled[field] = "\n".join([str(filled.get(field, "")).rstrip(), *lines]).lstrip()
    return filled


def marked(
    offered: Mapping[str, list[Contribution]], texts: Mapping[str, Any]
) -> dict[str, list[Contribution]]:
    """The contributions, each knowing whether it stands in its box already."""
    return {
        field: [
            replace(c, is_added=all(line in points(str(texts.get(field) or "")) for line in c.added_lines))
            for c in found
        ]
        for field, found in offered.items()
    }
