"""The contest of the year in which provinces merge, from the seven pledges to the three results."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from emulation.council import services as council
from emulation.council.services import FinalEntry
from emulation.criteria.models import Criterion
from emulation.cross_checks import services as checks
from emulation.cross_checks.models import Check
from emulation.cross_checks.services import CheckEntry
from emulation.evidence.services import add_evidence
from emulation.movements import activity_services as activities
from emulation.movements import services as movements
from emulation.overview.duties import contest_duties
from emulation.overview.duty_year import ContestDutyKind
from emulation.pledges import merged_pledges, signing
from emulation.pledges import services as pledges
from emulation.pledges.models import Pledge
from emulation.pledges.progress import progress_of, signed_targets
from emulation.results.loading import load_ranking, load_whole_table, table_for_reader
from emulation.results.open_inputs import open_inputs
from emulation.results.paper import score_letter
from emulation.rules.services import lock_rules
from emulation.scoring.targets import Target
from emulation.self_scores import services as self_scores
from emulation.self_scores.models import ScoreSheet
from emulation.self_scores.permissions import reads_self_scores
from emulation.self_scores.services import ClaimedScore
from emulation.successors.models import DecidedTarget
from emulation.successors.targets import added_up
from emulation.votes import services as votes
from emulation.votes.models import Poll
from emulation.year.events import Event
from emulation.year.models import Deadline, EmulationYear
from emulation.year.permissions import own_members, takes_part
from figures.catalogue.models import Indicator
from figures.periods.models import Period
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from provinces.mergers import services as mergers
from reports.conference.models import Conference
from reports.conference.report.document import report_document
from reports.conference.report.typesetting import typeset
from tests.emulation.factories import make_criterion
from tests.emulation.movements.movement_rows import make_activity, make_launched
from tests.emulation.votes.polls import make_open_poll
from tests.factories import make_officer
from tests.figures.factories import make_catalogue, make_period, make_reported
from tests.papers.pdf_measure import words
from tests.provinces.clusters.mergers import merge_seven
from web.refusals import RefusedError

pytestmark = pytest.mark.postgresql

DAY = dt.date(2025, 7, 1)
LAST = dt.date(2999, 12, 31)
NEW = "coop.new"
# What each of the seven signed; by hand: An Giang 10 + 20, Cà Mau 30 + 40, Cần Thơ 50 + 60 + 70.
SIGNED = {
    "an-giang": 10,
    "kien-giang": 20,
    "bac-lieu": 30,
    "ca-mau": 40,
    "can-tho": 50,
    "hau-giang": 60,
    "soc-trang": 70,
}
MERGED = {
    "an-giang-2025": ("An Giang", "91", ("an-giang", "kien-giang")),
    "ca-mau-2025": ("Cà Mau", "96", ("bac-lieu", "ca-mau")),
    "can-tho-2025": ("Cần Thơ", "92", ("can-tho", "hau-giang", "soc-trang")),
}
PAGES = ("", "pledges/", "scores/", "checks/", "results/", "log/", "movements/", "votes/", "dossiers/")
ADDED_UP = {"an-giang-2025": 30, "ca-mau-2025": 70, "can-tho-2025": 180}


def fresh(officer: Officer) -> Officer:
    return Officer.objects.get(pk=officer.pk)


@pytest.fixture
def leaders(provinces) -> dict[str, Officer]:
    return {slug: make_officer(f"lead-{slug}", "leader", province) for slug, province in provinces.items()}


@pytest.fixture
def year(cluster: Cluster, provinces, secretary, evidence_folder) -> EmulationYear:
    make_catalogue()
    contest = EmulationYear.objects.create(cluster=cluster, year=2025, allows_provisional=False)
    for part in Deadline.Part.values:
        Deadline.objects.create(year=contest, part=part, opens_on=dt.date(2025, 1, 1), due_on=LAST)
    return contest


@pytest.fixture
def judged(year) -> Criterion:
    return make_criterion(year, "Truyền thông", maximum=Decimal(60))


@pytest.fixture
def against_pledge(year) -> Criterion:
    numerator = Indicator.objects.get(code=NEW)
    return make_criterion(
        year, "Thành lập mới", kind=Criterion.Kind.PLEDGED, maximum=Decimal(40), numerator=numerator
    )


@pytest.fixture
def signed(year, judged, against_pledge, secretary, provinces, leaders) -> EmulationYear:
    """Everybody has signed, early in the year."""
    signing.choose_indicators(contest_year=year, indicators=Indicator.objects.filter(code=NEW), by=secretary)
    year = lock_rules(contest_year=year, by=secretary)
    for slug, province in provinces.items():
        targets = {NEW: Decimal(SIGNED[slug])}
        pledges.save_targets(contest_year=year, province=province, targets=targets, seen=0, by=leaders[slug])
        pledges.send_pledge(contest_year=year, province=province, by=leaders[slug])
    signing.record_signing(
        contest_year=year,
        held_on=dt.date(2025, 2, 20),
        place="Cần Thơ",
        signers={slug: f"Người ký {slug}" for slug in provinces},
        by=secretary,
    )
    return year


def merge_all(secretary: Officer) -> dict[str, Province]:
    for slug, (name, code, parts) in MERGED.items():
        mergers.merge(
            parts=Province.objects.filter(slug__in=parts),
            successor=Province(
                slug=slug, name=name, code=code, established_on=DAY, is_city=slug == "can-tho-2025"
            ),
            decision="Nghị quyết 202/2025/QH15",
            by=secretary,
        )
    return {slug: Province.objects.get(slug=slug) for slug in MERGED}


@pytest.fixture
def first_half(signed, cluster, provinces, secretary) -> None:
    period = make_period(cluster, "2025-H1")
    for province in provinces.values():
        make_reported(period, province, secretary, {NEW: "10"})


@pytest.fixture
def three(first_half, cluster, secretary) -> dict[str, Province]:
    """The merger is carried out, and the three have reported the second half."""
    merged = merge_all(secretary)
    period = make_period(cluster, "2025-H2")
    for province in merged.values():
        make_reported(period, province, secretary, {NEW: "10"})
    return merged


@pytest.fixture
def heads(three, leaders) -> dict[str, Officer]:
    """The first leader of each of the three; all seven went on."""
    return {slug: fresh(leaders[parts[0]]) for slug, (_name, _code, parts) in MERGED.items()}


def slugs(provinces: Any) -> list[str]:
    return [province.slug for province in provinces]


def get(client_for: Any, officer: Officer, path: str) -> str:
    response = client_for(officer).get(path)
    assert response.status_code == 200, path
    return " ".join(response.content.decode().split())


def self_score(year: EmulationYear, province: Province, judged: Criterion, points: str, by: Officer) -> None:
    sheet = ScoreSheet(year=year, province=province)
    claim = ClaimedScore(Decimal(points), "Đã làm cả năm.")
    self_scores.save_score(sheet=sheet, criterion=judged, claim=claim, by=by)
    stored = ScoreSheet.objects.get(year=year, province=province)
    self_scores.send_scores(sheet=stored, seen=str(stored.version), by=by)


def test_the_three_take_the_place_of_the_seven_on_the_day_of_the_merger(signed, secretary, leaders):
    assert len(signed.members) == 7
    merge_all(secretary)
    assert set(slugs(signed.members)) == set(MERGED)
    assert set(slugs(signed.signatories)) == set(SIGNED)
    assert set(slugs(signed.all_members)) == set(SIGNED) | set(MERGED)
    moved = fresh(leaders["kien-giang"])
    assert takes_part(moved, signed).slug == "an-giang-2025"


def test_dates_alone_change_nobody(signed, cluster):
    merge_seven(cluster)
    assert set(slugs(signed.members)) == set(SIGNED)


def test_a_merger_recorded_after_the_scores_were_settled_leaves_the_result(signed, secretary):
    EmulationYear.objects.update(scores_settled_at="2025-12-30T12:00Z")
    Event.objects.create(year=signed, action="council.settle", by=secretary, at="2025-12-30T12:00Z")
    merge_all(secretary)
    settled = EmulationYear.objects.get(year=2025)
    assert set(slugs(settled.members)) == set(SIGNED)
    council.reopen_scores(
        contest_year=settled, reason="Sửa.", seen=council.settling(settled).version, by=secretary
    )
    assert set(slugs(EmulationYear.objects.get(year=2025).members)) == set(SIGNED)


def test_earlier_years_keep_their_members(signed, cluster, secretary):
    before = EmulationYear.objects.create(cluster=cluster, year=2024)
    merge_all(secretary)
    assert set(slugs(before.members)) == set(SIGNED)


def test_pledges_add_up_and_the_signed_ones_stay(signed, three):
    targets = signed_targets(2025)
    assert {slug: targets[slug, NEW].value for slug in ADDED_UP} == ADDED_UP
    assert {slug: targets[slug, NEW].value for slug in SIGNED} == SIGNED
    assert targets["an-giang-2025", NEW].change_note == "gộp từ An Giang 10, Kiên Giang 20"
    table = progress_of(signed)
    # 7 × 10 of the first half, 3 × 10 of the second, of 280
    assert [(str(p), row[0].value, row[0].target_value) for p, row in table.rows] == [
        ("An Giang", 30, 30),
        ("Cà Mau", 30, 70),
        ("Cần Thơ", 40, 180),
    ]
    assert (table.totals[0].value, table.totals[0].target_value) == (100, 280)
    half = progress_of(signed, until=1)
    assert len(half.rows) == 7
    assert half.totals[0].target_value == 280


def test_a_change_agreed_after_the_merger_reaches_the_sum(signed, three, heads, secretary):
    pledge = Pledge.objects.select_related("year", "province").get(province__slug="kien-giang")
    change = signing.propose_change(
        pledge=pledge,
        indicator=Indicator.objects.get(code=NEW),
        value=Decimal(25),
        reason="Bão.",
        seen=pledge.version,
        by=secretary,
    )
    signing.answer_change(change=change, is_agreed=True, by=heads["an-giang-2025"])
    target = signed_targets(2025)["an-giang-2025", NEW]
    assert (target.value, target.signed) == (35, 30)


def test_what_cannot_be_added_up_the_secretary_decides_with_a_reason(
    signed, three, heads, secretary, client_for
):
    Pledge.objects.get(province__slug="kien-giang").targets.all().delete()
    assert ("an-giang-2025", NEW) not in signed_targets(2025)
    page = "/emulation/2025/pledges/an-giang-2025/"
    shown = get(client_for, secretary, page)
    assert "Quyết định số giao ước không cộng được" in shown
    assert "Chưa đủ số" in shown
    assert "Quyết định số giao ước không cộng được" not in get(client_for, heads["ca-mau-2025"], page)
    new = Indicator.objects.get(code=NEW)
    decision = {"contest_year": signed, "province": three["an-giang-2025"], "indicator": new}
    with pytest.raises(PermissionDenied):
        merged_pledges.decide_target(**decision, value=Decimal(1), reason="x", by=heads["an-giang-2025"])
    stored = merged_pledges.stored_merged_pledge(signed, three["an-giang-2025"])
    form = {
        "indicator": NEW,
        "value": "25",
        "reason": "Kiên Giang chưa ký chỉ tiêu này.",
        "seen": stored.version,
    }
    response = client_for(secretary).post(f"{page}decide/", form, follow=True)
    assert response.status_code == 200
    assert "Đã ghi số giao ước của An Giang" in response.content.decode()
    assert "Chưa đủ số" not in get(client_for, secretary, "/emulation/2025/pledges/")
    target = signed_targets(2025)["an-giang-2025", NEW]
    assert target.value == 25
    assert "Kiên Giang chưa ký" in target.change_note
    log = get(client_for, heads["ca-mau-2025"], "/emulation/2025/log/")
    assert "Quyết định số giao ước của tỉnh hợp nhất" in log
    assert "Kiên Giang chưa ký chỉ tiêu này." in log
    with pytest.raises(RefusedError, match="không có số nào phải quyết định"):
        merged_pledges.decide_target(
            **decision | {"province": three["ca-mau-2025"]}, value=Decimal(1), reason="x", by=secretary
        )


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


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("decided_target_not_negative", {"value": -1, "reason": "x"}),
        ("decided_target_has_a_reason", {"value": 1, "reason": ""}),
        ("decided_target_once_an_indicator", {"value": 1, "reason": "x"}),
    ],
)
def test_database_refuses(name, values, signed, provinces, secretary):
    row = {"year": signed, "indicator": Indicator.objects.get(code=NEW), "by": secretary}
    DecidedTarget.objects.create(province=provinces["ca-mau"], value=2, reason="y", **row)
    slug = "ca-mau" if name.endswith("an_indicator") else "bac-lieu"
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        DecidedTarget.objects.create(province=provinces[slug], **row | values)
    # For a broken UNIQUE SQLite gives the columns, not the constraint's name.
    assert name in str(error.value) or "UNIQUE" in str(error.value)


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


def test_the_year_is_closed_by_the_three(signed, three, heads, secretary, judged, against_pledge, client_for):
    for slug, points in (("an-giang-2025", "8"), ("ca-mau-2025", "7"), ("can-tho-2025", "9")):
        page = f"/emulation/2025/scores/{slug}/"
        assert get(client_for, heads[slug], page)
        self_score(signed, three[slug], judged, points, heads[slug])
    checks.draw_checks(contest_year=signed, seen=checks.stored_ring(signed).version, by=secretary)
    checks.publish_checks(contest_year=signed, seen=checks.stored_ring(signed).version, by=secretary)
    for check in Check.objects.filter(year=signed).select_related("checker", "checked", "year"):
        by = heads[check.checker.slug]
        assert get(client_for, by, f"/emulation/2025/checks/{check.checked.slug}/")
        entries = {judged.pk: CheckEntry(Decimal(7), "Thiếu hai bài.")}
        saved = checks.save_check(check=check, entries=entries, seen=check.version, by=by)
        checks.send_check(check=saved, seen=saved.version, by=by)
    assert open_inputs(signed) == []
    table = load_whole_table(signed)
    assert set(slugs(table.provinces)) == set(MERGED)
    for province in table.provinces:
        column = table.provinces.index(province)
        entries = {
            row.node.criterion.pk: FinalEntry(row.cells[column].counting, "Thống nhất theo chấm chéo.")
            for row in table.scored
        }
        council.save_finals(contest_year=signed, province=province, entries=entries, by=secretary)
    council.settle_scores(contest_year=signed, by=secretary)
    signed.refresh_from_db()
    assert signed.scores_are_settled
    assert set(slugs(signed.members)) == set(MERGED), "settled after the merger"
    ranking = load_ranking(signed, table_for_reader(signed))
    # against the pledge: 30 of 30, 30 of 70, 40 of 180; the checkers gave everybody 7
    assert [(str(ranked.province), ranked.rank) for ranked in ranking] == [
        ("An Giang", 1),
        ("Cà Mau", 2),
        ("Cần Thơ", 3),
    ]
    for officer in (secretary, heads["ca-mau-2025"]):
        for path in PAGES:
            response = client_for(officer).get(f"/emulation/2025/{path}", follow=True)
            assert response.status_code == 200, path
    results = get(client_for, heads["ca-mau-2025"], "/emulation/2025/results/")
    assert "gộp từ An Giang (đến 30/6/2025), Kiên Giang (đến 30/6/2025)" in results
    assert client_for(secretary).get("/emulation/2025/board/").status_code == 200
    document = report_document(Conference.objects.of(Period.objects.get(half=2)))
    contest_part, pledged = document["emulation"], document["pledges"]
    assert [row["province"] for row in contest_part["ranking"]] == ["An Giang", "Cà Mau", "Cần Thơ"]
    assert len(contest_part["merger_notes"]) == 3
    assert [row["province"] for row in pledged["rows"]] == ["An Giang", "Cà Mau", "Cần Thơ"]
    assert pledged["indicators"][0]["total"]["target"] == "280"
    assert pledged["indicators"][0]["total"]["expected"] == 3
    printed = words(typeset(document))
    assert "điểm thi đua năm 2025 của 03 đơn vị đã được chốt" in printed
    assert "Cần Thơ: gộp từ Cần Thơ (đến 30/6/2025), Hậu Giang (đến 30/6/2025)" in printed
    first = report_document(Conference.objects.of(Period.objects.get(half=1)))
    assert len(first["pledges"]["rows"]) == 7
    assert first["pledges"]["indicators"][0]["total"]["expected"] == 7
    letter = score_letter(signed, table_for_reader(signed), ranking)
    assert any("gộp từ" in getattr(block, "text", "") for block in letter.body)


def test_moved_officers_have_the_title_of_their_time_in_the_log(signed, secretary, leaders, client_for):
    Event.objects.filter(action="year.open").delete()
    Event.objects.create(
        year=signed, action="pledge.sign", by=leaders["kien-giang"], at="2025-02-01T02:00Z",
        province=leaders["kien-giang"].province,
    )  # fmt: skip
    merge_all(secretary)
    log = get(client_for, fresh(leaders["kien-giang"]), "/emulation/2025/log/")
    assert "Lãnh đạo Liên minh HTX tỉnh, Kiên Giang" in log
    assert "Kiên Giang (đến 30/6/2025)" in log


def test_a_merger_after_the_year_leaves_its_parts_to_the_successor(signed, secretary, leaders, judged):
    mergers.merge(
        parts=Province.objects.filter(slug__in=("an-giang", "kien-giang")),
        successor=Province(slug="x", name="X", code="91", established_on=dt.date(2026, 2, 1)),
        decision="Nghị quyết",
        by=secretary,
    )
    assert len(signed.members) == 7
    leader = fresh(leaders["kien-giang"])
    for slug in ("an-giang", "kien-giang"):
        self_score(signed, Province.objects.get(slug=slug), judged, "8", leader)
    assert ScoreSheet.objects.sent().count() == 2


def test_a_vote_held_before_the_merger_shows_the_provinces_of_its_day(
    signed, secretary, provinces, leaders, client_for
):
    voters = [leaders[slug] for slug in ("kien-giang", "ca-mau", "can-tho")]
    poll = make_open_poll(signed, secretary, list(provinces.values()), voters)
    votes.close_poll(poll=poll, by=secretary)
    Poll.objects.update(opened_at="2025-03-01T02:00Z", closed_at="2025-03-01T03:00Z")
    merge_all(secretary)
    page = get(client_for, secretary, f"/emulation/2025/votes/{poll.pk}/")
    assert f"{leaders['kien-giang']}, Kiên Giang" in page


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


def test_the_preview_says_what_becomes_of_the_contest(signed, cluster, secretary, provinces, leaders):
    EmulationYear.objects.create(cluster=cluster, year=2024, scores_settled_at="2025-01-20T02:00Z")
    later = EmulationYear.objects.create(cluster=cluster, year=2026)
    Pledge.objects.create(year=later, province=provinces["an-giang"])
    effect = mergers.preview(
        parts=Province.objects.filter(slug__in=("an-giang", "kien-giang")),
        successor=Province(slug="x", name="X", code="91", established_on=DAY),
        decision="Nghị quyết",
        by=secretary,
    )
    first, second = (part.records for part in effect.parts)
    assert first.history == (
        "Thi đua các năm 2024",
        (
            "Thi đua năm 2025: giao ước đã ký được gộp cho tỉnh mới; từ ngày hợp nhất tỉnh mới tự chấm, "
            "chấm chéo, xếp hạng và khen thưởng như một đơn vị"
        ),
        "Giao ước, minh chứng, phong trào và hồ sơ năm 2025: giữ dưới tên cũ, tỉnh mới xem được",
    )
    assert first.dropped == (
        "Thi đua năm 2026: phần đã soạn không còn sử dụng, tỉnh mới đăng ký và thực hiện",
    )
    assert second.dropped == ()


@given(data=st.data())
def test_pledges_of_random_mergers_add_up_with_nobody_lost_or_twice(data) -> None:
    """Provinces merge again and again within a year; what they signed is in exactly one target."""
    count = data.draw(st.integers(2, 8))
    alive = {f"p{n}": data.draw(st.integers(0, 1000)) for n in range(count)}
    signed = {(slug, NEW): Target(Decimal(value)) for slug, value in alive.items()}
    standing, parts, made = set(alive), {}, 0
    while len(standing) > 1 and data.draw(st.booleans()):
        merging = data.draw(st.sets(st.sampled_from(sorted(standing)), min_size=2))
        made += 1
        parts[f"m{made}"] = sorted(merging)
        standing = standing - merging | {f"m{made}"}
    merged = added_up(parts, signed, {})
    targets = signed | merged
    assert set(merged) == {(slug, NEW) for slug in parts}
    assert sum(targets[slug, NEW].value for slug in standing) == sum(alive.values())


@given(data=st.data())
def test_a_part_that_signed_nothing_makes_no_sum(data) -> None:
    values = data.draw(st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=2, max_size=5))
    signed = {(f"p{n}", NEW): Target(Decimal(v)) for n, v in enumerate(values) if v is not None}
    merged = added_up({"m": [f"p{n}" for n in range(len(values))]}, signed, {})
    assert (("m", NEW) in merged) == (bool(signed) and None not in values)
