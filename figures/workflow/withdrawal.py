"""A province takes back what it has sent, as long as nobody who checks it has looked at it."""

import datetime as dt
from copy import copy

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from figures.submissions.models import Step, Submission
from figures.submissions.permissions import may_enter
from figures.workflow.services import lock_submission, record_step, why_closed
from provinces.accounts.models import Officer
from provinces.clusters.permissions import leads, runs_cluster, works_for
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError

Action, State = Step.Action, Submission.State


def look_at(*, submission: Submission, by: Officer, at: dt.datetime | None = None) -> None:
    """Note that somebody who checks the figures has opened them, if that is who opened them."""
    if submission.state != State.SUBMITTED or submission.submitted_by_id == by.pk:
        return
    if leads(by, submission.province) or runs_cluster(by, submission.period.year):  # observers check nothing
        # Nothing that pages show changes, so the version stays; sent anew meanwhile, nobody has looked yet.
        unseen = Submission.objects.filter(pk=submission.pk, version=submission.version, looked_at=None)
        at = at or timezone.now()
        if unseen.update(looked_at=at):
            submission.looked_at = at


def may_withdraw(officer: Officer, submission: Submission) -> bool:
    if submission.state != State.SUBMITTED or submission.looked_at is not None:
        return False
    if not works_for(officer, submission.province):
        return False
    taken_back = copy(submission)
    taken_back.state = _sent_from(submission)
    return may_enter(officer, taken_back)


def _sent_from(submission: Submission) -> Submission.State:
    sent = submission.steps.filter(action=Action.SUBMIT).first()
    return State(sent.from_state) if sent else State.DRAFT


@transaction.atomic
def withdraw(
    *, submission: Submission, seen: str | None = None, by: Officer, at: dt.datetime | None = None
) -> Step:
    """Take the figures back to where they were sent from.

    What was sent first and taken back was never received: it is late if it is sent late again. An estimate
    that was sent again and taken back still counts as the one that was sent.

    Raises:
        RefusedError: if somebody has looked at the figures, or the days for entering them are over.
    """
    submission = lock_submission(submission)
    if not works_for(by, submission.province):
        raise PermissionDenied
    if submission.state != State.SUBMITTED:
        raise RefusedError(
            _("Báo cáo đang ở trạng thái “%s” nên không rút lại được.") % submission.get_state_display()
        )
    if submission.looked_at is not None:
        raise RefusedError(
            _("Người kiểm tra đã mở xem số liệu này nên không rút lại được. Cần sửa thì đề nghị trả lại.")
        )
    require_unchanged(submission, seen)
    before = _sent_from(submission)
    if before == State.DRAFT:
        submission.first_submitted_at = submission.submitted_by = None
        submission.figures.exclude(sent_estimate=None).update(sent_estimate=None)
    step = record_step(submission, Action.WITHDRAW, by=by, at=at, to_state=before)
    if not may_enter(by, submission, timezone.localdate(at) if at else None):
        raise RefusedError(why_closed(submission))
    return step
