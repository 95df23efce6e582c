"""Reopen accepted figures until a day on which they close by themselves."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from figures.change_log.reading import has_changed_since
from figures.submissions.models import Step, Submission
from figures.workflow.kept_cells import keep_accepted
from figures.workflow.services import (
    accept_for_cluster,
    lock_submission,
    record_step,
    required_text,
)
from figures.workflow.transitions import next_state
from provinces.accounts.models import Officer
from provinces.clusters.permissions import runs_cluster
from vietnamese.dates import format_date
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError

Action, State = Step.Action, Submission.State
LONGEST_REOPENING = dt.timedelta(days=90)


@transaction.atomic
def reopen(
    *,
    submission: Submission,
    reason: str,
    until: dt.date,
    seen: str | None = None,
    by: Officer,
    at: dt.datetime | None = None,
) -> Step:
    """Open accepted figures for corrections until the end of a day. Late figures stay marked as late.

    Until the corrected figures are accepted, totals keep those accepted now.
    """
    submission = lock_submission(submission)
    if not runs_cluster(by, submission.period.year):
        raise PermissionDenied
    next_state(Action.REOPEN, submission.state)
    require_unchanged(submission, seen)
    today = timezone.localdate()
    if not today <= until <= today + LONGEST_REOPENING:
        raise RefusedError(
            _("Ngày kết thúc mở lại phải từ hôm nay trở đi, và không quá %d ngày.") % LONGEST_REOPENING.days
        )
    if submission.is_accepted:
        keep_accepted(submission)
    submission.reopened_until = until
    return record_step(
        submission, Action.REOPEN, by=by, at=at, reason=required_text(reason, _("Xin ghi lý do."))
    )


def close_reopened(*, on: dt.date | None = None) -> list[Submission]:
    """Accept reopened figures again that nobody changed by their end date; return them.

    Entry ends with the end date in any case. Figures that were changed and not sent stay returned: nobody
    approved them, so the cluster decides. The step is recorded for the officer who set the date.

    Args:
        on: close what ended before this day; today by default.
    """
    on = on or timezone.localdate()
    ended = Submission.objects.filter(state=State.RETURNED, reopened_until__lt=on).order_by("pk")
    return [submission for submission in ended if _close_if_unchanged(submission, on)]


@transaction.atomic
def _close_if_unchanged(submission: Submission, on: dt.date) -> bool:
    submission = lock_submission(submission)
    until = submission.reopened_until
    if submission.state != State.RETURNED or until is None or until >= on:
        return False  # the cluster gave more time meanwhile
    reopening = _reopening_of(submission)
    if reopening is None or has_changed_since(submission, reopening):
        return False
    reason = _("Hết ngày mở lại (%s), không có gì thay đổi.") % format_date(until)
    accept_for_cluster(submission, Action.CLOSE, by=reopening.by, reason=reason)
    return True


def _reopening_of(submission: Submission) -> Step | None:
    """The step that reopened accepted figures; None if they were sent or returned since."""
    for step in submission.steps.select_related("by").exclude(action=Action.COMMENT):
        if step.action != Action.REOPEN:
            return None
        if step.from_state in Submission.ACCEPTED:
            return step  # later reopenings only gave more time
    return None
