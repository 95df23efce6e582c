"""Which step leads from which state to which."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.catalogue.wording import labels
from figures.submissions.models import Step, Submission
from web.refusals import RefusedError, who_and_when

State, Action = Submission.State, Step.Action


class CellsRefusedError(RefusedError):
    """A return is refused because of some cells; `by_cell` has a message for each of them."""

    def __init__(self, message: str, cells: Sequence[Indicator]) -> None:
        super().__init__(message % labels(cells))
        self.by_cell = {cell: message % labels([cell]) for cell in cells}


class ReasonMissingError(CellsRefusedError):
    def __init__(self, cells: Sequence[Indicator]) -> None:
        super().__init__(_("Xin ghi lý do trả lại %s, hoặc một lý do chung cho các số đã chọn."), cells)


class NotChosenError(CellsRefusedError):
    """Beside some cells there is a reason, but their boxes are not ticked."""

    def __init__(self, cells: Sequence[Indicator]) -> None:
        super().__init__(
            _("Đã ghi lý do trả lại %s mà chưa chọn số ấy. Chọn số ấy, hoặc xóa lý do bên cạnh."), cells
        )


class AlreadyReturnedError(RefusedError):
    """Somebody has returned the figures meanwhile.

    Attributes:
        is_repeated: it was the same officer, with the same words for the same cells.
    """

    def __init__(self, step: Step, *, is_repeated: bool) -> None:
        super().__init__(
            _(
                "Lúc %(time)s ngày %(day)s, %(who)s đã trả lại số liệu này, nên lần trả lại này chưa được "
                "ghi; nội dung đã nhập được giữ nguyên ở dưới."
            )
            % who_and_when(step.by, step.at)
        )
        self.is_repeated = is_repeated


@dataclass(frozen=True)
class Transition:
    sources: frozenset[str]
    target: str


TRANSITIONS = {
    Action.SUBMIT: Transition(frozenset({State.DRAFT, State.RETURNED}), State.SUBMITTED),
    Action.APPROVE: Transition(frozenset({State.SUBMITTED}), State.APPROVED),
    Action.ACCEPT: Transition(frozenset({State.APPROVED}), State.ACCEPTED),
    Action.LOCK: Transition(frozenset({State.ACCEPTED}), State.LOCKED),
    Action.RETURN: Transition(frozenset({State.SUBMITTED, State.APPROVED}), State.RETURNED),
    # From "returned" too: gives more time to a province that did not finish by the end date.
    Action.REOPEN: Transition(frozenset({State.ACCEPTED, State.LOCKED, State.RETURNED}), State.RETURNED),
    # Reopened figures that nobody changed by the end date.
    Action.CLOSE: Transition(frozenset({State.RETURNED}), State.ACCEPTED),
}


def next_state(action: str, state: str) -> str:
    """The state after the action; RefusedError if the action is not allowed in this state."""
    if why := why_impossible(action, state):
        raise RefusedError(why)
    return TRANSITIONS[Action(action)].target


def why_impossible(action: str, state: str) -> str:
    """A sentence, or "" if the action is allowed in this state."""
    if state in TRANSITIONS[Action(action)].sources:
        return ""
    return _("Báo cáo đang ở trạng thái “%(state)s”, không thể %(action)s.") % {
        "state": State(state).label,
        "action": Action(action).label,
    }


def why_refused(last: Step) -> str:
    """A sentence for those who run the cluster, but read the half-year no more since its last step."""
    return _(
        "Lúc %(time)s ngày %(day)s, %(who)s đã %(action)s số liệu này, nên thao tác này chưa được ghi; nội "
        "dung đã nhập được giữ nguyên ở dưới."
    ) % (who_and_when(last.by, last.at) | {"action": last.get_action_display()})
