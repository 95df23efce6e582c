"""Duties: whose, and until when."""

import datetime as dt

import pytest
from django.utils import timezone

from figures.duties.duties import duties_of, unassigned_duties
from figures.entry import services as entry_services
from figures.periods.models import Period
from figures.submissions.models import Submission
from figures.workflow import locking, reopening
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from tests.factories import make_officer, make_term
from tests.figures.factories import entries, local, make_period, make_submission

DUE = dt.date(2023, 7, 5)  # the period's, see make_period


def duties_on(officer, on=DUE):
    return [(str(duty.kind), duty.until) for duty in duties_of(officer, on)]


def test_entry_is_due_from_the_first_day_until_figures_are_sent(period, officer_hg, draft):
    assert duties_on(officer_hg, dt.date(2023, 6, 9)) == []
    assert duties_on(officer_hg, dt.date(2023, 6, 10)) == [("enter", DUE)]
    workflow_services.submit(submission=draft, by=officer_hg)
    assert duties_on(officer_hg) == []


@pytest.mark.parametrize(("day", "left"), [(4, 1), (5, 0), (8, -3)])
def test_days_left_turn_negative_after_the_last_day(day, left, period, officer_hg):
    today = dt.date(2023, 7, day)
    (duty,) = duties_of(officer_hg, today)
    assert duty.days_left(today) == left


def test_province_owes_only_its_own_figures(draft, period, officer_hg, officer_ct):
    workflow_services.submit(submission=draft, by=officer_hg)
    assert duties_on(officer_hg) == []
    assert duties_on(officer_ct) == [("enter", DUE)]


def test_leader_owes_the_approval_of_sent_figures(submitted, leader_hg, officer_hg):
    assert duties_on(leader_hg) == [("approve", DUE)]
    workflow_services.approve(submission=submitted, by=leader_hg)
    assert duties_on(leader_hg) == []


def test_leader_who_may_not_approve_owes_no_approval(draft, officer_hg, leader_hg):
    for cell in draft.figures.all():
        cell.changed_by = leader_hg
        cell.save()
    workflow_services.submit(submission=draft, by=leader_hg)
    assert duties_on(leader_hg) == []


def test_leader_is_told_the_day_after_the_due_day(period, officer_hg, leader_hg):
    assert duties_on(leader_hg, DUE) == []
    assert duties_on(leader_hg, DUE + dt.timedelta(days=1)) == [("escalate", DUE)]


def test_leader_owes_the_entry_if_there_is_no_entry_officer(period, leader_hg):
    assert duties_on(leader_hg, DUE + dt.timedelta(days=1)) == [("enter", DUE)]


def test_closed_account_counts_as_no_entry_officer(period, officer_hg, leader_hg):
    Officer.objects.filter(pk=officer_hg.pk).update(is_active=False)
    assert duties_on(leader_hg) == [("enter", DUE)]


def test_returned_figures_are_owed_until_the_last_day_of_corrections(submitted, officer_hg, secretary):
    Period.objects.update(closes_on=dt.date(2023, 7, 10), corrections_until=dt.date(2023, 7, 20))
    workflow_services.send_back(submission=submitted, reason="Sai.", by=secretary)
    assert duties_on(officer_hg, dt.date(2023, 7, 20)) == [("correct", dt.date(2023, 7, 20))]
    assert duties_on(officer_hg, dt.date(2023, 7, 21)) == []


def test_figures_not_sent_again_in_time_go_to_leader_and_cluster(submitted, officer_hg, leader_hg, secretary):
    last = dt.date(2023, 7, 20)
    Period.objects.update(closes_on=dt.date(2023, 7, 10), corrections_until=last)
    workflow_services.send_back(submission=submitted, reason="Sai.", by=secretary)
    assert duties_on(leader_hg, last) == []
    after = last + dt.timedelta(days=1)
    assert duties_on(leader_hg, after) == [("escalate", last)]
    assert ("extend", last) in duties_on(secretary, after)
    assert all(
        "hau-giang" not in [p.slug for p in duty.late_provinces] for duty in duties_of(secretary, after)
    )


def test_expired_reopening_of_a_locked_period_goes_to_the_cluster(accepted, officer_hg, leader_hg, secretary):
    locking.lock_period(period=accepted.period, by=secretary)
    until = timezone.localdate()
    reopening.reopen(submission=accepted, reason="Sót.", until=until, by=secretary)
    after = until + dt.timedelta(days=1)
    assert duties_on(officer_hg, after) == []
    assert duties_on(leader_hg, after) == [("escalate", until)]
    assert duties_on(secretary, after) == [("extend", until)]


def test_unassigned_duties_are_listed(draft, officer_hg, leader_hg, can_tho, secretary):
    # Hậu Giang has accounts; the six other provinces have none.
    day = DUE + dt.timedelta(days=1)
    assert {str(duty.kind) for duty in unassigned_duties(day)} == {"enter"}
    assert len(unassigned_duties(day)) == 6
    Officer.objects.filter(pk=leader_hg.pk).update(is_active=False)
    workflow_services.submit(submission=draft, by=officer_hg)
    unassigned = [(str(duty.kind), duty.province.slug) for duty in unassigned_duties(day)]
    assert ("approve", "hau-giang") in unassigned


def test_second_approval_is_due_with_the_corrections(submitted, officer_hg, leader_hg, secretary):
    Period.objects.update(closes_on=dt.date(2999, 1, 1), corrections_until=dt.date(2999, 1, 31))
    workflow_services.send_back(submission=submitted, reason="Sai.", by=secretary)
    workflow_services.submit(submission=submitted, by=officer_hg)
    assert duties_on(leader_hg) == [("approve", dt.date(2999, 1, 31))]


def test_reopened_figures_of_a_locked_period_are_owed_until_their_day(accepted, officer_hg, secretary):
    locking.lock_period(period=accepted.period, by=secretary)
    until = timezone.localdate() + dt.timedelta(days=3)
    reopening.reopen(submission=accepted, reason="Sót.", until=until, by=secretary)
    assert duties_on(officer_hg, until) == [("correct", until)]


def test_locked_period_leaves_no_duty_to_a_province_that_never_sent(draft, officer_hg, secretary):
    locking.lock_period(period=draft.period, by=secretary)
    assert duties_on(officer_hg) == []


def test_former_member_owes_nothing(period, hau_giang, officer_hg):
    hau_giang.memberships.update(left_on=period.cut_off_on)
    assert duties_on(officer_hg) == []


def test_cluster_owes_the_acceptance_of_approved_figures(approved, secretary, head, deputy):
    last = dt.date(2999, 12, 31)
    assert duties_on(secretary) == [("accept", last)]
    assert ("accept", last) in duties_on(head)
    assert ("accept", last) in duties_on(deputy)


def test_approving_leader_does_not_owe_the_acceptance(submitted, leader_hg, cluster, secretary):
    make_term(leader_hg, cluster, year=2023)
    workflow_services.approve(submission=submitted, by=leader_hg)
    assert duties_on(leader_hg) == []
    assert [kind for kind, _until in duties_on(secretary)] == ["accept"]


def test_head_of_another_year_owes_the_cluster_nothing(approved, leader_ct, officer_ct, cluster):
    make_term(leader_ct, cluster, year=2022)
    assert duties_on(leader_ct) == []


def test_secretary_chases_late_provinces_until_all_have_sent(period, provinces, secretary):
    day = DUE + dt.timedelta(days=1)
    for province in list(provinces.values())[:5]:
        make_submission(period, province, "submitted")
    (chase,) = duties_of(secretary, day)
    assert chase.kind == "chase"
    assert [province.slug for province in chase.late_provinces] == ["kien-giang", "soc-trang"]
    for province in list(provinces.values())[5:]:
        make_submission(period, province, "submitted")
    assert duties_on(secretary, day) == []


def test_secretary_opens_and_locks_in_time(cluster, secretary):
    make_period(cluster, "2023-H2", state="planned", opens_on=dt.date(2023, 12, 10))
    make_period(cluster, "2022-H2", corrections_until=dt.date(2023, 2, 1), closes_on=dt.date(2023, 1, 15))
    assert duties_on(secretary, dt.date(2023, 2, 1)) == []
    assert duties_on(secretary, dt.date(2023, 2, 2)) == [("lock", dt.date(2023, 2, 2))]
    assert "open" not in dict(duties_on(secretary, dt.date(2023, 12, 2)))
    assert ("open", dt.date(2023, 12, 10)) in duties_on(secretary, dt.date(2023, 12, 3))


@pytest.mark.parametrize("who", ["observer", "administrator"])
def test_observer_and_administrator_owe_nothing(who, period, request):
    assert duties_on(request.getfixturevalue(who), dt.date(2023, 8, 1)) == []


def test_approved_figures_of_a_former_member_are_still_accepted(approved, hau_giang, secretary):
    hau_giang.memberships.update(left_on=approved.period.cut_off_on)
    assert [kind for kind, _until in duties_on(secretary)] == ["accept"]


@pytest.mark.parametrize("who", ["officer_hg", "leader_hg", "secretary", "head", "observer"])
def test_duties_need_few_queries(who, request, submitted, provinces, cluster, django_assert_max_num_queries):
    officer = request.getfixturevalue(who)
    Submission.objects.update(submitted_by=request.getfixturevalue("leader_hg"))
    for province in list(provinces.values())[:2]:
        make_submission(submitted.period, province, "approved")
    make_period(cluster, "2023-H2", state="planned")
    with django_assert_max_num_queries(6):  # also for comments, days of a contest, changed pledges
        for duty in duties_of(officer, DUE + dt.timedelta(days=40)):
            assert duty.period.label
            assert duty.province is None or duty.province.name


def test_leader_who_is_head_owes_both(approved, kien_giang, head):
    make_officer("kien-giang", Officer.Role.ENTRY, kien_giang)
    make_submission(approved.period, kien_giang, "submitted")
    assert [kind for kind, _until in duties_on(head)] == ["approve", "accept"]


def test_late_mark_survives_a_reopening(accepted, officer_hg, secretary):
    Submission.objects.update(first_submitted_at=local(2023, 7, 9, 0, 30))  # the 8th by UTC
    accepted.refresh_from_db()
    assert accepted.days_late() == 4
    until = timezone.localdate()
    reopening.reopen(submission=accepted, reason="Sót.", until=until, by=secretary)
    accepted.refresh_from_db()
    assert accepted.days_late() == 4
    entry_services.save_cells(submission=accepted, entries=entries({"coop.digital": "5"}), by=officer_hg)
    workflow_services.submit(submission=accepted, by=officer_hg)
    accepted.refresh_from_db()
    assert accepted.days_late() == 4
