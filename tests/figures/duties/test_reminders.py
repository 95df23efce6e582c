"""Reminders by mail: when, to whom, and once."""

import datetime as dt
import smtplib
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from figures.duties.models import Reminder
from figures.duties.reminders import reminder_mails
from figures.workflow import services
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster
from tests.figures.duties.mails import run

pytestmark = pytest.mark.django_db(transaction=True)  # mails go out on commit

DUE = dt.date(2023, 7, 5)


class RefusingBackend(EmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages: list[EmailMessage]) -> int:  # type: ignore[override]
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")


class FailingBackend(EmailBackend):
    """A mail server that goes down after the first mail."""

    def send_messages(self, messages: list[EmailMessage]) -> int:  # type: ignore[override]
        if mail.outbox:
            raise TimeoutError("timed out")
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def _addresses(settings, period, officer_hg, leader_hg):
    settings.SITE_URL = "https://cluster.example.vn"
    for officer in (officer_hg, leader_hg):
        Officer.objects.filter(pk=officer.pk).update(email=f"{officer.username}@example.vn")


def day(left: int) -> dt.date:
    """The day with so many days left until the due day."""
    return DUE - dt.timedelta(days=left)


@pytest.mark.parametrize("left", range(-9, 10))
def test_officer_is_reminded_only_on_chosen_days(left, mailoutbox):
    run(day(left))
    to_officer = [mail for mail in mailoutbox if mail.to == ["hau-giang@example.vn"]]
    assert len(to_officer) == (left in (7, 1, 0, -1, -3, -7))


def test_mail_is_plain_vietnamese_with_the_link(mailoutbox):
    run(day(7))
    (mail,) = mailoutbox
    assert mail.subject == "Nhập và gửi số liệu 6 tháng đầu năm 2023: còn 7 ngày"
    assert "Hạn gửi 05/7/2023 (còn 7 ngày)." in mail.body
    assert "\nhttps://cluster.example.vn/entry/2023-H1/hau-giang/\n" in mail.body
    assert mail.content_subtype == "plain"


def test_mail_is_signed_with_the_name_of_the_cluster(mailoutbox):
    Cluster.objects.update(name="Cụm thi đua Liên minh HTX duyên hải")
    run(day(7))
    assert "\nCụm thi đua Liên minh HTX duyên hải\nThư này do hệ thống" in mailoutbox[0].body


def test_leader_is_reminded_only_after_the_due_day(mailoutbox):
    run(DUE)
    assert [mail.to for mail in mailoutbox] == [["hau-giang@example.vn"]]
    mailoutbox.clear()
    run(day(-1))
    subjects = {mail.to[0]: mail.subject for mail in mailoutbox}
    assert subjects == {
        "hau-giang@example.vn": "Nhập và gửi số liệu 6 tháng đầu năm 2023: quá hạn 1 ngày",
        "hau-giang-lead@example.vn": "Hậu Giang chưa gửi số liệu 6 tháng đầu năm 2023: quá hạn 1 ngày",
    }


def test_sent_figures_remind_the_leader_to_approve(mailoutbox, submitted):
    run(day(1))
    (mail,) = mailoutbox
    assert mail.to == ["hau-giang-lead@example.vn"]
    assert mail.subject == "Kiểm tra và duyệt số liệu 6 tháng đầu năm 2023: còn 1 ngày"
    assert "https://cluster.example.vn/review/2023-H1/hau-giang/" in mail.body


def test_returned_figures_are_reminded_of_by_their_own_last_day(mailoutbox, submitted, secretary, indicators):
    last = dt.date(2023, 7, 25)
    type(submitted.period).objects.update(closes_on=dt.date(2023, 7, 15), corrections_until=last)
    services.send_back(
        submission=submitted, reason="Sai đơn vị.", cells={indicators["coop.profit"]: ""}, by=secretary
    )
    run(last - dt.timedelta(days=1))
    (mail,) = mailoutbox
    assert mail.subject == "Sửa số liệu 6 tháng đầu năm 2023 bị trả lại: còn 1 ngày"
    assert "Sửa đến hết ngày 25/7/2023" in mail.body
    assert "Còn 1/1 ô phải sửa, hoặc ghi chú vì sao giữ nguyên.\n– Lãi của HTX\n" in mail.body


def test_running_twice_sends_once(mailoutbox):
    assert "reminded hau-giang" in run(DUE)
    assert "reminded" not in run(DUE)
    assert len(mailoutbox) == 1
    reminder = Reminder.objects.get()
    assert (reminder.kind, reminder.day, reminder.failure) == ("enter", DUE, "")
    assert reminder.sent_at is not None


def test_run_leaves_mails_that_another_run_is_sending(mailoutbox, period, hau_giang, officer_hg):
    row = {"subject": period.slug, "province": hau_giang, "officer": officer_hg, "kind": "enter", "day": DUE}
    Reminder.objects.create(**row, tried_at=timezone.now())
    run(DUE)
    assert mailoutbox == []
    Reminder.objects.update(tried_at=timezone.now() - dt.timedelta(hours=1))  # that run died
    run(DUE)
    assert len(mailoutbox) == 1


def test_failure_is_recorded_and_the_next_run_sends(mailoutbox, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    with pytest.raises(CommandError, match="1 not sent; the next run tries again"):
        run(DUE)
    reminder = Reminder.objects.get()
    assert reminder.sent_at is None
    assert reminder.failure == "SMTPServerDisconnected: Connection unexpectedly closed"
    settings.EMAIL_BACKEND = working
    run(DUE)
    reminder.refresh_from_db()
    assert reminder.sent_at is not None
    assert reminder.failure == ""
    assert len(mailoutbox) == 1


def test_server_that_fails_half_way_loses_and_repeats_no_mail(mailoutbox, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.FailingBackend"
    with pytest.raises(CommandError, match="1 not sent"):
        run(day(-1))
    assert [mail.to for mail in mailoutbox] == [["hau-giang@example.vn"]]
    settings.EMAIL_BACKEND = working
    run(day(-1))
    run(day(-1))
    assert [mail.to for mail in mailoutbox] == [["hau-giang@example.vn"], ["hau-giang-lead@example.vn"]]


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_runs_at_once_send_once(mailoutbox):
    runs, together = 4, Barrier(4)

    def send() -> None:
        try:
            together.wait()
            run(day(-1))
        finally:
            connection.close()

    threads = [Thread(target=send) for __ in range(runs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(mail.to[0] for mail in mailoutbox) == [
        "hau-giang-lead@example.vn",
        "hau-giang@example.vn",
    ]


def test_failed_mail_is_sent_the_day_after_with_its_days_left(mailoutbox, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    with pytest.raises(CommandError):
        run(day(7))
    settings.EMAIL_BACKEND = working
    run(day(6))
    run(day(5))
    assert [mail.subject for mail in mailoutbox] == ["Nhập và gửi số liệu 6 tháng đầu năm 2023: còn 6 ngày"]
    assert Reminder.objects.get().day == day(7)


def test_failed_mail_of_a_finished_duty_is_not_sent(mailoutbox, settings, draft, officer_hg):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    with pytest.raises(CommandError):
        run(day(7))
    services.submit(submission=draft, by=officer_hg)
    settings.EMAIL_BACKEND = working
    run(day(6))
    assert mailoutbox == []


def test_officer_without_an_address_is_named(mailoutbox, officer_hg):
    Officer.objects.filter(pk=officer_hg.pk).update(email="")
    assert "no address: hau-giang (Hậu Giang)" in run(DUE)
    assert mailoutbox == []
    assert not Reminder.objects.exists()


def test_province_where_nobody_has_an_account_is_named(officer_hg, leader_hg):
    Officer.objects.filter(pk__in=[officer_hg.pk, leader_hg.pk]).update(is_active=False)
    output = run(DUE)
    assert "nobody to remind: Nhập và gửi số liệu 6 tháng đầu năm 2023 (Hậu Giang)\n" in output
    assert "nobody to remind: Nhập và gửi số liệu 6 tháng đầu năm 2023 (Cần Thơ)\n" in output


def test_leader_is_told_how_to_get_more_time(mailoutbox, submitted, secretary):
    last = dt.date(2023, 7, 25)
    type(submitted.period).objects.update(closes_on=dt.date(2023, 7, 15), corrections_until=last)
    services.send_back(submission=submitted, reason="Sai đơn vị.", by=secretary)
    run(last + dt.timedelta(days=1))
    (mail,) = mailoutbox
    assert mail.to == ["hau-giang-lead@example.vn"]
    assert mail.subject == "Hậu Giang chưa gửi lại số liệu 6 tháng đầu năm 2023: quá hạn 1 ngày"
    assert "Sửa đến hết ngày 25/7/2023 (quá hạn 1 ngày)." in mail.body
    assert "Muốn nhập thêm, đề nghị Tổ giúp việc Cụm gia hạn." in mail.body


def test_dry_run_lists_mails_and_sends_none(mailoutbox):
    output = run(DUE, "--dry-run")
    assert "would remind hau-giang: Nhập và gửi số liệu 6 tháng đầu năm 2023: hôm nay là ngày cuối" in output
    assert mailoutbox == []
    assert not Reminder.objects.exists()


def test_missing_address_of_the_site_stops_the_run(settings, mailoutbox):
    settings.SITE_URL = ""
    with pytest.raises(CommandError, match="SITE_URL is not set"):
        run(DUE)
    assert mailoutbox == []
    assert not Reminder.objects.exists()


def test_closed_account_gets_no_mail(mailoutbox, officer_hg, leader_hg):
    Officer.objects.filter(pk__in=[officer_hg.pk, leader_hg.pk]).update(is_active=False)
    run(DUE)
    assert mailoutbox == []


def test_today_is_the_local_date(monkeypatch, mailoutbox):
    # At 18:00 UTC on the 4th it is the 5th in Vietnam, the due day.
    moment = dt.datetime(2023, 7, 4, 18, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    call_command("send_reminders", stdout=StringIO())
    (mail,) = mailoutbox
    assert mail.subject.endswith("hôm nay là ngày cuối")


def test_mail_says_that_entry_has_closed(settings, period):
    type(period).objects.update(closes_on=dt.date(2023, 7, 6), corrections_until=dt.date(2023, 7, 20))
    mail = next(mail for mail in reminder_mails(day(-3)) if mail.duty.kind == "enter")
    assert "Đã qua ngày cuối được nhập (06/7/2023).\nMuốn nhập thêm, đề nghị" in mail.body
