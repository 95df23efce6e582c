from collections.abc import Iterable, Mapping

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from figures.submissions.models import Step, Submission
from web.state_marks import StateMark

State = Submission.State


def state_mark(submission: Submission | None, returned: Mapping[int, int] | None = None) -> StateMark:
    """The mark of a province's half-year; for lists pass `returned_cells` of all, to save queries."""
    if submission is None or submission.pk is None:
        return StateMark("draft", "none", _("Chưa nhập"))
    match submission.state:
        case State.RETURNED:
            cells = (returned if returned is not None else returned_cells([submission])).get(submission.pk, 0)
            label = ngettext("Trả lại %d số", "Trả lại %d số", cells) % cells if cells else _("Trả lại")
            if submission.reopened_until is not None and not cells:
                label = _("Mở lại")
            waits = _("chờ tỉnh sửa") if submission.is_editable() else _("đã hết hạn sửa")
            return StateMark("returned", "returned", label, waits)
        case State.LOCKED:
            return StateMark("accepted", "locked", _("Đã khóa"))
        case State.SUBMITTED:
            return StateMark("submitted", "submitted", _("Đã gửi"), _("chờ tỉnh duyệt"))
        case State.APPROVED:
            return StateMark("approved", "approved", _("Đã duyệt"), _("chờ Cụm chấp nhận"))
    return StateMark(submission.state, submission.state, submission.get_state_display())


def returned_cells(submissions: Iterable[Submission]) -> dict[int, int]:
    """Submission → how many cells its latest return or reopening asks to correct."""
    steps = (
        Step.objects.filter(
            submission__in=[s.pk for s in submissions if s.state == State.RETURNED],
            action__in=[Step.Action.RETURN, Step.Action.REOPEN],
        )
        .annotate(named=Count("indicators"))
        .order_by("at", "pk")
    )
    return {step.submission_id: step.named for step in steps}


def lateness(submission: Submission | None, days: int) -> str:
    if not days:
        return ""
    sent = submission is not None and submission.first_submitted_at is not None
    return (_("Chậm %d ngày") if sent else _("Quá hạn %d ngày")) % days
