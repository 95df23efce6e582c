"""A remark on a cell is the province's task, with who asked, until the province answers it."""

import html

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from figures.duties.duties import DutyKind, duties_of
from figures.submissions.comments import open_remarks, unread_comments
from figures.submissions.models import Step
from figures.workflow import services
from tests.factories import make_term
from tests.figures.pages import text_of
from web.refusals import RefusedError

HG = ["2023-H1", "hau-giang"]
CHECK = reverse("figures:review-province", args=HG)
COMMENT = reverse("figures:comment", args=HG)
ENTRY = reverse("figures:entry", args=HG)
TASKS = reverse("figures:tasks")
ASKED = "Vì sao <b>tăng</b> 9?"


def kinds(officer):
    return [duty.kind for duty in duties_of(officer) if duty.kind in (DutyKind.READ, DutyKind.ANSWER)]


@pytest.fixture
def remark(submitted, indicators, head):
    return services.comment(submission=submitted, text=ASKED, cell=indicators["coop.new"], by=head)


def test_remark_is_a_task_of_the_province_alone(
    remark, officer_hg, leader_hg, officer_ct, leader_ct, secretary, head
):
    assert kinds(officer_hg) == kinds(leader_hg) == [DutyKind.ANSWER]
    assert [kinds(officer) for officer in (officer_ct, leader_ct, secretary, head)] == [[], [], [], []]


def test_task_says_what_was_asked_by_whom_and_when(client_for, remark, officer_hg, head):
    tasks = client_for(officer_hg).get(TASKS)
    text = text_of(tasks)
    assert "Trả lời góp ý về số liệu Hậu Giang, 6 tháng đầu năm 2023" in text
    assert f"HTX thành lập mới: “{html.escape(ASKED)}” ({head.title}, ngày " in text
    assert "<b>tăng" not in tasks.content.decode()


def test_remark_does_not_change_the_state(submitted, remark):
    before = submitted.state, submitted.version
    submitted.refresh_from_db()
    assert (submitted.state, submitted.version) == before


def test_remark_on_an_accepted_half_year_is_a_task_too(
    submitted, secretary, leader_hg, officer_hg, indicators
):
    services.approve(submission=submitted, by=leader_hg)
    services.accept(submission=submitted, by=secretary)
    services.comment(submission=submitted, text=ASKED, cell=indicators["coop.new"], by=secretary)
    assert kinds(officer_hg) == [DutyKind.ANSWER]
    submitted.refresh_from_db()
    assert submitted.state == "accepted"


def test_two_remarks_are_one_task_and_each_waits_for_its_answer(
    submitted, remark, secretary, officer_hg, indicators
):
    other = services.comment(submission=submitted, text="Lý do?", cell=indicators["coop.total"], by=secretary)
    assert kinds(officer_hg) == [DutyKind.ANSWER]
    services.comment(submission=submitted, text="Do tách HTX.", cell=indicators["coop.new"], by=officer_hg)
    assert open_remarks(submitted) == [other]
    services.comment(submission=submitted, text="Như trên.", cell=indicators["coop.total"], by=officer_hg)
    assert kinds(officer_hg) == []


@pytest.mark.parametrize("step", ["comment", "approve"])
def test_only_an_answer_on_the_cell_ends_the_task(step, submitted, remark, leader_hg):
    if step == "comment":
        services.comment(submission=submitted, text="Đã rà.", by=leader_hg)
    else:
        services.approve(submission=submitted, by=leader_hg)
    assert open_remarks(submitted) == [remark]


def test_remark_is_not_done_by_reading_it(submitted, remark, officer_hg):
    assert unread_comments() == []
    with pytest.raises(RefusedError, match="Không còn góp ý"):
        services.read_comments(submission=submitted, by=officer_hg)


def test_answer_is_the_clusters_to_read_at_once(submitted, remark, officer_hg, leader_hg, secretary, head):
    services.comment(submission=submitted, text="Do tách HTX.", cell=remark.indicators.get(), by=officer_hg)
    assert kinds(head) == kinds(secretary) == [DutyKind.READ]
    assert kinds(leader_hg) == []


def test_who_only_looks_on_asks_nothing_of_a_cell(submitted, indicators, observer):
    with pytest.raises(PermissionDenied):
        services.comment(submission=submitted, text="Vì sao?", cell=indicators["coop.new"], by=observer)


def test_head_of_the_province_itself_answers_for_it(submitted, remark, leader_hg, cluster):
    make_term(leader_hg, cluster, "deputy", 2023)
    services.comment(submission=submitted, text="Do tách HTX.", cell=remark.indicators.get(), by=leader_hg)
    assert open_remarks(submitted) == []


def test_remark_is_beside_its_cell_for_the_province_alone(
    client_for, submitted, remark, leader_hg, officer_hg, secretary, officer_ct
):
    shown = html.escape(ASKED)
    page = client_for(officer_hg).get(ENTRY).content.decode()
    assert page.index('id="coop-new-follows"') < page.index(shown) < page.index(f'href="{CHECK}#step-')
    services.approve(submission=submitted, by=leader_hg)
    services.accept(submission=submitted, by=secretary)
    assert shown in client_for(officer_hg).get(ENTRY).content.decode()
    other = client_for(officer_ct)
    assert other.get(ENTRY).status_code == 200
    assert shown not in other.get(ENTRY).content.decode()
    assert other.get(CHECK).status_code == 404


def test_province_answers_on_the_page_that_the_task_leads_to(client_for, submitted, remark, officer_hg, head):
    client = client_for(officer_hg)
    assert 'name="cell" value="coop.new"' in client.get(CHECK).content.decode()
    assert "Chờ tỉnh trả lời" in text_of(client_for(head).get(CHECK))
    sent = {"comment": "Do tách HTX.", "cell": "coop.new", "key": "1"}
    for _press in range(2):
        assert client.post(COMMENT, sent).status_code == 302
    assert Step.objects.filter(action="comment", by=officer_hg).count() == 1
    assert 'name="cell"' not in client.get(CHECK).content.decode()
    assert "Trả lời góp ý" not in text_of(client.get(TASKS))


def test_refused_answer_stays_in_its_box(client_for, submitted, remark, officer_hg):
    sent = {"comment": "x" * 1001, "cell": "coop.new", "key": "1"}
    response = client_for(officer_hg).post(COMMENT, sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert page.count("x" * 1001) == 1
    assert f'id="answer-{remark.pk}" name="comment" rows="2">xxx' in page


def test_cell_outside_the_form_is_not_found(client_for, submitted, officer_hg):
    sent = {"comment": "Xem.", "cell": "no.such", "key": "1"}
    assert client_for(officer_hg).post(COMMENT, sent).status_code == 404
