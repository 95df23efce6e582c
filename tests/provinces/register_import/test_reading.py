"""Files as people and programs make them: where the headings are, how letters and numbers are written."""

import unicodedata

import pytest

from provinces.register.models import Cooperative
from provinces.register_import import source
from provinces.register_import.forms import LineForm
from tests.provinces.register_import.files import ROW, checked, csv_file, imported, reasons, xlsx_file
from web.uploads import FileRefusedError

pytestmark = pytest.mark.postgresql


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_headings_below_a_title_are_found_whatever_separates_them(delimiter, officer_hg):
    title = "\ufeffDANH SÁCH HỢP TÁC XÃ, LIÊN HIỆP, TỔ HỢP TÁC; NĂM 2025\n\nTỉnh Hậu Giang\n\n"
    file = title.encode() + csv_file(ROW, delimiter=delimiter).removeprefix(b"\xef\xbb\xbf")
    assert imported(officer_hg, file) == {"new": 1}


def test_letters_and_marks_that_are_apart_are_read_as_one(officer_hg):
    text = csv_file(ROW | {"Tình trạng pháp lý": "Tạm ngừng kinh doanh"}).decode()
    assert imported(officer_hg, unicodedata.normalize("NFD", text).encode()) == {"new": 1}
    row = Cooperative.objects.get()
    assert (row.name, row.commune, row.sector) == ("HTX Lúa Vàng", "Vị Thủy", "agriculture")


@pytest.mark.parametrize("name", ["Tỉnh Hậu Giang", "tỉnh hậu giang", "Hậu Giang", "Hau Giang"])
def test_province_is_known_with_and_without_its_rank(name, officer_hg):
    assert checked(officer_hg, csv_file(ROW | {"Tỉnh, thành phố": name})).counts == {"new": 1}


@pytest.mark.parametrize("name", ["TP. Cần Thơ", "TP.Cần Thơ", "thành phố Cần Thơ", "Cần Thơ"])
def test_city_is_known_with_and_without_its_rank(name, officer_ct):
    assert checked(officer_ct, csv_file(ROW | {"Tỉnh, thành phố": name})).counts == {"new": 1}


def test_unknown_columns_are_named_as_far_as_they_are_read(officer_hg):
    extra = [f"Cột {number}" for number in range(13)]
    running = checked(officer_hg, csv_file(ROW, heads=[*ROW, *extra]))
    assert running.notes == [
        "Cột không có trong mẫu, không đọc: " + "; ".join(extra[:10]) + " và 3 cột khác."
    ]
    many = [f"Cột {number}" for number in range(source.LIMITS.columns)]
    with pytest.raises(FileRefusedError, match="Tệp có hơn 100 cột"):
        checked(officer_hg, csv_file(ROW, heads=[*ROW, *many]))


@pytest.mark.parametrize("number", [1e300, 1e-300])
def test_number_that_is_out_of_all_proportion_is_quoted_in_short(number, officer_hg):
    running = checked(officer_hg, xlsx_file([["Tên", "Vốn điều lệ"], ["HTX", number]]), name="htx.xlsx")
    (reason,) = reasons(running)
    assert len(reason) < 100


def test_numbers_of_a_workbook_are_shown_for_mending_as_they_would_be_typed(officer_hg):
    heads = ["Tên", "Mã số đăng ký", "Điện thoại", "Ngày thành lập", "Năm số liệu", "Kỳ số liệu"]
    heads += ["Thành viên chính thức", "Vốn điều lệ", "Lĩnh vực"]
    line = ["HTX", 1801234567, 912345678, 41460, 2023, 1, 1234, 1234.5, "zzz"]
    running = checked(officer_hg, xlsx_file([heads, line]), name="htx.xlsx")
    form = LineForm(running=running, line=2)
    assert [form[key].value() for key in running.columns][1:8] == [
        *("1801234567", "912345678", "05/7/2013", "2023", "1"),
        *("1.234", "1.234,5"),
    ]
