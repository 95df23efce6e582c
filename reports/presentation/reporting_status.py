"""A province's reporting status in a period: icon, label, and whether it is late."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from figures.periods.models import Period
from figures.submissions.models import Submission
from figures.submissions.status import lateness, returned_cells, state_mark
from provinces.clusters.models import Province
from reports.summary.loading import ReportingState
from vietnamese.dates import format_date

State = Submission.State


@dataclass(frozen=True)
class ReportingStatusRow:
    """One province's status.

    `state` selects the colour. `cells_url` links to the province's cells; empty if the reader may not see
    them.
    """

    province: Province
    state: str
    icon: str
    label: str
    late: str
    sent: str
    cells_url: str


@dataclass(frozen=True)
class Reporting:
    """Which provinces have reported for a period.

    `sent` does not count a returned report, which must be sent again. `on_time` goes by the first sending.
    """

    period: Period
    rows: tuple[ReportingStatusRow, ...]
    sent: int
    on_time: int
    accepted: int
    returned: int

    @property
    def expected(self) -> int:
        return len(self.rows)

    @property
    def waiting(self) -> int:
        return self.sent - self.accepted


def report_on(period: Period, states: Sequence[ReportingState], cells_urls: dict[str, str]) -> Reporting:
    """Summarise the provinces' reporting states, which are in the provinces' order.

    `cells_urls` holds links by province slug, only of provinces whose cells the reader may see.
    """
    return Reporting(
        period=period,
        rows=status_rows(
            [
                (reporting_state, cells_urls.get(reporting_state.province.slug, ""))
                for reporting_state in states
            ]
        ),
        sent=sum(s.submission is not None and s.submission.is_reported for s in states),
        on_time=sum(bool(s.submission and s.submission.is_reported and not s.days_late) for s in states),
        accepted=sum(s.submission is not None and s.submission.is_accepted for s in states),
        returned=sum(s.state == State.RETURNED for s in states),
    )


def status_rows(states: Sequence[tuple[ReportingState, str]]) -> tuple[ReportingStatusRow, ...]:
    returned = returned_cells(
        [reporting_state.submission for reporting_state, _url in states if reporting_state.submission]
    )
    return tuple(_row(reporting_state, returned, url) for reporting_state, url in states)


def _row(reporting_state: ReportingState, returned: dict[int, int], cells_url: str) -> ReportingStatusRow:
    submission = reporting_state.submission
    mark = state_mark(submission, returned)
    sent_at = submission.first_submitted_at if submission else None
    return ReportingStatusRow(
        province=reporting_state.province,
        state=mark.state,
        icon=mark.icon,
        label=mark.label,
        late=lateness(submission, reporting_state.days_late),
        sent=_day_and_month(timezone.localdate(sent_at)) if sent_at else "",
        cells_url=cells_url,
    )


def _day_and_month(date: dt.date) -> str:
    return format_date(date).removesuffix(f"/{date.year}")
