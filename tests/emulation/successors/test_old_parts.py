"""What merged provinces did in the year: read by the successor, which carries on."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from emulation.cross_checks import services as checks
from emulation.evidence.services import add_evidence
from emulation.movements import activity_services as activities
from emulation.movements import services as movements
from emulation.overview.duties import contest_duties
from emulation.overview.duty_year import ContestDutyKind
from emulation.self_scores import services as self_scores
from emulation.self_scores.models import ScoreSheet
from emulation.self_scores.permissions import reads_self_scores
from emulation.self_scores.services import ClaimedScore
from emulation.year.permissions import own_members
from figures.duties.duties import Duty
from provinces.clusters.models import Province
from provinces.mergers import services as mergers
from tests.emulation.movements.movement_rows import make_activity, make_launched
from tests.emulation.successors.merger_year import MERGED, fresh, get, merge_all, merge_two, self_score
from web.refusals import RefusedError

pytestmark = pytest.mark.postgresql


def test_old_parts_are_read_by_the_successor_and_changed_by_nobody(
    signed, first_half, provinces, leaders, secretary, judged, client_for
):
    pdf = SimpleUploadedFile("anh.pdf", b"%PDF-1.4\n%%EOF\n")
    hau_giang = provinces["hau-giang"]
    file = add_evidence(contest_year=signed, province=hau_giang, file=pdf, by=leaders["hau-giang"])
    merged = merge_all(secretary)
    successor, other = fresh(leaders["can-tho"]), fresh(leaders["kien-giang"])
    response = client_for(successor).get(f"/emulation/2025/evidence/{file.pk}/")
    assert b"%PDF" in response.getvalue()
    assert client_for(other).get(f"/emulation/2025/evidence/{file.pk}/").status_code == 404
    assert "Hậu Giang (đến 30/6/2025)" in get(client_for, successor, "/emulation/2025/evidence/")
    old = get(client_for, successor, "/emulation/2025/pledges/hau-giang/")
    assert "Giao ước của Hậu Giang (đến 30/6/2025)" in old
    claim = ClaimedScore(Decimal(8), "Cũ.")
    with pytest.raises(RefusedError, match="đã hợp nhất vào Cần Thơ từ ngày 01/7/2025"):
        self_scores.save_score(
            sheet=ScoreSheet(year=signed, province=Province.objects.get(pk=hau_giang.pk)),
            criterion=judged,
            claim=claim,
            by=successor,
        )
    assert client_for(successor).get("/emulation/2025/scores/hau-giang/").status_code == 404
    # The files of the first half are grounds of the year's self-score.
    sheet = ScoreSheet(year=signed, province=merged["can-tho-2025"])
    claim = ClaimedScore(Decimal(8), evidence=[file])
    assert self_scores.save_score(sheet=sheet, criterion=judged, claim=claim, by=successor).pk


def test_a_movement_of_a_part_is_carried_on_and_summed_up_by_the_successor(
    signed, secretary, provinces, leaders
):
    hau_giang = provinces["hau-giang"]
    movement = make_launched(signed, leaders["hau-giang"], hau_giang, launched_on=dt.date(2025, 2, 1))
    movements.register(movement=movement, province=hau_giang, units=3, by=leaders["hau-giang"])
    old = make_activity(movement, hau_giang, leaders["hau-giang"], dt.date(2025, 3, 1))
    merged = merge_all(secretary)["can-tho-2025"]
    successor, other = fresh(leaders["can-tho"]), fresh(leaders["kien-giang"])
    with pytest.raises(PermissionDenied):
        activities.remove_activity(activity=old, by=successor)
    movements.register(movement=movement, province=merged, units=3, by=successor)
    held_on, stored = dt.date(2025, 9, 1), type(movement).objects.get(pk=movement.pk)
    activities.add_activity(movement=stored, province=merged, held_on=held_on, what="Họp.", by=successor)
    closing = {"movement": stored, "on": dt.date(2025, 12, 1), "results": "Xong.", "seen": stored.version}
    with pytest.raises(PermissionDenied):
        movements.close_movement(**closing, by=other)
    movements.close_movement(**closing, by=successor)


def test_nobody_owes_the_pledge_again_and_the_three_owe_the_rest(signed, three, heads):
    owed = [duty for duty in contest_duties(dt.date(2026, 1, 5)) if duty.province is not None]
    assert {duty.province.slug for duty in owed} == set(MERGED)
    assert {duty.kind for duty in owed} == {ContestDutyKind.SELF_SCORE, ContestDutyKind.DOSSIER}


def test_a_ring_of_the_seven_is_drawn_again_among_the_three(signed, secretary):
    checks.draw_checks(contest_year=signed, seen=checks.stored_ring(signed).version, by=secretary)
    checks.publish_checks(contest_year=signed, seen=checks.stored_ring(signed).version, by=secretary)
    merge_all(secretary)
    assert checks.planned_ring(signed) == {}
    checks.draw_checks(contest_year=signed, seen=checks.stored_ring(signed).version, by=secretary)
    assert len(checks.planned_ring(signed)) == 3
    kept = signed.events.get(action="check.replace")
    assert kept.old.count("→") == 7
    checks.publish_checks(contest_year=signed, seen=checks.stored_ring(signed).version, by=secretary)
    with pytest.raises(RefusedError):
        checks.draw_checks(contest_year=signed, seen=checks.stored_ring(signed).version, by=secretary)


def test_files_and_sheets_after_the_year_are_read_by_the_successor(
    signed, secretary, leaders, judged, provinces, client_for
):
    pdf = SimpleUploadedFile("anh.pdf", b"%PDF-1.4\n%%EOF\n")
    kien_giang = provinces["kien-giang"]
    add_evidence(contest_year=signed, province=kien_giang, file=pdf, by=leaders["kien-giang"])
    self_score(signed, kien_giang, judged, "8", leaders["kien-giang"])
    mergers.merge(
        parts=Province.objects.filter(slug__in=("an-giang", "kien-giang")),
        successor=Province(slug="x", name="X", code="91", established_on=dt.date(2026, 2, 1)),
        decision="Nghị quyết",
        by=secretary,
    )
    leader = fresh(leaders["an-giang"])
    assert "anh.pdf" in get(client_for, leader, "/emulation/2025/evidence/")
    assert get(client_for, leader, "/emulation/2025/scores/kien-giang/")
    assert {one.slug for one in own_members(leader, signed)} == {"an-giang", "kien-giang"}
    # The head's part is not done before all its own self-scores are sent: nothing of others is open.
    assert not reads_self_scores(leader, signed)


def test_the_secretary_reads_that_a_merger_broke_the_ring_and_draws_it_again(signed, secretary, client_for):
    """The ring was published; on the page and among the tasks, until a new one is drawn and published."""
    checks.draw_checks(contest_year=signed, by=secretary)
    checks.publish_checks(contest_year=signed, by=secretary)
    page = "/emulation/2025/checks/"
    assert "không còn đủ" not in get(client_for, secretary, page)
    assert _assigning() == []
    merge_two(secretary)
    shown = get(client_for, secretary, page)
    assert "An Giang (đến 30/6/2025), Kiên Giang (đến 30/6/2025) đã hợp nhất nên phân công" in shown
    assert "Bốc thăm lại" in shown
    assert "Công bố phân công" not in shown
    assert "không còn đủ" in get(client_for, secretary, f"{page}ring/")
    (duty,) = _assigning()
    assert "An Giang (đến 30/6/2025), Kiên Giang (đến 30/6/2025) đã hợp nhất" in duty.text.details[0]
    assert duty.text.url == page
    version = checks.stored_ring(signed).version
    client_for(secretary).post(f"{page}draw/", {"seen": version})
    shown = get(client_for, secretary, page)
    assert "không còn đủ" not in shown
    assert "Công bố phân công" in shown
    assert [duty.text.details for duty in _assigning()] == [()]
    checks.publish_checks(contest_year=signed, by=secretary)
    assert _assigning() == []


def test_only_those_who_run_the_year_read_that_the_ring_is_broken(signed, secretary, leaders, client_for):
    checks.draw_checks(contest_year=signed, by=secretary)
    checks.publish_checks(contest_year=signed, by=secretary)
    merge_two(secretary)
    shown = get(client_for, fresh(leaders["ca-mau"]), "/emulation/2025/checks/")
    assert "không còn đủ" not in shown
    assert "Bốc thăm lại" not in shown


def test_settled_scores_need_no_other_ring(signed, secretary, client_for):
    checks.draw_checks(contest_year=signed, by=secretary)
    checks.publish_checks(contest_year=signed, by=secretary)
    merge_two(secretary)
    signed.scores_settled_at = timezone.now()
    signed.save()
    assert "không còn đủ" not in get(client_for, secretary, "/emulation/2025/checks/")
    assert _assigning() == []


def _assigning() -> list[Duty]:
    return [duty for duty in contest_duties(dt.date(2026, 1, 5)) if duty.kind == ContestDutyKind.ASSIGN]
