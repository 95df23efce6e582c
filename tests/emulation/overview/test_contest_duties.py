"""The duties of the contest: whose they are, from when until when, who is reminded of them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from emulation.awards.models import Dossier
from emulation.cross_checks.models import Check
from emulation.movements.models import Registration
from emulation.overview.duties import contest_duties
from emulation.pledges import signing
from emulation.pledges.models import Signing
from emulation.votes import services
from emulation.year.models import Deadline, EmulationYear
from figures.duties.duties import duties_of
from figures.duties.models import Reminder
from provinces.accounts.models import Officer
from tests.emulation.cross_checks.check_rows import make_checks, make_claimed, make_sent
from tests.emulation.factories import make_criterion, make_pledge, make_sent_dossier, make_sheet
from tests.emulation.movements.movement_rows import make_activity, make_launched
from tests.emulation.votes.polls import make_leaders, make_open_poll
from tests.figures.duties.mails import run
from tests.figures.factories import make_catalogue

FIRST, LAST = dt.date(2023, 11, 1), dt.date(2023, 11, 30)
NOW = dt.date(2023, 11, 20)


def keep_only(contest: EmulationYear, part: str, first: dt.date = FIRST, last: dt.date = LAST) -> None:
    contest.deadlines.exclude(part=part).delete()
    contest.deadlines.filter(part=part).update(opens_on=first, due_on=last)


def lock(contest: EmulationYear) -> None:
    contest.rules_locked_at = timezone.now()
    contest.save()


def owed(officer: Officer, on: dt.date = NOW) -> list[tuple[str, str]]:
    """Kind and title of what the officer owes the contest."""
    return [(str(d.kind), d.text.title) for d in duties_of(officer, on) if d.text]


def page_url(officer: Officer, on: dt.date = NOW) -> str:
    (duty,) = [duty for duty in duties_of(officer, on) if duty.text]
    return duty.text.url


@pytest.mark.parametrize(
    ("on", "is_owed"),
    [
        (dt.date(2023, 10, 31), False),
        (dt.date(2023, 11, 1), True),
        (dt.date(2023, 11, 30), True),
        (dt.date(2023, 12, 30), True),
        (dt.date(2023, 12, 31), False),
    ],
)
def test_part_is_owed_from_its_first_day_until_a_month_after_its_last(on, is_owed, contest, officer_hg):
    keep_only(contest, Deadline.Part.SELF_SCORE)
    lock(contest)
    assert bool(owed(officer_hg, on)) == is_owed


def test_overdue_part_asks_for_an_extension(contest, leader_hg):
    keep_only(contest, Deadline.Part.SELF_SCORE)
    lock(contest)
    (duty,) = duties_of(leader_hg, LAST + dt.timedelta(days=3))
    assert duty.days_left(LAST + dt.timedelta(days=3)) == -3
    assert "Đề nghị Tổ giúp việc của Cụm gia hạn" in duty.text.details[0]


def test_pledge_is_owed_by_its_province_until_it_is_sent_and_signed(
    contest, hau_giang, officer_hg, leader_hg, officer_ct, secretary
):
    keep_only(contest, Deadline.Part.PLEDGE)
    assert owed(officer_hg) == [], "nothing is asked yet"
    make_catalogue()
    pledge = make_pledge(contest, hau_giang, officer_hg, {"coop.new": 20})
    what = [("pledge", "Đăng ký và gửi giao ước thi đua năm 2023")]
    assert owed(officer_hg) == owed(leader_hg) == owed(officer_ct) == what
    assert page_url(officer_hg) == "/emulation/2023/pledges/hau-giang/"
    pledge.state, pledge.sent_at, pledge.sent_by = "sent", timezone.now(), leader_hg
    pledge.save()
    assert owed(officer_hg) == owed(leader_hg) == []
    contest.refresh_from_db()
    Signing.objects.create(year=contest, opened_at=timezone.now(), opened_by=leader_hg)
    assert owed(officer_hg) == []
    assert owed(leader_hg) == [("pledge", "Ký giao ước thi đua năm 2023")]
    assert owed(secretary) == []


def test_month_without_an_activity_is_owed_before_it_ends(contest, hau_giang, officer_hg, secretary):
    keep_only(contest, Deadline.Part.MOVEMENTS, dt.date(2023, 1, 1), dt.date(2023, 12, 31))
    movement = make_launched(contest, secretary, name="Nhân rộng mô hình")
    assert owed(officer_hg) == [], "it has not joined"
    Registration.objects.create(movement=movement, province=hau_giang, registered_by=officer_hg)
    make_activity(movement, hau_giang, officer_hg, dt.date(2023, 10, 31))
    (duty,) = duties_of(officer_hg, NOW)
    assert duty.text.title == "Ghi hoạt động phong trào tháng 11 năm 2023"
    assert duty.text.details == ("Chưa có hoạt động trong tháng: Nhân rộng mô hình.",)
    assert duty.until == dt.date(2023, 11, 30)
    make_activity(movement, hau_giang, officer_hg, dt.date(2023, 11, 2))
    assert owed(officer_hg) == []
    assert owed(officer_hg, dt.date(2023, 12, 1)) != []


def test_self_score_is_owed_from_the_lock_of_the_rules_until_it_is_sent(
    contest, hau_giang, officer_hg, leader_hg, officer_ct
):
    keep_only(contest, Deadline.Part.SELF_SCORE)
    assert owed(officer_hg) == []
    lock(contest)
    assert owed(officer_hg) == owed(leader_hg) == [("self_score", "Tự chấm điểm thi đua năm 2023")]
    assert page_url(officer_hg) == "/emulation/2023/scores/hau-giang/"
    make_sheet(contest, hau_giang, sent_by=leader_hg)
    assert owed(officer_hg) == []
    assert len(owed(officer_ct)) == 1


def test_check_is_owed_once_the_self_score_is_sent(contest, hau_giang, officer_hg, officer_ct, secretary):
    keep_only(contest, Deadline.Part.CROSS_CHECK)
    lock(contest)
    assert owed(secretary) == [("assign", "Phân công và công bố chấm chéo năm 2023")]
    checks = {check.checked.slug: check for check in make_checks(contest)}
    assert owed(secretary) == owed(officer_ct) == [], "Hậu Giang has sent no self-score"
    make_sheet(contest, hau_giang, sent_by=officer_hg)
    assert owed(officer_ct) == [("cross_check", "Chấm chéo Hậu Giang, thi đua năm 2023")]
    assert page_url(officer_ct) == "/emulation/2023/checks/hau-giang/"
    make_sent(checks["hau-giang"], officer_ct, {})
    assert owed(officer_ct) == []


def test_answer_is_owed_if_points_differ_and_the_province_may_read_them(
    contest, hau_giang, officer_hg, officer_ct
):
    keep_only(contest, Deadline.Part.ANSWERS)
    lock(contest)
    same, other = make_criterion(contest), make_criterion(contest, "Khác")
    make_claimed(contest, hau_giang, officer_hg, {same: "8", other: "9"})
    checks = {check.checked.slug: check for check in make_checks(contest)}
    check = make_sent(checks["hau-giang"], officer_ct, {same: "8", other: "7"})
    assert owed(officer_hg) == [], "it has not sent its own check"
    Check.objects.filter(checker=hau_giang).update(
        state=Check.State.SENT, sent_at=timezone.now(), sent_by=officer_hg
    )
    (duty,) = duties_of(officer_hg, NOW)
    assert duty.text.title == "Nêu ý kiến về điểm chấm chéo năm 2023"
    assert duty.text.details == ("1 tiêu chí được chấm khác điểm tự chấm. Không có ý kiến thì bỏ qua.",)
    assert owed(officer_hg, LAST + dt.timedelta(days=1)) == [], "nobody has to answer"
    check.scores.filter(criterion=other).update(
        answer="Đã có văn bản.", answered_by=officer_hg, answered_at=timezone.now()
    )
    assert owed(officer_hg) == []


def test_settling_is_owed_by_those_who_run_the_year(contest, secretary, head, leader_hg):
    keep_only(contest, Deadline.Part.COUNCIL)
    lock(contest)
    assert owed(secretary) == owed(head) == [("council", "Họp xét và chốt điểm thi đua năm 2023")]
    assert owed(leader_hg) == []
    EmulationYear.objects.update(scores_settled_at=timezone.now())
    assert owed(secretary) == []


def test_ballot_is_owed_by_voters_who_have_not_voted(contest, provinces, secretary, leader_hg, officer_hg):
    keep_only(contest, Deadline.Part.VOTE, dt.date(2023, 1, 1), dt.date(2999, 12, 31))
    assert owed(secretary) == [("poll", "Tổ chức bỏ phiếu năm 2023")]
    leaders = make_leaders(provinces)
    poll = make_open_poll(contest, secretary, list(provinces.values()), leaders)
    assert owed(leader_hg) == [("vote", "Bỏ phiếu thi đua năm 2023")]
    assert page_url(leader_hg) == f"/emulation/2023/votes/{poll.pk}/"
    assert owed(officer_hg) == owed(secretary) == []
    services.cast_ballot(poll=poll, chosen=[1], by=leader_hg)
    assert owed(leader_hg) == []
    assert len(owed(leaders[0])) == 1


def test_dossiers_are_owed_until_they_are_sent_and_then_their_decision(
    contest, hau_giang, officer_hg, secretary
):
    keep_only(contest, Deadline.Part.DOSSIERS)
    (duty,) = duties_of(officer_hg, NOW)
    assert duty.text.details == ("Chưa có hồ sơ nào. Không đề nghị ai thì bỏ qua.",)
    dossier = make_sent_dossier(contest, hau_giang)
    assert owed(officer_hg) == []
    assert owed(secretary) == [("decide", "Xem xét hồ sơ khen thưởng năm 2023")]
    Dossier.objects.filter(pk=dossier.pk).update(state="returned")
    (duty,) = duties_of(officer_hg, NOW)
    assert duty.text.details == ("Còn 1 hồ sơ chưa gửi.",)
    assert owed(secretary) == []


def test_tasks_page_and_menu_count_the_duty(contest, hau_giang, officer_hg, client_for):
    today = timezone.localdate()
    keep_only(contest, Deadline.Part.SELF_SCORE, today, today + dt.timedelta(days=4))
    lock(contest)
    page = client_for(officer_hg).get("/tasks/").content.decode()
    assert "Tự chấm điểm thi đua năm 2023" in page
    assert "Còn 4 ngày" in page
    assert 'href="/emulation/2023/scores/hau-giang/"' in page
    assert "(1)" in page
    english = client_for(officer_hg)
    english.cookies["language"] = "en"
    assert english.get("/tasks/").status_code == 200


def test_contest_outside_its_days_costs_two_queries(contest, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert contest_duties(dt.date(2026, 1, 1)) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_duties(rows, contest, provinces, secretary, django_assert_max_num_queries):
    lock(contest)
    for number in range(rows):
        movement = make_launched(contest, secretary, name=f"Phong trào {number}")
        for province in list(provinces.values())[:rows]:
            Registration.objects.create(movement=movement, province=province, registered_by=secretary)
    with django_assert_max_num_queries(21):
        assert contest_duties(NOW)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("left", range(-9, 10))
def test_reminders_are_sent_on_the_same_days_as_those_about_figures(
    left, contest, officer_hg, leader_hg, secretary, settings, mailoutbox
):
    settings.SITE_URL = "https://cluster.example.vn"
    for officer in (officer_hg, leader_hg, secretary):
        Officer.objects.filter(pk=officer.pk).update(email=f"{officer.username}@example.vn")
    keep_only(contest, Deadline.Part.SELF_SCORE)
    lock(contest)
    for _run in range(2):  # the second run sends nothing
        run(LAST - dt.timedelta(days=left))
    recipients = sorted(mail.to[0] for mail in mailoutbox)
    both = ["hau-giang-lead@example.vn", "hau-giang@example.vn"]
    assert recipients == (both if left in (7, 1, 0, -1, -3, -7) else [])
    if left == 7:
        assert mailoutbox[0].subject == "Tự chấm điểm thi đua năm 2023: còn 7 ngày"
        assert "Đến hết ngày 30/11/2023 (còn 7 ngày)." in mailoutbox[0].body
        assert "\nhttps://cluster.example.vn/emulation/2023/scores/hau-giang/\n" in mailoutbox[0].body


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_reminder_of_the_council_goes_to_the_secretary_and_later_to_the_head(
    contest, secretary, head, settings, mailoutbox
):
    settings.SITE_URL = "https://cluster.example.vn"
    for officer in (secretary, head):
        Officer.objects.filter(pk=officer.pk).update(email=f"{officer.username}@example.vn")
    keep_only(contest, Deadline.Part.COUNCIL)
    lock(contest)
    run(LAST)
    assert [mail.to for mail in mailoutbox] == [["secretary@example.vn"]]
    run(LAST + dt.timedelta(days=1))
    assert [mail.to[0] for mail in mailoutbox[1:]] == ["secretary@example.vn", "kien-giang-lead@example.vn"]


@pytest.mark.postgresql
@pytest.mark.parametrize(("kind", "of_province"), [("self_score", True), ("council", False)])
def test_database_refuses_a_second_reminder_on_a_day(kind, of_province, hau_giang, officer_hg):
    row = {
        "subject": "emulation-2023",
        "kind": kind,
        "officer": officer_hg,
        "day": NOW,
        "tried_at": timezone.now(),
    }
    row["province"] = hau_giang if of_province else None
    Reminder.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(**row)


def test_proposed_change_of_a_target_is_the_leaders_task_until_it_is_answered(
    contest, hau_giang, leader_hg, officer_hg, secretary
):
    make_catalogue()
    pledge = make_pledge(contest, hau_giang, leader_hg, {"coop.new": 20}, "signed")
    change = signing.propose_change(
        pledge=pledge,
        indicator=pledge.targets.get().indicator,
        value=Decimal(18),
        reason="Hạn mặn.",
        seen=1,
        by=secretary,
    )
    (duty,) = contest_duties(timezone.localdate())
    assert duty.owed_by == {leader_hg.pk}
    assert duty.text.details == ("HTX thành lập mới: 20 thành 18.",)
    signing.answer_change(change=change, is_agreed=True, by=leader_hg)
    assert contest_duties(timezone.localdate()) == []
