"""Who works for which province after a merger."""

import datetime as dt

import pytest
from django.utils import timezone

from figures.duties.duties import DutyKind, duties_of
from figures.submissions.comments import unread_comments
from figures.submissions.models import Submission
from figures.submissions.permissions import visible_to
from figures.workflow import services as workflow
from provinces.accounts.models import Officer
from provinces.clusters.models import Membership, Province
from provinces.clusters.permissions import keeps_register, leads, works_for
from provinces.register import services as register
from provinces.register.models import Cooperative
from tests.factories import make_cooperative, make_officer
from tests.figures.factories import make_catalogue, make_period, make_submission
from tests.provinces.clusters.mergers import merge as enter_dates
from tests.provinces.mergers.test_merger_services import merge
from web.refusals import RefusedError

DAY = dt.date(2025, 7, 1)


def fresh(officer: Officer) -> Officer:
    return Officer.objects.get(pk=officer.pk)


@pytest.fixture
def moved(secretary, can_tho, hau_giang, soc_trang, officer_hg, leader_hg, officer_ct) -> Province:
    """The successor: Hậu Giang's officers went on, Cần Thơ's account is still as it was."""
    successor = merge(secretary, can_tho, hau_giang, soc_trang).successor
    Officer.objects.filter(pk=officer_ct.pk).update(province=can_tho)
    return successor


def test_officers_of_the_successor_complete_what_its_parts_left(moved, officer_hg, leader_hg):
    parts = Province.objects.filter(successor=moved)
    for part in [*parts, moved]:
        assert works_for(fresh(officer_hg), part)
        assert leads(fresh(leader_hg), part)
        assert not leads(fresh(officer_hg), part)
    assert keeps_register(fresh(officer_hg))
    others = Province.objects.filter(successor=None).exclude(pk=moved.pk)
    assert not any(works_for(fresh(officer_hg), other) for other in others)


def test_accounts_left_behind_write_nothing_more(moved, officer_ct):
    left = fresh(officer_ct)
    assert not works_for(left, left.province)
    assert not works_for(left, moved)
    assert not keeps_register(left)


def test_until_its_day_the_old_province_works_on(secretary, can_tho, hau_giang, officer_hg):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    successor = merge(secretary, can_tho, hau_giang, established_on=tomorrow).successor
    assert works_for(fresh(officer_hg), fresh(officer_hg).province)
    Membership.objects.filter(left_on=tomorrow).update(left_on=timezone.localdate())
    Province.objects.filter(successor=successor).update(ended_on=timezone.localdate())
    assert not works_for(fresh(officer_hg), fresh(officer_hg).province)


def test_before_its_day_the_new_province_reads_nothing_unaccepted_of_the_old(
    secretary, cluster, can_tho, hau_giang, officer_hg
):
    make_catalogue()
    period = make_period(cluster, "2025-H1")
    sent = make_submission(period, hau_giang, "submitted", changed_by=officer_hg)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    successor = merge(secretary, can_tho, hau_giang, established_on=tomorrow).successor
    new = make_officer("x", Officer.Role.ENTRY, successor)
    readable = Submission.objects.filter(visible_to(new, 2025, prefix=""), pk=sent.pk)
    assert not readable.exists()
    Membership.objects.filter(left_on=tomorrow).update(left_on=timezone.localdate())
    Province.objects.filter(successor=successor).update(ended_on=timezone.localdate())
    assert readable.all().exists()


def test_where_only_dates_were_entered_accounts_go_on_until_somebody_follows(
    cluster, can_tho, hau_giang, officer_hg
):
    merged = enter_dates(cluster, [can_tho, hau_giang], slug="x", name="X", on=DAY)
    assert works_for(fresh(officer_hg), fresh(officer_hg).province)
    new = make_officer("x", Officer.Role.ENTRY, merged)
    assert works_for(new, Province.objects.get(slug="hau-giang"))


def test_rights_go_through_two_mergers(moved, secretary, kien_giang, officer_hg):
    second = merge(
        secretary, moved, kien_giang, slug="x", name="X", code="1", established_on=dt.date(2026, 1, 1)
    ).successor
    officer = fresh(officer_hg)
    assert officer.province == second
    for slug in ("hau-giang", "can-tho-2025", "kien-giang", "x"):
        assert works_for(officer, Province.objects.get(slug=slug)), slug


def test_existing_provinces_cost_no_query(provinces, officer_hg, kien_giang, django_assert_num_queries):
    with django_assert_num_queries(0):
        for province in provinces.values():
            works_for(officer_hg, province)


def test_queries_do_not_grow_with_the_provinces_that_merged(moved, officer_hg, django_assert_num_queries):
    officer, parts = fresh(officer_hg), list(Province.objects.filter(successor=moved))
    with django_assert_num_queries(3):  # the officer's province, what merged into it, and nothing into that
        assert all(works_for(officer, part) for part in parts)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_duties_of_an_unfinished_half_year_go_to_the_successor(
    state, cluster, secretary, can_tho, hau_giang, officer_hg, leader_hg
):
    make_catalogue()
    period = make_period(cluster, "2025-H1")
    make_submission(period, hau_giang, state)
    merge(secretary, can_tho, hau_giang)
    kinds = {"draft": DutyKind.ENTER, "submitted": DutyKind.APPROVE, "returned": DutyKind.CORRECT}
    who = leader_hg if state == "submitted" else officer_hg
    owed = [duty for duty in duties_of(fresh(who)) if duty.province == hau_giang]
    assert kinds[state] in [duty.kind for duty in owed]


def test_half_year_of_a_part_is_sent_and_approved_by_the_successors_people(
    cluster, secretary, can_tho, hau_giang, officer_hg, leader_hg, client_for
):
    make_catalogue()
    make_submission(make_period(cluster, "2025-H1"), hau_giang, "draft")
    merge(secretary, can_tho, hau_giang)
    client = client_for(fresh(officer_hg))
    assert client.get("/entry/2025-H1/hau-giang/").status_code == 200
    home = client.get("/entry/")
    assert home["Location"] in ("/entry/2025-H1/hau-giang/", "/entry/2025-H1/can-tho/")
    assert client.get(home["Location"]).status_code == 200
    submission = Submission.objects.get()
    Submission.objects.update(state="submitted", first_submitted_at=timezone.now(), submitted_by=officer_hg)
    submission.refresh_from_db()
    assert Submission.objects.filter(visible_to(fresh(officer_hg), 2025)).exists()
    make_officer("x", Officer.Role.ENTRY, hau_giang)
    workflow.send_back(submission=submission, reason="Thiếu số.", by=fresh(leader_hg))
    assert Submission.objects.get().state == Submission.State.RETURNED


def test_old_comments_of_moved_officers_stay_from_inside(
    cluster, secretary, can_tho, hau_giang, officer_hg, leader_hg
):
    make_catalogue()
    submission = make_submission(make_period(cluster, "2025-H1"), hau_giang, "draft")
    workflow.comment(submission=submission, text="Xem lại số HTX.", by=leader_hg)
    before = [(each.is_for_province, each.readers) for each in unread_comments()]
    merge(secretary, can_tho, hau_giang)
    assert [(each.is_for_province, each.readers) for each in unread_comments()] == before
    assert before == [(True, frozenset({officer_hg.pk}))]


def test_page_that_was_open_during_the_merger_moves_nothing_back(
    cluster, secretary, can_tho, hau_giang, officer_hg
):
    stored = make_cooperative(hau_giang, officer_hg, name="Cũ")
    opened = Cooperative.objects.select_related("province").get(pk=stored.pk)
    opened.name, open_by = "Mới", fresh(officer_hg)
    assert works_for(open_by, opened.province), "checked before the merger, saved after it"
    merge(secretary, can_tho, hau_giang)
    with pytest.raises(RefusedError, match="Hậu Giang đã hợp nhất vào Cần Thơ"):
        register.save_organisation(organisation=opened, by=open_by)
    assert Cooperative.objects.get().province.slug == "can-tho-2025"


def test_papers_of_before_name_the_province_that_the_officer_stood_for(
    secretary, can_tho, hau_giang, kien_giang, officer_hg, django_assert_num_queries
):
    first = merge(secretary, can_tho, hau_giang).successor
    merge(secretary, first, kien_giang, slug="x", name="X", code="1", established_on=dt.date(2026, 1, 1))
    officer = Officer.objects.select_related("province").get(pk=officer_hg.pk)
    days = {"hau-giang": dt.date(2025, 6, 30), "can-tho-2025": dt.date(2025, 7, 1), "x": dt.date(2026, 1, 1)}
    assert {slug: officer.province_on(day).slug for slug, day in days.items()} == {s: s for s in days}
    with django_assert_num_queries(0):
        officer.province_on(dt.date(2026, 1, 1))
