"""Reopening what was accepted, until a day on which it closes by itself."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from figures.change_log.reading import has_changed_since
from figures.submissions.models import Step, Submission
from figures.workflow.services import (
    accept_for_cluster,
    lock_submission,
    record_step,
    required_text,
)
from figures.workflow.transitions import target
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
    """Opens accepted figures again until a day, with a reason. The late mark stays as it was.

    Args:
        submission: what is opened.
        reason: why.
        until: the last day on which it may be changed; after it, it closes by itself.
        seen: its version as the page showed it, with all that would move.
        by: the acting officer.
        at: when, for figures of the past.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        RefusedError: without a reason, with a day in the past, or if nothing was accepted.
    """
    submission = lock_submission(submission)
    if not runs_cluster(by, submission.period.year):
        raise PermissionDenied
    target(Action.REOPEN, submission.state)
    require_unchanged(submission, seen)
    today = timezone.localdate()
    if not today <= until <= today + LONGEST_REOPENING:
        raise RefusedError(
            _("Ngày kết thúc mở lại phải từ hôm nay trở đi, và không quá %d ngày.") % LONGEST_REOPENING.days
        )
    submission.reopened_until = until
    return record_step(
        submission, Action.REOPEN, by=by, at=at, reason=required_text(reason, _("Xin ghi lý do."))
    )


def close_reopened(*, on: dt.date | None = None) -> list[Submission]:
    """Has what was reopened, and not touched by its end date, count again as it was accepted.

    The end date alone stops the entering. What was changed and not sent stays open to the cluster's decision:
    nobody approved it. The step is signed by who set the date.

    Args:
        on: the day (today); half-years whose end date lies before it are closed.
    """
    on = on or timezone.localdate()
    ended = Submission.objects.filter(state=State.RETURNED, reopened_until__lt=on).order_by("pk")
    return [submission for submission in ended if _closed(submission, on)]


@transaction.atomic
def _closed(submission: Submission, on: dt.date) -> bool:
    submission = lock_submission(submission)
    until = submission.reopened_until
    if submission.state != State.RETURNED or until is None or until >= on:
        return False  # somebody gave more time meanwhile
    reopened = _reopening_of(submission)
    if reopened is None or has_changed_since(submission, reopened):
        return False
    reason = _("Hết ngày mở lại (%s), không có gì thay đổi.") % format_date(until)
    accept_for_cluster(submission, Action.CLOSE, by=reopened.by, reason=reason)
    return True


def _reopening_of(submission: Submission) -> Step | None:
    """The reopening of what was accepted; none where it was sent or returned since."""
    for step in submission.steps.select_related("by").exclude(action=Action.COMMENT):
        if step.action != Action.REOPEN:
            return None
        if step.from_state in Submission.ACCEPTED:
            return step  # later ones gave more time
    return None
