import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from provinces.register.bulk_services import project_many
from provinces.register.event_models import EventKind
from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion
from provinces.register.projection import differing
from provinces.register.services import (
    JustAddedError,
    NumberTakenError,
    record_union_members,
    remove_row,
    save_organisation,
    save_row,
)
from tests.factories import make_cooperative, make_union
from web.edit_conflicts import EditConflictError

pytestmark = pytest.mark.postgresql


def event_of(row, kind, day, **fields):
    return row.events.model(organisation=row, kind=kind, happened_on=day, **fields)


@pytest.mark.parametrize(
    "stranger", ["officer_ct", "leader_ct", "secretary", "observer", "administrator", "head"]
)
def test_save_by_a_stranger_is_refused(stranger, request, hau_giang, officer_hg):
    row = make_cooperative(hau_giang, officer_hg)
    by = request.getfixturevalue(stranger)
    with pytest.raises(PermissionDenied):
        save_organisation(organisation=row, by=by)
    with pytest.raises(PermissionDenied):
        save_row(row=event_of(row, "dissolved", dt.date(2023, 6, 30)), by=by)
    with pytest.raises(PermissionDenied):
        remove_row(row=row.events.get(), by=by)


def test_save_records_who_saved(hau_giang, officer_hg, leader_hg):
    row = make_cooperative(hau_giang, officer_hg)
    save_organisation(organisation=row, by=leader_hg, seen=row.version)
    row.refresh_from_db()
    assert row.changed_by == leader_hg


def test_save_over_a_newer_row_raises_with_that_row(hau_giang, officer_hg):
    seen = make_cooperative(hau_giang, officer_hg, members=20)
    newer = Cooperative.objects.get()
    newer.members = 25
    newer.save()
    with pytest.raises(EditConflictError) as raised:
        save_organisation(organisation=seen, by=officer_hg, seen=seen.version)
    assert raised.value.stored.members == 25


@pytest.mark.parametrize(
    "corrected",
    [
        {},
        {"members": 21},
        {"members": None},
        {"charter_capital": 1001},
        {"working_capital": 2001},
        {"legal_state": "suspended"},
        {"sector": "trade"},
        {"founded_on": dt.date(2015, 3, 21)},
        {"registration_number": "2"},
    ],
)
def test_save_of_the_same_new_name_asks_once(corrected, hau_giang, officer_hg):
    first = make_cooperative(hau_giang, officer_hg)
    same = {"name": first.name, "sector": first.sector, "founded_on": first.founded_on, "members": 20}
    typed = same | {"charter_capital": 1000, "working_capital": 2000} | corrected

    def new():
        return Cooperative(province=hau_giang, **typed)

    with pytest.raises(JustAddedError) as raised:
        save_organisation(organisation=new(), by=officer_hg)
    assert raised.value.stored == first
    second = save_organisation(organisation=new(), by=officer_hg, seen=first.version)
    assert second != first
    assert Cooperative.objects.count() == 2


def test_save_of_a_new_union_of_the_same_name_asks(hau_giang, officer_hg):
    first = make_union(hau_giang, officer_hg, members=4)

    def new():
        same = {"name": first.name, "sector": first.sector, "founded_on": first.founded_on}
        return CooperativeUnion(province=hau_giang, charter_capital=1000, working_capital=2000, **same)

    with pytest.raises(JustAddedError):
        save_organisation(organisation=new(), by=officer_hg)


def test_save_of_the_same_name_by_two_officers_adds_two(hau_giang, officer_hg, leader_hg):
    for by in (officer_hg, leader_hg):
        save_organisation(organisation=Cooperative(province=hau_giang, name="HTX", sector="trade"), by=by)
    assert Cooperative.objects.count() == 2


def test_save_with_a_taken_number_names_its_holder(hau_giang, officer_hg):
    holder = make_cooperative(hau_giang, officer_hg, registration_number="1")
    other = make_cooperative(hau_giang, officer_hg, "HTX Khác", registration_number="2")
    other.registration_number = "1"
    with pytest.raises(NumberTakenError) as raised:
        save_organisation(organisation=other, by=officer_hg)
    assert raised.value.holder == holder


def test_cooperatives_and_unions_share_the_numbers_of_the_business_register(hau_giang, can_tho, officer_hg):
    holder = make_cooperative(hau_giang, officer_hg, registration_number="DK-1")
    union = CooperativeUnion(province=hau_giang, name="LH", sector="trade", registration_number="dk\u20111")
    with pytest.raises(NumberTakenError) as raised:
        save_organisation(organisation=union, by=officer_hg)
    assert raised.value.holder == holder
    union.registration_number = "DK-2"
    save_organisation(organisation=union, by=officer_hg)
    coop = Cooperative(province=hau_giang, name="HTX", sector="trade", registration_number="DK 2")
    with pytest.raises(NumberTakenError) as raised:
        save_organisation(organisation=coop, by=officer_hg)
    assert raised.value.holder == union
    # A group's number is the commune's own; and a row keeps its own number.
    group = CooperativeGroup(province=hau_giang, name="THT", sector="trade", registration_number="DK-1")
    save_organisation(organisation=group, by=officer_hg)
    save_organisation(organisation=union, by=officer_hg, seen=union.version)


def test_add_writes_the_events_that_its_columns_tell(hau_giang, officer_hg):
    typed = {"sector": "trade", "founded_on": dt.date(2020, 7, 5), "legal_state": "suspended"}
    row = Cooperative(province=hau_giang, name="HTX", **typed)
    save_organisation(organisation=row, by=officer_hg)
    assert list(row.events.order_by("pk").values_list("kind", "happened_on", "entered_by")) == [
        ("founded", dt.date(2020, 7, 5), officer_hg.pk),
        ("suspended", None, officer_hg.pk),
    ]
    assert not Cooperative.objects.active_on(dt.date(2023, 1, 1)).exists()
    assert list(row.log.values_list("what", "by")) == [("Thêm vào danh sách", officer_hg.pk)]


def test_event_changes_the_columns_and_the_log_in_the_same_write(hau_giang, officer_hg, leader_hg):
    row = make_cooperative(hau_giang, officer_hg)
    day = dt.date(2023, 6, 19)
    save_row(row=event_of(row, "dissolved", day, decision="12/QĐ"), by=leader_hg, seen=row.version)
    row.refresh_from_db()
    assert (row.ended_on, row.ended_how, row.legal_state) == (day, "dissolved", "ended")
    assert row.changed_by == leader_hg
    line = row.log.get()
    assert (line.what, line.before, line.by) == ("Sự kiện: Giải thể", "", leader_hg)
    assert line.after == "Sự kiện: Giải thể\nNgày: 19/6/2023\nSố quyết định, văn bản: 12/QĐ"

    event = row.events.get(kind="dissolved")
    event.happened_on = dt.date(2023, 6, 20)
    save_row(row=event, by=officer_hg, seen=row.version)
    row.refresh_from_db()
    assert row.ended_on == dt.date(2023, 6, 20)
    remove_row(row=event, by=officer_hg, seen=row.version)
    row.refresh_from_db()
    assert (row.ended_on, row.ended_how, row.legal_state) == (None, "", "active")
    assert row.log.first().after == ""
    assert row.log.count() == 3


@pytest.mark.parametrize(
    ("kind", "day", "why"),
    [
        ("dissolved", dt.date(2015, 3, 19), "Ngày chấm dứt phải sau ngày thành lập (20/3/2015)."),
        ("suspended", dt.date(2015, 3, 19), "Ngày này trước ngày thành lập (20/3/2015)"),
        ("dissolved", dt.date(2019, 12, 31), "Đã ghi sự kiện ngày 05/01/2020, sau ngày chấm dứt này"),
        ("founded", dt.date(2016, 3, 20), "Đơn vị này đã ghi thành lập"),
        ("suspended", dt.date(2020, 1, 5), "Sự kiện này đã ghi với đúng ngày ấy"),
        ("dissolved", None, "chấm dứt hoạt động phải có ngày"),
        ("joined_union", dt.date(2021, 1, 1), "phải có tên liên hiệp"),
    ],
)
def test_event_that_contradicts_another_is_refused(kind, day, why, hau_giang, officer_hg):
    row = make_cooperative(hau_giang, officer_hg)
    row.events.create(kind="suspended", happened_on=dt.date(2020, 1, 5), entered_by=officer_hg)
    with pytest.raises(ValidationError) as refused:
        save_row(row=event_of(row, kind, day), by=officer_hg)
    assert why in " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("recorded", "kind", "day", "why"),
    [
        ([], "left_alliance", 2019, "chưa ghi “Vào Liên minh HTX”; ghi trước"),
        ([("joined_alliance", 2018)], "left_alliance", 2017, "Đã ghi “Vào Liên minh HTX” (01/01/2018), sau"),
        ([("joined_alliance", 2018)], "joined_alliance", 2019, "vì trước đó đã ghi “Vào Liên minh HTX” (01/"),
        ([("joined_alliance", None)], "joined_alliance", 2019, "“Vào Liên minh HTX” (chưa rõ ngày)"),
        ([("joined_alliance", 2018)], "joined_alliance", 2017, "(01/01/2018) không còn thay đổi gì"),
        ([("suspended", 2018)], "suspended", 2019, "đã ghi “Tạm ngừng kinh doanh” (01/01/2018)"),
        ([], "active", 2019, "Trước ngày này đơn vị vẫn đang hoạt động"),
        ([("suspended", 2018), ("active", 2019)], "active", 2020, "“Hoạt động trở lại” (01/01/2019)"),
        ([("joined_alliance", 2016), ("left_alliance", 2017)], "left_alliance", 2018, "(01/01/2017); sửa"),
    ],
)
def test_event_that_changes_nothing_is_refused(recorded, kind, day, why, hau_giang, officer_hg):
    row = make_cooperative(hau_giang, officer_hg)
    for past, year in recorded:
        row.events.create(kind=past, happened_on=year and dt.date(year, 1, 1), entered_by=officer_hg)
    with pytest.raises(ValidationError) as refused:
        save_row(row=event_of(row, kind, dt.date(day, 1, 1)), by=officer_hg)
    (sentence,) = refused.value.messages
    assert why in sentence


def test_event_is_not_edited_into_one_that_takes_the_next_ones_effect_away(hau_giang, officer_hg):
    row = make_cooperative(hau_giang, officer_hg)
    joined = save_row(row=event_of(row, "joined_alliance", dt.date(2016, 1, 1)), by=officer_hg)
    save_row(row=event_of(row, "left_alliance", dt.date(2017, 1, 1)), by=officer_hg)
    joined.happened_on = dt.date(2018, 1, 1)
    with pytest.raises(ValidationError, match=r"“Ra khỏi Liên minh HTX” .+ không còn thay đổi gì"):
        save_row(row=joined, by=officer_hg)


def test_beginning_stays_a_beginning(hau_giang, officer_hg):
    row = make_cooperative(hau_giang, officer_hg)
    founding = row.events.get()
    founding.kind = "dissolved"
    with pytest.raises(ValidationError, match="Dòng này đang ghi “Thành lập mới”"):
        save_row(row=founding, by=officer_hg)
    founding.kind = "split_off"
    save_row(row=founding, by=officer_hg)
    row.refresh_from_db()
    assert (row.began_how, row.founded_on) == ("split_off", dt.date(2015, 3, 20))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (dt.date(2021, 12, 9), "HTX Lúa Vàng: Ngày này trước ngày thành lập liên hiệp (10/12/2021)"),
        (dt.date(2023, 5, 1), "HTX Lúa Vàng: Liên hiệp đã chấm dứt ngày 01/5/2023"),
    ],
)
def test_union_takes_members_only_while_it_lives(day, why, hau_giang, officer_hg):
    union = make_union(hau_giang, officer_hg, founded_on=dt.date(2021, 12, 10))
    row = make_cooperative(hau_giang, officer_hg)
    save_row(row=event_of(union, "dissolved", dt.date(2023, 5, 1)), by=officer_hg)
    joined = {"union": union, "cooperatives": [row], "kind": EventKind.JOINED_UNION, "by": officer_hg}
    with pytest.raises(ValidationError) as refused:
        record_union_members(**joined, happened_on=day)
    assert why in refused.value.messages[0]
    record_union_members(**joined, happened_on=dt.date(2022, 1, 1))
    assert (union.memberships.get().since, union.memberships.get().until) == (
        dt.date(2022, 1, 1),
        dt.date(2023, 5, 1),
    )


def test_memberships_follow_the_end_of_their_union(hau_giang, officer_hg):
    union = make_union(hau_giang, officer_hg, members=2)
    late = make_cooperative(hau_giang, officer_hg, "HTX Vào Sau")
    joined = {"union": union, "kind": EventKind.JOINED_UNION, "by": officer_hg}
    record_union_members(cooperatives=[late], happened_on=dt.date(2022, 6, 1), **joined)
    with pytest.raises(ValidationError, match="Đã ghi HTX Vào Sau: Vào liên hiệp HTX 01/6/2022"):
        save_row(row=event_of(union, "dissolved", dt.date(2022, 5, 31)), by=officer_hg)
    end = save_row(row=event_of(union, "dissolved", dt.date(2023, 6, 30)), by=officer_hg)
    assert not union.memberships.filter(until=None).exists()
    assert union.memberships.on(dt.date(2023, 6, 29)).count() == 3
    assert union.memberships.on(dt.date(2023, 6, 30)).count() == 0
    assert list(differing(Cooperative)) == []
    save_row(row=late.half_years.model(organisation=late, year=2023, half=1, members=9), by=officer_hg)
    assert not union.memberships.filter(until=None).exists()
    remove_row(row=end, by=officer_hg)
    assert union.memberships.filter(until=None).count() == 3
    project_many(CooperativeUnion, [union.pk])
    assert union.memberships.filter(until=None).count() == 3


def test_event_on_a_row_changed_meanwhile_is_refused(hau_giang, officer_hg):
    row = make_cooperative(hau_giang, officer_hg)
    seen = row.version
    save_row(row=event_of(row, "joined_alliance", dt.date(2016, 1, 1)), by=officer_hg, seen=seen)
    with pytest.raises(EditConflictError):
        save_row(row=event_of(row, "left_alliance", dt.date(2017, 1, 1)), by=officer_hg, seen=seen)
    row.refresh_from_db()
    save_row(row=event_of(row, "left_alliance", dt.date(2017, 1, 1)), by=officer_hg, seen=row.version)
    assert list(Cooperative.objects.in_alliance_on(dt.date(2016, 12, 31))) == [row]
    assert not Cooperative.objects.in_alliance_on(dt.date(2017, 1, 1)).exists()


def test_founding_day_is_corrected_in_its_event(hau_giang, officer_hg):
    row = make_cooperative(hau_giang, officer_hg)
    row.founded_on = dt.date(2014, 3, 20)
    save_organisation(organisation=row, by=officer_hg, seen=row.version)
    assert row.events.get().happened_on == row.founded_on == dt.date(2014, 3, 20)
    row.log.get(what="Sự kiện: Thành lập mới")


def test_latest_half_year_gives_members_and_capital(hau_giang, officer_hg):
    row = make_cooperative(hau_giang, officer_hg, members=20, charter_capital=1000)
    half_year = row.half_years.model
    save_row(
        row=half_year(
            organisation=row, year=2024, half=2, members=30, members_with_capital=2, charter_capital=1500
        ),
        by=officer_hg,
    )
    save_row(row=half_year(organisation=row, year=2023, half=1, members=25), by=officer_hg)
    row.refresh_from_db()
    assert (row.members, row.charter_capital, row.working_capital) == (32, 1500, 2000)
    with pytest.raises(ValidationError, match="Kỳ này của đơn vị đã có số liệu"):
        save_row(row=half_year(organisation=row, year=2023, half=1), by=officer_hg)
    with pytest.raises(ValidationError, match="Trước 01/7/2024 chỉ có một loại thành viên"):
        save_row(row=half_year(organisation=row, year=2024, half=1, members_with_capital=1), by=officer_hg)


@pytest.mark.parametrize(
    ("rows", "fields", "why"),
    [
        ("half_years", {"year": 2099, "half": 2, "members": 9}, "6 tháng cuối năm 2099 chưa bắt đầu"),
        ("half_years", {"year": 2023, "half": 1}, "6 tháng đầu năm 2023 chưa có số liệu nào"),
        ("fees", {"year": 2099, "due": 2}, "Năm 2099 chưa bắt đầu"),
        ("fees", {"year": 2023, "paid": 2, "paid_on": dt.date(2099, 1, 1)}, "Ngày này chưa tới"),
        ("fees", {"year": 2023, "paid": 2, "paid_on": dt.date(2022, 12, 31)}, "31/12/2022 trước năm của"),
        ("fees", {"year": 2023, "paid_on": dt.date(2023, 5, 1)}, "Có ngày đóng 01/5/2023 nhưng chưa có"),
        ("products", {"name": "gạo  ST25"}, "“Gạo ST25” đã ghi"),
        ("chains", {"partner": "CÔNG TY A", "product": "lúa", "contract": "1/HĐ"}, "“Công ty A” đã ghi"),
    ],
)
def test_row_that_cannot_be_so_is_refused(rows, fields, why, hau_giang, officer_hg):
    row = make_cooperative(hau_giang, officer_hg)
    row.products.create(name="Gạo ST25")
    row.chains.create(partner="Công ty A", product="Lúa", contract="1/HĐ")
    with pytest.raises(ValidationError) as refused:
        save_row(row=getattr(row, rows).model(organisation=row, **fields), by=officer_hg)
    (sentence,) = refused.value.messages
    assert why in sentence


def test_rows_that_differ_and_rows_saved_again_are_taken(hau_giang, officer_hg):
    row = make_cooperative(hau_giang, officer_hg)
    row.chains.create(partner="Công ty A", product="Lúa")
    product = row.products.create(name="Gạo ST25")
    chain = row.chains.model(organisation=row, partner="Công ty A", product="Lúa", since=dt.date(2024, 1, 1))
    save_row(row=chain, by=officer_hg)
    product.ocop_stars = 4
    save_row(row=product, by=officer_hg)
    today = timezone.localdate()
    fee = row.fees.model(organisation=row, year=today.year, paid=1, paid_on=today)
    save_row(row=fee, by=officer_hg)
    half = row.half_years.model(organisation=row, year=today.year, half=1, rating="good")
    save_row(row=half, by=officer_hg)


def test_union_takes_cooperatives_of_any_province(hau_giang, can_tho, officer_hg, officer_ct):
    union, theirs = make_union(hau_giang, officer_hg), make_cooperative(can_tho, officer_ct)
    joined = {"union": union, "cooperatives": [theirs], "kind": EventKind.JOINED_UNION}
    with pytest.raises(PermissionDenied):
        record_union_members(**joined, happened_on=dt.date(2020, 1, 1), by=officer_ct)
    record_union_members(**joined, happened_on=dt.date(2020, 1, 1), decision="1/QĐ", by=officer_hg)
    left = joined | {"kind": EventKind.LEFT_UNION}
    record_union_members(**left, happened_on=dt.date(2022, 1, 1), by=officer_hg)
    days = [dt.date(2019, 12, 31), dt.date(2021, 12, 31), dt.date(2022, 1, 1)]
    assert [union.memberships.on(day).count() for day in days] == [0, 1, 0]
    assert [line.what for line in union.log.all()] == ["HTX thành viên: HTX Lúa Vàng"] * 2
    assert theirs.log.first().what == "Sự kiện: Ra khỏi liên hiệp HTX"


def test_database_keeps_the_log(hau_giang, officer_hg):
    row = Cooperative(province=hau_giang, name="HTX", sector="trade")
    save_organisation(organisation=row, by=officer_hg)
    for write in (lambda: row.log.update(what="Khác"), row.log.all().delete, row.delete):
        with pytest.raises(IntegrityError, match="only added"), transaction.atomic():
            write()
    assert row.log.get().what == "Thêm vào danh sách"
