"""Steps of a submission: permissions, order, reasons, and the log."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from figures.catalogue.models import Indicator
from figures.entry import services as entry_services
from figures.periods.models import Period
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Step, Submission
from figures.workflow import locking, reopening
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province, Term
from tests.factories import make_term
from tests.figures.factories import RIGHT, entries, local, make_period, make_reported
from web.refusals import RefusedError

pytestmark = pytest.mark.postgresql


def log(submission: Submission) -> list[tuple[str, str, str, str]]:
    """Action, username, state before and after; the oldest first."""
    steps = submission.steps.select_related("by").order_by("pk")
    return [(s.action, s.by.username, s.from_state, s.to_state) for s in steps]


def state(submission: Submission) -> str:
    return Submission.objects.get(pk=submission.pk).state


def test_every_step_is_recorded(accepted: Submission, period: Period, secretary: Officer) -> None:
    locking.lock_period(period=period, by=secretary)
    assert log(accepted) == [
        ("submit", "hau-giang", "draft", "submitted"),
        ("approve", "hau-giang-lead", "submitted", "approved"),
        ("accept", "secretary", "approved", "accepted"),
        ("lock", "secretary", "accepted", "locked"),
    ]


def test_every_step_raises_the_version(draft: Submission, officer_hg: Officer, leader_hg: Officer) -> None:
    before = Submission.objects.get(pk=draft.pk).version
    workflow_services.submit(submission=draft, by=officer_hg)
    workflow_services.approve(submission=draft, by=leader_hg)
    assert Submission.objects.get(pk=draft.pk).version == before + 2


# Sending


def test_sending_records_officer_and_time(draft: Submission, officer_hg: Officer) -> None:
    at = local(2023, 7, 3, 9)
    workflow_services.submit(submission=draft, by=officer_hg, at=at)
    draft.refresh_from_db()
    assert (draft.submitted_by, draft.first_submitted_at) == (officer_hg, at)


def test_broken_sum_stops_the_sending(draft: Submission, officer_hg: Officer) -> None:
    entry_services.save_cells(submission=draft, entries=entries({"coop.inactive": "25"}), by=officer_hg)
    with pytest.raises(RefusedError) as refused:
        workflow_services.submit(submission=draft, by=officer_hg)
    assert str(refused.value) == "Còn 1 chỗ cần sửa hoặc cần giải trình."
    assert (state(draft), log(draft)) == ("draft", [])


def test_blank_and_contradictory_cells_stop_the_sending(draft: Submission, officer_hg: Officer) -> None:
    cells: dict[str, str | CellEntry] = {
        "coop.profit": "",
        "union.member_coops": CellEntry("20", state="unknown"),
    }
    entry_services.save_cells(submission=draft, entries=entries(cells), by=officer_hg)
    with pytest.raises(RefusedError, match="Còn 2 chỗ"):
        workflow_services.submit(submission=draft, by=officer_hg)


def test_unusual_change_is_sent_once_it_is_explained(
    cluster: Cluster, draft: Submission, hau_giang: Province, officer_hg: Officer
) -> None:
    make_reported(make_period(cluster, "2022-H1"), hau_giang, officer_hg, {"coop.profit": "4.000"})
    with pytest.raises(RefusedError):
        workflow_services.submit(submission=draft, by=officer_hg)
    explained = CellEntry(str(RIGHT["coop.profit"]), explanation="Giá lúa giảm.")
    entry_services.save_cells(submission=draft, entries={"coop.profit": explained}, by=officer_hg)
    workflow_services.submit(submission=draft, by=officer_hg)
    assert state(draft) == "submitted"


def test_leader_may_send_what_an_officer_entered(draft: Submission, leader_hg: Officer) -> None:
    workflow_services.submit(submission=draft, by=leader_hg)
    assert state(draft) == "submitted"


def test_second_click_on_send_is_refused(submitted: Submission, officer_hg: Officer) -> None:
    with pytest.raises(RefusedError, match="Đã gửi"):
        workflow_services.submit(submission=submitted, by=officer_hg)
    assert len(log(submitted)) == 1


def test_nothing_is_sent_into_a_closed_period(draft: Submission, officer_hg: Officer) -> None:
    Period.objects.update(closes_on=dt.date(2023, 7, 15))
    with pytest.raises(RefusedError) as refused:
        workflow_services.submit(submission=draft, by=officer_hg)
    assert str(refused.value) == "Đã qua ngày cuối được nhập (15/7/2023)."


def test_past_sending_is_checked_against_its_own_day(draft: Submission, officer_hg: Officer) -> None:
    Period.objects.update(closes_on=dt.date(2023, 7, 15))
    workflow_services.submit(submission=draft, by=officer_hg, at=local(2023, 7, 15, 23))
    assert state(draft) == "submitted"


# Approving


def test_leader_approves_what_they_sent_but_others_entered(draft: Submission, leader_hg: Officer) -> None:
    workflow_services.submit(submission=draft, by=leader_hg)
    workflow_services.approve(submission=draft, by=leader_hg)
    assert state(draft) == "approved"


def test_leader_approves_what_they_entered_but_another_sent(
    draft: Submission, officer_hg: Officer, leader_hg: Officer
) -> None:
    draft.figures.update(changed_by=leader_hg)
    workflow_services.submit(submission=draft, by=officer_hg)
    workflow_services.approve(submission=draft, by=leader_hg)
    assert state(draft) == "approved"


def test_nobody_approves_what_they_alone_entered_and_sent(draft: Submission, leader_hg: Officer) -> None:
    draft.figures.update(changed_by=leader_hg)
    workflow_services.submit(submission=draft, by=leader_hg)
    with pytest.raises(RefusedError) as refused:
        workflow_services.approve(submission=draft, by=leader_hg)
    assert str(refused.value) == "Người tự nhập và tự gửi số liệu không duyệt chính số liệu ấy."


def test_blank_cell_of_another_is_no_second_pair_of_eyes(
    draft: Submission, officer_hg: Officer, leader_hg: Officer
) -> None:
    draft.figures.update(changed_by=leader_hg)
    note = CellEntry(note="Chưa thống kê.")
    entry_services.save_cells(submission=draft, entries={"coop.digital": note}, by=officer_hg)
    workflow_services.submit(submission=draft, by=leader_hg)
    with pytest.raises(RefusedError):
        workflow_services.approve(submission=draft, by=leader_hg)


# Accepting


@pytest.mark.parametrize("who", ["secretary", "head", "deputy"])
def test_cluster_accepts(approved: Submission, who: str, request: pytest.FixtureRequest) -> None:
    workflow_services.accept(submission=approved, by=request.getfixturevalue(who))
    assert state(approved) == "accepted"


def test_head_of_another_year_does_not_accept(
    approved: Submission, cluster: Cluster, leader_ct: Officer
) -> None:
    make_term(leader_ct, cluster, Term.Post.HEAD, 2022)
    with pytest.raises(PermissionDenied):
        workflow_services.accept(submission=approved, by=leader_ct)


def test_approving_leader_does_not_accept_the_same_figures(
    approved: Submission, cluster: Cluster, leader_hg: Officer
) -> None:
    make_term(leader_hg, cluster, Term.Post.HEAD, 2023)
    with pytest.raises(RefusedError) as refused:
        workflow_services.accept(submission=approved, by=leader_hg)
    assert str(refused.value) == "Người đã duyệt ở tỉnh không chấp nhận chính số liệu ấy ở Cụm."
    assert state(approved) == "approved"


def test_figures_approved_before_the_lock_are_locked_when_accepted(
    approved: Submission, period: Period, secretary: Officer
) -> None:
    locking.lock_period(period=period, by=secretary)
    assert state(approved) == "approved"
    workflow_services.accept(submission=approved, by=secretary)
    assert state(approved) == "locked"
    assert [step[0] for step in log(approved)[-2:]] == ["accept", "lock"]


# Returning


def test_leader_returns_with_a_reason_on_named_cells(
    submitted: Submission, leader_hg: Officer, indicators: dict[str, Indicator]
) -> None:
    step = workflow_services.send_back(
        submission=submitted,
        reason=" Đối chiếu lại.\r\n",
        cells={indicators["coop.new"]: "", indicators["coop.dissolved"]: ""},
        by=leader_hg,
    )
    assert state(submitted) == "returned"
    assert step.reason == "Đối chiếu lại."
    assert {i.code for i in step.indicators.all()} == {"coop.new", "coop.dissolved"}


@pytest.mark.parametrize("reason", ["", "  \n", "\x00\u0007"])
def test_return_without_a_reason_is_refused(submitted: Submission, leader_hg: Officer, reason: str) -> None:
    with pytest.raises(RefusedError, match="Xin ghi lý do"):
        workflow_services.send_back(submission=submitted, reason=reason, by=leader_hg)
    assert state(submitted) == "submitted"


@pytest.mark.parametrize("step", ["submitted", "approved"])
def test_cluster_returns_before_it_accepts(
    step: str, secretary: Officer, request: pytest.FixtureRequest
) -> None:
    submission = request.getfixturevalue(step)
    workflow_services.send_back(submission=submission, reason="Xem lại.", by=secretary)
    assert state(submission) == "returned"


def test_leader_does_not_return_figures_that_are_with_the_cluster(
    approved: Submission, leader_hg: Officer
) -> None:
    with pytest.raises(RefusedError, match="đang ở Cụm"):
        workflow_services.send_back(submission=approved, reason="Xem lại.", by=leader_hg)


def test_accepted_figures_are_not_returned_but_reopened(accepted: Submission, secretary: Officer) -> None:
    with pytest.raises(RefusedError, match="không thể trả lại"):
        workflow_services.send_back(submission=accepted, reason="Xem lại.", by=secretary)


def test_returned_figures_take_every_step_again(
    approved: Submission, officer_hg: Officer, leader_hg: Officer, secretary: Officer
) -> None:
    workflow_services.send_back(submission=approved, reason="Xem lại.", by=secretary)
    workflow_services.submit(submission=approved, by=officer_hg)
    with pytest.raises(RefusedError):
        workflow_services.accept(submission=approved, by=secretary)
    workflow_services.approve(submission=approved, by=leader_hg)
    workflow_services.accept(submission=approved, by=secretary)
    assert state(approved) == "accepted"


def test_second_sending_leaves_the_lateness_as_it_was(
    draft: Submission, officer_hg: Officer, leader_hg: Officer
) -> None:
    first = local(2023, 7, 4, 9)
    workflow_services.submit(submission=draft, by=officer_hg, at=first)
    workflow_services.send_back(submission=draft, reason="Xem lại.", by=leader_hg)
    workflow_services.submit(submission=draft, by=officer_hg, at=local(2023, 7, 20, 9))
    draft.refresh_from_db()
    assert (draft.first_submitted_at, draft.days_late()) == (first, 0)


# Reopening


def test_locked_figures_are_reopened_corrected_and_locked_again(
    draft: Submission, officer_hg: Officer, leader_hg: Officer, secretary: Officer
) -> None:
    workflow_services.submit(submission=draft, by=officer_hg, at=local(2023, 7, 8, 9))  # due on the 5th
    workflow_services.approve(submission=draft, by=leader_hg)
    workflow_services.accept(submission=draft, by=secretary)
    locking.lock_period(period=draft.period, by=secretary)
    until = timezone.localdate() + dt.timedelta(days=3)
    reopening.reopen(submission=draft, reason="Sót một HTX.", until=until, by=secretary)
    draft.refresh_from_db()
    assert (draft.state, draft.reopened_until, draft.days_late()) == ("returned", until, 3)

    entry_services.save_cells(
        submission=draft, entries=entries({"coop.total": "258", "coop.active": "232"}), by=officer_hg
    )
    workflow_services.submit(submission=draft, by=officer_hg)
    workflow_services.approve(submission=draft, by=leader_hg)
    workflow_services.accept(submission=draft, by=secretary)
    draft.refresh_from_db()
    assert (draft.state, draft.reopened_until, draft.days_late()) == ("locked", None, 3)
    assert draft.figures.get(indicator__code="coop.total").value == 258


def test_reopening_one_province_opens_no_other(
    accepted: Submission, secretary: Officer, can_tho: Province, officer_ct: Officer
) -> None:
    other = entry_services.start(period=accepted.period, province=can_tho, by=officer_ct)
    locking.lock_period(period=accepted.period, by=secretary)
    reopening.reopen(submission=accepted, reason="Sót.", until=timezone.localdate(), by=secretary)
    with pytest.raises(RefusedError, match="Kỳ báo cáo đã khóa"):
        entry_services.save_cells(submission=other, entries=entries({"coop.new": "1"}), by=officer_ct)


def test_reopened_figures_close_after_their_last_day(
    accepted: Submission, officer_hg: Officer, secretary: Officer
) -> None:
    locking.lock_period(period=accepted.period, by=secretary)
    reopening.reopen(submission=accepted, reason="Sót.", until=timezone.localdate(), by=secretary)
    Submission.objects.update(reopened_until=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(RefusedError, match="Thời gian mở lại đã hết"):
        entry_services.save_cells(submission=accepted, entries=entries({"coop.new": "1"}), by=officer_hg)


def test_reopening_again_gives_more_time(
    accepted: Submission, officer_hg: Officer, secretary: Officer
) -> None:
    today = timezone.localdate()
    reopening.reopen(submission=accepted, reason="Sót.", until=today, by=secretary)
    Submission.objects.update(reopened_until=today - dt.timedelta(days=1))
    reopening.reopen(submission=accepted, reason="Thêm ngày.", until=today, by=secretary)
    entry_services.save_cells(
        submission=accepted, entries=entries({"coop.other_increase": "1"}), by=officer_hg
    )


def test_returned_figures_are_corrected_after_the_last_day_of_entry(
    submitted: Submission, officer_hg: Officer, secretary: Officer
) -> None:
    Period.objects.update(closes_on=dt.date(2023, 7, 15))
    workflow_services.send_back(submission=submitted, reason="Sai đơn vị.", by=secretary)
    entry_services.save_cells(
        submission=submitted, entries=entries({"coop.other_increase": "1"}), by=officer_hg
    )
    locking.lock_period(period=submitted.period, by=secretary)
    with pytest.raises(RefusedError, match="Kỳ báo cáo đã khóa"):
        entry_services.save_cells(
            submission=submitted, entries=entries({"coop.other_increase": "2"}), by=officer_hg
        )


def test_returned_figures_are_corrected_until_the_last_day_of_corrections(
    submitted: Submission, officer_hg: Officer, secretary: Officer
) -> None:
    Period.objects.update(closes_on=dt.date(2023, 7, 15), corrections_until=dt.date(2023, 7, 31))
    workflow_services.send_back(submission=submitted, reason="Sai đơn vị.", by=secretary)
    correction = entries({"coop.new": "12", "coop.dissolved": "3"})
    last_minute, too_late = local(2023, 7, 31, 23, 59), local(2023, 8, 1)
    saved = entry_services.save_cells(submission=submitted, entries=correction, by=officer_hg, at=last_minute)
    assert saved.written == 2
    with pytest.raises(RefusedError) as refused:
        entry_services.save_cells(submission=submitted, entries=correction, by=officer_hg, at=too_late)
    assert str(refused.value) == "Đã qua ngày cuối được sửa số trả lại (31/7/2023)."


def test_reopening_needs_a_reason_and_a_day_to_come(accepted: Submission, secretary: Officer) -> None:
    today = timezone.localdate()
    with pytest.raises(RefusedError, match="Xin ghi lý do"):
        reopening.reopen(submission=accepted, reason=" ", until=today, by=secretary)
    with pytest.raises(RefusedError, match="từ hôm nay trở đi"):
        reopening.reopen(submission=accepted, reason="Sót.", until=today - dt.timedelta(days=1), by=secretary)
    accepted.refresh_from_db()
    assert (accepted.state, accepted.reopened_until) == ("accepted", None)


# Remarks


def test_remark_changes_nothing_but_the_log(submitted: Submission, observer: Officer) -> None:
    version = submitted.version
    workflow_services.comment(submission=submitted, text="Đã xem.", by=observer)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.version) == ("submitted", version)
    assert log(submitted)[-1] == ("comment", "vca", "submitted", "submitted")


def test_empty_remark_is_refused(submitted: Submission, officer_hg: Officer) -> None:
    with pytest.raises(RefusedError):
        workflow_services.comment(submission=submitted, text=" ", by=officer_hg)


# Who may what

ALL = ["officer_hg", "leader_hg", "officer_ct", "leader_ct", "secretary", "head", "observer", "administrator"]


@pytest.mark.parametrize(
    ("action", "at", "may"),
    [
        ("submit", "draft", {"officer_hg", "leader_hg"}),
        ("approve", "submitted", {"leader_hg"}),
        ("accept", "approved", {"secretary", "head"}),
        ("send_back", "submitted", {"leader_hg", "secretary", "head"}),
        ("reopen", "accepted", {"secretary", "head"}),
        ("comment", "submitted", {"officer_hg", "leader_hg", "secretary", "head", "observer"}),
    ],
)
@pytest.mark.parametrize("who", ALL)
def test_step_is_refused_to_everybody_else(
    request: pytest.FixtureRequest, action: str, at: str, may: set[str], who: str
) -> None:
    extra = {
        "send_back": {"reason": "Xem lại."},
        "reopen": {"reason": "Sót.", "until": timezone.localdate()},
        "comment": {"text": "Đã xem."},
    }.get(action, {})
    submission, officer = request.getfixturevalue(at), request.getfixturevalue(who)
    before = log(submission)
    if who in may:
        getattr(reopening if action == "reopen" else workflow_services, action)(
            submission=submission, by=officer, **extra
        )
        assert len(log(submission)) == len(before) + 1
    else:
        with pytest.raises(PermissionDenied):
            getattr(reopening if action == "reopen" else workflow_services, action)(
                submission=submission, by=officer, **extra
            )
        assert log(submission) == before


def test_log_is_ordered_newest_first(approved: Submission) -> None:
    assert [s.action for s in approved.steps.all()] == [Step.Action.APPROVE, Step.Action.SUBMIT]


def test_figures_that_became_invalid_after_sending_are_not_accepted(
    accepted: Submission, officer_hg: Officer, leader_hg: Officer, secretary: Officer
) -> None:
    """2023-H2 opens with 257; then H1 is reopened, and closes at 258."""
    later = entry_services.start(
        period=make_period(accepted.period.cluster, "2023-H2"), province=accepted.province, by=officer_hg
    )
    same = RIGHT | {"coop.new": "0", "coop.dissolved": "0", "union.new": "0", "group.new": "0"}
    entry_services.save_cells(submission=later, entries=entries(same), by=officer_hg)
    workflow_services.submit(submission=later, by=officer_hg)
    workflow_services.approve(submission=later, by=leader_hg)
    reopening.reopen(submission=accepted, reason="Sót một HTX.", until=timezone.localdate(), by=secretary)
    more = {"coop.total": "258", "coop.new": "12", "coop.active": "232"}
    entry_services.save_cells(submission=accepted, entries=entries(more), by=officer_hg)
    workflow_services.submit(submission=accepted, by=officer_hg)
    workflow_services.approve(submission=accepted, by=leader_hg)
    workflow_services.accept(submission=accepted, by=secretary)
    with pytest.raises(RefusedError, match="Đầu kỳ 258"):
        workflow_services.accept(submission=later, by=secretary)
    workflow_services.send_back(submission=later, reason="Đầu kỳ đã đổi.", by=secretary)
    assert state(later) == "returned"
