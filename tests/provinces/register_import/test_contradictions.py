"""A line that contradicts itself is refused; what is stored comes back unrefused, whatever it is."""

import datetime as dt

import pytest

from provinces.register_import.exports import register_file
from tests.factories import make_cooperative, make_union
from tests.provinces.register_import.files import ROW, checked, csv_file, imported, reasons

pytestmark = pytest.mark.postgresql

FEE = {"Năm hội phí": "2023", "Hội phí phải đóng": "2", "Hội phí đã đóng": "2"}
LEFT = {
    "Thành viên Liên minh HTX": "Không",
    "Ngày vào Liên minh HTX": "1/1/2019",
    "Ngày ra khỏi Liên minh HTX": "1/1/2020",
}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (LEFT | {"Ngày vào Liên minh HTX": "1/2/2020"}, "ngày ra 01/01/2020 trước ngày vào 01/02/2020"),
        (
            {
                "Tình trạng pháp lý": "Giải thể",
                "Tình trạng từ ngày": "1/1/2021",
                "Ngày chấm dứt": "1/1/2022",
                "Hình thức chấm dứt": "Giải thể",
            },
            "state_since: ghi dòng này thì đọc lại là “–”",
        ),
        (FEE | {"Năm hội phí": "2099"}, "đọc được năm 2099, năm này chưa bắt đầu"),
        (FEE | {"Ngày đóng hội phí": "1/1/2010"}, "đọc được 01/01/2010, trước năm hội phí 2023"),
        (FEE | {"Ngày đóng hội phí": "1/1/2099"}, "đọc được 01/01/2099, ngày này chưa tới"),
        (FEE | {"Hội phí đã đóng": "", "Ngày đóng hội phí": "1/3/2023"}, "chưa ghi số đã đóng"),
    ],
)
def test_line_that_contradicts_itself_is_refused(line, told, officer_hg):
    running = checked(officer_hg, csv_file(ROW | line))
    assert running.counts == {"wrong": 1}
    assert told in "; ".join(reasons(running))


@pytest.mark.parametrize("column", ["Ngày vào Liên minh HTX", "Ngày ra khỏi Liên minh HTX"])
def test_day_that_contradicts_a_stored_day_is_refused(column, officer_hg):
    imported(officer_hg, csv_file(ROW | LEFT))
    day = "1/1/2021" if "vào" in column else "1/1/2018"
    running = checked(officer_hg, csv_file(ROW | {column: day, "Thành viên Liên minh HTX": "Không"}))
    assert running.counts == {"wrong": 1}
    assert "trước ngày vào" in reasons(running)[0]


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_what_older_rules_let_in_comes_back_unchanged(file_format, officer_hg, hau_giang):
    row = make_cooperative(hau_giang, officer_hg)
    row.half_years.create(year=2090, half=1, members=7)
    row.fees.create(year=2091, due=1, paid_on="2001-01-01")
    row.events.create(kind="left_alliance", happened_on="2020-01-01", entered_by=officer_hg)
    file = register_file("cooperatives", hau_giang).response(file_format).getvalue()
    assert imported(officer_hg, file) == {"same": 1}


def test_half_year_in_the_future_is_refused_once_something_changes(officer_hg, hau_giang):
    row = make_cooperative(hau_giang, officer_hg)
    row.half_years.create(year=2090, half=1, members=7)
    key = {"Mã hệ thống": str(row.pk), "Năm số liệu": "2090", "Kỳ số liệu": "1"}
    assert checked(officer_hg, csv_file(key | {"Thành viên chính thức": "7"})).counts == {"same": 1}
    running = checked(officer_hg, csv_file(key | {"Thành viên chính thức": "8"}))
    assert "kỳ này chưa bắt đầu" in reasons(running)[0]


@pytest.mark.parametrize(
    ("stored", "line", "told"),
    [
        (
            [("left_alliance", "2020-01-01")],
            {"Thành viên Liên minh HTX": "Không", "Ngày ra khỏi Liên minh HTX": "1/1/2021"},
            "left_on: trước ngày này chưa ghi “Vào Liên minh HTX”; ghi trước sự kiện đó",
        ),
        (
            [("suspended", None), ("suspended", "2020-01-01")],
            {"Tình trạng pháp lý": "Tạm ngừng kinh doanh", "Tình trạng từ ngày": "1/2/2020"},
            "state_since: sự kiện này không thay đổi gì, vì trước đó đã ghi “Tạm ngừng kinh doanh”",
        ),
        (
            [("revoked", "2018-01-01"), ("active", "2020-01-01")],
            {"Tình trạng từ ngày": "1/1/2017"},
            "state_since: trước ngày này đơn vị vẫn đang hoạt động; ghi trước sự kiện tạm ngừng",
        ),
        (
            [("joined_alliance", "2016-01-01"), ("left_alliance", "2018-01-01"), ("left_alliance", None)],
            {"Ngày ra khỏi Liên minh HTX": "1/1/2019", "Ngày vào Liên minh HTX": "1/1/2019"},
            "",
        ),
    ],
)
def test_event_that_would_change_nothing_is_refused_as_on_the_pages(
    stored, line, told, officer_hg, hau_giang
):
    row = make_cooperative(hau_giang, officer_hg)
    for kind, day in stored:
        row.events.create(kind=kind, happened_on=day, entered_by=officer_hg)
    running = checked(officer_hg, csv_file({"Mã hệ thống": str(row.pk)} | line))
    assert len(reasons(running)) == bool(told)
    assert told in "".join(reasons(running))


@pytest.mark.parametrize(("kind", "make"), [("cooperatives", make_cooperative), ("unions", make_union)])
def test_end_that_only_older_registers_have_stays_and_is_given_to_none(kind, make, officer_hg, hau_giang):
    ended = {"ended_on": dt.date(2020, 1, 1), "ended_how": "ceased", "legal_state": "ended"}
    old, new = make(hau_giang, officer_hg, "Cũ", **ended), make(hau_giang, officer_hg, "Mới")
    end = {"Hình thức chấm dứt": "Chấm dứt hoạt động", "Ngày chấm dứt": "2/1/2020"}
    lines = [{"Mã hệ thống": str(row.pk)} | end for row in (old, new)]
    running = checked(officer_hg, csv_file(*lines), kind)
    assert running.counts == {"changed": 1, "wrong": 1}  # the day
    assert reasons(running) == ["ended_how: loại đơn vị này không có “Chấm dứt hoạt động”; ghi giá trị khác."]
    running = checked(officer_hg, csv_file(ROW | {"Hình thức chấm dứt": "zzz"}), kind)
    assert "Chấm dứt hoạt động" not in reasons(running)[0]
