"""The register and the figures disagree until the one who keeps both has mended what was missing."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from provinces.accounts.models import Officer
from provinces.register.models import Cooperative
from tests.e2e.accessibility import assert_accessible
from tests.e2e.form import ADDRESS, box, expect_all_saved, see, state_of, stored_value
from tests.factories import make_cooperative, make_group
from tests.provinces.register_import.files import ROW, csv_file

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

COMPARISON = f"{ADDRESS}register/"


@pytest.fixture
def register(site):
    """Four cooperatives, one founded in the open half-year; the end of another is not entered yet."""
    officer = Officer.objects.get(username="hau-giang")
    for name in ("HTX Lúa Vàng", "HTX Khóm Cầu Đúc", "HTX Đã Hết"):
        make_cooperative(officer.province, officer, name)
    make_cooperative(officer.province, officer, "HTX Mới Lập", founded_on=dt.date(2023, 9, 2))


def test_difference_is_found_by_name_mended_in_the_register_and_taken_over(register, open_browser):
    leader = open_browser("hau-giang-lead").new_page()
    leader.goto(COMPARISON)
    leader.get_by_role("link", name="Danh sách nào đã đầy đủ").click()
    leader.get_by_label("Danh sách HTX").fill("1/7/2023")
    assert_accessible(leader)
    leader.get_by_role("button", name="Lưu").click()
    see(leader, "Đầy đủ từ ngày 01/7/2023")

    page = open_browser("hau-giang").new_page()
    # The form asks: 3 stand in it, and the list has 4.
    page.goto(ADDRESS)
    box(page, "coop.total").fill("3")
    box(page, "coop.new").fill("1")
    box(page, "coop.dissolved").fill("1")
    box(page, "coop.dissolved").press("Tab")
    expect_all_saved(page)
    see(page, "Đã nhập 3; danh sách HTX có 4, nhiều hơn 1.")
    see(page, "Đã nhập 1; danh sách HTX có 0, ít hơn 1.")

    # The names show whose end is missing; it is entered with its decision.
    page.get_by_role("link", name="Đối chiếu với danh sách").first.click()
    see(page, "HTX Mới Lập Thành lập mới, 02/9/2023")
    assert_accessible(page)
    page.get_by_role("row", name="Tổng số HTX").get_by_role("link", name="Danh sách").click()
    page.get_by_role("link", name="HTX Đã Hết").click()
    page.get_by_role("link", name="Ghi sự kiện").first.click()
    page.get_by_label("Sự kiện").select_option(label="Giải thể")
    page.get_by_label("Ngày", exact=True).fill("15/10/2023")
    page.get_by_label("Số quyết định, văn bản").fill("27/QĐ-UBND")
    page.get_by_role("button", name="Lưu").click()
    see(page, "27/QĐ-UBND")
    assert Cooperative.objects.get(name="HTX Đã Hết").ended_on == dt.date(2023, 10, 15)

    # Now they agree on both, and the rest of the list is taken over by a button.
    page.goto(COMPARISON)
    see(page, "HTX Đã Hết Giải thể, 15/10/2023, 27/QĐ-UBND")
    page.get_by_role("button", name="số của danh sách này").first.click()
    see(page, "số từ danh sách.")
    assert (stored_value("coop.total"), stored_value("coop.dissolved")) == (3, 1)
    assert (stored_value("coop.active"), stored_value("coop.sector.agriculture")) == (3, 3)
    expect(state_of(page, "coop.dissolved")).not_to_contain_text("Cần giải trình")


# One line each: what is in one of its cells, or in two, and words of the reason that the preview gives.
WRONG = [
    ({"Tên": ""}, "đơn vị mới phải có"),
    ({"Tên": "H" * 201}, "200"),
    ({"Tên": "Toång soá HTX"}, "VNI"),
    ({"Tên": "HTX ✓"}, "✓"),
    ({"Lĩnh vực": ""}, "đơn vị mới phải có"),
    ({"Lĩnh vực": "Nông nghịp"}, "Nông nghịp"),
    ({"Ngày thành lập": "31/2/2015"}, "31/2/2015"),
    ({"Ngày thành lập": "hôm qua"}, "hôm qua"),
    ({"Ngày thành lập": "2/13/2015"}, "2/13/2015"),
    ({"Ngày chấm dứt": "1/1/2014", "Hình thức chấm dứt": "Giải thể"}, "01/01/2014"),
    ({"Hình thức chấm dứt": "Bay mất", "Ngày chấm dứt": "1/1/2020"}, "Bay mất"),
    ({"Tình trạng pháp lý": "Lơ lửng"}, "Lơ lửng"),
    ({"Mã số đăng ký": ROW["Mã số đăng ký"]}, "trùng mã số đăng ký với dòng 2"),
    ({"Mã hệ thống": "999999"}, "999999"),
    ({"Mã hệ thống": "x1"}, "x1"),
    ({"Vốn điều lệ (triệu đồng)": "1.23.456"}, "1.23.456"),
    ({"Vốn điều lệ (triệu đồng)": "-5"}, "−5"),
    ({"Vốn điều lệ (triệu đồng)": "một trăm"}, "một trăm"),
    ({"Năm hội phí": "20260", "Hội phí phải đóng (triệu đồng)": "2"}, "20.260"),
    ({"Hội phí phải đóng (triệu đồng)": "2"}, "chưa ghi năm"),
]


def test_file_with_twenty_kinds_of_errors_is_mended_on_the_page_and_written(site, open_browser):
    lines = [ROW]
    for number, (cells, _reason) in enumerate(WRONG):
        lines.append(ROW | {"Tên": f"HTX Số {number}", "Mã số đăng ký": f"77{number:03}"} | cells)
    page = open_browser("hau-giang").new_page()
    page.goto("/register/cooperatives/import/")
    page.get_by_label("Tệp danh sách").set_input_files(
        {"name": "htx.csv", "mimeType": "text/csv", "buffer": csv_file(*lines)}
    )
    page.get_by_role("button", name="Kiểm tra tệp").click()
    see(page, "21 dòng: 1 mới, 20 lỗi.")
    assert_accessible(page)
    told = {int(text.split()[1]): text for text in page.locator("section li").all_inner_texts()}
    for line, (_cells, reason) in enumerate(WRONG, start=3):
        assert reason in told[line], told[line]
    for line, label, text in (
        (8, "Lĩnh vực", "Nông nghiệp"),
        (9, "Ngày thành lập", "28/2/2015"),
        (18, "Vốn điều lệ (triệu đồng)", "1.234,56"),
    ):
        page.get_by_role("link", name=f"Sửa dòng {line}", exact=True).click()
        page.get_by_label(label).fill(text)
        page.get_by_role("button", name="Lưu và kiểm tra lại dòng này").click()
        see(page, f"Đã sửa dòng {line}.")
    see(page, "21 dòng: 4 mới, 17 lỗi.")
    assert Cooperative.objects.count() == 0
    page.get_by_role("button", name="Ghi 4 dòng hợp lệ").click()
    see(page, "21 dòng: 4 đã thêm, 17 lỗi.")
    names = set(Cooperative.objects.values_list("name", flat=True))
    assert names == {ROW["Tên"], "HTX Số 5", "HTX Số 6", "HTX Số 15"}


@pytest.mark.parametrize("width", [1280, 360])
def test_columns_of_all_compared_lists_stand_below_each_other(register, open_browser, width):
    officer = Officer.objects.get(username="hau-giang")
    make_group(officer.province, officer, "THT Nuôi cá có tên dài hơn mọi tổ khác của tỉnh", members=5)
    page = open_browser("hau-giang-lead", width=width).new_page()
    page.goto(COMPARISON)
    tables = page.locator("table.aligned")
    assert tables.count() > 1
    edges = tables.evaluate_all(
        "all => all.map(t => [...t.tHead.rows[0].cells].map(c => Math.round(c.getBoundingClientRect().left)))"
    )
    assert all(one == edges[0] for one in edges)
    spilling = "all => all.filter(c => c.scrollWidth > c.clientWidth).map(c => c.textContent.trim())"
    assert page.locator("table.aligned :is(th, td)").evaluate_all(spilling) == []
