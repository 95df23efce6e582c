"""The steps of a submission; each is checked against permissions and recorded."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.catalogue.wording import labels
from figures.periods.models import Period
from figures.sheet.loading import blocking_findings, load_sheet
from figures.submissions.access import last_move
from figures.submissions.comments import unread_comments_of
from figures.submissions.models import NamedCell, Step, Submission
from figures.submissions.permissions import may_approve, may_comment, may_enter, may_remark
from figures.workflow.kept_cells import drop_kept
from figures.workflow.sent_marks import mark_as_sent
from figures.workflow.transitions import (
    AlreadyReturnedError,
    NotChosenError,
    ReasonMissingError,
    next_state,
)
from provinces.accounts.models import Officer
from provinces.clusters.permissions import leads, runs_cluster, works_for
from vietnamese.dates import format_date
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError
from web.texts import accepted_text

Action, State = Step.Action, Submission.State


def lock_submission(submission: Submission) -> Submission:
    """Read the submission anew and lock it until the transaction ends.

    On SQLite the transaction itself is the lock (settings: IMMEDIATE).
    """
    locked = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("period__cluster", "province")
        .get(pk=submission.pk)
    )
    locked.catalogue = submission.catalogue
    return locked


def why_closed(submission: Submission) -> str:
    if submission.state not in Submission.EDITABLE:
        return (
            _("Báo cáo đang ở trạng thái “%s” nên không sửa được số liệu.") % submission.get_state_display()
        )
    if submission.reopened_until is not None:
        return _("Thời gian mở lại đã hết (%s).") % format_date(submission.reopened_until)
    if submission.period.state == Period.State.PLANNED:
        return _("Kỳ báo cáo chưa mở.")
    if submission.period.state == Period.State.LOCKED:
        return _("Kỳ báo cáo đã khóa.")
    if timezone.localdate() < submission.period.opens_on:
        return _("Nhập số liệu từ ngày %s.") % format_date(submission.period.opens_on)
    if submission.state == State.RETURNED:
        return _("Đã qua ngày cuối được sửa số trả lại (%s).") % format_date(
            submission.period.corrections_until
        )
    return _("Đã qua ngày cuối được nhập (%s).") % format_date(submission.period.closes_on)


def record_step(
    submission: Submission,
    action: Step.Action,
    *,
    by: Officer,
    at: dt.datetime | None,
    reason: str = "",
    cells: Mapping[Indicator, str] | None = None,
    to_state: Submission.State | None = None,
) -> Step:
    """Change the state and record the step. The caller has locked the row and checked permissions.

    `to_state` is for a step that leads back to where another came from.
    """
    before = submission.state
    submission.state = to_state or next_state(action, before)
    submission.version += 1
    submission.changed_by = by
    submission.save()
    step = Step.objects.create(
        submission=submission,
        action=action,
        at=at or timezone.now(),
        by=by,
        from_state=before,
        to_state=submission.state,
        reason=reason,
    )
    NamedCell.objects.bulk_create(
        NamedCell(step=step, indicator=indicator, reason=cell_reason)
        for indicator, cell_reason in (cells or {}).items()
    )
    return step


def accept_for_cluster(
    submission: Submission,
    action: Step.Action,
    *,
    by: Officer,
    at: dt.datetime | None = None,
    reason: str = "",
) -> Step:
    submission.reopened_until = None
    drop_kept(submission)
    step = record_step(submission, action, by=by, at=at, reason=reason)
    # Read under lock: otherwise a period that is being locked right now would leave these figures unlocked.
    if Period.objects.select_for_update().get(pk=submission.period_id).state == Period.State.LOCKED:
        record_step(submission, Action.LOCK, by=by, at=at)
    return step


def _require_valid(submission: Submission) -> None:
    # It was valid when it was sent, but its opening may have changed: the half-year before was reopened.
    findings = blocking_findings(submission)
    if findings:
        raise RefusedError(_("Số liệu không còn khớp, cần trả lại để sửa: %s") % findings[0].message)


def required_text(text: str, message: str, *, prints: bool = True) -> str:
    accepted = accepted_text(text, prints=prints)
    if not accepted:
        raise RefusedError(message)
    return accepted


@transaction.atomic
def submit(*, submission: Submission, by: Officer, at: dt.datetime | None = None) -> Step:
    submission = lock_submission(submission)
    if not works_for(by, submission.province):
        raise PermissionDenied
    next_state(Action.SUBMIT, submission.state)
    if not may_enter(by, submission, timezone.localdate(at) if at else None):
        raise RefusedError(why_closed(submission))
    sheet = load_sheet(submission)
    if sheet.blocking:
        raise RefusedError(_("Còn %d chỗ cần sửa hoặc cần giải trình.") % len(sheet.blocking))
    if sheet.open_return and (unanswered := sheet.open_return.unanswered):
        raise RefusedError(
            _("Số bị trả lại mà chưa sửa, cũng chưa ghi chú: %s. Sửa số, hoặc ghi chú vì sao giữ nguyên.")
            % labels(cell.indicator for cell in unanswered)
        )
    mark_as_sent(sheet)
    submission.first_submitted_at = submission.first_submitted_at or at or timezone.now()
    submission.submitted_by, submission.looked_at = by, None
    return record_step(submission, Action.SUBMIT, by=by, at=at)


@transaction.atomic
def approve(
    *, submission: Submission, seen: str | None = None, by: Officer, at: dt.datetime | None = None
) -> Step:
    """Approve for the province. `seen` is the version that the page showed: nobody signs unseen figures."""
    submission = lock_submission(submission)
    if not leads(by, submission.province):
        raise PermissionDenied
    next_state(Action.APPROVE, submission.state)
    require_unchanged(submission, seen)
    _require_valid(submission)
    if not may_approve(by, submission):
        raise RefusedError(_("Người tự nhập và tự gửi số liệu không duyệt chính số liệu ấy."))
    return record_step(submission, Action.APPROVE, by=by, at=at)


@transaction.atomic
def accept(
    *, submission: Submission, seen: str | None = None, by: Officer, at: dt.datetime | None = None
) -> Step:
    submission = lock_submission(submission)
    if not runs_cluster(by, submission.period.year):
        raise PermissionDenied
    next_state(Action.ACCEPT, submission.state)
    require_unchanged(submission, seen)
    _require_valid(submission)
    approval = submission.steps.filter(action=Action.APPROVE).first()
    if approval is not None and approval.by_id == by.pk:
        raise RefusedError(_("Người đã duyệt ở tỉnh không chấp nhận chính số liệu ấy ở Cụm."))
    return accept_for_cluster(submission, Action.ACCEPT, by=by, at=at)


@transaction.atomic
def send_back(
    *,
    submission: Submission,
    reason: str = "",
    cells: Mapping[Indicator, str] | None = None,
    not_chosen: Sequence[Indicator] = (),
    seen: str | None = None,
    by: Officer,
    at: dt.datetime | None = None,
) -> Step:
    """Return the figures to the province: only the named cells or, if none are named, all.

    `cells` are the named cells, each with its reason or ""; `reason` applies to those without one. Only
    the named cells, and those tied to them, open again.

    Args:
        submission: the half-year.
        reason: for the whole, or for the named cells without a reason of their own.
        cells: the named cells.
        not_chosen: cells that have a reason on the page, but are not ticked there. They are refused: the
            return would lose the reason, or name a cell that the officer no longer wants to name.
        seen: the version that the page showed.
        by: the officer who returns them.
        at: when, if not now.

    Raises:
        AlreadyReturnedError: if somebody returned them meanwhile.
        EditConflictError: if they were sent again since the version `seen`.
        NotChosenError: if there are cells `not_chosen`.
        ReasonMissingError: if named cells have no reason.
        RefusedError: if nothing is named and there is no reason, or there is nothing to return.
    """
    submission = lock_submission(submission)
    is_cluster = runs_cluster(by, submission.period.year)
    if not (is_cluster or leads(by, submission.province)):
        raise PermissionDenied
    if submission.state == State.RETURNED:
        _require_not_returned(submission, reason, cells or {}, by=by)
    next_state(Action.RETURN, submission.state)
    if not is_cluster and submission.state != State.SUBMITTED:
        raise RefusedError(_("Số liệu đã duyệt và đang ở Cụm; muốn sửa, đề nghị Tổ giúp việc Cụm trả lại."))
    require_unchanged(submission, seen)
    if not_chosen:
        raise NotChosenError(not_chosen)
    reason, cells = accepted_text(reason), _accepted_reasons(cells or {})
    if not reason and (without_reason := [cell for cell, cell_reason in cells.items() if not cell_reason]):
        raise ReasonMissingError(without_reason)
    if not (reason or cells):
        raise RefusedError(_("Xin ghi lý do trả lại, hoặc chọn số phải sửa và ghi lý do cạnh số đó."))
    return record_step(submission, Action.RETURN, by=by, at=at, reason=reason, cells=cells)


def _accepted_reasons(cells: Mapping[Indicator, str]) -> dict[Indicator, str]:
    return {cell: accepted_text(text, place=cell.in_language("label")) for cell, text in cells.items()}


def _require_not_returned(
    submission: Submission, reason: str, cells: Mapping[Indicator, str], *, by: Officer
) -> None:
    last = last_move(submission)  # without a return, the half-year was reopened
    if last is None or last.action != Action.RETURN:
        return
    is_repeated = (
        last.by_id == by.pk
        and last.reason == accepted_text(reason)
        and {cell.indicator_id: cell.reason for cell in last.cells.all()}
        == {cell.pk: text for cell, text in _accepted_reasons(cells).items()}
    )
    raise AlreadyReturnedError(last, is_repeated=is_repeated)


@transaction.atomic
def comment(
    *,
    submission: Submission,
    text: str,
    cell: Indicator | None = None,
    by: Officer,
    at: dt.datetime | None = None,
) -> Step:
    """Comment on a half-year.

    With a `cell`, it is a remark of those who run the cluster, which the province owes an answer, or that
    answer (`figures.submissions.comments`).
    """
    submission = lock_submission(submission)
    if not (may_comment(by, submission) if cell is None else may_remark(by, submission)):
        raise PermissionDenied
    reason = required_text(text, _("Xin ghi góp ý."), prints=False)  # read on the screen alone
    step = _leave_state(submission, Action.COMMENT, by=by, at=at, reason=reason)
    if cell is not None:
        NamedCell.objects.create(step=step, indicator=cell)
    return step


@transaction.atomic
def read_comments(*, submission: Submission, by: Officer, at: dt.datetime | None = None) -> Step:
    submission = lock_submission(submission)
    if not unread_comments_of(by, submission):
        raise RefusedError(_("Không còn góp ý nào chưa đọc."))
    return _leave_state(submission, Action.READ, by=by, at=at)


def _leave_state(
    submission: Submission, action: Step.Action, *, by: Officer, at: dt.datetime | None, reason: str = ""
) -> Step:
    """Record a step that leaves the state as it is."""
    state = submission.state
    return Step.objects.create(
        submission=submission,
        action=action,
        at=at or timezone.now(),
        by=by,
        from_state=state,
        to_state=state,
        reason=reason,
    )
