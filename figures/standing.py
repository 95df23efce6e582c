"""How a submission's state reads: the colour, the sign, the word, and whether it is late."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from figures.models import Step, Submission

State = Submission.State


@dataclass(frozen=True)
class Word:
    """A state as the page shows it: `state` gives the colour, `icon` the sign; `label` alone would do too."""

    state: str
    icon: str
    label: str
    waits_for: str = ""


def word_for(submission: Submission | None, returned_cells: int | None = None) -> Word:
    """The word for a province's half-year.

    Args:
        submission: none where the province never began.
        returned_cells: how many cells the last return named, where the caller knows it already.
    """
    if submission is None or submission.pk is None:
        return Word("draft", "none", _("Chưa nhập"))
    match submission.state:
        case State.RETURNED:
            if returned_cells is None:
                returned_cells = _returned_cells(submission)
            named = ngettext("Trả lại %d số", "Trả lại %d số", returned_cells) % returned_cells
            return Word("returned", "returned", named if returned_cells else _("Trả lại"), _("chờ tỉnh sửa"))
        case State.LOCKED:
            return Word("accepted", "locked", _("Đã khóa"))
        case State.SUBMITTED:
            return Word("submitted", "submitted", _("Đã gửi"), _("chờ tỉnh duyệt"))
        case State.APPROVED:
            return Word("approved", "approved", _("Đã duyệt"), _("chờ Cụm chấp nhận"))
    return Word(submission.state, submission.state, submission.get_state_display())


def _returned_cells(submission: Submission) -> int:
    step = submission.steps.filter(action__in=[Step.Action.RETURN, Step.Action.REOPEN]).first()
    return step.indicators.count() if step else 0


def lateness(submission: Submission | None, days: int) -> str:
    """`Chậm 4 ngày` for what came late, `Quá hạn 4 ngày` for what has not come; nothing in time."""
    if not days:
        return ""
    sent = submission is not None and submission.first_submitted_at is not None
    return (_("Chậm %d ngày") if sent else _("Quá hạn %d ngày")) % days
