"""Search over the whole site, without a mouse."""

import re

import pytest
from playwright.sync_api import expect

from provinces.accounts.models import Officer
from tests.e2e.accessibility import assert_accessible
from tests.e2e.keyboard import press, write
from tests.factories import make_cooperative

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def finder(page):
    return page.get_by_role("dialog", name="Tìm")


def chosen(page):
    return finder(page).get_by_role("option", selected=True)


def look_for(page, words):
    page.keyboard.press("Control+k")
    expect(finder(page).get_by_role("combobox")).to_be_focused()
    page.keyboard.type(words)


def test_dialog_by_keyboard(contests, open_browser):
    page = open_browser("secretary").new_page()
    page.goto("/tasks/")
    look_for(page, "giang")
    expect(chosen(page)).to_have_text(re.compile("An Giang từ ngày 01/7/2025"))
    page.keyboard.press("ArrowDown")
    expect(chosen(page)).to_have_text(re.compile("An Giang đến ngày 30/6/2025"))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")  # round to the last
    expect(chosen(page)).to_have_attribute("id", finder(page).get_by_role("option").last.get_attribute("id"))
    page.keyboard.press("Escape")
    expect(finder(page)).to_be_hidden()
    assert page.url.endswith("/tasks/")

    # Enter opens what the words in the box find, not what the ones before found.
    look_for(page, "von dieu le cua htx")
    page.keyboard.press("Enter")
    page.wait_for_url("**/indicators/coop.charter_capital/")

    look_for(page, "kien giang")
    expect(chosen(page)).to_have_text(re.compile("Kiên Giang"))
    with page.context.expect_page() as opened:
        page.keyboard.press("Control+Enter")
    expect(opened.value).to_have_url(re.compile("/provinces/kien-giang/$"))
    expect(finder(page)).to_be_visible()


def test_dialog_says_how_many_there_are_and_leads_to_all(site, open_browser):
    officer = Officer.objects.get(username="hau-giang")
    for n in range(1, 8):
        make_cooperative(officer.province, officer, f"HTX Sen Hồng {n}")
    page = open_browser("hau-giang").new_page()
    page.goto("/")
    press(page, page.get_by_role("link", name="Tìm"))
    expect(finder(page).get_by_role("status")).to_have_text(re.compile("nhập không dấu"))
    page.keyboard.type("sen hong")
    expect(finder(page).get_by_role("option")).to_have_count(5)
    expect(finder(page).get_by_role("status")).to_have_text(re.compile(r"^\s*7 kết quả\."))
    assert_accessible(page)
    press(page, finder(page).get_by_role("link", name="Xem tất cả"))
    page.wait_for_url("**/search/?q=sen+hong")
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(7)
    assert_accessible(page)

    look_for(page, "zzz")
    expect(finder(page).get_by_role("status")).to_have_text(re.compile("Không tìm thấy “zzz”"))
    page.keyboard.press("Enter")  # the page says the same
    page.wait_for_url("**/search/?q=zzz")
    expect(page.get_by_role("main")).to_contain_text("Thử một từ ngắn hơn, hoặc mã số thuế.")


def test_after_the_login_expired_enter_leads_to_it(site, open_browser):
    browser = open_browser("hau-giang")
    page = browser.new_page()
    page.goto("/")
    browser.clear_cookies()
    look_for(page, "kien giang")
    expect(finder(page).get_by_role("status")).to_contain_text("Phiên đăng nhập đã hết hạn.")
    link = finder(page).get_by_role("link", name="Đăng nhập để xem kết quả")
    expect(link).to_have_attribute("href", re.compile(r"/search/\?q=kien\+giang$"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/login/?next=/search/**")


def test_without_a_network_the_dialog_says_so(site, open_browser, complaints):
    browser = open_browser("hau-giang")
    page = browser.new_page()
    page.goto("/")
    browser.set_offline(True)
    look_for(page, "kien giang")
    expect(finder(page).get_by_role("status")).to_contain_text("Kiểm tra kết nối mạng")
    complaints.forgive("ERR_INTERNET_DISCONNECTED")


def test_search_without_scripts(site, open_browser):
    page = open_browser("secretary", script=False).new_page()
    page.goto("/")
    press(page, page.get_by_role("link", name="Tìm"))
    page.wait_for_url("**/search/")
    write(page, page.get_by_role("main").get_by_role("searchbox"), "kien giang")
    page.keyboard.press("Enter")
    press(page, page.get_by_role("main").get_by_role("link", name="Kiên Giang"))
    page.wait_for_url("**/provinces/kien-giang/")


@pytest.mark.parametrize("who", ["secretary", "hau-giang", "kien-giang-lead", "admin"])
def test_head_is_one_line_on_a_desktop(who, contests, open_browser):
    page = open_browser(who).new_page()
    page.goto("/tasks/")
    assert page.locator(".masthead").bounding_box()["height"] < 60
