"""The pages of an import, its command, and imports that are broken off or meet others."""

import csv
from io import StringIO
from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import OperationalError, close_old_connections, connection
from django.urls import reverse

from provinces.register.models import Cooperative
from provinces.register_import import services, source, views
from provinces.register_import.models import ImportChunk, RegisterImport
from tests.factories import make_cooperative
from tests.figures.pages import text_of
from tests.provinces.register_import.files import ROW, checked, csv_file, reasons, xlsx_file
from web.spreadsheet_reading.reading import TableLimits

pytestmark = pytest.mark.postgresql

UPLOAD = reverse("provinces:cooperative-import")
OTHER = ROW | {"Tên": "HTX Khác", "Mã số đăng ký": "1800000002"}
THIRD = ROW | {"Tên": "HTX Ba", "Mã số đăng ký": "1800000003"}
LOG = '"provinces_cooperativelogline"'


def send(client, data, name="htx.csv"):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, data)}, follow=True)


def url(step=""):
    name = f"provinces:import{step and '-'}{step}"
    return reverse(name, args=[RegisterImport.objects.latest("pk").pk])


def test_file_is_previewed_and_then_written(client_for, officer_hg):
    client = client_for(officer_hg)
    page = send(client, csv_file(ROW, OTHER | {"Ngày thành lập": "31/2/2020"}, heads=[*ROW, "Ghi chú"]))
    text = page.content.decode()
    assert "2 dòng: 1 mới, 1 lỗi." in text
    assert "Cột không có trong mẫu, không đọc: Ghi chú." in text
    assert "Dòng 3</strong>\n      HTX Khác: cột Ngày thành lập: đọc được “31/2/2020”" in text
    assert "Ghi 1 dòng hợp lệ" in text
    text = client.post(url("apply"), {"valid_rows": "1"}, follow=True).content.decode()
    assert "2 dòng: 1 đã thêm, 1 lỗi." in text
    assert Cooperative.objects.get().name == "HTX Lúa Vàng"
    file = client.get(url(), {"_export": "csv", "_list": "refused"})
    assert "Dòng 3: cột Ngày thành lập" in file.getvalue().decode()


def test_preview_lets_lines_be_checked(client_for, officer_hg, hau_giang):
    client = client_for(officer_hg)
    figures = {
        "Năm số liệu": "2024",
        "Kỳ số liệu": "2",
        "Thành viên chính thức": "1234",
        "Vốn điều lệ": "1,5",
    }
    text = text_of(send(client, csv_file(ROW | figures)))
    assert (
        "HTX Lúa Vàng: Mã số đăng ký: 1800000001; Lĩnh vực: Nông nghiệp; Xã, phường: Vị Thủy; "
        "Ngày thành lập: 20/3/2015; Thành viên chính thức: 1.234; Vốn điều lệ (triệu đồng): 1,5" in text
    )
    stored = make_cooperative(hau_giang, officer_hg, "HTX Đã Có")
    key = {"Mã hệ thống": str(stored.pk), "Năm hội phí": "2023", "Hội phí phải đóng": "2"}
    text = text_of(send(client, csv_file(key | figures)))
    assert "Dòng 2 HTX Đã Có: Hội phí phải đóng (triệu đồng), năm 2023: – → 2; " in text
    assert "Thành viên chính thức, kỳ 2/2024: " in text
    text = text_of(send(client, csv_file(key | {"Lĩnh vực": "zzz", "Vốn điều lệ": "-5"})))
    assert "HTX Đã Có: cột Lĩnh vực: đọc được “zzz”" in text
    assert ".; " not in text
    assert "Cột Vốn điều lệ (triệu đồng): đọc được −5" in text


def test_sentences_about_the_whole_file_are_true(client_for, officer_hg):
    client = client_for(officer_hg)
    text = text_of(send(client, csv_file(heads=list(ROW))))
    assert "Tệp không có dòng nào dưới dòng tiêu đề" in text
    assert "Mọi dòng trùng" not in text
    text = text_of(send(client, csv_file(ROW, OTHER | {"Ngày thành lập": "31/2/2020"})))
    assert "các dòng hợp lệ được ghi cùng lúc, các dòng còn lại không ghi" in text
    assert "không ghi dòng nào" not in text
    assert "rồi lưu lại" not in text_of(send(client, csv_file(ROW | {"Tên": "HTX ✓"})))


def test_whole_register_and_template_are_files_of_the_page(client_for, officer_hg, officer_ct):
    services.apply_import(running=checked(officer_hg, csv_file(ROW)), by=officer_hg, valid_rows=False)
    file = client_for(officer_hg).get(UPLOAD, {"_export": "csv", "_list": "all"})
    assert "HTX Lúa Vàng" in file.getvalue().decode()
    file = client_for(officer_ct).get(UPLOAD, {"_export": "csv", "_list": "all"})
    assert "HTX Lúa Vàng" not in file.getvalue().decode()
    assert client_for(officer_hg).get(UPLOAD, {"_export": "xlsx"}).status_code == 200


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("htx.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excel cũ (.xls)"),
        ("htx.xlsx", b"PK\x03\x04" + bytes(60), "hỏng hoặc không mở được"),
        ("htx.pdf", b"%PDF-1.7", "không phải bảng tính"),
        ("htx.csv", b"Ten,Linh vuc\nHTX\0,Khac", "NUL"),
        ("htx.csv", "Tên,Lĩnh vực\nHợp tác xã".encode()[:-1], "UTF-8"),
        ("htx.csv", b"", "Tệp trống"),
        ("htx.csv", b"\xef\xbb\xbf", "không có dòng tiêu đề"),
        ("htx.csv", "Mã số,Lĩnh vực\n1,2".encode(), "không có dòng tiêu đề với cột “Tên”; đọc được: Mã số"),
        ("htx.csv", "Tên,Tên,Lĩnh vực\n1,2,3".encode(), "hai cột “Tên”"),
        ("htx.csv", 'Tên,Lĩnh vực\n"Lúa,2\n'.encode(), "dấu ngoặc kép mở mà không đóng"),
    ],
)
def test_file_that_is_no_list_is_refused_in_a_sentence(name, data, told, client_for, officer_hg):
    page = send(client_for(officer_hg), data, name)
    assert page.status_code == 422
    assert told in page.content.decode()
    assert not RegisterImport.objects.exists()


def test_text_too_long_for_a_cell_is_refused_in_its_line_alone(officer_hg):
    running = checked(officer_hg, csv_file(ROW | {"Tên": "x" * 50_000}, OTHER))
    assert list(csv.reader(["x" * 50_000]))  # as any other file is read in the same process
    assert running.counts == {"wrong": 1, "new": 1}
    assert "Dài 10.100 ký tự" in reasons(running)[0]


def test_more_lines_than_a_file_may_have_are_refused(client_for, officer_hg, monkeypatch):
    monkeypatch.setattr(source, "LIMITS", TableLimits(rows=3))
    for data in (csv_file(ROW, OTHER, THIRD), xlsx_file([["Tên", "Lĩnh vực"], *[["HTX", "Khác"]] * 3])):
        page = send(client_for(officer_hg), data)
        assert "Tệp có hơn 3 dòng" in page.content.decode()


def test_archive_that_unpacks_to_too_much_is_refused(client_for, officer_hg, monkeypatch):
    monkeypatch.setattr(source, "LIMITS", TableLimits(unpacked=1000))
    page = send(client_for(officer_hg), xlsx_file([["Tên", "Lĩnh vực"]]), "htx.xlsx")
    assert "Tệp quá lớn" in page.content.decode()


def test_progress_says_how_far_it_is_and_can_be_cancelled(client_for, officer_hg, monkeypatch):
    monkeypatch.setattr(services, "CHUNK", 1)
    monkeypatch.setattr(views, "AT_ONCE", 1)
    client = client_for(officer_hg)
    assert "0 trong 3 dòng đã kiểm tra" in send(client, csv_file(ROW, OTHER, THIRD)).content.decode()
    text = client.post(url("check"), follow=True).content.decode()
    assert "1 trong 3 dòng đã kiểm tra" in text
    assert client.post(url("apply"), {"valid_rows": "1"}).status_code == 409
    client.post(url("check"))
    text = client.post(url("cancel"), follow=True).content.decode()
    assert "Đã hủy, chưa ghi gì từ tệp htx.csv." in text
    assert (Cooperative.objects.count(), ImportChunk.objects.count()) == (0, 0)
    assert "Đã hủy; không có dòng nào" in client.post(url("check"), follow=True).content.decode()


def test_parts_are_checked_to_the_end(client_for, officer_hg, monkeypatch):
    monkeypatch.setattr(services, "CHUNK", 1)
    monkeypatch.setattr(views, "AT_ONCE", 1)
    client = client_for(officer_hg)
    send(client, csv_file(ROW, OTHER, ROW))
    for _part in range(3):
        text = client.post(url("check"), follow=True).content.decode()
    assert "3 dòng: 2 mới, 1 lỗi." in text


def test_import_of_another_officer_is_unknown(client_for, officer_hg, leader_hg, officer_ct):
    send(client_for(officer_hg), csv_file(ROW))
    for other in (leader_hg, officer_ct):
        client = client_for(other)
        assert client.get(url()).status_code == 404
        assert [client.post(url(step)).status_code for step in ("check", "apply", "cancel")] == [404] * 3


def test_import_that_is_killed_leaves_nothing_half_written(officer_hg, monkeypatch):
    monkeypatch.setattr(services, "CHUNK", 1)
    running = checked(officer_hg, csv_file(ROW, OTHER, THIRD))
    inserted = 0

    def die(execute, sql, params, many, context):
        nonlocal inserted
        # PostgreSQL is asked for the keys of the rows, and then copies them.
        is_log = sql.startswith(f"INSERT INTO {LOG}") or (params or [""])[0] == LOG
        inserted += is_log
        if is_log and inserted == 2:
            raise OperationalError("terminating connection")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(die), pytest.raises(OperationalError):
        services.apply_import(running=running, by=officer_hg, valid_rows=False)
    assert not Cooperative.objects.exists()
    running.refresh_from_db()
    assert running.state == "checked"
    assert services.apply_import(running=running, by=officer_hg, valid_rows=False).counts == {"new": 3}


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_add_nothing_twice(officer_hg, leader_hg):
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time, which an in-memory database shows to one thread")
    runs = [(by, checked(by, csv_file(ROW, OTHER))) for by in (officer_hg, leader_hg)]
    ends = []

    def write(by, running):
        try:
            ends.append(services.apply_import(running=running, by=by, valid_rows=True).counts)
        finally:
            close_old_connections()
            connection.close()

    threads = [Thread(target=write, args=run) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, ends)) == ["{'new': 2}", "{'stale': 2}"]
    assert Cooperative.objects.count() == 2
    assert all(row.log.count() == 1 for row in Cooperative.objects.all())


def test_queries_do_not_grow_with_the_lines(officer_hg, django_assert_max_num_queries):
    rows = [ROW | {"Tên": f"HTX {n}", "Mã số đăng ký": f"18{n:08}"} for n in range(300)]
    running = checked(officer_hg, csv_file(*rows))
    with django_assert_max_num_queries(40):
        services.apply_import(running=running, by=officer_hg, valid_rows=False)


def test_command_says_what_the_page_says(officer_hg, tmp_path):
    file, out = tmp_path / "htx.csv", StringIO()
    file.write_bytes(csv_file(ROW, OTHER | {"Lĩnh vực": "zzz"}))
    options = ["--kind", "cooperatives", "--as", officer_hg.username]
    call_command("import_register", file, *options, "--dry-run", stdout=out)
    assert out.getvalue().splitlines()[-1] == "2 dòng: 1 mới, 1 lỗi."
    assert "Dòng 3: cột Lĩnh vực: đọc được “zzz”" in out.getvalue()
    with pytest.raises(CommandError, match="chỉ ghi các dòng hợp lệ"):
        call_command("import_register", file, *options, stdout=out)
    assert not Cooperative.objects.exists()
    call_command("import_register", file, *options, "--valid-rows", stdout=out)
    assert out.getvalue().splitlines()[-1] == "2 dòng: 1 đã thêm, 1 lỗi."
    assert Cooperative.objects.count() == 1


def test_command_refuses_who_keeps_no_register(secretary, tmp_path):
    file = tmp_path / "htx.csv"
    file.write_bytes(csv_file(ROW))
    with pytest.raises(CommandError, match="không có quyền"):
        call_command("import_register", file, "--kind", "cooperatives", "--as", secretary.username)


def test_command_refuses_a_closed_account(officer_hg, tmp_path):
    officer_hg.is_active = False
    officer_hg.save()
    file = tmp_path / "htx.csv"
    file.write_bytes(csv_file(ROW))
    with pytest.raises(CommandError, match="đã khóa"):
        call_command("import_register", file, "--kind", "cooperatives", "--as", officer_hg.username)
    with pytest.raises(PermissionDenied):
        checked(officer_hg, csv_file(ROW))
    assert not RegisterImport.objects.exists()
