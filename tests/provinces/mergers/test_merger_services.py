"""A merger as one task: what moves, what stays, and what is refused with nothing half-done."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from figures.history.verify import faults
from figures.submissions.models import Figure, Step, Submission
from provinces.accounts.models import AccessEntry, Officer
from provinces.clusters.models import Membership, Province
from provinces.mergers import services
from provinces.mergers.effects import MergerEffect
from provinces.mergers.models import Merger
from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion
from tests.emulation.factories import make_year
from tests.factories import join_union, make_cooperative, make_group, make_officer, make_province, make_union
from tests.figures.factories import local, make_catalogue, make_period, make_reported, make_submission
from tests.provinces.clusters.mergers import merge as enter_dates
from web.edit_conflicts import EditConflictError
from web.refusals import RefusedError

DAY = dt.date(2025, 7, 1)
DECISION = "Nghị quyết 202/2025/QH15"
REGISTERS = (Cooperative, CooperativeGroup, CooperativeUnion)


def new_province(**fields: Any) -> Province:
    fields = {"slug": "can-tho-2025", "name": "Cần Thơ", "code": "92", "is_city": True} | fields
    return Province(**{"established_on": DAY} | fields)


def merge(by: Officer, *parts: Province, closed: tuple[Officer, ...] = (), **fields: Any) -> Merger:
    seen = fields.pop("seen", None)
    return services.merge(
        parts=parts,
        successor=new_province(**fields),
        decision=DECISION,
        closed={account.pk for account in closed},
        by=by,
        seen=seen,
    )


def preview(by: Officer, *parts: Province, **fields: Any) -> MergerEffect:
    return services.preview(parts=parts, successor=new_province(**fields), decision=DECISION, by=by)


def rows() -> dict[str, list[Any]]:
    """Everything that a refused merger must leave as it was."""
    models = (Province, Membership, Officer, AccessEntry, Merger, *REGISTERS, Submission, Figure, Step)
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


@pytest.fixture
def parts(can_tho, hau_giang, soc_trang) -> list[Province]:
    return [can_tho, hau_giang, soc_trang]


def test_parts_end_and_the_successor_takes_their_place(secretary, cluster, parts):
    merger = merge(secretary, *parts)
    successor = merger.successor
    assert (merger.decision, merger.recorded_by, successor.position) == (DECISION, secretary, 8)
    assert set(successor.predecessors.all()) == set(parts)
    for part in Province.objects.filter(pk__in=[part.pk for part in parts]):
        assert (part.ended_on, part.memberships.get().left_on) == (DAY, DAY)
    members = Province.objects.members_on(cluster, DAY)
    assert [m.slug for m in members] == ["an-giang", "bac-lieu", "ca-mau", "kien-giang", "can-tho-2025"]
    before = Province.objects.members_on(cluster, DAY - dt.timedelta(days=1))
    assert before.count() == 7


def test_accounts_go_on_or_are_closed_and_their_logs_say_so(secretary, parts, officer_hg, leader_hg):
    merger = merge(secretary, *parts, closed=(leader_hg,))
    officer_hg.refresh_from_db()
    leader_hg.refresh_from_db()
    assert (officer_hg.province, officer_hg.is_active) == (merger.successor, True)
    assert (leader_hg.province.slug, leader_hg.is_active) == ("hau-giang", False)
    moved, closed = officer_hg.log.get(), leader_hg.log.get()
    assert moved.what == closed.what == AccessEntry.What.RIGHTS
    assert moved.by == closed.by == secretary
    assert moved.details == ("Cán bộ nhập liệu, Hậu Giang (đến 30/6/2025) → Cán bộ nhập liệu, Cần Thơ")
    assert closed.details.endswith("→ Lãnh đạo Liên minh HTX tỉnh, Hậu Giang (đến 30/6/2025) (đã khóa)")


def test_registers_move_whole(secretary, parts, hau_giang, kien_giang, officer_hg):
    member = make_cooperative(hau_giang, officer_hg, registration_number="1")
    ended = make_cooperative(
        hau_giang,
        officer_hg,
        registration_number="2",
        ended_on=dt.date(2024, 1, 1),
        ended_how="dissolved",
        legal_state="ended",
    )
    group, union = make_group(hau_giang, officer_hg), make_union(hau_giang, officer_hg)
    join_union(member, union)
    elsewhere = make_cooperative(kien_giang, officer_hg, registration_number="1")
    before = Cooperative.objects.get(pk=member.pk).version
    successor = merge(secretary, *parts).successor
    for moved in (member, ended, group, union):
        moved.refresh_from_db()
        assert moved.province == successor
    elsewhere.refresh_from_db()
    assert elsewhere.province == kien_giang
    assert union.memberships.get().cooperative == member
    assert member.version == before, "its content did not change"


@pytest.mark.parametrize("closed", [False, True])
def test_nothing_is_lost_and_the_history_is_whole(
    closed, secretary, cluster, parts, hau_giang, can_tho, officer_hg, leader_hg, officer_ct
):
    make_catalogue()
    period = make_period(cluster, "2025-H1")
    for part in parts:
        make_reported(period, part, secretary, {"coop.total": "20"})
        make_submission(make_period(cluster, f"202{part.position}-H2"), part, "draft")
    for number in range(5):
        make_cooperative(hau_giang, officer_hg, registration_number=str(number))
        make_cooperative(can_tho, officer_hg, registration_number=str(10 + number))
    before = rows()
    merge(secretary, *parts, closed=(officer_hg, leader_hg, officer_ct) if closed else ())
    after = rows()
    for name in ("Submission", "Figure", "Step"):
        assert after[name] == before[name]
    for name in ("Officer", "Cooperative", "Province", "Membership"):
        assert {row["id"] for row in before[name]} <= {row["id"] for row in after[name]}
    moving = {"province_id", "is_active"}
    for name in ("Officer", "Cooperative"):
        kept = [
            [{key: value for key, value in row.items() if key not in moving} for row in each[name]]
            for each in (before, after)
        ]
        assert kept[0] == kept[1]
    assert list(faults()) == []


def test_twice_is_once(secretary, parts, officer_hg, hau_giang):
    make_cooperative(hau_giang, officer_hg)
    merge(secretary, *parts)
    before = rows()
    with pytest.raises(RefusedError, match="Cần Thơ đã hợp nhất vào Cần Thơ từ ngày 01/7/2025"):
        merge(secretary, *parts)
    with pytest.raises(RefusedError, match="đã bàn giao cho Cần Thơ lúc"):
        services.hand_over(
            successor=Province.objects.get(slug="can-tho-2025"), decision=DECISION, by=secretary
        )
    assert rows() == before


def test_a_part_goes_into_one_successor(secretary, parts, can_tho, kien_giang):
    merge(secretary, *parts)
    before = rows()
    with pytest.raises(RefusedError, match="Cần Thơ đã hợp nhất vào Cần Thơ"):
        merge(secretary, can_tho, kien_giang, slug="x", name="X", code="1")
    assert rows() == before


def test_merged_provinces_may_merge_again(secretary, parts, kien_giang):
    first = merge(secretary, *parts).successor
    second = merge(
        secretary, first, kien_giang, slug="x", name="X", code="1", established_on=dt.date(2026, 1, 1)
    )
    assert set(second.successor.predecessors.all()) == {first, kien_giang}


def test_what_the_first_merger_left_is_handed_over_before_the_next(secretary, cluster, parts, kien_giang):
    first = enter_dates(cluster, parts, slug="can-tho-2025", name="Cần Thơ", on=DAY)
    later = {"slug": "x", "name": "X", "code": "1", "established_on": dt.date(2026, 1, 1)}
    with pytest.raises(RefusedError, match="Bàn giao cho Cần Thơ trước"):
        merge(secretary, first, kien_giang, **later)
    services.hand_over(successor=first, decision=DECISION, by=secretary)
    assert merge(secretary, first, kien_giang, **later).successor.pk


@pytest.mark.parametrize(
    ("count", "day", "sentence"),
    [
        (0, DAY, "Chọn ít nhất hai"),
        (1, DAY, "Chọn ít nhất hai"),
        (2, dt.date(2004, 1, 1), "Ngày hợp nhất phải sau ngày 01/01/2019"),
        (2, dt.date(2019, 1, 1), "Ngày hợp nhất phải sau ngày 01/01/2019"),
    ],
)
def test_too_few_parts_and_too_early_a_day_are_refused(count, day, sentence, secretary, parts):
    before = rows()
    for call in (merge, preview):
        with pytest.raises(RefusedError, match=sentence):
            call(secretary, *parts[:count], established_on=day)
    assert rows() == before


def test_a_province_that_ended_is_refused(secretary, parts, hau_giang):
    Province.objects.filter(pk=hau_giang.pk).update(ended_on=dt.date(2025, 1, 1))
    with pytest.raises(RefusedError, match="Hậu Giang đã kết thúc từ ngày 01/01/2025"):
        merge(secretary, *parts)


@pytest.mark.parametrize("state", ["submitted", "returned", "accepted"])
def test_day_is_after_what_was_sent(state, secretary, cluster, parts, hau_giang):
    sent_at = local(2025, 7, 1, 9)
    make_submission(make_period(cluster, "2025-H1"), hau_giang, state, first_submitted_at=sent_at)
    on_the_cut_off = {"established_on": dt.date(2025, 6, 30)}
    refusal = "Hậu Giang đã gửi số liệu 6 tháng đầu năm 2025, chốt ngày 30/6/2025"
    assert preview(secretary, *parts, **on_the_cut_off).refusals[0].startswith(refusal)
    before = rows()
    with pytest.raises(RefusedError, match=refusal):
        merge(secretary, *parts, **on_the_cut_off)
    assert rows() == before
    assert merge(secretary, *parts).successor.pk


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "kiên  giang"}, "name"),
        ({"code": "91"}, "code"),
        ({"slug": "hau-giang"}, "slug"),
        ({"slug": "add"}, "slug"),
        ({"name": ""}, "name"),
    ],
)
def test_names_codes_and_slugs_of_others_are_refused(fields, field, secretary, parts):
    before = rows()
    for call in (merge, preview):
        with pytest.raises(ValidationError) as refused:
            call(secretary, *parts, **fields)
        assert field in refused.value.message_dict
    assert rows() == before


def test_a_decision_is_needed(secretary, parts):
    with pytest.raises(ValidationError, match="Chưa nhập văn bản"):
        services.merge(parts=parts, successor=new_province(), decision="  ", by=secretary)


def test_numbers_that_two_parts_have_stop_it_all(secretary, parts, hau_giang, can_tho, officer_hg):
    one = make_cooperative(hau_giang, officer_hg, name="Một", registration_number="1800 123")
    other = make_cooperative(can_tho, officer_hg, name="Hai", registration_number="1800123")
    make_group(can_tho, officer_hg, registration_number="1800123")
    (shared,) = preview(secretary, *parts).shared_numbers
    assert set(shared.organisations) == {one, other}
    before = rows()
    with pytest.raises(services.SharedNumbersError, match="1800"):
        merge(secretary, *parts)
    assert rows() == before
    Cooperative.objects.filter(pk=one.pk).update(registration_number="", registration_key="")
    merge(secretary, *parts)


@pytest.mark.parametrize("role", ["entry", "leader", "observer"])
def test_others_record_no_merger(role, parts, hau_giang):
    by = make_officer("x", role, hau_giang if role in Officer.PROVINCIAL_ROLES else None)
    for call in (merge, preview):
        with pytest.raises(PermissionDenied):
            call(by, *parts)
    successor = make_province("y", "Y")
    with pytest.raises(PermissionDenied):
        services.hand_over(successor=successor, decision=DECISION, by=by)


def test_administrators_record_one_too(administrator, parts):
    assert merge(administrator, *parts).recorded_by == administrator


def test_preview_shows_what_is_then_done_and_writes_nothing(
    secretary, cluster, parts, hau_giang, officer_hg, leader_hg
):
    make_cooperative(hau_giang, officer_hg)
    make_year(cluster, 2024)
    make_year(cluster, 2026)
    make_reported(make_period(cluster, "2024-H2"), hau_giang, secretary, {})
    make_submission(make_period(cluster, "2025-H1"), hau_giang, "draft")
    make_submission(make_period(cluster, "2025-H2"), hau_giang, "draft")
    before = rows()
    effect = preview(secretary, *parts)
    assert rows() == before
    part = effect.parts[1]
    assert part.province == hau_giang
    assert set(part.accounts) == {officer_hg, leader_hg}
    assert [(register.label, register.existing, register.ended) for register in part.registers] == [
        ("hợp tác xã", 1, 0)
    ]
    assert part.records.unfinished == ("6 tháng đầu năm 2025 (đang nhập)", "Thi đua năm 2024")
    assert part.records.history == ("01 kỳ báo cáo đã chấp nhận", "Thi đua các năm 2024")
    assert "6 tháng cuối năm 2025" in part.records.dropped[0]
    merge(secretary, *parts, seen=effect.version)


@pytest.mark.parametrize("what", ["organisation", "account", "closed", "half-year", "name", "no version"])
def test_a_change_since_the_preview_asks_again(what, secretary, cluster, parts, hau_giang, officer_hg):
    seen, fields = preview(secretary, *parts).version, {}
    match what:
        case "organisation":
            make_cooperative(hau_giang, officer_hg)
        case "account":
            make_officer("new", Officer.Role.LEADER, hau_giang)
        case "closed":
            Officer.objects.update(is_active=False)
        case "half-year":
            make_submission(make_period(cluster, "2025-H1"), hau_giang, "draft")
        case "name":
            fields = {"name": "Tây Đô"}
        case "no version":
            seen = ""
    before = rows()
    with pytest.raises(EditConflictError):
        merge(secretary, *parts, seen=seen, **fields)
    assert rows() == before
    merge(secretary, *parts, seen=preview(secretary, *parts, **fields).version, **fields)


def test_dates_that_are_entered_already_are_handed_over(secretary, cluster, parts, officer_hg, hau_giang):
    make_cooperative(hau_giang, officer_hg)
    successor = enter_dates(cluster, parts, slug="can-tho-2025", name="Cần Thơ", on=DAY)
    provinces = list(Province.objects.values())
    merger = services.hand_over(successor=successor, decision=DECISION, by=secretary)
    assert (merger.decision, merger.handed_over_by) == (DECISION, secretary)
    assert Cooperative.objects.get().province == successor
    assert Officer.objects.get(pk=officer_hg.pk).province == successor
    assert list(Province.objects.values()) == provinces


def test_before_its_day_a_merger_is_only_recorded(secretary, parts, officer_hg, hau_giang):
    make_cooperative(hau_giang, officer_hg)
    day = timezone.localdate() + dt.timedelta(days=1)
    merger = merge(secretary, *parts, established_on=day)
    assert merger.handed_over_at is None
    assert Cooperative.objects.get().province == hau_giang
    with pytest.raises(RefusedError, match="Bàn giao được từ ngày"):
        services.hand_over(successor=merger.successor, decision=DECISION, by=secretary)
    # The day comes.
    today = timezone.localdate()
    Membership.objects.filter(left_on=day).update(left_on=today)
    Province.objects.filter(ended_on=day).update(ended_on=today)
    Province.objects.filter(established_on=day).update(established_on=today)
    services.hand_over(
        successor=Province.objects.get(pk=merger.successor_id), decision="Nghị quyết 1", by=secretary
    )
    assert Cooperative.objects.get().province == merger.successor
    assert Merger.objects.get().decision == "Nghị quyết 1"


def test_handing_over_is_by_somebody(secretary, parts):
    merge(secretary, *parts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Merger.objects.update(handed_over_by=None)
