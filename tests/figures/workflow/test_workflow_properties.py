"""Whatever anybody tries in whatever order, no submission skips a step.

In each example members of the cast act at random on one half-year of Hậu Giang. An act is refused and changes
nothing, or it follows the table of steps and is recorded.
"""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures.catalogue.models import Indicator
from figures.entry import services as entry_services
from figures.periods.models import Period
from figures.submissions.models import Figure, Step, Submission
from figures.workflow import locking, reopening
from figures.workflow import services as workflow_services
from figures.workflow.transitions import TRANSITIONS
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from tests.factories import make_term
from tests.figures.factories import RIGHT, entries
from web.refusals import RefusedError

Action, State = Step.Action, Submission.State
CAST = [
    "officer_hg",
    "leader_hg",
    "officer_ct",
    "leader_ct",
    "secretary",
    "head",
    "observer",
    "administrator",
]
ACTS = ["save", "submit", "approve", "accept", "send_back", "reopen", "lock_period", "open_period"]

# Half of the acts are the next step by an officer who may take it; otherwise examples rarely get far.
DUE = [
    ("submit", "officer_hg"),
    ("submit", "leader_hg"),
    ("approve", "leader_hg"),
    ("accept", "secretary"),
    ("accept", "leader_hg"),
    ("lock_period", "head"),
    ("reopen", "secretary"),
]
acts = st.one_of(st.sampled_from(DUE), st.tuples(st.sampled_from(ACTS), st.sampled_from(CAST)))
pieces = st.tuples(st.sampled_from(["officer_hg", "leader_hg"]), st.lists(acts, min_size=3, max_size=14))
# Beside the random examples: every step in order, and attempts of one person to do too much.
WHOLE_WAY = [
    ("submit", "officer_hg"),
    ("approve", "leader_hg"),
    ("accept", "leader_hg"),
    ("accept", "secretary"),
    ("lock_period", "secretary"),
    ("reopen", "head"),
    ("save", "officer_hg"),
    ("submit", "leader_hg"),
    ("approve", "leader_hg"),
    ("accept", "head"),
]


@pytest.fixture
def cast(
    request: pytest.FixtureRequest, cluster: Cluster, indicators: dict[str, Indicator]
) -> dict[str, Officer]:
    """Everybody by name. Hậu Giang's leader is also the cluster's deputy: a conflict of interests."""
    cast = {name: request.getfixturevalue(name) for name in CAST}
    make_term(cast["leader_hg"], cluster, "deputy", 2023)
    return cast


def perform(act: str, submission: Submission, by: Officer, number: int) -> None:
    today = timezone.localdate()
    match act:
        case "save":
            cells = entries({"coop.profit": str(number)})
            entry_services.save_cells(submission=submission, entries=cells, by=by)
        case "send_back":
            workflow_services.send_back(submission=submission, reason="Xem lại.", by=by)
        case "reopen":
            reopening.reopen(submission=submission, reason="Sót.", until=today + dt.timedelta(days=1), by=by)
        case "lock_period" | "open_period":
            getattr(locking, act)(period=submission.period, by=by)
        case _:
            getattr(workflow_services, act)(submission=submission, by=by)


def snapshot(submission: Submission) -> tuple[str, int, int, str]:
    now = Submission.objects.select_related("period").get(pk=submission.pk)
    return now.state, now.version, now.steps.count(), now.period.state


def assert_follows_the_table(step: Step) -> None:
    transition = TRANSITIONS[Action(step.action)]
    assert step.from_state in transition.sources
    assert step.to_state == transition.target


def assert_taken_by_the_right_officer(step: Step) -> None:
    who = step.by.username
    cluster = {"secretary", "kien-giang-lead", "hau-giang-lead"}
    due = {
        Action.SUBMIT: {"hau-giang", "hau-giang-lead"},
        Action.APPROVE: {"hau-giang-lead"},
        Action.ACCEPT: cluster,
        Action.LOCK: cluster,
        Action.RETURN: cluster,
        Action.REOPEN: cluster,
    }
    assert who in due[Action(step.action)]


def assert_log_is_valid(submission: Submission) -> None:
    """The log has no gap, and accepted figures took every step since their last return."""
    steps = list(submission.steps.select_related("by").order_by("pk"))
    at: str = State.DRAFT
    for step in steps:
        assert step.from_state == at
        assert_follows_the_table(step)
        assert_taken_by_the_right_officer(step)
        at = step.to_state
    assert at == submission.state
    if submission.is_accepted:
        backs = [n for n, s in enumerate(steps) if s.action in (Action.RETURN, Action.REOPEN)]
        since = steps[backs[-1] + 1 :] if backs else steps
        expected = [Action.SUBMIT, Action.APPROVE, Action.ACCEPT, Action.LOCK]
        assert [s.action for s in since] == expected[: 4 if submission.state == State.LOCKED else 3]
        assert since[1].by != since[2].by, "the approving officer does not accept"


def play(period: Period, province: Province, cast: dict[str, Officer], piece: tuple) -> Submission:
    entered_by, acts = piece
    submission = entry_services.start(period=period, province=province, by=cast[entered_by])
    entry_services.save_cells(submission=submission, entries=entries(RIGHT), by=cast[entered_by])
    for number, (act, who) in enumerate(acts):
        before = snapshot(submission)
        wrote = set(Figure.objects.filled().values_list("changed_by", flat=True))
        last_sent_by = Submission.objects.get(pk=submission.pk).submitted_by_id
        try:
            with transaction.atomic():
                perform(act, submission, cast[who], number)
        except (PermissionDenied, RefusedError):
            assert snapshot(submission) == before, "what is refused changes nothing"
            continue
        if act == "approve":
            assert wrote != {cast[who].pk} or last_sent_by != cast[who].pk
        if act == "save":
            assert before[0] in Submission.EDITABLE
    submission.refresh_from_db()
    return submission


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(piece=pieces)
def test_no_path_skips_a_step(
    period: Period, hau_giang: Province, cast: dict[str, Officer], piece: tuple
) -> None:
    with transaction.atomic():
        assert_log_is_valid(play(period, hau_giang, cast, piece))
        transaction.set_rollback(True)


@pytest.mark.parametrize("entered_by", ["officer_hg", "leader_hg"])
def test_every_step_and_back_leaves_a_valid_log(
    period: Period, hau_giang: Province, cast: dict[str, Officer], entered_by: str
) -> None:
    submission = play(period, hau_giang, cast, (entered_by, WHOLE_WAY))
    assert_log_is_valid(submission)
    assert submission.state == State.LOCKED
    assert [s.action for s in submission.steps.order_by("pk")] == [
        *["submit", "approve", "accept", "lock", "reopen", "submit", "approve", "accept", "lock"]
    ]


def test_one_person_alone_never_gets_figures_to_the_cluster(
    period: Period, hau_giang: Province, cast: dict[str, Officer]
) -> None:
    alone = [(act, "leader_hg") for act in ("submit", "approve", "accept", "send_back", "submit", "approve")]
    submission = play(period, hau_giang, cast, ("leader_hg", alone))
    assert_log_is_valid(submission)
    assert submission.state == State.SUBMITTED
