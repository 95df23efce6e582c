"""The table of steps: which action leads from which state to which."""

import pytest

from figures.submissions.models import Step, Submission
from figures.workflow.transitions import TRANSITIONS, next_state
from web.refusals import RefusedError

STATES = ["draft", "submitted", "approved", "accepted", "locked", "returned"]
# From the design: (action, state) → next state
ALLOWED = {
    ("submit", "draft"): "submitted",
    ("submit", "returned"): "submitted",
    ("approve", "submitted"): "approved",
    ("accept", "approved"): "accepted",
    ("lock", "accepted"): "locked",
    ("return", "submitted"): "returned",
    ("return", "approved"): "returned",
    ("reopen", "accepted"): "returned",
    ("reopen", "locked"): "returned",
    ("reopen", "returned"): "returned",
    ("close", "returned"): "accepted",
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", list(TRANSITIONS))
def test_step_leads_to_the_designed_state_or_is_refused(action: str, state: str) -> None:
    if (action, state) in ALLOWED:
        assert next_state(action, state) == ALLOWED[action, state]
    else:
        with pytest.raises(RefusedError):
            next_state(action, state)


def test_table_has_every_state_and_every_action_that_changes_it() -> None:
    assert set(STATES) == set(Submission.State)
    remarks = {Step.Action.COMMENT, Step.Action.READ}
    # A withdrawal leads back to where the figures were sent from.
    assert set(TRANSITIONS) == set(Step.Action) - remarks - {Step.Action.WITHDRAW}


def test_refusal_names_the_state_and_the_action() -> None:
    with pytest.raises(RefusedError) as refused:
        next_state("approve", "draft")
    assert str(refused.value) == "Báo cáo đang ở trạng thái “Đang nhập”, không thể duyệt."


def test_figures_leave_the_province_only_through_its_leader() -> None:
    # A closing only takes back a reopening of accepted figures: see test_reopening_ends.
    without_approval = {key: to for key, to in ALLOWED.items() if key[0] not in ("approve", "close")}
    reached = {"draft"}
    for __ in STATES:
        reached |= {to for (_action, state), to in without_approval.items() if state in reached}
    assert reached == {"draft", "submitted", "returned"}
