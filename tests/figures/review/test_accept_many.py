"""The secretary accepts several provinces in one step, and sees what to look at in each."""

import pytest
from django.urls import reverse

from figures.entry import services as entry_services
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Step, Submission
from figures.workflow import services
from provinces.accounts.models import Officer
from provinces.clusters.models import Term
from tests.factories import make_officer, make_term
from tests.figures.factories import NOT_KNOWN, RIGHT, entries
from tests.figures.pages import text_of

pytestmark = pytest.mark.postgresql

PAGE = reverse("figures:accept-many", args=["2023-H1"])


@pytest.fixture
def two_approved(approved, can_tho, officer_ct, leader_ct):
    submission = entry_services.start(period=approved.period, province=can_tho, by=officer_ct)
    cells = entries(
        RIGHT | {"coop.profit": CellEntry("1.500,5", note="Số chưa kiểm toán."), "group.new": NOT_KNOWN}
    )
    narrative = {"difficulties": "- Thiếu vốn.\n- Thiếu cán bộ."}
    entry_services.save_cells(submission=submission, entries=cells, narrative=narrative, by=officer_ct)
    services.submit(submission=submission, by=officer_ct)
    services.approve(submission=submission, by=leader_ct)
    submission.refresh_from_db()
    return [approved, submission]


def form_of(client, *slugs):
    seen = {
        f"seen.{one.submission.province.slug}": one.submission.version
        for one in client.get(PAGE).context["waiting"]
    }
    return seen | {"province": list(slugs)}


def test_page_shows_what_to_look_at_and_the_texts_of_each_province(client_for, secretary, two_approved):
    words = text_of(client_for(secretary).get(PAGE))
    for part in (
        "Hậu Giang",
        "Cần Thơ",
        "Số chưa kiểm toán.",
        "Thiếu vốn.",
        "THT thành lập mới",
        "Tổng số HTX",
    ):
        assert part in words


def test_chosen_provinces_are_accepted_and_no_others(client_for, secretary, two_approved):
    client = client_for(secretary)
    response = client.post(PAGE, form_of(client, "hau-giang", "can-tho"), follow=True)
    assert "Đã chấp nhận số liệu: Cần Thơ, Hậu Giang." in text_of(response)
    assert {s.state for s in Submission.objects.all()} == {Submission.State.ACCEPTED}


def test_unchosen_province_waits(client_for, secretary, two_approved):
    client = client_for(secretary)
    client.post(PAGE, form_of(client, "can-tho"))
    states = dict(Submission.objects.values_list("province__slug", "state"))
    assert states == {"hau-giang": "approved", "can-tho": "accepted"}


def test_province_that_changed_after_the_page_was_shown_is_refused_and_the_rest_accepted(
    client_for, secretary, two_approved, leader_hg, officer_hg
):
    client = client_for(secretary)
    form = form_of(client, "hau-giang", "can-tho")
    services.send_back(submission=two_approved[0], reason="Rà lại.", by=secretary)
    services.submit(submission=two_approved[0], by=officer_hg)
    services.approve(submission=two_approved[0], by=leader_hg)
    words = text_of(client.post(PAGE, form, follow=True))
    assert "Hậu Giang: Nội dung đã thay đổi" in words
    states = dict(Submission.objects.values_list("province__slug", "state"))
    assert states == {"hau-giang": "approved", "can-tho": "accepted"}


@pytest.mark.parametrize("seen", ["", "0"])
def test_form_without_the_version_accepts_nothing(seen, client_for, secretary, two_approved):
    client_for(secretary).post(PAGE, {"province": "can-tho", "seen.can-tho": seen})
    assert not Step.objects.filter(action=Step.Action.ACCEPT).exists()


def test_nobody_accepts_what_they_approved(client_for, cluster, hau_giang, submitted):
    leader = make_officer("hau-giang-lead", Officer.Role.LEADER, hau_giang)
    make_term(leader, cluster, Term.Post.HEAD, 2023)
    services.approve(submission=submitted, by=leader)
    client = client_for(leader)
    response = client.get(PAGE)
    assert "cần người khác chấp nhận" in text_of(response)
    client.post(
        PAGE, {"province": "hau-giang", "seen.hau-giang": response.context["waiting"][0].submission.version}
    )
    submitted.refresh_from_db()
    assert submitted.state == Submission.State.APPROVED


def test_choosing_none_says_so(client_for, secretary, two_approved):
    assert "Chưa chọn tỉnh nào" in text_of(client_for(secretary).post(PAGE, {}))


def test_sent_twice_accepts_once(client_for, secretary, two_approved):
    client = client_for(secretary)
    form = form_of(client, "can-tho") | {"key": "k"}
    client.post(PAGE, form)
    client.post(PAGE, form)
    assert Step.objects.filter(action=Step.Action.ACCEPT).count() == 1


def test_review_leads_there_once_a_province_has_approved(client_for, secretary, submitted, leader_hg):
    client = client_for(secretary)
    review = reverse("figures:review", args=["2023-H1"])
    assert PAGE not in client.get(review).content.decode()
    services.approve(submission=submitted, by=leader_hg)
    assert PAGE in client.get(review).content.decode()
