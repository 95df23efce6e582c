"""Files of the members of unions: a union of the province, a cooperative of any, from joining to leaving."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provinces.register.bulk_services import project_many
from provinces.register.event_models import CooperativeEvent, UnionMembership
from provinces.register.models import Cooperative, CooperativeUnion
from provinces.register.projection import differing
from provinces.register_import import services
from provinces.register_import.exports import register_file
from tests.factories import join_union, make_cooperative, make_union
from tests.provinces.register_import.files import checked, csv_file, imported, reasons
from tests.provinces.register_import.test_round_trips import empty_register, without_keys

pytestmark = pytest.mark.postgresql

KIND = "union-members"
LINE = {"Tên": "LH HTX Sông Hậu", "Tên HTX thành viên": "HTX Lúa Vàng", "Ngày vào liên hiệp": "1/2/2020"}
OUT = {"Ngày ra khỏi liên hiệp": "1/3/2021"}


@pytest.fixture
def union(hau_giang, officer_hg):
    return make_union(hau_giang, officer_hg, registration_number="1800000009")


@pytest.fixture
def coop(hau_giang, officer_hg):
    return make_cooperative(hau_giang, officer_hg, registration_number="1800000001")


@pytest.fixture
def foreign(can_tho, officer_ct):
    return make_cooperative(can_tho, officer_ct, "HTX Cần Thơ", registration_number="1800000002")


def spans(union):
    told = UnionMembership.objects.filter(union=union).order_by("since").values_list("since", "until")
    return [tuple(day and day.isoformat() for day in days) for days in told]


def test_cooperative_of_another_province_joins_and_leaves(union, foreign, officer_hg):
    joined = csv_file(LINE | {"Tên HTX thành viên": foreign.name, "Tỉnh, thành phố của HTX": "TP. Cần Thơ"})
    assert imported(officer_hg, joined, KIND) == {"new": 1}
    assert spans(union) == [("2020-02-01", None)]
    assert imported(officer_hg, joined, KIND) == {"same": 1}
    left = {"Mã số đăng ký": "1800000009", "Mã số đăng ký của HTX": "1800000002"} | OUT
    running = checked(officer_hg, csv_file(left), KIND)
    (outcome,) = running.chunks.get().outcomes
    assert outcome[4] == [["Ngày ra khỏi liên hiệp", "", "01/3/2021"]]
    services.apply_import(running=running, by=officer_hg, valid_rows=False)
    assert spans(union) == [("2020-02-01", "2021-03-01")]
    assert imported(officer_hg, csv_file(left), KIND) == {"same": 1}
    assert {line.what for line in foreign.log.all()} == {
        "Cập nhật từ tệp",
        "Sự kiện: Vào liên hiệp HTX",
        "Sự kiện: Ra khỏi liên hiệp HTX",
    }
    assert [line.what for line in union.log.order_by("pk")] == [
        *("Cập nhật từ tệp", "HTX thành viên: HTX Cần Thơ"),
        *("Cập nhật từ tệp", "HTX thành viên: HTX Cần Thơ"),
    ]
    assert list(differing(Cooperative)) == []


def test_who_left_joins_again_and_days_are_corrected(union, coop, officer_hg):
    again = LINE | {"Ngày vào liên hiệp": "1/1/2023"}
    assert imported(officer_hg, csv_file(LINE | OUT, again), KIND) == {"new": 2}
    assert spans(union) == [("2020-02-01", "2021-03-01"), ("2023-01-01", None)]
    later = LINE | {"Ngày ra khỏi liên hiệp": "1/6/2021"}
    assert imported(officer_hg, csv_file(later), KIND) == {"changed": 1}
    key = str(CooperativeEvent.objects.filter(kind="joined_union").earliest("happened_on").pk)
    moved = {"Tên": union.name, "Tên HTX thành viên": coop.name, "Mã dòng": key}
    moved |= {"Ngày vào liên hiệp": "1/7/2021", "Ngày ra khỏi liên hiệp": "1/7/2022"}
    assert imported(officer_hg, csv_file(moved), KIND) == {"changed": 1}
    assert spans(union) == [("2021-07-01", "2022-07-01"), ("2023-01-01", None)]
    assert imported(officer_hg, csv_file(moved, again), KIND) == {"same": 2}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"Tên HTX thành viên": "HTX Không Có"}, "cooperative: đọc được “HTX Không Có”; danh sách không có"),
        ({"Tên HTX thành viên": ""}, "cooperative: chưa ghi HTX thành viên"),
        ({"Mã số đăng ký của HTX": "1800000002"}, "cooperative_number: đây là “HTX Cần Thơ”, không phải"),
        ({"Tỉnh, thành phố của HTX": "Cần Thơ"}, "cooperative: đọc được “HTX Lúa Vàng”; danh sách không có"),
        ({"Tên": "LH Không Có"}, "name: đọc được “LH Không Có”; danh sách của tỉnh không có"),
        ({"Ngày vào liên hiệp": "1/1/2010"}, "joined_on: ngày này trước ngày thành lập (20/3/2015)"),
        ({"Ngày vào liên hiệp": "1/1/2999"}, "joined_on: ngày này chưa tới"),
        ({"Ngày ra khỏi liên hiệp": "1/1/2019"}, "left_on: "),
        ({"Đã ra khỏi liên hiệp": "Không"} | OUT, "has_left: ghi là chưa ra nhưng có ngày, quyết định"),
    ],
)
def test_wrong_line_is_refused_with_its_column(line, told, union, coop, foreign, officer_hg):
    running = checked(officer_hg, csv_file(LINE | line), KIND)
    assert running.counts == {"wrong": 1}
    assert told in reasons(running)[0]
    assert not UnionMembership.objects.exists()


def test_days_of_the_union_are_kept(coop, hau_giang, officer_hg):
    ended = {"ended_on": dt.date(2019, 1, 1), "ended_how": "dissolved", "legal_state": "ended"}
    make_union(hau_giang, officer_hg, **ended)
    running = checked(officer_hg, csv_file(LINE), KIND)
    assert "joined_on: liên hiệp đã chấm dứt ngày 01/01/2019" in reasons(running)[0]


def test_union_of_another_province_is_unknown(coop, can_tho, officer_ct, officer_hg):
    foreign = make_union(can_tho, officer_ct, "LH Cần Thơ")
    for whose in ({"Tên": foreign.name}, {"Tên": "", "Mã hệ thống": str(foreign.pk)}):
        running = checked(officer_hg, csv_file(LINE | whose), KIND)
        assert running.counts == {"wrong": 1}
        assert "danh sách của tỉnh không có đơn vị này" in reasons(running)[0]


def test_one_cooperative_twice_is_told_apart_by_its_days(union, coop, officer_hg):
    running = checked(officer_hg, csv_file(LINE, LINE | {"Ngày vào liên hiệp": "1/2/2022"}), KIND)
    assert running.counts == {"new": 1, "wrong": 1}


def test_change_between_preview_and_writing_is_not_overwritten(union, coop, officer_hg):
    join_union(coop, union, dt.date(2020, 2, 1))
    running = checked(officer_hg, csv_file(LINE | OUT), KIND)
    coop.events.create(kind="left_union", union=union, happened_on=dt.date(2020, 6, 1), entered_by=officer_hg)
    with pytest.raises(services.RegisterChangedError):
        services.apply_import(running=running, by=officer_hg, valid_rows=False)


DAYS = st.none() | st.integers(0, 8).map(lambda n: dt.date(2018, 1, 1) + dt.timedelta(days=n))
EVENTS = st.lists(st.tuples(st.sampled_from(["joined_union", "left_union"]), DAYS), max_size=6, unique=True)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    lives=st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 1), EVENTS), max_size=3, unique_by=lambda life: life[:2]
    ),
    file_format=st.sampled_from(["xlsx", "csv"]),
)
def test_exported_members_are_imported_as_they_were(
    lives, file_format, union, coop, foreign, hau_giang, officer_hg
):
    other = CooperativeUnion.objects.filter(name="LH Khác").first() or make_union(
        hau_giang, officer_hg, "LH Khác"
    )
    with empty_register():
        for at, cooperative, events in lives:
            for kind, day in events:
                CooperativeEvent.objects.create(
                    organisation=(coop, foreign)[cooperative],
                    union=(union, other)[at],
                    kind=kind,
                    happened_on=day,
                    entered_by=officer_hg,
                )
        project_many(Cooperative, [coop.pk, foreign.pk])
        before = [spans(one) for one in (union, other)]
        file = register_file(KIND, hau_giang).response(file_format).getvalue()
        running = checked(officer_hg, file, KIND)
        assert running.counts == ({"same": running.lines} if running.lines else {})
        if any(kind == "left_union" and day is None for *_who, events in lives for kind, day in events):
            return  # a file without keys cannot say that somebody left and joined again, all without a day
        CooperativeEvent.objects.filter(kind__endswith="_union").delete()
        project_many(Cooperative, [coop.pk, foreign.pk])
        assert not UnionMembership.objects.exists()
        keyless = without_keys(file, file_format, "Mã dòng")
        if running.lines:
            assert imported(officer_hg, keyless, KIND) == {"new": running.lines}
            assert imported(officer_hg, keyless, KIND) == {"same": running.lines}
        assert [spans(one) for one in (union, other)] == before


def test_decisions_and_notes_of_members_are_written_and_read_back(union, coop, officer_hg, hau_giang):
    decided = {"Số quyết định vào liên hiệp": "12/NQ", "Ghi chú khi vào liên hiệp": "Đại hội"}
    left = {"Số quyết định ra khỏi liên hiệp": "15/NQ", "Ghi chú khi ra khỏi liên hiệp": "Tự nguyện"}
    assert imported(officer_hg, csv_file(LINE | OUT | decided), KIND) == {"new": 1}
    running = checked(officer_hg, csv_file(LINE | left), KIND)
    (outcome,) = running.chunks.get().outcomes
    assert outcome[4] == [
        ["Số quyết định ra khỏi liên hiệp", "", "15/NQ"],
        ["Ghi chú khi ra khỏi liên hiệp", "", "Tự nguyện"],
    ]
    services.apply_import(running=running, by=officer_hg, valid_rows=False)
    told = coop.events.filter(kind__endswith="_union").values_list("kind", "happened_on", "decision", "note")
    assert set(told) == {
        ("joined_union", dt.date(2020, 2, 1), "12/NQ", "Đại hội"),
        ("left_union", dt.date(2021, 3, 1), "15/NQ", "Tự nguyện"),
    }
    file = register_file(KIND, hau_giang).response("csv").getvalue()
    assert imported(officer_hg, file, KIND) == {"same": 1}
    assert "15/NQ" in file.decode("utf-8-sig")


def test_queries_do_not_grow_with_the_members(union, hau_giang, officer_hg, django_assert_max_num_queries):
    lines = [
        LINE | {"Tên HTX thành viên": make_cooperative(hau_giang, officer_hg, f"HTX {n}").name}
        for n in range(30)
    ]
    running = checked(officer_hg, csv_file(*lines), KIND)
    assert running.counts == {"new": 30}
    with django_assert_max_num_queries(40):
        services.apply_import(running=running, by=officer_hg, valid_rows=False)
    assert UnionMembership.objects.count() == 30
    assert list(differing(Cooperative)) == []
    assert union.log.count() == 31
