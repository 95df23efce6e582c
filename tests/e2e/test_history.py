"""The history of a cell and the log."""

import pytest
from playwright.sync_api import expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.form import ADDRESS, box, row_of, save, see

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_change_of_a_cell_is_in_its_history_and_in_the_log(open_browser, script):
    page = open_browser("hau-giang", script=script).new_page()
    page.goto(ADDRESS)
    for number in ("12", "13"):
        box(page, "coop.new").fill(number)
        if script:
            with page.expect_response("**/cells/coop.new/"):
                box(page, "coop.new").press("Tab")
        else:
            save(page)
        see(page, "Đã lưu tất cả lúc")
    page.reload()  # the page was opened before the half-year had any history to link to
    row = row_of(page, "coop.new")
    row.locator("summary", has_text="Ghi chú").click()
    row.get_by_role("link", name="Lịch sử của HTX thành lập mới").click()
    history = page.get_by_role("dialog", name="Lịch sử: HTX thành lập mới") if script else page
    changes = history.get_by_role("row").filter(has_text="hau-giang, Cán bộ nhập liệu")
    expect(changes).to_have_count(2)
    expect(changes.first).to_contain_text("13")
    if script:
        assert_accessible(page)
        history.get_by_role("button", name="Đóng").click()
        expect(box(page, "coop.new")).to_have_value("13")
        page.goto(f"{ADDRESS}cells/coop.new/history/")
        assert_accessible(page)

    desk = open_browser("secretary", script=script).new_page()
    desk.goto("/")
    desk.get_by_role("navigation", name="Chính").get_by_role("link", name="Nhật ký").click()
    desk.get_by_label("Chỉ tiêu, người, nội dung").fill("thanh lap moi hau giang 13")
    desk.get_by_label("Loại thay đổi").select_option(label="Số liệu")
    desk.get_by_role("button", name="Tìm").click()
    see(desk, "Tìm thấy 1 thay đổi.")
    if script:
        assert_accessible(desk)
        desk.goto("/log/?q=zzz&since=31/2/2023")
        assert_accessible(desk)
