"""The register and the figures disagree until the one who keeps both has mended what was missing."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from provinces.accounts.models import Officer
from provinces.register.models import Cooperative
from tests.e2e.accessibility import assert_accessible
from tests.e2e.form import ADDRESS, box, expect_all_saved, see, state_of, stored_value
from tests.factories import make_cooperative

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
    page = open_browser("hau-giang").new_page()
    page.goto(COMPARISON)
    page.get_by_role("link", name="Danh sách nào đã đầy đủ").click()
    page.get_by_label("Danh sách HTX").fill("1/7/2023")
    assert_accessible(page)
    page.get_by_role("button", name="Lưu").click()
    see(page, "Đầy đủ từ ngày 01/7/2023")

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
