"""A province's reporting status in a period: icon, label, and whether it is late."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

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
    them. `counts_as_accepted` also holds while accepted figures are being corrected. `merged_from` has those
    who reported before the province was established; `is_over` says that it ended before.
    """

    province: Province
    state: str
    icon: str
    label: str
    late: str
    sent: str
    cells_url: str
    counts_as_accepted: bool
    merged_from: tuple[Province, ...]
    is_over: bool


@dataclass(frozen=True)
class Reporting:
    """Which provinces have reported for a period.

    `sent` does not count a returned report, which must be sent again. `on_time` goes by the first sending.
    `accepted` counts a reopened report, whose accepted figures stay in every total; sent again, it is also
    `waiting`, but not `provisional`.
    """

    period: Period
    rows: tuple[ReportingStatusRow, ...]
    sent: int
    on_time: int
    accepted: int
    waiting: int
    provisional: int
    returned: int
    being_corrected: tuple[Province, ...]

    @property
    def expected(self) -> int:
        return len(self.rows)


def report_on(period: Period, states: Sequence[ReportingState], cells_urls: dict[str, str]) -> Reporting:
    """Summarise the provinces' reporting states, which are in the provinces' order.

    `cells_urls` holds links by province slug, only of provinces whose cells the reader may see.
    """
    submissions = [s.submission for s in states if s.submission is not None]
    reported = [submission for submission in submissions if submission.is_reported]
    return Reporting(
        period=period,
        rows=status_rows(
            [
                (reporting_state, cells_urls.get(reporting_state.province.slug, ""))
                for reporting_state in states
            ]
        ),
        sent=len(reported),
        on_time=sum(bool(s.submission and s.submission.is_reported and not s.days_late) for s in states),
        accepted=sum(submission.counts_as_accepted for submission in submissions),
        waiting=sum(not submission.is_accepted for submission in reported),
        provisional=sum(not submission.counts_as_accepted for submission in reported),
        returned=sum(s.state == State.RETURNED for s in states),
        being_corrected=tuple(s.province for s in states if s.submission and s.submission.keeps_accepted),
    )


def status_rows(states: Sequence[tuple[ReportingState, str]]) -> tuple[ReportingStatusRow, ...]:
    returned = returned_cells(
        [reporting_state.submission for reporting_state, _url in states if reporting_state.submission]
    )
    return tuple(_row(reporting_state, returned, url) for reporting_state, url in states)


def _row(reporting_state: ReportingState, returned: dict[int, int], cells_url: str) -> ReportingStatusRow:
    submission, merged_from = reporting_state.submission, reporting_state.merged_from
    mark = state_mark(submission, returned)
    sent_at = submission.first_submitted_at if submission else None
    return ReportingStatusRow(
        province=reporting_state.province,
        state=mark.state,
        icon=mark.icon,
        label=_label(reporting_state, mark.label),
        late=lateness(submission, reporting_state.days_late),
        sent=_day_and_month(timezone.localdate(sent_at)) if sent_at else "",
        cells_url=cells_url,
        counts_as_accepted=submission is not None and submission.counts_as_accepted,
        merged_from=merged_from,
        is_over=reporting_state.is_over,
    )


def _label(reporting_state: ReportingState, words: str) -> str:
    if reporting_state.merged_from:
        return _("gộp từ %s") % ", ".join(map(str, reporting_state.merged_from))
    if reporting_state.is_over:
        return _("đã kết thúc")
    return words


def _day_and_month(date: dt.date) -> str:
    return format_date(date).removesuffix(f"/{date.year}")
