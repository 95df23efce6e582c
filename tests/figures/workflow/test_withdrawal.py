"""A province takes back what nobody who checks it has looked at."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from figures.entry import services as entry_services
from figures.submissions.models import Figure, Step, Submission
from figures.workflow import services
from figures.workflow.withdrawal import withdraw
from tests.figures.factories import entries, make_explained
from tests.figures.pages import text_of
from web.edit_conflicts import EditConflictError
from web.refusals import RefusedError

pytestmark = pytest.mark.postgresql

HG = ["2023-H1", "hau-giang"]
FORM, CHECK = reverse("figures:entry", args=HG), reverse("figures:review-province", args=HG)
WITHDRAW = reverse("figures:withdraw", args=HG)


def take_back(client):
    return client.post(WITHDRAW, {"seen": client.get(FORM).context["submission"].version}, follow=True)


def test_officer_takes_back_what_was_just_sent(client_for, officer_hg, submitted):
    client = client_for(officer_hg)
    assert "Rút lại để sửa" in text_of(client.get(FORM))
    assert "Đã rút lại" in text_of(take_back(client))
    submitted.refresh_from_db()
    assert (submitted.state, submitted.first_submitted_at) == (Submission.State.DRAFT, None)
    entry_services.save_cells(submission=submitted, entries=entries({"coop.profit": "1.600"}), by=officer_hg)
    assert services.submit(submission=submitted, by=officer_hg).to_state == Submission.State.SUBMITTED


@pytest.mark.parametrize("who", ["leader_hg", "secretary", "head"])
@pytest.mark.parametrize("page", [FORM, CHECK])
def test_nothing_is_taken_back_once_a_checker_has_opened_it(
    who, page, request, client_for, officer_hg, submitted
):
    assert client_for(request.getfixturevalue(who)).get(page).status_code == 200
    client = client_for(officer_hg)
    assert "Rút lại để sửa" not in text_of(client.get(FORM))
    assert "đã mở xem số liệu này" in text_of(take_back(client))
    submitted.refresh_from_db()
    assert submitted.state == Submission.State.SUBMITTED


def test_the_sender_and_colleagues_do_not_count_as_checkers(client_for, officer_hg, submitted):
    client = client_for(officer_hg)
    client.get(FORM)
    client.get(CHECK)
    assert "Đã rút lại" in text_of(take_back(client))


@pytest.mark.parametrize("page", [FORM, CHECK])
def test_an_observer_does_not_count_as_a_checker(page, client_for, observer, officer_hg, submitted):
    assert client_for(observer).get(page).status_code == 200
    submitted.refresh_from_db()
    assert submitted.looked_at is None
    assert "Đã rút lại" in text_of(take_back(client_for(officer_hg)))


def test_figures_sent_again_can_be_taken_back_again(client_for, leader_hg, officer_hg, submitted):
    client_for(leader_hg).get(CHECK)
    services.send_back(submission=submitted, reason="Rà lại.", by=leader_hg)
    services.submit(submission=submitted, by=officer_hg)
    assert "Đã rút lại" in text_of(take_back(client_for(officer_hg)))
    submitted.refresh_from_db()
    assert submitted.state == Submission.State.RETURNED
    assert submitted.first_submitted_at is not None  # the return did not make it late, nor does this


def test_an_estimate_that_was_taken_back_was_never_sent(draft, officer_hg):
    entry_services.save_cells(submission=draft, entries={}, is_estimate=True, by=officer_hg)
    services.submit(submission=draft, by=officer_hg)
    withdraw(submission=draft, by=officer_hg)
    assert not Figure.objects.exclude(sent_estimate=None).exists()


def test_explanations_still_stand_when_the_figures_are_taken_back(draft, officer_hg):
    make_explained(draft, "coop.profit", "Được mùa.")
    services.submit(submission=draft, by=officer_hg)
    withdraw(submission=draft, by=officer_hg)
    assert services.submit(submission=draft, by=officer_hg).to_state == Submission.State.SUBMITTED


def test_page_that_was_just_looked_at_offers_nothing_to_take_back(client_for, leader_hg, submitted):
    assert "Rút lại để sửa" not in text_of(client_for(leader_hg).get(FORM))


def test_late_figures_stay_with_the_checkers(submitted, officer_hg):
    after = dt.datetime.combine(submitted.period.closes_on, dt.time(12), dt.UTC) + dt.timedelta(days=2)
    with pytest.raises(RefusedError, match="Đã qua ngày cuối"):
        withdraw(submission=submitted, by=officer_hg, at=after)
    submitted.refresh_from_db()
    assert submitted.state == Submission.State.SUBMITTED
    assert not submitted.steps.filter(action=Step.Action.WITHDRAW).exists()


def test_an_old_page_takes_nothing_back(submitted, officer_hg):
    with pytest.raises(EditConflictError):
        withdraw(submission=submitted, seen=str(submitted.version - 1), by=officer_hg)


def test_another_province_takes_nothing_back(submitted, officer_ct):
    with pytest.raises(PermissionDenied):
        withdraw(submission=submitted, by=officer_ct)


def test_approved_figures_are_not_taken_back(approved, officer_hg):
    with pytest.raises(RefusedError, match="không rút lại được"):
        withdraw(submission=approved, by=officer_hg)
