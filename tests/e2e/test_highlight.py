"""One province marked in everything on the dashboard: by radios, digits, without scripts, near the thumb."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.accessibility import assert_accessible

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PAGE = "/dashboard/2023-H1/"
TOLD = "() => document.addEventListener('provincemarked', (event) => { window.told = event.detail; })"


def test_province_is_marked_at_once_and_in_the_address(open_browser):
    page = open_browser("secretary").new_page()
    page.goto(PAGE)
    page.evaluate(TOLD)
    own = page.get_by_role("columnheader", name="Kiên Giang")
    expect(own).to_be_hidden()

    page.get_by_label("Kiên Giang", exact=True).check(force=True)
    expect(own).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?province=kien-giang$"))
    assert page.evaluate("window.told") == "kien-giang"
    assert_accessible(page)

    page.keyboard.press("3")
    expect(page.locator("[data-marked]")).to_have_attribute("data-marked", "ca-mau")
    page.keyboard.press("0")
    expect(page.locator("[data-is-marked]")).to_have_count(0)
    page.locator("#period").focus()
    page.keyboard.press("1")
    expect(page.locator("[data-marked]")).to_have_attribute("data-marked", "")


def test_province_is_marked_without_scripts(open_browser):
    page = open_browser("secretary", script=False).new_page()
    page.goto(PAGE)
    page.locator(".highlight label", has_text="Cần Thơ").click()
    page.locator(".highlight").get_by_role("button", name="Xem").click()

    expect(page).to_have_url(re.compile(r"province=can-tho$"))
    expect(page.get_by_role("columnheader", name="Cần Thơ")).to_be_visible()


def test_own_province_is_in_sight_on_a_telephone(open_browser):
    page = open_browser("soc-trang", width=360).new_page()
    page.goto(PAGE)

    expect(page.locator(".highlight label", has_text="Sóc Trăng")).to_be_in_viewport()
    assert_accessible(page)


def test_choice_goes_along_to_the_pages_of_indicator_and_province(open_browser):
    page = open_browser("secretary").new_page()
    page.goto(PAGE)
    page.get_by_label("Cà Mau", exact=True).check(force=True)
    page.locator(".main-indicators .now a").first.click()

    expect(page).to_have_url(re.compile(r"/indicators/coop\.total/\?province=ca-mau$"))
    expect(page.locator("tr[data-is-marked]")).to_have_count(1)
    assert_accessible(page)
    page.get_by_role("link", name="Cà Mau", exact=True).click()
    expect(page).to_have_url(re.compile(r"/provinces/ca-mau/\?period=2023-H1&province=ca-mau$"))
    expect(page.locator("circle[data-is-marked]").first).to_be_visible()
    assert_accessible(page)
