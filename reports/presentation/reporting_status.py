"""How a province's standing in a period reads: the sign, the word, and whether it is late."""

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
    """One row of who has reported. `state` gives the colour, `icon` the sign, `label` the word.

    `cells_url` leads to the province's cells; empty where this reader may not read them.
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
    """Who has reported for a period, and who has not.

    `sent` counts the reports that stand: one that was returned has to be sent again. `on_time` goes by the
    first sending.
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
        """Sent, and not accepted yet."""
        return self.sent - self.accepted


def report_on(period: Period, standings: Sequence[ReportingState], cells_urls: dict[str, str]) -> Reporting:
    """Puts the standings into words.

    Args:
        period: whose standings these are.
        standings: in the provinces' order.
        cells_urls: province slug → where its cells are; only provinces whose cells the reader may read.
    """
    return Reporting(
        period=period,
        rows=rows_of([(standing, cells_urls.get(standing.province.slug, "")) for standing in standings]),
        sent=sum(s.submission is not None and s.submission.is_reported for s in standings),
        on_time=sum(bool(s.submission and s.submission.is_reported and not s.days_late) for s in standings),
        accepted=sum(s.submission is not None and s.submission.is_accepted for s in standings),
        returned=sum(s.state == State.RETURNED for s in standings),
    )


def rows_of(standings: Sequence[tuple[ReportingState, str]]) -> tuple[ReportingStatusRow, ...]:
    """Standings, each with the address of its cells, in words; of one period or of several."""
    returned = returned_cells([standing.submission for standing, _url in standings if standing.submission])
    return tuple(_row(standing, returned, url) for standing, url in standings)


def _row(standing: ReportingState, returned: dict[int, int], cells_url: str) -> ReportingStatusRow:
    submission = standing.submission
    word = state_mark(submission, returned)
    sent_at = submission.first_submitted_at if submission else None
    return ReportingStatusRow(
        province=standing.province,
        state=word.state,
        icon=word.icon,
        label=word.label,
        late=lateness(submission, standing.days_late),
        sent=_day_and_month(timezone.localdate(sent_at)) if sent_at else "",
        cells_url=cells_url,
    )


def _day_and_month(date: dt.date) -> str:
    """A date within the period, where a table has little room: `05/7`."""
    return format_date(date).removesuffix(f"/{date.year}")
