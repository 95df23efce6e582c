"""The cells of the year board: one province in one part of the year. No database access."""

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
from figures.submissions.status import state_mark as submission_mark
from vietnamese.numbers import format_count, format_number
from web.state_marks import StateMark


@dataclass(frozen=True)
class Cell:
    """The state of one province in one part of the year.

    Attributes:
        mark: the state.
        done_on: the day it was done, or the last of several.
        warning: how many days it is overdue or came late, or a long silence.
        is_pending: whether the province still has to do it, or may while its days last.
        is_optional: whether it may be left undone.
        url: the page where it is done.
    """

    mark: StateMark
    done_on: dt.date | None = None
    warning: str = ""
    is_pending: bool = False
    is_optional: bool = False
    url: str = ""

    def linked_to(self, url: str) -> "Cell":
        return replace(self, url=url)


def pledge_cell(pledge: Pledge | None, deadline: Deadline | None, today: dt.date) -> Cell:
    mark = pledges.state_mark(pledge)
    if pledge is None or pledge.is_draft:
        return _owed(mark, deadline, today)
    return Cell(mark, pledge.signed_on or _day(pledge.sent_at))


def figures_cell(
    submission: Submission | None, period: Period | None, returned: dict[int, int], today: dt.date
) -> Cell:
    if period is None or (submission is None and period.state == Period.State.PLANNED):
        return Cell(StateMark("draft", "none", _("Chưa mở")), is_pending=True)
    sent_on = _day(submission.first_submitted_at) if submission else None
    warning = lateness(submission, period.days_late(sent_on, today))
    is_reported = submission is not None and submission.is_reported
    return Cell(submission_mark(submission, returned), sent_on, warning, is_pending=not is_reported)


def movements_cell(
    year: int,
    days: Sequence[dt.date],
    deadline: Deadline | None,
    today: dt.date,
    course: tuple[dt.date, dt.date] | None = None,
) -> Cell:
    """A province's activities; only whole months without one count as silence.

    It is never overdue: after the last day nothing can be recorded. `course` is the first and the last day of
    the movements that the province joined, outside of which there is nothing to do.
    """
    is_over = deadline is not None and today > deadline.due_on
    if not days:
        return Cell(
            StateMark("draft", "none", _("Không có") if is_over else _("Chưa có")), is_pending=not is_over
        )
    label = ngettext("%d hoạt động", "%d hoạt động", len(days)) % len(days)
    if deadline is None or is_over:
        return Cell(StateMark("accepted", "accepted", label), max(days))
    first, last = course or (deadline.opens_on, deadline.due_on)
    months = months_of_year(year, max(first, deadline.opens_on), min(last, deadline.due_on), days, today)
    silent = months.silent_now if months.silent_now >= LONG_SILENCE else 0
    warning = (
        ngettext(
            "Không có hoạt động trong %s tháng liên tiếp",
            "Không có hoạt động trong %s tháng liên tiếp",
            silent,
        )
        % format_count(silent)
        if silent
        else ""
    )
    return Cell(StateMark("submitted", "submitted", label), max(days), warning)


def score_cell(sheet: ScoreSheet | None, deadline: Deadline | None, today: dt.date) -> Cell:
    if sheet is None or not sheet.is_sent:
        return _owed(sheet_mark(sheet), deadline, today)
    return Cell(sheet_mark(sheet), _day(sheet.sent_at))


def check_cell(check: Check | None, deadline: Deadline | None, today: dt.date) -> Cell:
    if check is None:
        return _owed(StateMark("draft", "none", _("Chưa phân công")), deadline, today)
    if not check.is_sent:
        return _owed(check_mark(check), deadline, today)
    return Cell(check_mark(check), _day(check.sent_at))


def answer_cell(
    check: Check | None,
    answered_at: dt.datetime | None,
    deadline: Deadline | None,
    today: dt.date,
    *,
    is_readable: bool,
) -> Cell:
    """A province's answer to its cross-check. Nobody has to answer, so it is never overdue.

    `is_readable` says whether the reader may read the check: an answer reveals that its points differ.
    """
    if check is None or not check.is_sent:
        return Cell(StateMark("draft", "none", _("Chờ chấm chéo")), is_pending=True, is_optional=True)
    if deadline is None or today < deadline.opens_on:
        return Cell(StateMark("draft", "none", _("Chưa đến ngày")), is_pending=True, is_optional=True)
    if not is_readable:
        return Cell(StateMark("draft", "none", _("Chưa được xem")), is_pending=True, is_optional=True)
    if answered_at is not None:
        return Cell(StateMark("explained", "explained", _("Đã có ý kiến")), _day(answered_at))
    if today > deadline.due_on:
        return Cell(StateMark("accepted", "accepted", _("Không có ý kiến")))
    return Cell(StateMark("draft", "none", _("Chưa có ý kiến")), is_pending=True, is_optional=True)


def dossiers_cell(
    states: Collection[str], sent_at: dt.datetime | None, deadline: Deadline | None, today: dt.date
) -> Cell:
    if not states:
        is_over = deadline is not None and today > deadline.due_on
        label = _("Không có hồ sơ") if is_over else _("Chưa gửi")
        return Cell(StateMark("draft", "none", label), is_pending=not is_over, is_optional=True)
    warning = _overdue(deadline, today)
    if Dossier.State.RETURNED in states:
        returned = sum(state == Dossier.State.RETURNED for state in states)
        label = ngettext("Trả lại %d hồ sơ", "Trả lại %d hồ sơ", returned) % returned
        return Cell(StateMark("returned", "returned", label), warning=warning, is_pending=True)
    if Dossier.State.DRAFT in states:
        return Cell(StateMark("draft", "draft", _("Đang soạn")), warning=warning, is_pending=True)
    label = ngettext("Đã gửi %d hồ sơ", "Đã gửi %d hồ sơ", len(states)) % len(states)
    return Cell(StateMark("submitted", "submitted", label), _day(sent_at))


def _owed(mark: StateMark, deadline: Deadline | None, today: dt.date) -> Cell:
    return Cell(mark, warning=_overdue(deadline, today), is_pending=True)


def _overdue(deadline: Deadline | None, today: dt.date) -> str:
    """`Quá hạn 3 ngày` after the last day, otherwise empty."""
    days = (today - deadline.due_on).days if deadline else 0
    return ngettext("Quá hạn %s ngày", "Quá hạn %s ngày", days) % format_number(days) if days > 0 else ""


def _day(at: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(at) if at else None
