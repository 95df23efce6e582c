"""The cross-check: the ring, the checker's form, who reads what and when, the answers."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from emulation.cross_checks.models import Check, CheckScore
from emulation.evidence.permissions import readable_evidence
from emulation.results.loading import table_for_reader
from emulation.self_scores.models import ScoreSheet
from emulation.year.events import Event
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from tests.conflicts import differences
from tests.emulation.cross_checks.check_rows import make_checks, make_claimed, make_sent, open_checking
from tests.emulation.evidence.evidence_files import make_evidence
from tests.emulation.factories import make_criterion
from tests.factories import make_officer

pytestmark = pytest.mark.postgresql

LIST = "/emulation/2023/checks/"
PAGE = f"{LIST}hau-giang/"


@pytest.fixture
def judged(contest, provinces):
    return make_criterion(contest, "Truyền thông")


@pytest.fixture
def yes_no(contest, judged):
    return make_criterion(contest, "Báo cáo đúng hạn", kind="yes_no", maximum=Decimal(5))


@pytest.fixture
def ring(contest, judged, yes_no, hau_giang, officer_hg):
    """A published ring; Hậu Giang's self-score is sent, its checker is Cần Thơ."""
    open_checking(contest)
    make_claimed(contest, hau_giang, officer_hg, {judged: "8.5", yes_no: "5"})
    return {check.checked.slug: check for check in make_checks(contest)}


@pytest.fixture
def checked(ring):
    return ring["hau-giang"]


@pytest.fixture
def typed(judged, yes_no):
    """What Cần Thơ types: half a point less, with a reason."""

    def fill(points: str = "8", reason: str = "Thiếu một văn bản.", seen: int = 0, **more: str) -> dict:
        return {
            f"points-{judged.pk}": points,
            f"reason-{judged.pk}": reason,
            f"points-{yes_no.pk}": "5",
            f"reason-{yes_no.pk}": "",
            "seen": str(seen),
        } | more

    return fill


# the ring


def test_a_ring_is_drawn_redrawn_and_published_once(contest, judged, client_for, secretary, officer_hg):
    open_checking(contest)
    client, own = client_for(secretary), client_for(officer_hg)
    for _ in range(2):
        assert client.post(f"{LIST}draw/").status_code == 302
        assert Check.objects.count() == 7
    assert "chưa công bố phân công" in own.get(LIST).content.decode()
    assert client.post(f"{LIST}publish/").status_code == 302
    assert set(Check.objects.values_list("state", flat=True)) == {"open"}
    assert "Hậu Giang chấm" in own.get(LIST).content.decode()
    before = set(Check.objects.values_list("checker", "checked"))
    for step in ("draw", "publish"):
        page = client.post(f"{LIST}{step}/", follow=True).content.decode()
        assert "đã công bố nên không đổi được nữa" in page
    assert set(Check.objects.values_list("checker", "checked")) == before
    assert [event.action for event in Event.objects.all()] == ["check.draw", "check.draw", "check.publish"]


def test_a_ring_by_hand_must_be_one(contest, provinces, client_for, secretary):
    members = list(contest.members)
    good = {f"of-{a.pk}": str(b.pk) for a, b in zip(members, [*members[1:], members[0]], strict=True)}
    bad = good | {f"of-{members[0].pk}": str(members[2].pk)}
    client = client_for(secretary)
    assert "đúng một tỉnh" in client.post(f"{LIST}ring/", bad).content.decode()
    himself = good | {f"of-{members[0].pk}": str(members[0].pk)}
    assert "Chọn một mục có trong danh sách" in client.post(f"{LIST}ring/", himself).content.decode()
    assert not Check.objects.exists()
    assert client.post(f"{LIST}ring/", good).status_code == 302
    assert Check.objects.get(checker=members[0]).checked == members[1]


def test_unlocked_rules_keep_a_ring_from_being_published(contest, provinces, client_for, secretary):
    make_checks(contest, "planned")
    page = client_for(secretary).post(f"{LIST}publish/", follow=True).content.decode()
    assert "chưa khóa" in page
    assert set(Check.objects.values_list("state", flat=True)) == {"planned"}


# checking


def test_a_checker_sees_the_self_score_types_saves_and_the_leader_sends(
    ring, checked, typed, client_for, officer_ct, leader_ct
):
    client = client_for(officer_ct)
    page = client.get(PAGE).content.decode()
    assert "Căn cứ Truyền thông" in page
    assert "8,5" in page
    assert client.post(PAGE, typed()).status_code == 302
    checked.refresh_from_db()
    assert (checked.state, checked.version) == ("open", 1)
    assert client.post(PAGE, typed(seen=1, send="1")).status_code == 403
    lead = client_for(leader_ct)
    for _ in range(2):  # the second click
        assert lead.post(PAGE, typed(seen=1, send="1")).status_code == 302
    checked.refresh_from_db()
    assert (checked.state, checked.sent_by) == ("sent", leader_ct)
    assert (
        "đã gửi nên không sửa được nữa" in client.post(PAGE, typed("1", seen=2), follow=True).content.decode()
    )
    assert set(checked.scores.values_list("points", flat=True)) == {Decimal(8), Decimal(5)}


@pytest.mark.parametrize(
    ("points", "reason", "said"),
    [
        ("8", "", "phải ghi lý do"),
        ("", "", "Chưa chấm; không được điểm thì ghi 0"),
        ("10,5", "x", "Từ 0 đến 10 điểm"),
        ("1.23.456", "x", "1.23.456"),
        ("-1", "x", "không được âm"),
        ("8,5555", "x", "nhiều nhất 2 chữ số"),
        ("8", "x" * 1001, "nhiều nhất 1000"),
    ],
)
def test_what_cannot_be_sent_is_said_beside_its_criterion(
    points, reason, said, checked, typed, client_for, leader_ct
):
    page = client_for(leader_ct).post(PAGE, typed(points, reason, send="1")).content.decode()
    assert said in page
    checked.refresh_from_db()
    assert checked.state == "open"


def test_yes_or_no_takes_all_or_nothing(checked, typed, yes_no, client_for, officer_ct):
    page = client_for(officer_ct).post(PAGE, typed() | {f"points-{yes_no.pk}": "3"}).content.decode()
    assert "Chỉ 0 hoặc 5 điểm" in page
    assert not CheckScore.objects.exists()


def test_agreeing_needs_no_reason_and_zero_is_a_score(checked, typed, client_for, leader_ct, yes_no):
    client = client_for(leader_ct)
    assert client.post(PAGE, typed("8,5", "", send="1")).status_code == 302
    checked.refresh_from_db()
    assert checked.is_sent


def test_two_officers_do_not_overwrite_each_other_unseen(checked, typed, client_for, officer_ct, leader_ct):
    assert client_for(officer_ct).post(PAGE, typed("8")).status_code == 302
    second = client_for(leader_ct).post(PAGE, typed("7", seen=0))
    assert second.status_code == 409
    page = second.content.decode()
    assert ("8", "7") in differences(second).values()
    assert 'name="seen" value="1"' in page
    assert client_for(leader_ct).post(PAGE, typed("7", seen=1)).status_code == 302


def test_nothing_is_checked_before_it_is_sent_or_out_of_time(
    ring, contest, checked, typed, client_for, officer_ct
):
    client = client_for(officer_ct)
    ScoreSheet.objects.update(state="draft", sent_at=None, sent_by=None)
    page = client.get(PAGE).content.decode()
    assert "Hậu Giang chưa gửi phiếu tự chấm" in page
    assert "8,5" not in page
    assert "Căn cứ" not in page
    ScoreSheet.objects.update(state="sent", sent_at=timezone.now(), sent_by=officer_ct)
    contest.deadlines.filter(part="cross_check").update(due_on="2023-12-31")
    assert "đã hết hạn ngày 31/12/2023" in client.post(PAGE, typed(), follow=True).content.decode()
    assert not CheckScore.objects.exists()


# who reads what, and when


def test_the_checker_opens_the_evidence_of_the_self_score_and_no_other_file(
    ring, contest, hau_giang, judged, client_for, officer_hg, officer_ct
):
    rests, other = (make_evidence(contest, hau_giang, officer_hg, name) for name in ("a.pdf", "b.pdf"))
    ScoreSheet.objects.get(province=hau_giang).scores.get(criterion=judged).evidence.add(rests)
    client = client_for(officer_ct)
    assert "a.pdf" in client.get(PAGE).content.decode()
    assert client.get(f"/emulation/2023/evidence/{other.pk}/").status_code == 404
    Check.objects.update(state="planned")
    assert client.get(f"/emulation/2023/evidence/{rests.pk}/").status_code == 404
    assert client.get(PAGE).status_code == 404


def test_readable_evidence_follows_the_ring(ring, contest, hau_giang, judged, officer_hg, officer_ct):
    from_store = make_evidence(contest, hau_giang, officer_hg)
    score = ScoreSheet.objects.get(province=hau_giang).scores.get(criterion=judged)
    score.evidence.add(from_store)
    from_another = make_officer("soc-trang", Officer.Role.ENTRY, contest.members.get(slug="soc-trang"))
    assert list(readable_evidence(officer_ct, contest)) == [from_store]
    assert not readable_evidence(from_another, contest).exists()


def test_the_checked_province_reads_its_check_only_when_sent_and_the_days_of_answering_have_come(
    ring, contest, checked, judged, yes_no, client_for, officer_hg, officer_ct, leader_ct, typed
):
    client = client_for(officer_hg)
    client_for(officer_ct).post(PAGE, typed())
    assert client.get(PAGE).status_code == 404
    CheckScore.objects.all().delete()
    make_sent(checked, leader_ct, {judged: "7.25", yes_no: "5"})
    assert client.get(PAGE).status_code == 404  # the days have not come
    open_checking(contest, answers=True)
    assert client.get(PAGE).status_code == 404  # its own check is not in
    make_sent(ring["kien-giang"], officer_hg, {judged: "1", yes_no: "0"})
    assert "7,25" in client.get(PAGE).content.decode()


def shown(client) -> str:
    """The version that the page carries."""
    return client.get(PAGE).context["form"]["seen"].value()


def test_who_could_not_check_reads_and_answers_once_the_days_of_checking_are_over(
    ring, contest, checked, judged, yes_no, client_for, officer_hg, leader_ct, leader_hg, kien_giang
):
    """Hậu Giang was to check Kiên Giang, whose self-score never came."""
    open_checking(contest, answers=True)
    make_sent(checked, leader_ct, {judged: "7.25", yes_no: "5"})
    client = client_for(officer_hg)
    assert client.get(PAGE).status_code == 404
    contest.deadlines.filter(part="cross_check").update(due_on="2023-12-15")
    assert "7,25" in client.get(PAGE).content.decode()
    words = {f"answer-{judged.pk}": "Đã nộp.", "seen": shown(client)}
    assert client.post(f"{PAGE}answer/", words).status_code == 302
    assert checked.scores.get(criterion=judged).answer == "Đã nộp."
    make_claimed(contest, kien_giang, leader_hg, {judged: "5", yes_no: "5"})  # it could have checked
    assert client.get(PAGE).status_code == 404


def test_head_and_deputy_read_no_check_before_their_own_is_in_nor_their_own_early(
    ring, contest, checked, judged, yes_no, client_for, head, deputy, secretary, leader_ct, officer_hg
):
    make_sent(checked, leader_ct, {judged: "7.25", yes_no: "5"})
    of_the_head = make_sent(ring["kien-giang"], officer_hg, {judged: "3.75", yes_no: "0"})
    assert "7,25" in client_for(secretary).get(PAGE).content.decode()
    for officer in (head, deputy):
        assert client_for(officer).get(PAGE).status_code == 404
    make_sent(ring["soc-trang"], head, {judged: "5", yes_no: "5"})
    assert "7,25" in client_for(head).get(PAGE).content.decode()
    assert client_for(head).get(f"{LIST}{of_the_head.checked.slug}/").status_code == 404
    open_checking(contest, answers=True)
    assert "3,75" in client_for(head).get(f"{LIST}kien-giang/").content.decode()


def test_no_page_tells_another_s_points_before_the_council(
    ring, contest, checked, judged, yes_no, client_for, leader_ct, observer, soc_trang
):
    """Sóc Trăng has nothing to do with that check; the observer reads results alone."""
    open_checking(contest, answers=True)
    make_sent(checked, leader_ct, {judged: "7.25", yes_no: "5"})
    for officer in (make_officer("soc-trang", Officer.Role.ENTRY, soc_trang), observer):
        client = client_for(officer)
        assert client.get(PAGE).status_code == 404
        for page in (LIST, "/emulation/2023/", "/emulation/2023/rules/", "/emulation/2023/movements/"):
            assert "7,25" not in client.get(page).content.decode()
    EmulationYear.objects.update(scores_settled_at=timezone.now())
    assert "7,25" in client_for(observer).get(PAGE).content.decode()


def test_the_table_shows_a_reader_the_checks_that_they_may_read_and_no_other(
    ring, contest, checked, judged, yes_no, head, secretary, leader_ct, officer_hg
):
    make_sent(checked, leader_ct, {yes_no: "5", judged: "7.25"})

    def shown(officer: Officer | None) -> dict[str, Decimal | None]:
        table = table_for_reader(contest, officer)
        return {
            province.slug: cell.check
            for province, cell in zip(table.provinces, table.totals, strict=True)
            if cell.check is not None
        }

    assert shown(secretary) == {"hau-giang": Decimal("12.25")}
    assert shown(head) == shown(officer_hg) == shown(None) == {}
    make_sent(ring["soc-trang"], head, {judged: "5", yes_no: "5"})
    assert shown(head) == {"hau-giang": Decimal("12.25"), "soc-trang": Decimal(10)}


# the answers


def test_the_province_answers_what_differs_and_nothing_else(
    ring, contest, checked, judged, yes_no, client_for, officer_hg, officer_ct, leader_ct
):
    open_checking(contest, answers=True)
    make_sent(checked, leader_ct, {judged: "7.25", yes_no: "5"})
    make_sent(ring["kien-giang"], officer_hg, {judged: "1", yes_no: "0"})
    client = client_for(officer_hg)
    assert f"answer-{yes_no.pk}" not in client.get(PAGE).content.decode()
    words = {
        f"answer-{judged.pk}": "Văn bản số 12 đã nộp.",
        f"answer-{yes_no.pk}": "x",
        "seen": shown(client),
    }
    for _ in range(2):
        assert client.post(f"{PAGE}answer/", words).status_code == 302
    score = checked.scores.get(criterion=judged)
    assert (score.answer, score.answered_by) == ("Văn bản số 12 đã nộp.", officer_hg)
    assert checked.scores.get(criterion=yes_no).answer == ""
    assert Event.objects.filter(action="check.answer").count() == 1
    assert client_for(officer_ct).post(f"{PAGE}answer/", words).status_code == 403
    assert "Văn bản số 12" in client_for(leader_ct).get(PAGE).content.decode()
    contest.deadlines.filter(part="answers").update(due_on="2023-12-31")
    late = client.post(f"{PAGE}answer/", {f"answer-{judged.pk}": "Muộn"})
    assert late.status_code == 409
    assert "đã hết hạn" in late.content.decode()


def test_settled_scores_take_neither_checks_nor_answers(
    ring, checked, judged, yes_no, typed, client_for, officer_ct, officer_hg, leader_ct
):
    EmulationYear.objects.update(scores_settled_at=timezone.now())
    assert "đã chốt" in client_for(officer_ct).post(PAGE, typed(), follow=True).content.decode()
    make_sent(checked, leader_ct, {judged: "7.25", yes_no: "5"})
    late = client_for(officer_hg).post(f"{PAGE}answer/", {f"answer-{judged.pk}": "Muộn"})
    assert late.status_code == 409
    assert not CheckScore.objects.exclude(answer="").exists()


def test_a_check_takes_few_queries_however_many_criteria(
    contest, ring, hau_giang, officer_ct, client_for, django_assert_max_num_queries
):
    for number in range(20):
        make_criterion(contest, f"Tiêu chí {number}")
    client = client_for(officer_ct)
    with django_assert_max_num_queries(32):
        client.get(PAGE)
    with django_assert_max_num_queries(16):
        client.get(LIST)


@pytest.mark.parametrize(
    "wrong",
    [
        {"checker": "hau-giang"},
        {"state": "lost"},
        {"state": "sent"},
        {"checked": "can-tho", "checker": "can-tho"},
    ],
)
def test_the_database_refuses_what_is_no_ring(wrong, contest, provinces):
    Check.objects.create(year=contest, checker=provinces["hau-giang"], checked=provinces["ca-mau"])
    values = {"checker": "kien-giang", "checked": "an-giang"} | wrong
    values |= {name: provinces[values[name]] for name in ("checker", "checked")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.create(year=contest, **values)


@pytest.mark.parametrize("wrong", [{"points": -1}, {"answer": "x"}, {}])
def test_the_database_refuses_nonsense_of_a_score(wrong, checked, judged):
    CheckScore.objects.create(check_of=checked, criterion=judged)
    values = {"criterion": judged} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckScore.objects.create(check_of=checked, **values)
