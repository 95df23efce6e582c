"""How a province's standing in a period reads: the sign, the word, and whether it is late."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from figures.models import Period, Step, Submission
from provinces.dates import format_date
from provinces.models import Province
from reports.sources import Standing

State = Submission.State


@dataclass(frozen=True)
class StandingRow:
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
    rows: tuple[StandingRow, ...]
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


def report_on(period: Period, standings: Sequence[Standing], cells_urls: dict[str, str]) -> Reporting:
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
        on_time=sum(standing.has_sent and not standing.days_late for standing in standings),
        accepted=sum(s.submission is not None and s.submission.is_accepted for s in standings),
        returned=sum(s.state == State.RETURNED for s in standings),
    )


def rows_of(standings: Sequence[tuple[Standing, str]]) -> tuple[StandingRow, ...]:
    """Standings, each with the address of its cells, in words; of one period or of several."""
    returned = _returned_cells([standing.submission for standing, _url in standings if standing.submission])
    return tuple(_row(standing, returned, url) for standing, url in standings)


def _returned_cells(submissions: Sequence[Submission]) -> dict[int, int]:
    """How many cells each returned submission is asked to correct, by its latest return or reopening."""
    steps = (
        Step.objects.filter(
            submission__in=[s for s in submissions if s.state == State.RETURNED],
            action__in=[Step.Action.RETURN, Step.Action.REOPEN],
        )
        .annotate(cells=Count("indicators"))
        .order_by("at", "pk")
    )
    return {step.submission_id: step.cells for step in steps}


def _row(standing: Standing, returned: dict[int, int], cells_url: str) -> StandingRow:
    submission = standing.submission
    state, icon, label = _word(standing, returned)
    late = ""
    if standing.days_late:
        words = _("Chậm %s ngày") if standing.has_sent else _("Quá hạn %s ngày")
        late = words % standing.days_late
    sent_at = submission.first_submitted_at if submission else None
    return StandingRow(
        province=standing.province,
        state=state,
        icon=icon,
        label=label,
        late=late,
        sent=_day_and_month(timezone.localdate(sent_at)) if sent_at else "",
        cells_url=cells_url,
    )


def _day_and_month(date: dt.date) -> str:
    """A date within the period, where a table has little room: `05/7`."""
    return format_date(date).removesuffix(f"/{date.year}")


def _word(standing: Standing, returned: dict[int, int]) -> tuple[str, str, str]:
    """Colour, sign and word of a state."""
    submission = standing.submission
    if submission is None:
        return "draft", "none", _("Chưa nhập")
    if submission.state == State.RETURNED:
        count = returned.get(submission.pk, 0)
        label = ngettext("Trả lại %d số", "Trả lại %d số", count) % count if count else _("Trả lại")
        return "returned", "returned", label
    if submission.state == State.LOCKED:
        return "accepted", "locked", submission.get_state_display()
    return submission.state, submission.state, submission.get_state_display()
