"""The page of duties, and the list of late provinces."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from figures.duties.models import Reminder
from figures.periods.models import Period
from figures.submissions.models import Submission
from figures.workflow import reopening
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from tests.figures.factories import local, make_submission
from tests.figures.pages import text_of

TASKS = reverse("figures:tasks")
LATE = reverse("figures:late", args=["2023-H1"])


@pytest.fixture
def due_in_three_days(period):
    due = timezone.localdate() + dt.timedelta(days=3)
    Period.objects.update(opens_on=due - dt.timedelta(days=20), due_on=due)
    period.refresh_from_db()
    return period


def test_officer_sees_the_entry_with_the_days_left(client_for, officer_hg, due_in_three_days):
    response = client_for(officer_hg).get(TASKS)
    words = text_of(response)
    assert "Nhập và gửi số liệu 6 tháng đầu năm 2023" in words
    assert "Còn 3 ngày" in words
    assert "Việc của tôi (1)" in words
    assert 'href="/entry/2023-H1/hau-giang/"' in response.content.decode()


def test_officer_sees_returned_figures_with_the_reason(
    client_for, officer_hg, secretary, submitted, indicators
):
    workflow_services.send_back(
        submission=submitted, reason="Xem <lại>.", cells={indicators["coop.new"]: ""}, by=secretary
    )
    words = text_of(client_for(officer_hg).get(TASKS))
    assert "Sửa số liệu 6 tháng đầu năm 2023 bị trả lại" in words
    assert "Lý do: Xem &lt;lại&gt;." in words
    assert "Còn 1/1 ô phải sửa, hoặc ghi chú vì sao giữ nguyên. – HTX thành lập mới" in words


def test_leader_finds_a_link_to_the_approval(client_for, leader_hg, submitted):
    page = client_for(leader_hg).get(TASKS).content.decode()
    assert "Kiểm tra và duyệt số liệu 6 tháng đầu năm 2023" in page
    assert 'href="/review/2023-H1/hau-giang/"' in page


def test_secretary_sees_late_provinces_and_figures_to_accept(client_for, secretary, approved):
    response = client_for(secretary).get(TASKS)
    words = text_of(response)
    assert "Kiểm tra và chấp nhận số liệu Hậu Giang, 6 tháng đầu năm 2023" in words
    assert "Đôn đốc các tỉnh chưa gửi số liệu 6 tháng đầu năm 2023" in words
    assert "An Giang, Bạc Liêu, Cà Mau, Cần Thơ, Kiên Giang, Sóc Trăng" in words
    assert f'href="{LATE}"' in response.content.decode()


def test_secretary_is_told_of_figures_that_were_not_sent_again_in_time(client_for, secretary, accepted):
    reopening.reopen(submission=accepted, reason="Sót.", until=timezone.localdate(), by=secretary)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Submission.objects.update(reopened_until=yesterday)
    response = client_for(secretary).get(TASKS)
    words = text_of(response)
    assert "Gia hạn sửa số liệu Hậu Giang, 6 tháng đầu năm 2023" in words
    assert "Tỉnh chưa gửi lại; số toàn cụm vẫn dùng số đã chấp nhận trước khi mở lại." in words
    assert 'href="/review/2023-H1/hau-giang/"' in response.content.decode()
    board = text_of(client_for(secretary).get(reverse("figures:review", args=["2023-H1"])))
    assert "Mở lại, đã hết hạn sửa" in board


def test_observer_owes_nothing(client_for, observer, period):
    assert "Hiện không có nhiệm vụ cần xử lý." in text_of(client_for(observer).get(TASKS))


def test_administrator_sees_missing_accounts_and_addresses(
    client_for, administrator, officer_hg, leader_hg, secretary, due_in_three_days
):
    Officer.objects.filter(pk=officer_hg.pk).update(email="hau-giang@example.vn")
    response = client_for(administrator).get(TASKS)
    words = text_of(response)
    assert "Cần Thơ: chưa có tài khoản để làm việc “Nhập và gửi số liệu 6 tháng đầu năm 2023”" in words
    assert "Hậu Giang: chưa có" not in words
    assert "Còn 3 ngày" in words
    address = reverse("admin:provinces_officer_change", args=[leader_hg.pk])
    assert f'<a href="{address}">hau-giang-lead</a>' in response.content.decode()
    assert f'href="{reverse("admin:provinces_officer_change", args=[officer_hg.pk])}"' not in str(
        response.content
    )
    assert "Việc của tôi (8)" in words  # six provinces, two accounts


def test_administrator_with_nothing_missing_has_nothing_to_do(client_for, administrator):
    assert "Hiện không có nhiệm vụ cần xử lý." in text_of(client_for(administrator).get(TASKS))


def test_page_needs_no_more_queries_for_many_provinces(
    client_for, secretary, period, provinces, officer_ct, django_assert_max_num_queries
):
    client = client_for(secretary)
    for province in provinces.values():
        make_submission(period, province, "approved")
    with django_assert_max_num_queries(16):
        client.get(TASKS)


def test_late_list_has_state_contacts_and_last_reminder(
    client_for, secretary, submitted, can_tho, officer_ct
):
    officer_ct.email = "can-tho@example.vn"
    officer_ct.save()
    Period.objects.update(due_on=timezone.localdate() - dt.timedelta(days=4))
    submitted.first_submitted_at = local(2023, 7, 1, 9)
    submitted.save()
    row = {"subject": submitted.period.slug, "province": can_tho, "officer": officer_ct, "kind": "enter"}
    # 23:30 on the 6th by UTC is the 7th in Vietnam
    sent_at = dt.datetime(2023, 7, 6, 23, 30, tzinfo=dt.UTC)
    Reminder.objects.create(**row, day=dt.date(2023, 7, 6), tried_at=sent_at, sent_at=sent_at)
    to_the_cluster = row | {"officer": secretary, "kind": "accept", "sent_at": timezone.now()}
    Reminder.objects.create(**to_the_cluster, day=dt.date(2023, 7, 7), tried_at=timezone.now())
    words = text_of(client_for(secretary).get(LATE))
    assert "Hậu Giang" not in words  # sent long before
    assert "Cần Thơ Chưa nhập Quá hạn 4 ngày 0/14 can-tho, can-tho@example.vn 07/7/2023" in words


def test_late_list_keeps_provinces_that_sent_late(client_for, secretary, accepted):
    words = text_of(client_for(secretary).get(LATE))  # sent today, due in July 2023
    assert "Hậu Giang Đã chấp nhận" in words
    assert "Chậm" in words
    until = timezone.localdate()
    reopening.reopen(submission=accepted, reason="Sót.", until=until, by=secretary)
    words = text_of(client_for(secretary).get(LATE))
    assert "Hậu Giang Mở lại" in words
    assert "Chậm" in words


def test_empty_late_list_says_so(client_for, secretary, provinces, period, monkeypatch):
    monkeypatch.setattr("figures.review.late_views.load_late", lambda period, officer: [])
    assert "Tất cả các tỉnh đã gửi đúng hạn." in text_of(client_for(secretary).get(LATE))


def test_review_page_links_to_the_list(client_for, secretary, period):
    page = client_for(secretary).get(reverse("figures:review", args=["2023-H1"])).content.decode()
    assert f'<a href="{LATE}">In danh sách đôn đốc</a>' in page


def test_review_page_shows_all_three_last_days(client_for, secretary, period):
    Period.objects.update(closes_on=dt.date(2023, 7, 15), corrections_until=dt.date(2023, 7, 31))
    words = text_of(client_for(secretary).get(reverse("figures:review", args=["2023-H1"])))
    assert (
        "Hạn gửi 05/7/2023, ngày cuối được nhập 15/7/2023, ngày cuối được sửa số trả lại 31/7/2023." in words
    )


def test_form_shows_its_last_day(client_for, officer_hg, secretary, submitted):
    Period.objects.update(closes_on=dt.date(2998, 7, 15), corrections_until=dt.date(2999, 7, 31))
    workflow_services.send_back(submission=submitted, reason="Sai.", by=secretary)
    words = text_of(client_for(officer_hg).get(reverse("figures:entry", args=["2023-H1", "hau-giang"])))
    assert "Nhập và sửa được đến hết ngày 31/7/2999." in words


def test_days_are_grouped_by_thousands(client_for, secretary, period):
    last = timezone.localdate() - dt.timedelta(days=1213)  # it is to be locked the day after
    days = dict.fromkeys(["opens_on", "due_on", "closes_on", "corrections_until"], last)
    Period.objects.update(**days)
    words = text_of(client_for(secretary).get(TASKS))
    assert "Quá hạn 1.212 ngày" in words
