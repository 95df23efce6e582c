"""Cross-checks: the ring, the checker's form, who reads them when, and the answers."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from emulation.cross_checks.models import Check, CheckScore
from emulation.cross_checks.services import planned_ring, set_checks
from emulation.evidence.permissions import readable_evidence
from emulation.results.loading import table_for_reader
from emulation.self_scores.models import ScoreSheet, SelfScore
from emulation.year.events import Event
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from tests.conflicts import differences, seen_on
from tests.emulation.cross_checks.check_rows import make_checks, make_claimed, make_sent, open_checking
from tests.emulation.evidence.evidence_files import make_evidence
from tests.emulation.factories import make_criterion, make_sheet
from tests.factories import make_officer

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
def form_data(judged, yes_no):
    """The checker's form as Cần Thơ fills it in: half a point less, with a reason."""

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


def test_ring_is_drawn_redrawn_and_published_once(contest, judged, client_for, secretary, officer_hg):
    open_checking(contest)
    client, own = client_for(secretary), client_for(officer_hg)
    for _ in range(2):
        seen = {"seen": client.get(LIST).context["version"]}
        assert client.post(f"{LIST}draw/", seen).status_code == 302
        assert Check.objects.count() == 7
    assert "chưa công bố phân công" in own.get(LIST).content.decode()
    seen = {"seen": client.get(LIST).context["version"]}
    assert client.post(f"{LIST}publish/", seen).status_code == 302
    assert set(Check.objects.values_list("state", flat=True)) == {"open"}
    assert "Hậu Giang chấm" in own.get(LIST).content.decode()
    before = set(Check.objects.values_list("checker", "checked"))
    for step in ("draw", "publish"):
        page = client.post(f"{LIST}{step}/", follow=True).content.decode()
        assert "đã công bố nên không đổi được nữa" in page
    assert set(Check.objects.values_list("checker", "checked")) == before
    assert [event.action for event in Event.objects.all()] == ["check.draw", "check.draw", "check.publish"]


def test_only_the_ring_on_the_page_is_published(contest, judged, client_for, secretary, head):
    open_checking(contest)
    make_checks(contest)
    Check.objects.update(state="planned")
    client = client_for(head)
    old = {"seen": client.get(LIST).context["version"]}
    ring = planned_ring(contest)
    reversed_ring = {checked: checker for checker, checked in ring.items()}
    set_checks(contest_year=contest, ring=reversed_ring, by=secretary)
    for data in (old, {}):
        refused = client.post(f"{LIST}publish/", data)
        assert refused.status_code == 409
        assert "Nội dung đã thay đổi sau khi trang này được mở" in refused.content.decode()
        shown = {check.checker_id: check.checked_id for check, *_ in refused.context["rows"]}
        assert shown == reversed_ring
        assert not Check.objects.published().exists()
    fresh = {"seen": refused.context["version"]}
    assert f'name="seen" value="{fresh["seen"]}"' in refused.content.decode()
    assert client.post(f"{LIST}publish/", fresh).status_code == 302
    assert Check.objects.published().count() == 7


def test_ring_set_by_hand_must_be_complete(contest, provinces, client_for, secretary):
    members = list(contest.members)
    complete = {
        f"of-{checker.pk}": str(checked.pk)
        for checker, checked in zip(members, [*members[1:], members[0]], strict=True)
    }
    doubled = complete | {f"of-{members[0].pk}": str(members[2].pk)}
    client = client_for(secretary)
    assert "đúng một tỉnh" in client.post(f"{LIST}ring/", doubled).content.decode()
    own = complete | {f"of-{members[0].pk}": str(members[0].pk)}
    assert "chọn một mục có trong danh sách" in client.post(f"{LIST}ring/", own).content.decode()
    assert not Check.objects.exists()
    assert client.post(f"{LIST}ring/", complete | seen_on(client, f"{LIST}ring/")).status_code == 302
    assert Check.objects.get(checker=members[0]).checked == members[1]


def test_ring_cannot_be_published_before_the_rules_are_locked(contest, provinces, client_for, secretary):
    make_checks(contest, "planned")
    page = client_for(secretary).post(f"{LIST}publish/", follow=True).content.decode()
    assert "chưa khóa" in page
    assert set(Check.objects.values_list("state", flat=True)) == {"planned"}


# checking


def test_checker_saves_and_their_leader_sends(ring, checked, form_data, client_for, officer_ct, leader_ct):
    client = client_for(officer_ct)
    page = client.get(PAGE).content.decode()
    assert "Căn cứ Truyền thông" in page
    assert "8,5" in page
    assert client.post(PAGE, form_data()).status_code == 302
    checked.refresh_from_db()
    assert (checked.state, checked.version) == ("open", 1)
    assert client.post(PAGE, form_data(seen=1, send="1")).status_code == 403
    lead = client_for(leader_ct)
    for _click in range(2):
        assert lead.post(PAGE, form_data(seen=1, send="1")).status_code == 302
    checked.refresh_from_db()
    assert (checked.state, checked.sent_by) == ("sent", leader_ct)
    assert (
        "đã gửi nên không sửa được nữa"
        in client.post(PAGE, form_data("1", seen=2), follow=True).content.decode()
    )
    assert set(checked.scores.values_list("points", flat=True)) == {Decimal(8), Decimal(5)}


@pytest.mark.parametrize(
    ("points", "reason", "error"),
    [
        ("8", "", "phải ghi lý do"),
        ("", "", "Chưa chấm; không được điểm thì ghi 0"),
        ("10,5", "x", "Đọc được 10,5; ghi từ 0 đến 10 điểm"),
        ("1.23.456", "x", "1.23.456"),
        ("-1", "x", "không được âm"),
        ("8,5555", "x", "nhiều nhất hai chữ số"),
        ("8", "x" * 1001, "nhiều nhất 1.000"),
    ],
)
def test_invalid_or_incomplete_check_is_not_sent(
    points, reason, error, checked, form_data, client_for, leader_ct
):
    page = client_for(leader_ct).post(PAGE, form_data(points, reason, send="1")).content.decode()
    assert error in page
    checked.refresh_from_db()
    assert checked.state == "open"


def test_yes_no_criterion_takes_all_points_or_none(checked, form_data, yes_no, client_for, officer_ct):
    page = client_for(officer_ct).post(PAGE, form_data() | {f"points-{yes_no.pk}": "3"}).content.decode()
    assert "ghi 0 hoặc 5 điểm" in page
    assert not CheckScore.objects.exists()


def test_same_points_need_no_reason(checked, form_data, client_for, leader_ct, yes_no):
    client = client_for(leader_ct)
    assert client.post(PAGE, form_data("8,5", "", send="1")).status_code == 302
    checked.refresh_from_db()
    assert checked.is_sent


def test_edit_conflict_shows_both_points(checked, form_data, client_for, officer_ct, leader_ct):
    assert client_for(officer_ct).post(PAGE, form_data("8")).status_code == 302
    second = client_for(leader_ct).post(PAGE, form_data("7", seen=0))
    assert second.status_code == 409
    page = second.content.decode()
    assert ("8", "7") in differences(second).values()
    assert 'name="seen" value="1"' in page
    assert client_for(leader_ct).post(PAGE, form_data("7", seen=1)).status_code == 302


def test_check_needs_a_sent_self_score_and_an_open_deadline(
    ring, contest, checked, form_data, client_for, officer_ct
):
    client = client_for(officer_ct)
    ScoreSheet.objects.update(state="draft", sent_at=None, sent_by=None)
    page = client.get(PAGE).content.decode()
    assert "Hậu Giang chưa gửi phiếu tự chấm" in page
    assert "8,5" not in page
    assert "Căn cứ" not in page
    ScoreSheet.objects.update(state="sent", sent_at=timezone.now(), sent_by=officer_ct)
    contest.deadlines.filter(part="cross_check").update(due_on="2023-12-31")
    assert "đã hết hạn ngày 31/12/2023" in client.post(PAGE, form_data(), follow=True).content.decode()
    assert not CheckScore.objects.exists()


# who reads what, and when


def test_checker_opens_only_the_evidence_of_the_self_score(
    ring, contest, hau_giang, judged, client_for, officer_hg, officer_ct
):
    grounds, other = (make_evidence(contest, hau_giang, officer_hg, name) for name in ("a.pdf", "b.pdf"))
    ScoreSheet.objects.get(province=hau_giang).scores.get(criterion=judged).evidence.add(grounds)
    client = client_for(officer_ct)
    assert "a.pdf" in client.get(PAGE).content.decode()
    assert client.get(f"/emulation/2023/evidence/{other.pk}/").status_code == 404
    Check.objects.update(state="planned")
    assert client.get(f"/emulation/2023/evidence/{grounds.pk}/").status_code == 404
    assert client.get(PAGE).status_code == 404


def test_readable_evidence_follows_the_ring(ring, contest, hau_giang, judged, officer_hg, officer_ct):
    evidence = make_evidence(contest, hau_giang, officer_hg)
    score = ScoreSheet.objects.get(province=hau_giang).scores.get(criterion=judged)
    score.evidence.add(evidence)
    other_officer = make_officer("soc-trang", Officer.Role.ENTRY, contest.members.get(slug="soc-trang"))
    assert list(readable_evidence(officer_ct, contest)) == [evidence]
    assert not readable_evidence(other_officer, contest).exists()


def test_checked_province_reads_its_check_once_answering_has_begun(
    ring, contest, checked, judged, yes_no, client_for, officer_hg, officer_ct, leader_ct, form_data
):
    client = client_for(officer_hg)
    client_for(officer_ct).post(PAGE, form_data())
    assert client.get(PAGE).status_code == 404
    CheckScore.objects.all().delete()
    make_sent(checked, leader_ct, {judged: "7.25", yes_no: "5"})
    assert client.get(PAGE).status_code == 404  # answering has not begun
    open_checking(contest, answers=True)
    assert client.get(PAGE).status_code == 404  # its own check is not sent
    make_sent(ring["kien-giang"], officer_hg, {judged: "1", yes_no: "0"})
    assert "7,25" in client.get(PAGE).content.decode()


def version_on_page(client) -> str:
    return client.get(PAGE).context["form"]["seen"].value()


def test_province_whose_check_was_impossible_reads_and_answers_after_the_deadline(
    ring, contest, checked, judged, yes_no, client_for, officer_hg, leader_ct, leader_hg, kien_giang
):
    """Hậu Giang was to check Kiên Giang, which never sent its self-score."""
    open_checking(contest, answers=True)
    make_sent(checked, leader_ct, {judged: "7.25", yes_no: "5"})
    client = client_for(officer_hg)
    assert client.get(PAGE).status_code == 404
    contest.deadlines.filter(part="cross_check").update(due_on="2023-12-15")
    assert "7,25" in client.get(PAGE).content.decode()
    data = {f"answer-{judged.pk}": "Đã nộp.", "seen": version_on_page(client)}
    assert client.post(f"{PAGE}answer/", data).status_code == 302
    assert checked.scores.get(criterion=judged).answer == "Đã nộp."
    make_claimed(contest, kien_giang, leader_hg, {judged: "5", yes_no: "5"})  # now it can check
    assert client.get(PAGE).status_code == 404


def test_head_and_deputy_read_checks_only_after_sending_their_own(
    ring, contest, checked, judged, yes_no, client_for, head, deputy, secretary, leader_ct, officer_hg
):
    make_sheet(contest, head.province, sent_by=head)
    make_sent(checked, leader_ct, {judged: "7.25", yes_no: "5"})
    check_of_head = make_sent(ring["kien-giang"], officer_hg, {judged: "3.75", yes_no: "0"})
    assert "7,25" in client_for(secretary).get(PAGE).content.decode()
    for officer in (head, deputy):
        assert client_for(officer).get(PAGE).status_code == 404
    make_sent(ring["soc-trang"], head, {judged: "5", yes_no: "5"})
    assert "7,25" in client_for(head).get(PAGE).content.decode()
    assert client_for(head).get(f"{LIST}{check_of_head.checked.slug}/").status_code == 404
    open_checking(contest, answers=True)
    assert "3,75" in client_for(head).get(f"{LIST}kien-giang/").content.decode()


def test_points_of_a_check_are_secret_until_the_scores_are_settled(
    ring, contest, checked, judged, yes_no, client_for, leader_ct, observer, soc_trang
):
    """Sóc Trăng has no part in that check; the observer reads only results."""
    open_checking(contest, answers=True)
    make_sent(checked, leader_ct, {judged: "7.25", yes_no: "5"})
    for officer in (make_officer("soc-trang", Officer.Role.ENTRY, soc_trang), observer):
        client = client_for(officer)
        assert client.get(PAGE).status_code == 404
        for page in (LIST, "/emulation/2023/", "/emulation/2023/rules/", "/emulation/2023/movements/"):
            assert "7,25" not in client.get(page).content.decode()
    EmulationYear.objects.update(scores_settled_at=timezone.now())
    assert "7,25" in client_for(observer).get(PAGE).content.decode()


def test_table_has_only_the_checks_that_its_reader_may_read(
    ring, contest, checked, judged, yes_no, head, secretary, leader_ct, officer_hg
):
    make_sheet(contest, head.province, sent_by=head)
    make_sent(checked, leader_ct, {yes_no: "5", judged: "7.25"})

    def checks_read_by(officer: Officer | None) -> dict[str, Decimal | None]:
        table = table_for_reader(contest, officer)
        return {
            province.slug: cell.check
            for province, cell in zip(table.provinces, table.totals, strict=True)
            if cell.check is not None
        }

    assert checks_read_by(secretary) == {"hau-giang": Decimal("12.25")}
    assert checks_read_by(head) == checks_read_by(officer_hg) == checks_read_by(None) == {}
    make_sent(ring["soc-trang"], head, {judged: "5", yes_no: "5"})
    assert checks_read_by(head) == {"hau-giang": Decimal("12.25"), "soc-trang": Decimal(10)}


# the answers


def test_province_answers_only_differing_points(
    ring, contest, checked, judged, yes_no, client_for, officer_hg, officer_ct, leader_ct
):
    open_checking(contest, answers=True)
    make_sent(checked, leader_ct, {judged: "7.25", yes_no: "5"})
    make_sent(ring["kien-giang"], officer_hg, {judged: "1", yes_no: "0"})
    client = client_for(officer_hg)
    assert f"answer-{yes_no.pk}" not in client.get(PAGE).content.decode()
    data = {
        f"answer-{judged.pk}": "Văn bản số 12 đã nộp.",
        f"answer-{yes_no.pk}": "x",
        "seen": version_on_page(client),
    }
    for _ in range(2):
        assert client.post(f"{PAGE}answer/", data).status_code == 302
    score = checked.scores.get(criterion=judged)
    assert (score.answer, score.answered_by) == ("Văn bản số 12 đã nộp.", officer_hg)
    assert checked.scores.get(criterion=yes_no).answer == ""
    assert Event.objects.filter(action="check.answer").count() == 1
    assert client_for(officer_ct).post(f"{PAGE}answer/", data).status_code == 403
    assert "Văn bản số 12" in client_for(leader_ct).get(PAGE).content.decode()
    contest.deadlines.filter(part="answers").update(due_on="2023-12-31")
    response = client.post(f"{PAGE}answer/", {f"answer-{judged.pk}": "Muộn"})
    assert response.status_code == 409
    assert "đã hết hạn" in response.content.decode()


def test_settled_scores_close_checks_and_answers(
    ring, checked, judged, yes_no, form_data, client_for, officer_ct, officer_hg, leader_ct
):
    EmulationYear.objects.update(scores_settled_at=timezone.now())
    assert "đã chốt" in client_for(officer_ct).post(PAGE, form_data(), follow=True).content.decode()
    make_sent(checked, leader_ct, {judged: "7.25", yes_no: "5"})
    response = client_for(officer_hg).post(f"{PAGE}answer/", {f"answer-{judged.pk}": "Muộn"})
    assert response.status_code == 409
    assert not CheckScore.objects.exclude(answer="").exists()


def test_query_count_does_not_grow_with_criteria(
    contest, ring, hau_giang, officer_ct, client_for, django_assert_max_num_queries
):
    for number in range(20):
        make_criterion(contest, f"Tiêu chí {number}")
    client = client_for(officer_ct)
    with django_assert_max_num_queries(54):
        client.get(PAGE)
    with django_assert_max_num_queries(35):
        client.get(LIST)


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "wrong",
    [
        {"checker": "hau-giang"},
        {"state": "lost"},
        {"state": "sent"},
        {"checked": "can-tho", "checker": "can-tho"},
    ],
)
def test_invalid_check_is_refused(wrong, contest, provinces):
    Check.objects.create(year=contest, checker=provinces["hau-giang"], checked=provinces["ca-mau"])
    values = {"checker": "kien-giang", "checked": "an-giang"} | wrong
    values |= {name: provinces[values[name]] for name in ("checker", "checked")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.create(year=contest, **values)


@pytest.mark.postgresql
@pytest.mark.parametrize("wrong", [{"points": -1}, {"answer": "x"}, {}])
def test_invalid_check_score_is_refused(wrong, checked, judged):
    CheckScore.objects.create(check_of=checked, criterion=judged)
    values = {"criterion": judged} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckScore.objects.create(check_of=checked, **values)


# A reason of other points


def saved(checked, judged) -> CheckScore:
    return CheckScore.objects.get(check_of=checked, criterion=judged)


def test_reason_of_other_points_is_asked_about_and_confirmed(
    checked, judged, form_data, client_for, officer_ct, leader_ct
):
    client = client_for(officer_ct)
    client.post(PAGE, form_data())
    client.post(PAGE, form_data("7", seen=1))
    page = client.get(PAGE).content.decode()
    assert "Vẫn đúng với điểm này: “Thiếu một văn bản.”" in page
    assert f'name="reason-{judged.pk}"' in page
    refused = client_for(leader_ct).post(PAGE, form_data("7", "", seen=2, send=""))
    assert "Điểm đã đổi từ khi ghi lý do" in refused.content.decode()

    client.post(PAGE, form_data("7", "", seen=2, **{f"again-{judged.pk}": "on"}))
    assert saved(checked, judged).reason_beside(Decimal("8.5")) == "Thiếu một văn bản."
    client_for(leader_ct).post(PAGE, form_data("7", seen=3, send=""))
    checked.refresh_from_db()
    assert checked.is_sent


def test_old_points_bring_their_reason_back(checked, judged, form_data, client_for, officer_ct):
    client = client_for(officer_ct)
    client.post(PAGE, form_data())
    client.post(PAGE, form_data("7", seen=1))
    client.post(PAGE, form_data("8", "", seen=2))
    assert saved(checked, judged).reason_beside(Decimal("8.5")) == "Thiếu một văn bản."


def test_reason_given_against_another_self_score_does_not_stand(
    checked, judged, form_data, client_for, officer_ct
):
    client = client_for(officer_ct)
    client.post(PAGE, form_data())
    SelfScore.objects.filter(criterion=judged).update(points=Decimal(10))
    assert "Vẫn đúng với điểm này: “Thiếu một văn bản.”" in client.get(PAGE).content.decode()


def test_points_changed_to_those_of_the_self_score_are_sent_without_a_reason(
    checked, judged, form_data, client_for, officer_ct, leader_ct
):
    client_for(officer_ct).post(PAGE, form_data())
    client_for(leader_ct).post(PAGE, form_data("8,5", seen=1, send=""))
    checked.refresh_from_db()
    assert checked.is_sent
    assert saved(checked, judged).reason == ""


# a check that is closed


@pytest.mark.parametrize("closed", ["sent", "over"])
@pytest.mark.parametrize("reason", ["Thiếu hai văn bản.", "x" * 1001])
def test_check_that_is_saved_too_late_keeps_what_was_typed(
    closed, reason, checked, contest, judged, form_data, client_for, officer_ct
):
    if closed == "sent":
        make_sent(checked, officer_ct, {})
        sentence = "Phiếu chấm chéo đã gửi nên không sửa được nữa."
    else:
        contest.deadlines.filter(part="cross_check").update(due_on="2023-12-31")
        sentence = "Chấm chéo đã hết hạn ngày 31/12/2023."
    response = client_for(officer_ct).post(PAGE, form_data("7,25", reason))
    assert response.status_code == 409
    assert response.context["form"].errors == {"__all__": [sentence]}
    page = response.content.decode()
    assert 'value="7,25"' in page
    assert f"{reason}</textarea>" in page
    assert not CheckScore.objects.filter(criterion=judged, points="7.25").exists()


def test_second_send_with_other_points_is_refused_and_the_same_is_no_error(
    checked, form_data, client_for, leader_ct
):
    client = client_for(leader_ct)
    for _click in range(2):
        assert client.post(PAGE, form_data(send="1")).status_code == 302
    response = client.post(PAGE, form_data("7", send="1"))
    assert response.status_code == 409
    assert 'value="7"' in response.content.decode()


def test_ring_is_not_drawn_again_over_one_that_somebody_set(contest, client_for, secretary, head):
    open_checking(contest)
    client = client_for(secretary)
    seen = {"seen": client.get(LIST).context["version"]}
    assert client_for(head).post(f"{LIST}draw/", seen).status_code == 302
    drawn = planned_ring(contest)
    response = client.post(f"{LIST}draw/", seen)
    assert response.status_code == 409
    assert "Nội dung đã thay đổi sau khi trang này được mở" in response.content.decode()
    assert planned_ring(contest) == drawn
