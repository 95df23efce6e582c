"""A reopening ends by itself: untouched figures count again, changed ones wait for the cluster."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from figures.entry import services as entry_services
from figures.history.verify import faults
from figures.periods.models import Period
from figures.submissions.models import Submission
from figures.workflow import locking, reopening
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from tests.figures.factories import entries

pytestmark = pytest.mark.postgresql

State = Submission.State


@pytest.fixture
def reopened(accepted: Submission, secretary: Officer) -> Submission:
    """Accepted figures, reopened until today."""
    reopening.reopen(submission=accepted, reason="Sót.", until=timezone.localdate(), by=secretary)
    accepted.refresh_from_db()
    return accepted


def close(days: int = 1) -> list[str]:
    """Close what ended so many days from today; return the provinces."""
    closed = reopening.close_reopened(on=timezone.localdate() + dt.timedelta(days=days))
    return [submission.province.slug for submission in closed]


def test_untouched_figures_count_again_the_day_after(reopened: Submission, secretary: Officer) -> None:
    assert close(0) == [], "until the end of its day the province may enter"
    assert close() == ["hau-giang"]

    reopened.refresh_from_db()
    assert (reopened.state, reopened.reopened_until) == (State.ACCEPTED, None)
    step = reopened.steps.first()
    assert step is not None
    assert (step.action, step.by, step.from_state, step.to_state) == (
        "close",
        secretary,
        "returned",
        "accepted",
    )
    assert "không có gì thay đổi" in step.reason
    assert close() == [], "once"
    assert list(faults()) == []


def test_closed_figures_of_a_locked_period_are_locked_again(accepted: Submission, secretary: Officer) -> None:
    locking.lock_period(period=accepted.period, by=secretary)
    reopening.reopen(submission=accepted, reason="Sót.", until=timezone.localdate(), by=secretary)
    assert close() == ["hau-giang"]

    accepted.refresh_from_db()
    assert accepted.state == State.LOCKED


def test_untouched_figures_close_after_more_time_too(reopened: Submission, secretary: Officer) -> None:
    until = timezone.localdate() + dt.timedelta(days=5)
    workflow_services.comment(submission=reopened, text="Xin thêm ngày.", by=secretary)
    reopening.reopen(submission=reopened, reason="Thêm ngày.", until=until, by=secretary)
    assert close() == []
    assert close(6) == ["hau-giang"]


def test_cell_changed_and_changed_back_is_untouched(reopened: Submission, officer_hg: Officer) -> None:
    for number in ("12", "11"):
        entry_services.save_cells(submission=reopened, entries=entries({"coop.new": number}), by=officer_hg)
    assert close() == ["hau-giang"]


@pytest.mark.parametrize("what", ["cell", "text", "basis"])
def test_changed_figures_that_were_not_sent_stay_returned(
    what: str, reopened: Submission, officer_hg: Officer
) -> None:
    entry_services.save_cells(
        submission=reopened,
        entries=entries({"coop.new": "12"}) if what == "cell" else {},
        narrative={"causes": "Hạn mặn"} if what == "text" else None,
        is_estimate=True if what == "basis" else None,
        by=officer_hg,
    )
    assert close() == []
    reopened.refresh_from_db()
    assert reopened.state == State.RETURNED
    assert not reopened.is_editable(timezone.localdate() + dt.timedelta(days=1))


def test_figures_sent_again_are_not_closed(
    reopened: Submission, officer_hg: Officer, leader_hg: Officer
) -> None:
    workflow_services.submit(submission=reopened, by=officer_hg)
    assert close() == []
    workflow_services.send_back(submission=reopened, reason="Xem lại.", by=leader_hg)
    assert close() == [], "the leader returned them since"


def test_figures_never_accepted_are_not_closed(submitted: Submission, secretary: Officer) -> None:
    """Returned, its time ran out, and more was given."""
    workflow_services.send_back(submission=submitted, reason="Sai.", by=secretary)
    Period.objects.update(closes_on=dt.date(2023, 7, 10), corrections_until=dt.date(2023, 7, 20))
    reopening.reopen(submission=submitted, reason="Thêm ngày.", until=timezone.localdate(), by=secretary)
    assert close() == []


def test_command_lists_what_it_closed(reopened: Submission) -> None:
    Submission.objects.update(reopened_until=timezone.localdate() - dt.timedelta(days=1))
    out = StringIO()
    call_command("close_reopened", stdout=out)
    assert out.getvalue() == "closed 2023-H1 hau-giang\n"
