"""A comment waits for its readers: it is a task until one of them reads or answers it."""

import pytest
from django.urls import reverse

from figures.duties.duties import DutyKind, duties_of
from figures.submissions.comments import unread_comments
from figures.workflow import services
from provinces.accounts.models import Officer
from provinces.clusters.models import Term
from tests.factories import make_officer, make_term
from tests.figures.pages import text_of
from web.refusals import RefusedError

HG = ["2023-H1", "hau-giang"]
CHECK = reverse("figures:review-province", args=HG)
READ = reverse("figures:read-comments", args=HG)


def readers():
    """The names of who is to read each comment."""
    names = dict(Officer.objects.values_list("pk", "username"))
    return [{names[pk] for pk in comment.readers} for comment in unread_comments()]


def has_task(officer):
    return any(duty.kind == DutyKind.READ for duty in duties_of(officer))


def test_comment_of_the_cluster_is_the_provinces_to_read(
    submitted, secretary, officer_hg, leader_hg, officer_ct
):
    services.comment(submission=submitted, text="Rà lại số lao động.", by=secretary)
    assert readers() == [{"hau-giang", "hau-giang-lead"}]
    assert has_task(officer_hg)
    assert has_task(leader_hg)
    assert not has_task(officer_ct)
    assert not has_task(secretary)


def test_comment_inside_the_province_is_the_colleagues_before_approval(submitted, leader_hg, secretary):
    services.comment(submission=submitted, text="Vì sao giảm?", by=leader_hg)
    assert readers() == [{"hau-giang"}]


def test_comment_of_the_province_is_the_clusters_after_approval(
    approved, officer_hg, secretary, head, observer
):
    services.comment(
        submission=approved, text="Số quỹ tín dụng lấy theo báo cáo của chi nhánh.", by=officer_hg
    )
    assert readers() == [{"secretary", "kien-giang-lead"}]


def test_head_from_the_province_itself_is_no_reader_for_the_cluster(
    approved, officer_hg, leader_hg, secretary, cluster
):
    make_term(leader_hg, cluster, Term.Post.HEAD, 2023)
    services.comment(submission=approved, text="Số lấy theo chi nhánh.", by=officer_hg)
    assert readers() == [{"secretary"}]


def test_task_ends_when_one_of_the_readers_says_it_is_read(
    client_for, submitted, secretary, officer_hg, leader_hg
):
    services.comment(submission=submitted, text="Rà lại.", by=secretary)
    client = client_for(officer_hg)
    assert "Đọc góp ý về số liệu Hậu Giang" in text_of(client.get(reverse("figures:tasks")))
    assert READ in client.get(CHECK).content.decode()
    assert "đã đọc góp ý" in text_of(client.post(READ, follow=True))
    assert unread_comments() == []
    assert READ not in client.get(CHECK).content.decode()
    assert not has_task(leader_hg)


@pytest.mark.parametrize("answer", ["comment", "approve"])
def test_task_ends_with_an_answer(answer, submitted, secretary, leader_hg):
    services.comment(submission=submitted, text="Rà lại.", by=secretary)
    if answer == "comment":
        services.comment(submission=submitted, text="Đã rà.", by=leader_hg)
        assert readers() == [{"hau-giang"}]  # not the secretary's before the province has approved
    else:
        services.approve(submission=submitted, by=leader_hg)
        assert unread_comments() == []


def test_two_comments_are_one_task(submitted, secretary, observer):
    services.comment(submission=submitted, text="Một.", by=secretary)
    services.comment(submission=submitted, text="Hai.", by=observer)
    assert len(unread_comments()) == 1


def test_who_has_nothing_to_read_is_told_so(submitted, secretary, officer_hg):
    with pytest.raises(RefusedError, match="Không còn góp ý"):
        services.read_comments(submission=submitted, by=officer_hg)
    services.comment(submission=submitted, text="Rà lại.", by=secretary)
    with pytest.raises(RefusedError):
        services.read_comments(submission=submitted, by=secretary)


def test_a_former_officer_is_no_reader(submitted, secretary, hau_giang):
    gone = make_officer("gone", Officer.Role.ENTRY, hau_giang)
    Officer.objects.filter(pk=gone.pk).update(is_active=False)
    services.comment(submission=submitted, text="Rà lại.", by=secretary)
    assert "gone" not in readers()[0]
