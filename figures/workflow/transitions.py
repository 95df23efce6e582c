"""Which step leads from which state to which."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.catalogue.wording import labels
from figures.submissions.models import Step, Submission
from web.refusals import RefusedError

State, Action = Submission.State, Step.Action


class ReasonMissingError(RefusedError):
    """A return lacks a reason for some cells; `by_cell` has a message for each of them."""

    def __init__(self, cells: Sequence[Indicator]) -> None:
        super().__init__(self._message(cells))
        self.by_cell = {cell: self._message([cell]) for cell in cells}

    def _message(self, cells: Sequence[Indicator]) -> str:
        return _("Xin ghi lý do trả lại %s, hoặc một lý do chung cho các số đã chọn.") % labels(cells)


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
    transition = TRANSITIONS[Action(action)]
    if state not in transition.sources:
        raise RefusedError(
            _("Báo cáo đang ở trạng thái “%(state)s”, không thể %(action)s.")
            % {"state": State(state).label, "action": Action(action).label}
        )
    return transition.target
