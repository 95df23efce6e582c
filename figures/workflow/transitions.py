"""The way of a submission: which step leads from which state to which. Nothing else changes a state."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.catalogue.wording import labels
from figures.submissions.models import Step, Submission
from web.refusals import RefusedError

State, Action = Submission.State, Step.Action


class ReasonMissingError(RefusedError):
    """A return that gives no reason for some of its cells; `by_cell` has a sentence for each."""

    def __init__(self, cells: Sequence[Indicator]) -> None:
        super().__init__(self._sentence(cells))
        self.by_cell = {cell: self._sentence([cell]) for cell in cells}

    def _sentence(self, cells: Sequence[Indicator]) -> str:
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
    # From "returned" too: to give more time to who did not finish by the end date.
    Action.REOPEN: Transition(frozenset({State.ACCEPTED, State.LOCKED, State.RETURNED}), State.RETURNED),
    # What was reopened, and nothing of it changed by the end date.
    Action.CLOSE: Transition(frozenset({State.RETURNED}), State.ACCEPTED),
}


def target(action: str, state: str) -> str:
    """The state that the action leads to.

    Raises:
        RefusedError: if the action does not start from that state.
    """
    transition = TRANSITIONS[Action(action)]
    if state not in transition.sources:
        raise RefusedError(
            _("Báo cáo đang ở trạng thái “%(state)s”, không thể %(action)s.")
            % {"state": State(state).label, "action": Action(action).label}
        )
    return transition.target
