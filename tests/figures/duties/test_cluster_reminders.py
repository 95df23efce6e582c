"""Mails about the cluster's duties: to the secretary and, once late, to the head."""

import datetime as dt

import pytest
from django.core.management import CommandError

from figures.duties.models import Reminder
from figures.periods.models import Period
from figures.workflow import services
from provinces.accounts.models import Officer
from tests.factories import make_term
from tests.figures.duties.mails import run
from tests.figures.factories import make_period, make_submission

pytestmark = pytest.mark.django_db(transaction=True)  # mails go out on commit

CLOSES, CORRECTED = dt.date(2023, 7, 15), dt.date(2023, 7, 31)
LOCKED = CORRECTED + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _addresses(settings, period, secretary, head, deputy):
    settings.SITE_URL = "https://cluster.example.vn"
    for officer in (secretary, head, deputy):
        Officer.objects.filter(pk=officer.pk).update(email=f"{officer.username}@example.vn")


@pytest.fixture
def waiting(approved):
    """Hậu Giang's figures, ready to be accepted."""
    Period.objects.update(closes_on=CLOSES, corrections_until=CORRECTED)
    approved.refresh_from_db()
    return approved


def recipients(mails, what: str) -> set[str]:
    """Usernames of those who got a mail with this text in its subject."""
    return {mail.to[0].removesuffix("@example.vn") for mail in mails if what in mail.subject}


def before(day: dt.date, days: int) -> dt.date:
    return day - dt.timedelta(days=days)


@pytest.mark.parametrize("left", range(-9, 10))
def test_secretary_is_reminded_on_chosen_days_and_the_head_once_late(left, waiting, mailoutbox):
    run(before(CORRECTED, left))
    secretary = {"secretary"} if left in (7, 1, 0, -1, -3, -7) else set()
    head = {"kien-giang-lead"} if left in (-1, -3, -7) else set()
    assert recipients(mailoutbox, "Kiểm tra và chấp nhận") == secretary | head


def test_mail_to_the_secretary_links_to_the_figures(waiting, mailoutbox):
    run(before(CORRECTED, 1))
    mail = next(mail for mail in mailoutbox if "chấp nhận" in mail.subject)
    assert mail.subject == "Kiểm tra và chấp nhận số liệu Hậu Giang, 6 tháng đầu năm 2023: còn 1 ngày"
    assert mail.body.startswith("Kính gửi secretary, Tổ giúp việc Cụm.")
    assert "\nhttps://cluster.example.vn/review/2023-H1/hau-giang/\n" in mail.body


def test_accepted_figures_need_no_reminder(waiting, secretary, mailoutbox):
    services.accept(submission=waiting, by=secretary)
    run(CORRECTED)
    assert recipients(mailoutbox, "chấp nhận") == set()


def test_cluster_is_reminded_of_figures_not_sent_again_in_time(waiting, secretary, mailoutbox):
    services.send_back(submission=waiting, reason="Sai.", by=secretary)
    run(CORRECTED)
    assert recipients(mailoutbox, "Gia hạn") == set()
    run(before(CORRECTED, -1))
    subject = "Gia hạn sửa số liệu Hậu Giang, 6 tháng đầu năm 2023: quá hạn 1 ngày"
    assert recipients(mailoutbox, subject) == {"secretary", "kien-giang-lead"}
    mail = next(mail for mail in mailoutbox if mail.subject == subject)
    assert "\nTỉnh chưa gửi lại, nên số liệu tỉnh này không nằm trong số toàn cụm.\n" in mail.body
    assert "\nhttps://cluster.example.vn/review/2023-H1/hau-giang/\n" in mail.body
    assert Reminder.objects.filter(kind="extend", province__slug="hau-giang").count() == 2


def test_deputy_stands_in_for_a_head_who_approved_the_figures(
    waiting, kien_giang, head, deputy, secretary, mailoutbox
):
    # Kiên Giang's leader is the head, and must not accept figures that they approved.
    submission = make_submission(waiting.period, kien_giang, "approved")
    submission.steps.create(action="approve", by=head, from_state="submitted", to_state="approved")
    run(before(CORRECTED, -1))
    assert recipients(mailoutbox, "chấp nhận số liệu Kiên Giang") == {"secretary", "ca-mau-lead"}
    assert recipients(mailoutbox, "chấp nhận số liệu Hậu Giang") == {"secretary", "kien-giang-lead"}


def test_without_a_secretary_the_head_is_reminded_in_time(waiting, secretary, mailoutbox):
    Officer.objects.filter(pk=secretary.pk).update(is_active=False)
    run(CORRECTED)
    assert recipients(mailoutbox, "chấp nhận") == {"kien-giang-lead"}


def test_head_of_another_year_is_not_reminded(waiting, cluster, leader_ct, mailoutbox):
    Officer.objects.filter(pk=leader_ct.pk).update(email="can-tho-lead@example.vn")
    make_term(leader_ct, cluster, year=2022)
    run(before(CORRECTED, -1))
    assert "can-tho-lead" not in recipients(mailoutbox, "chấp nhận")


def test_locking_is_due_the_day_after_the_last_corrections(waiting, mailoutbox):
    run(CORRECTED)
    assert recipients(mailoutbox, "Khóa kỳ báo cáo") == set()
    run(LOCKED)
    assert recipients(mailoutbox, "Khóa kỳ báo cáo 6 tháng đầu năm 2023: đến hạn hôm nay") == {"secretary"}
    run(before(LOCKED, -1))
    assert recipients(mailoutbox, "Khóa kỳ báo cáo 6 tháng đầu năm 2023: quá hạn 1 ngày") == {
        "secretary",
        "kien-giang-lead",
    }


def test_opening_is_announced_days_before(cluster, mailoutbox):
    opens = dt.date(2023, 12, 10)
    make_period(cluster, "2023-H2", state="planned", opens_on=opens)
    for days in (8, 7, 1, 0):
        run(before(opens, days))
    subjects = [mail.subject for mail in mailoutbox if "Mở kỳ" in mail.subject]
    assert [subject.removeprefix("Mở kỳ báo cáo 6 tháng cuối năm 2023: ") for subject in subjects] == [
        "còn 7 ngày",
        "còn 1 ngày",
        "đến hạn hôm nay",
    ]


def test_chasing_mail_names_the_late_provinces(waiting, mailoutbox):
    run(before(CLOSES, 1))
    (mail,) = [mail for mail in mailoutbox if "Đôn đốc" in mail.subject]
    assert mail.to == ["secretary@example.vn"]
    assert "\nAn Giang, Bạc Liêu, Cà Mau, Cần Thơ, Kiên Giang, Sóc Trăng\n" in mail.body
    assert "\nhttps://cluster.example.vn/review/2023-H1/late/\n" in mail.body


def test_running_twice_sends_each_once(waiting, mailoutbox):
    run(LOCKED)
    run(before(CORRECTED, 1))
    sent = len(mailoutbox)
    run(LOCKED)
    run(before(CORRECTED, 1))
    assert len(mailoutbox) == sent
    kinds = set(Reminder.objects.filter(officer__role="secretary").values_list("kind", "province__slug"))
    assert kinds == {("lock", None), ("accept", "hau-giang")}


def test_failed_mail_to_the_cluster_goes_the_day_after(waiting, mailoutbox, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.figures.duties.test_reminders.RefusingBackend"
    with pytest.raises(CommandError, match="not sent"):
        run(LOCKED)
    settings.EMAIL_BACKEND = working
    run(before(LOCKED, -1))
    run(before(LOCKED, -2))
    to_secretary = [mail.subject for mail in mailoutbox if mail.to == ["secretary@example.vn"]]
    assert len([subject for subject in to_secretary if "Khóa" in subject]) == 1


def test_secretary_without_an_address_is_named(waiting, secretary):
    Officer.objects.filter(pk=secretary.pk).update(email="")
    assert "no address: secretary (Tổ giúp việc Cụm)" in run(CORRECTED)
