"""The meeting view: keys move by parts, a number opens its cells over the page, Esc goes back a step."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.keyboard import press, write

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PAGE = "/dashboard/2023-H1/"
FONT_SIZE = "parseFloat(getComputedStyle(document.documentElement).fontSize)"


def part(page, heading):
    return page.locator(".dashboard > *", has=page.get_by_role("heading", name=heading, exact=True))


def test_keys_move_by_parts_and_escape_leaves(open_browser):
    page = open_browser("secretary").new_page()
    page.set_viewport_size({"width": 1280, "height": 1200})
    page.goto(PAGE)
    page.get_by_role("link", name="Xem khi họp").press("Enter")
    expect(page.locator(".masthead")).to_be_hidden()

    page.keyboard.press("PageDown")
    expect(part(page, "Thay đổi qua các kỳ")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(part(page, "Số liệu theo tỉnh")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(part(page, "Thay đổi qua các kỳ")).to_be_focused()
    page.keyboard.press("PageUp")
    assert page.evaluate("scrollY") == 0

    page.keyboard.press("3")
    expect(page).to_have_url(re.compile(r"\?view=meeting&province=ca-mau$"))
    page.get_by_label("Cà Mau", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"province=can-tho$"))
    assert page.evaluate("scrollY") == 0, "arrows are the radio's own"

    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/2023-H1/\?province=can-tho$"))
    expect(page.locator(".masthead")).to_be_visible()


def test_part_longer_than_the_screen_is_read_in_steps(open_browser):
    page = open_browser("secretary").new_page()
    page.goto(f"{PAGE}?view=meeting")
    table = part(page, "Thay đổi qua các kỳ")
    page.keyboard.press("PageDown")
    expect(table).to_be_focused()
    page.keyboard.press("PageDown")
    expect(table).to_be_focused()
    expect(table.get_by_role("row").last).to_be_in_viewport()
    page.keyboard.press("PageDown")
    expect(part(page, "Số liệu theo tỉnh")).to_be_focused()


def test_type_grows_with_the_screen(open_browser):
    page = open_browser("secretary").new_page()
    page.goto(f"{PAGE}?view=meeting")
    assert page.evaluate(FONT_SIZE) == 16
    page.set_viewport_size({"width": 1920, "height": 1080})
    assert page.evaluate(FONT_SIZE) == 24
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_number_opens_its_cells_over_the_page(open_browser):
    page = open_browser("secretary").new_page()
    page.goto(f"{PAGE}?view=meeting&province=ca-mau")
    number = page.locator(".lead .number a")
    number.press("Enter")
    dialog = page.get_by_role("dialog", name="Tổng số HTX")
    expect(dialog.locator("tr#ca-mau")).to_be_visible()
    assert_accessible(page)

    page.keyboard.press("4")
    expect(dialog.locator("tr[data-is-marked]")).to_contain_text("Cần Thơ")
    page.keyboard.press("PageDown")
    assert page.evaluate("scrollY") == 0, "the page behind stays"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(number).to_be_focused()
    expect(page).to_have_url(re.compile("view=meeting"))


def test_remark_in_a_meeting_is_the_province_s_task(open_browser):
    page = open_browser("secretary").new_page()
    page.goto(f"{PAGE}?view=meeting&province=ca-mau")
    press(page, page.locator(".lead .number a"))
    dialog = page.get_by_role("dialog", name="Tổng số HTX")
    expect(dialog.get_by_label("Tỉnh nhận góp ý")).to_have_value("2023-H1/ca-mau")
    write(page, dialog.get_by_label("Góp ý", exact=True), "3 xã nào tăng?")
    page.keyboard.press("Escape")
    expect(page.locator("[data-marked]")).to_have_attribute("data-marked", "ca-mau")
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Góp ý", exact=True)).to_have_value("3 xã nào tăng?")

    press(page, dialog.get_by_role("button", name="Gửi góp ý"))
    expect(dialog).to_contain_text("Đã gửi góp ý cho Cà Mau.")
    expect(page).to_have_url(re.compile("view=meeting"))
    assert_accessible(page)
    write(page, dialog.get_by_label("Góp ý", exact=True), " ")
    press(page, dialog.get_by_role("button", name="Gửi góp ý"))
    expect(dialog).to_contain_text("Chưa gửi được")
    expect(dialog.locator(".error-summary")).to_be_focused()

    province = open_browser("ca-mau").new_page()
    province.goto("/tasks/")
    expect(province.get_by_role("main")).to_contain_text("Tổng số HTX: “3 xã nào tăng?” (")
    press(province, province.get_by_role("link", name="Trả lời góp ý về số liệu Cà Mau"))
    assert_accessible(province)
    write(province, province.get_by_label("Trả lời", exact=True), "An Bình, Tân Lộc, Trí Phải.")
    press(province, province.get_by_role("button", name="Gửi trả lời"))
    expect(province.get_by_role("main")).to_contain_text("Đã ghi góp ý.")
    province.goto("/tasks/")
    expect(province.get_by_role("main")).not_to_contain_text("Trả lời góp ý")


def test_remark_without_scripts(open_browser):
    page = open_browser("secretary", script=False).new_page()
    page.goto(f"{PAGE}indicators/coop.total/")
    page.get_by_label("Tỉnh nhận góp ý").select_option("Cà Mau")
    page.get_by_label("Góp ý", exact=True).fill("Vì sao tăng?")
    page.get_by_role("button", name="Gửi góp ý").click()
    expect(page.get_by_role("main")).to_contain_text("Đã gửi góp ý cho Cà Mau.")


def test_meeting_view_is_accessible(open_browser):
    page = open_browser("secretary").new_page()
    page.goto(f"{PAGE}?view=meeting")
    assert_accessible(page)


def test_meeting_view_without_scripts(open_browser):
    page = open_browser("secretary", script=False).new_page()
    page.goto(f"{PAGE}?view=meeting")
    expect(page.locator(".masthead")).to_be_hidden()
    page.locator(".highlight label", has_text="Cần Thơ").click()
    page.locator(".highlight").get_by_role("button", name="Xem").click()
    expect(page).to_have_url(re.compile(r"\?view=meeting&province=can-tho$"))

    page.locator(".lead .number a").click()
    expect(page.get_by_role("heading", name="Tổng số HTX", exact=True)).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Thoát").click()
    expect(page.locator(".masthead")).to_be_visible()
