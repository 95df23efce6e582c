"""A file becomes organisations: what is written, what is not, and that a second time changes nothing."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from provinces.mergers.models import Merger
from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion
from provinces.register.projection import differing
from provinces.register.services import save_organisation
from provinces.register_import import services
from provinces.register_import.models import RegisterImport
from tests.factories import make_cooperative, make_union
from tests.provinces.clusters.mergers import merge
from tests.provinces.register_import.files import ROW, checked, csv_file, imported, reasons, xlsx_file

pytestmark = pytest.mark.postgresql

WHOLE = ROW | {
    "Điện thoại": "0912 345 678",
    "Hình thức thành lập": "Thành lập do chia, tách",
    "Tình trạng pháp lý": "Tạm ngừng kinh doanh",
    "Tình trạng từ ngày": "1/2/2020",
    "Thành viên Liên minh HTX": "Có",
    "Ngày vào Liên minh HTX": "5/7/2016",
    "Năm số liệu": "2024",
    "Kỳ số liệu": "2",
    "Thành viên chính thức": "1.234",
    "Thành viên liên kết góp vốn": "6",
    "Vốn điều lệ (triệu đồng)": "1.500,5",
    "Xếp loại": "Tốt",
    "Năm hội phí": "2024",
    "Hội phí phải đóng (triệu đồng)": "2",
}


def test_line_becomes_an_organisation_with_its_events_and_figures(officer_hg, hau_giang):
    assert imported(officer_hg, csv_file(WHOLE)) == {"new": 1}
    row = Cooperative.objects.get()
    assert (row.province, row.name, row.commune) == (hau_giang, "HTX Lúa Vàng", "Vị Thủy")
    assert (row.founded_on, row.began_how, row.legal_state) == (
        dt.date(2015, 3, 20),
        "split_off",
        "suspended",
    )
    assert (row.members, row.charter_capital, row.changed_by) == (1240, Decimal("1500.5"), officer_hg)
    assert {span.what: span.since for span in row.spans.all()} == {
        "alliance": dt.date(2016, 7, 5),
        "suspended": dt.date(2020, 2, 1),
    }
    assert row.half_years.get().rating == "good"
    assert (row.fees.get().year, row.fees.get().due) == (2024, 2)
    assert [line.after for line in row.log.all()] == ["Nhập từ tệp htx.csv"]
    assert list(differing(Cooperative)) == []


def test_preview_writes_nothing(officer_hg):
    assert checked(officer_hg, csv_file(WHOLE)).counts == {"new": 1}
    assert not Cooperative.objects.exists()


def test_same_file_again_changes_nothing(officer_hg):
    file = csv_file(WHOLE, ROW | {"Tên": "HTX Khác", "Mã số đăng ký": ""})
    imported(officer_hg, file)
    versions = list(Cooperative.objects.values_list("changed_at", flat=True))
    assert imported(officer_hg, file) == {"same": 2}
    assert list(Cooperative.objects.values_list("changed_at", flat=True)) == versions
    assert not RegisterImport.objects.exclude(state="applied").exists()


def test_applying_twice_is_once(officer_hg):
    running = checked(officer_hg, csv_file(WHOLE))
    for _press in range(2):
        services.apply_import(running=running, by=officer_hg, valid_rows=False)
    assert Cooperative.objects.count() == 1


def test_changed_line_keeps_what_its_blank_cells_do_not_say(officer_hg):
    imported(officer_hg, csv_file(WHOLE))
    change = ROW | {"Điện thoại": "", "Người đại diện": "Trần Văn An", "Năm hội phí": "2025"}
    change |= {"Hội phí đã đóng (triệu đồng)": "1,5"}
    running = checked(officer_hg, csv_file(change))
    (outcome,) = running.chunks.get().outcomes
    assert outcome[4] == [
        ["Người đại diện", "", "Trần Văn An"],
        ["Hội phí đã đóng (triệu đồng), năm 2025", "", "1,5"],
    ]
    services.apply_import(running=running, by=officer_hg, valid_rows=False)
    row = Cooperative.objects.get()
    assert (row.phone, row.representative, row.legal_state) == ("0912 345 678", "Trần Văn An", "suspended")
    assert [fee.year for fee in row.fees.all()] == [2025, 2024]
    assert {line.what for line in row.log.all()} == {
        "Thêm vào danh sách",
        "Cập nhật từ tệp",
        "Người đại diện",
        "Hội phí: 2025",
    }
    assert list(differing(Cooperative)) == []


def test_line_that_ends_an_organisation(officer_hg):
    imported(officer_hg, csv_file(WHOLE))
    ended = ROW | {"Ngày chấm dứt": "31/12/2024", "Hình thức chấm dứt": "Giải thể"}
    assert imported(officer_hg, csv_file(ended)) == {"changed": 1}
    row = Cooperative.objects.get()
    assert (row.ended_on, row.ended_how, row.legal_state) == (dt.date(2024, 12, 31), "dissolved", "ended")
    assert not row.spans.filter(until=None).exists()
    assert imported(officer_hg, csv_file(ended)) == {"same": 1}


def test_valid_lines_are_written_without_the_others(officer_hg):
    file = csv_file(ROW, ROW | {"Tên": "HTX Sai", "Mã số đăng ký": "", "Ngày thành lập": "31/2/2020"})
    running = checked(officer_hg, file)
    assert running.counts == {"new": 1, "wrong": 1}
    with pytest.raises(services.RefusedError, match="chỉ ghi các dòng hợp lệ"):
        services.apply_import(running=running, by=officer_hg, valid_rows=False)
    assert not Cooperative.objects.exists()
    services.apply_import(running=running, by=officer_hg, valid_rows=True)
    assert Cooperative.objects.get().name == "HTX Lúa Vàng"


@pytest.mark.parametrize(
    ("heading", "typed", "told"),
    [
        ("Ngày thành lập", "31/2/2020", "không có trong lịch"),
        ("Ngày thành lập", "20200302", "đọc được “20200302”; ghi 02/3/2020 nếu đúng là ngày đó"),
        ("Ngày thành lập", "43892", "đọc được “43892”; ghi 02/3/2020 nếu đúng là ngày đó"),
        ("Ngày thành lập", "2/3/2999", "ngày này chưa tới"),
        ("Vốn điều lệ", "1.23.456", "không hợp lệ"),
        ("Vốn điều lệ", "-5", "không được âm"),
        ("Thành viên chính thức", "12,5", "ghi số nguyên"),
        ("Lĩnh vực", "Nông nghiêp lúa", "có phải “Nông nghiệp”"),
        ("Lĩnh vực", "zzz", "ghi một trong: Nông nghiệp; CN – TTCN"),
        ("Tình trạng pháp lý", "Tạm ngừng hoạt động", "hay “Tạm ngừng kinh doanh”?"),
        ("Lĩnh vực", "", "đơn vị mới phải có"),
        ("Tên", "Hôïp taùc xaõ Luùa Vaøng", "bảng mã VNI"),
        ("Tên", "Hîp t¸c x· Lóa Vµng", "bảng mã TCVN3"),
        ("Tên", "x" * 201, "nhiều nhất 200"),
        ("Tỉnh, thành phố", "Cần Thơ", "tệp này chỉ nhập cho Hậu Giang"),
        ("Mã hệ thống", "999999", "không có đơn vị mang mã 999999"),
        ("Ngày chấm dứt", "1/1/2020", "chưa ghi hình thức"),
        ("Lao động", "5", "ghi cột Năm số liệu"),
        ("Hội phí đã đóng", "5", "ghi cột Năm hội phí"),
        ("Ngày vào Liên minh HTX", "1/1/2010", "trước ngày thành lập 20/3/2015"),
    ],
)
def test_unclear_cell_is_refused_with_its_column(heading, typed, told, officer_hg):
    running = checked(officer_hg, csv_file(ROW | {heading: typed}))
    assert running.counts == {"wrong": 1}
    assert told in "; ".join(reasons(running))


def test_hidden_characters_do_not_make_another_organisation(officer_hg):
    imported(officer_hg, csv_file(ROW))
    hidden = ROW | {"Tên": "HTX\u200b Lúa\u00a0Vàng\ufeff", "Mã số đăng ký": "\u202a1800000001\u202c"}
    assert imported(officer_hg, csv_file(hidden)) == {"same": 1}


def test_day_comes_before_month(officer_hg):
    imported(officer_hg, csv_file(ROW | {"Ngày thành lập": "2/3/2020"}))
    assert Cooperative.objects.get().founded_on == dt.date(2020, 3, 2)


def test_doubles_inside_the_file_are_named_with_the_earlier_line(officer_hg):
    twice = ROW | {"Tên": "HTX Khác"}
    same_name = ROW | {"Mã số đăng ký": "1800000009"}
    running = checked(officer_hg, csv_file(ROW, twice, same_name))
    assert running.counts == {"new": 1, "wrong": 1, "double": 1}
    assert [reason.partition(";")[0] for reason in reasons(running)] == [
        ": trùng mã số đăng ký với dòng 2",
        ": trùng tên và xã, phường với dòng 2",
    ]


def test_organisation_that_two_lines_name_differently_is_changed_by_one(officer_hg):
    imported(officer_hg, csv_file(ROW))
    key = str(Cooperative.objects.get().pk)
    lines = {"Mã hệ thống": key, "Điện thoại": "0901"}, {"Mã số đăng ký": "1800000001", "Điện thoại": "0902"}
    file = csv_file(*lines)
    assert reasons(checked(officer_hg, file)) == [": cùng một đơn vị với dòng 2; chỉ giữ một dòng."]
    assert imported(officer_hg, file, valid_rows=True) == {"changed": 1, "wrong": 1}
    assert imported(officer_hg, file, valid_rows=True) == {"same": 1, "wrong": 1}


@pytest.mark.parametrize(
    "line",
    [
        {"Tên": "HTX Lua Vang", "Mã số đăng ký": ""},
        {"Tên": "HTX Lúa Vàng", "Mã số đăng ký": "1800000002"},
        {"Tên": "HTX Cá Tra", "Mã số đăng ký": "1800000001"},
    ],
    ids=[
        "the same name without diacritics",
        "the same name, another number",
        "the same number, another name",
    ],
)
def test_suspected_double_waits_for_the_officer_to_say_which_it_is(line, officer_hg):
    imported(officer_hg, csv_file(ROW))
    stored = Cooperative.objects.get()
    line = ROW | line | {"Điện thoại": "0909"}
    running = checked(officer_hg, csv_file(line))
    assert running.counts == {"double": 1}
    assert f"(mã {stored.pk}); ghi mã đó" in reasons(running)[0]
    assert imported(officer_hg, csv_file(line | {"Mã hệ thống": str(stored.pk)})) == {"changed": 1}
    assert Cooperative.objects.get().name == line["Tên"]


def test_line_that_is_said_to_be_new_is_added_once(officer_hg):
    imported(officer_hg, csv_file(ROW))
    other = csv_file(ROW | {"Mã số đăng ký": "", "Mã hệ thống": "mới", "Điện thoại": "0909"})
    assert imported(officer_hg, other) == {"new": 1}
    assert imported(officer_hg, other) == {"same": 1}
    assert Cooperative.objects.count() == 2


def test_number_of_a_union_is_no_cooperatives(officer_hg, hau_giang):
    make_union(hau_giang, officer_hg, registration_number="1800000001")
    running = checked(officer_hg, csv_file(ROW))
    assert running.counts == {"wrong": 1}
    assert "đã thuộc một đơn vị loại khác" in reasons(running)[0]


def test_key_of_another_province_is_unknown(officer_hg, officer_ct, can_tho):
    foreign = make_cooperative(can_tho, officer_ct)
    running = checked(officer_hg, csv_file(ROW | {"Mã hệ thống": str(foreign.pk)}))
    assert running.counts == {"wrong": 1}
    assert foreign.name not in "".join(reasons(running))


def test_groups_and_unions_have_their_own_columns(officer_hg):
    group = {"Tên": "THT Rau", "Lĩnh vực": "Nông nghiệp", "Số tổ viên": "12"}
    assert imported(officer_hg, csv_file(group), "groups") == {"new": 1}
    assert CooperativeGroup.objects.get().members == 12
    union = {"Tên": "LH HTX", "Lĩnh vực": "Khác", "Thành viên chính thức": "3"}
    running = checked(officer_hg, csv_file(union), "unions")
    assert running.notes == ["Cột không có trong mẫu, không đọc: Thành viên chính thức."]
    services.apply_import(running=running, by=officer_hg, valid_rows=False)
    assert CooperativeUnion.objects.get().members is None


@pytest.mark.parametrize("who", ["leader_hg", "secretary", "observer", "administrator"])
def test_import_is_for_those_who_keep_the_register(who, request):
    officer = request.getfixturevalue(who)
    if who == "leader_hg":
        assert checked(officer, csv_file(ROW)).counts == {"new": 1}
        return
    with pytest.raises(PermissionDenied):
        checked(officer, csv_file(ROW))


def test_edit_between_preview_and_writing_is_not_overwritten(officer_hg, leader_hg):
    other = ROW | {"Tên": "HTX Khác", "Mã số đăng ký": "1800000002"}
    imported(officer_hg, csv_file(ROW, other))
    running = checked(officer_hg, csv_file(ROW | {"Điện thoại": "0909"}, other | {"Điện thoại": "0908"}))
    row = Cooperative.objects.get(registration_number="1800000001")
    row.phone = "0777"
    save_organisation(organisation=row, by=leader_hg)
    with pytest.raises(services.RegisterChangedError, match="1 dòng"):
        services.apply_import(running=running, by=officer_hg, valid_rows=False)
    assert set(Cooperative.objects.values_list("phone", flat=True)) == {"0777", ""}
    running = services.apply_import(running=running, by=officer_hg, valid_rows=True)
    assert running.counts == {"changed": 1, "stale": 1}
    assert set(Cooperative.objects.values_list("phone", flat=True)) == {"0777", "0908"}


def test_second_of_two_imports_of_one_file_adds_nothing_twice(officer_hg, leader_hg):
    mine, theirs = checked(officer_hg, csv_file(ROW)), checked(leader_hg, csv_file(ROW))
    services.apply_import(running=mine, by=officer_hg, valid_rows=False)
    with pytest.raises(services.RegisterChangedError):
        services.apply_import(running=theirs, by=leader_hg, valid_rows=False)
    theirs = services.check_all(running=services.check_again(running=theirs, by=leader_hg), by=leader_hg)
    assert theirs.counts == {"same": 1}
    assert Cooperative.objects.count() == 1


def test_cancelled_import_cannot_be_written(officer_hg):
    running = checked(officer_hg, csv_file(ROW))
    assert services.cancel_import(running=running, by=officer_hg).state == "cancelled"
    with pytest.raises(services.RefusedError):
        services.apply_import(running=running, by=officer_hg, valid_rows=True)
    assert not Cooperative.objects.exists()


def test_import_is_its_officers_alone(officer_hg, leader_hg):
    running = checked(officer_hg, csv_file(ROW))
    with pytest.raises(PermissionDenied):
        services.apply_import(running=running, by=leader_hg, valid_rows=True)


def test_old_imports_are_swept(officer_hg):
    checked(officer_hg, csv_file(ROW))
    assert services.clear_imports() == 0
    assert services.clear_imports(timezone.now() + dt.timedelta(days=8)) == 1


def test_workbook_is_read_with_its_dates_numbers_and_formulas(officer_hg):
    heads = ["Bảng kê HTX", None], ["Tên", "Lĩnh vực", "Ngày thành lập", "Mã số đăng ký", "Vốn điều lệ"]
    line = ["HTX Lúa", "Nông nghiệp", dt.date(2015, 3, 20), 1800000001, None]
    wrong = ["HTX Mía", "Nông nghiệp", None, None, None]
    file = xlsx_file([*heads, line, wrong], {(2, 4): ("=1+1", 2), (3, 4): ("=1/0", "#DIV/0!")})
    running = checked(officer_hg, file, name="htx.xlsx")
    assert running.notes == ["Ô có công thức (1): lấy kết quả đã lưu trong tệp."]
    assert reasons(running) == ["charter_capital: ô báo lỗi #DIV/0!; sửa công thức hoặc ghi giá trị."]
    services.apply_import(running=running, by=officer_hg, valid_rows=True)
    row = Cooperative.objects.get()
    assert (row.founded_on, row.registration_number, row.charter_capital) == (
        dt.date(2015, 3, 20),
        "1800000001",
        2,
    )


def test_import_of_a_province_that_has_merged_meanwhile_is_refused(
    officer_hg, hau_giang, can_tho, cluster, secretary
):
    running = checked(officer_hg, csv_file(ROW))
    merged = merge(cluster, [hau_giang, can_tho], slug="can-tho-2025", name="Cần Thơ")
    Merger.objects.create(successor=merged, decision="Nghị quyết 202", recorded_by=secretary)
    officer_hg.province = merged
    officer_hg.save()
    with pytest.raises(services.RefusedError, match="đã hợp nhất vào"):
        services.apply_import(running=running, by=officer_hg, valid_rows=True)
    assert not Cooperative.objects.exists()
