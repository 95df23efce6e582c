"""The table of steps: what leads where, and nothing else."""

import pytest

from figures.submissions.models import Step, Submission
from figures.workflow.transitions import TRANSITIONS, target
from web.refusals import RefusedError

STATES = ["draft", "submitted", "approved", "accepted", "locked", "returned"]
# The design's sentence as a table: action, state → state
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
def test_step_leads_where_the_design_says_or_nowhere(action: str, state: str) -> None:
    if (action, state) in ALLOWED:
        assert target(action, state) == ALLOWED[action, state]
    else:
        with pytest.raises(RefusedError):
            target(action, state)


def test_every_state_and_every_action_that_moves_is_in_the_table() -> None:
    assert set(STATES) == set(Submission.State)
    assert set(TRANSITIONS) == set(Step.Action) - {Step.Action.COMMENT}


def test_refusal_is_a_sentence_with_the_state_in_its_own_words() -> None:
    with pytest.raises(RefusedError) as refused:
        target("approve", "draft")
    assert str(refused.value) == "Báo cáo đang ở trạng thái “Đang nhập”, không thể duyệt."


def test_figures_leave_the_province_only_through_its_leader() -> None:
    """Every way from a draft to acceptance passes `approved`.

    A closing takes back a reopening of what was accepted, and nothing else: see `test_reopening_ends`.
    """
    without_approval = {key: to for key, to in ALLOWED.items() if key[0] not in ("approve", "close")}
    reached = {"draft"}
    for __ in STATES:
        reached |= {to for (_action, state), to in without_approval.items() if state in reached}
    assert reached == {"draft", "submitted", "returned"}
