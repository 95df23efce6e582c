"""The provinces of a period: state, lateness, completeness."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from figures.catalogue.models import Indicator
from figures.explanations.standing import standing_explanations
from figures.periods.models import Period
from figures.submissions.models import Figure, Submission
from figures.submissions.status import lateness, returned_cells, state_mark
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import reads_drafts_of
from web.state_marks import StateMark


@dataclass(frozen=True)
class OverviewRow:
    """One province; the numbers count cells.

    Attributes:
        is_open: whether the reader may read the cells; what is closed is not counted either.
    """

    province: Province
    submission: Submission | None
    state: StateMark
    lateness: str
    sent_on: dt.date | None
    is_open: bool
    indicator_count: int
    filled: int
    explained: int
    not_known: int
    not_applicable: int

    @property
    def blank(self) -> int:
        """Cells that were sent without an answer: those that need none."""
        is_sent = self.submission is not None and self.submission.is_reported
        return self.indicator_count - self.filled if is_sent else 0

    @property
    def submitted(self) -> int:
        return self.filled if self.submission is not None and self.submission.is_reported else 0

    @property
    def accepted(self) -> int:
        return self.filled if self.submission is not None and self.submission.is_accepted else 0


def load_overview(period: Period, *, officer: Officer, today: dt.date | None = None) -> list[OverviewRow]:
    """The rows of all members in the cluster's order, as this officer may see them."""
    today = today or timezone.localdate()
    provinces = Province.objects.members_on(period.cluster, period.cut_off_on)
    indicator_count = Indicator.objects.asked_in(period.slug).entered().count()
    # As `Figure.objects.filled()`: a cell with a text that could not be read has no answer yet.
    filled = ~Q(figures__answer=Figure.Answer.BLANK) & Q(figures__typed="")
    is_asked = ~Q(figures__indicator__kind=Indicator.Kind.OPENING)
    submissions = {
        submission.province_id: submission
        for submission in Submission.objects.filter(period=period)
        .select_related("period", "province")
        .annotate(
            filled=Count("figures", filter=filled & is_asked),
            not_known=Count("figures", filter=Q(figures__answer=Figure.Answer.NOT_KNOWN) & is_asked),
            not_applicable=Count(
                "figures", filter=Q(figures__answer=Figure.Answer.NOT_APPLICABLE) & is_asked
            ),
        )
    }
    returned = returned_cells(submissions.values())
    explained = Counter(
        figure.submission_id
        for figure in standing_explanations(Figure.objects.filter(submission__in=submissions.values()))
    )
    # As `may_read`, without its queries: whoever reads this list sees what was sent.
    closed = {
        pk
        for pk, submission in submissions.items()
        if not submission.is_reported and not reads_drafts_of(officer, submission.province)
    }
    return [
        _row(
            period, p, submissions.get(p.pk), p.pk not in closed, indicator_count, returned, explained, today
        )
        for p in provinces
    ]


def _row(
    period: Period,
    province: Province,
    submission: Submission | None,
    is_open: bool,
    indicator_count: int,
    returned: dict[int, int],
    explained: Counter[int],
    today: dt.date,
) -> OverviewRow:
    days_late = submission.days_late(today) if submission else period.days_late(None, today)
    sent_at = submission.first_submitted_at if submission else None
    counted = submission if is_open else None
    return OverviewRow(
        province=province,
        submission=submission,
        state=state_mark(submission, returned),
        lateness=lateness(submission, days_late),
        sent_on=timezone.localdate(sent_at) if sent_at else None,
        is_open=is_open,
        indicator_count=indicator_count,
        filled=getattr(counted, "filled", 0),
        explained=explained[counted.pk] if counted else 0,
        not_known=getattr(counted, "not_known", 0),
        not_applicable=getattr(counted, "not_applicable", 0),
    )
