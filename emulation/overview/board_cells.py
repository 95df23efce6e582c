"""What the year board says of one province in one part of the year. Nothing here reads the database."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation.awards.models import Dossier
from emulation.cross_checks.given_points import state_mark as check_mark
from emulation.cross_checks.models import Check
from emulation.movements.months import months_of_year
from emulation.movements.rows import LONG_SILENCE
from emulation.pledges import status as pledges
from emulation.pledges.models import Pledge
from emulation.self_scores.models import ScoreSheet
from emulation.self_scores.page import state_mark as sheet_mark
from emulation.year.models import Deadline
from figures.periods.models import Period
from figures.submissions.models import Submission
from figures.submissions.status import lateness
from figures.submissions.status import state_mark as figures_word
from vietnamese.numbers import format_number
from web.state_marks import StateMark


@dataclass(frozen=True)
class Cell:
    """Where a province stands with a part of the year.

    Attributes:
        word: the state, with its sign.
        on: the day on which it was done, or on which the last of it was.
        late: what is pointed out: by how many days it is overdue or came late, or a long silence.
        waits: whether the province may still do it in time or owes it; what may be left undone waits no
            longer once its days are over.
        url: the page where it is done, for who reads the board.
    """

    word: StateMark
    on: dt.date | None = None
    late: str = ""
    waits: bool = False
    url: str = ""

    def at(self, url: str) -> "Cell":
        """The same, with the page where it is done."""
        return replace(self, url=url)


def overdue(due_on: dt.date | None, today: dt.date) -> str:
    """`Quá hạn 3 ngày` once the last day is over; nothing before, or where no day was set."""
    days = (today - due_on).days if due_on else 0
    return ngettext("Quá hạn %s ngày", "Quá hạn %s ngày", days) % format_number(days) if days > 0 else ""


def pledge_cell(pledge: Pledge | None, deadline: Deadline | None, today: dt.date) -> Cell:
    """The pledge: sent is in time, though it binds once it is signed."""
    word = pledges.state_mark(pledge)
    if pledge is None or pledge.is_draft:
        return Cell(word, late=overdue(_last(deadline), today), waits=True)
    return Cell(word, pledge.signed_on or _day(pledge.sent_at))


def figures_cell(
    submission: Submission | None, period: Period | None, returned: dict[int, int], today: dt.date
) -> Cell:
    """The figures of a half-year: the first sending says whether they came in time."""
    if period is None or (submission is None and period.state == Period.State.PLANNED):
        return Cell(StateMark("draft", "none", _("Chưa mở")), waits=True)
    sent_on = _day(submission.first_submitted_at) if submission else None
    late = lateness(submission, period.days_late(sent_on, today))
    is_reported = submission is not None and submission.is_reported
    return Cell(figures_word(submission, returned), sent_on, late, waits=not is_reported)


def movements_cell(year: int, days: Sequence[dt.date], deadline: Deadline | None, today: dt.date) -> Cell:
    """What the province did in movements of that year; silence is counted in months that are over.

    Nothing is overdue: once the last day is over, nothing more is recorded.
    """
    is_over = deadline is not None and today > deadline.due_on
    if not days:
        return Cell(StateMark("draft", "none", _("Không có") if is_over else _("Chưa có")), waits=not is_over)
    said = ngettext("%d hoạt động", "%d hoạt động", len(days)) % len(days)
    if deadline is None or is_over:
        return Cell(StateMark("accepted", "accepted", said), max(days))
    line = months_of_year(year, deadline.opens_on, deadline.due_on, days, today)
    silent = line.silent_now if line.silent_now >= LONG_SILENCE else 0
    late = ngettext("Im ắng %d tháng", "Im ắng %d tháng", silent) % silent if silent else ""
    return Cell(StateMark("submitted", "submitted", said), max(days), late)


def score_cell(sheet: ScoreSheet | None, deadline: Deadline | None, today: dt.date) -> Cell:
    """The self-score."""
    if sheet is None or not sheet.is_sent:
        return Cell(sheet_mark(sheet), late=overdue(_last(deadline), today), waits=True)
    return Cell(sheet_mark(sheet), _day(sheet.sent_at))


def check_cell(check: Check | None, deadline: Deadline | None, today: dt.date) -> Cell:
    """The check that the province has to write of another one."""
    if check is None:
        word = StateMark("draft", "none", _("Chưa phân công"))
        return Cell(word, late=overdue(_last(deadline), today), waits=True)
    if not check.is_sent:
        return Cell(check_mark(check), late=overdue(_last(deadline), today), waits=True)
    return Cell(check_mark(check), _day(check.sent_at))


def answer_cell(
    check: Check | None,
    answered_at: dt.datetime | None,
    deadline: Deadline | None,
    today: dt.date,
    *,
    is_readable: bool,
) -> Cell:
    """What the province says to how it was checked; nobody has to say anything, so nothing is overdue.

    Args:
        check: the one of which it is the object.
        answered_at: when it last answered, if it did.
        deadline: the days of answering.
        today: the local day.
        is_readable: whether the reader may read that check: an answer tells that it differs.
    """
    if check is None or not check.is_sent:
        return Cell(StateMark("draft", "none", _("Chờ chấm chéo")), waits=True)
    if deadline is None or today < deadline.opens_on:
        return Cell(StateMark("draft", "none", _("Chưa đến ngày")), waits=True)
    if not is_readable:
        return Cell(StateMark("draft", "none", _("Chưa được xem")), waits=True)
    if answered_at is not None:
        return Cell(StateMark("explained", "explained", _("Đã có ý kiến")), _day(answered_at))
    if today > deadline.due_on:
        return Cell(StateMark("accepted", "accepted", _("Không có ý kiến")))
    return Cell(StateMark("draft", "none", _("Chưa có ý kiến")), waits=True)


def dossiers_cell(
    states: Collection[str], sent_at: dt.datetime | None, deadline: Deadline | None, today: dt.date
) -> Cell:
    """The dossiers of a province, as far as the reader is told of them; it need not propose anybody."""
    if not states:
        is_over = deadline is not None and today > deadline.due_on
        label = _("Không có hồ sơ") if is_over else _("Chưa gửi")
        return Cell(StateMark("draft", "none", label), waits=not is_over)
    late = overdue(_last(deadline), today)
    if Dossier.State.RETURNED in states:
        back = sum(state == Dossier.State.RETURNED for state in states)
        label = ngettext("Trả lại %d hồ sơ", "Trả lại %d hồ sơ", back) % back
        return Cell(StateMark("returned", "returned", label), late=late, waits=True)
    if Dossier.State.DRAFT in states:
        return Cell(StateMark("draft", "draft", _("Đang soạn")), late=late, waits=True)
    label = ngettext("Đã gửi %d hồ sơ", "Đã gửi %d hồ sơ", len(states)) % len(states)
    return Cell(StateMark("submitted", "submitted", label), _day(sent_at))


def _last(deadline: Deadline | None) -> dt.date | None:
    return deadline.due_on if deadline else None


def _day(at: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(at) if at else None
