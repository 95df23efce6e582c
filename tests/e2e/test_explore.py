"""Explore by keyboard, and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.e2e.form import see

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_choice_is_made_by_keyboard(open_browser):
    page = open_browser("secretary").new_page()
    page.goto("/explore/?i=coop.total&s=2023-H1")
    page.get_by_label("Lọc chỉ tiêu").focus()
    page.keyboard.type("von dieu le binh quan")
    expect(page.locator("#id_i .choice:visible")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Xem").press("Enter")

    expect(page.get_by_role("heading", level=2)).to_contain_text("vốn điều lệ bình quân một HTX, toàn cụm")
    expect(page.locator(".panels .plot > div")).to_have_count(2)
    page.get_by_role("link", name="Bỏ Tổng số HTX").press("Enter")
    expect(page.get_by_role("heading", level=2)).to_contain_text("Vốn điều lệ bình quân một HTX, toàn cụm")
    page.go_back()
    expect(page.locator(".panels .plot")).to_have_count(2)


def test_choice_is_made_and_saved_without_scripts(open_browser):
    page = open_browser("hau-giang", script=False, width=360).new_page()
    page.goto("/explore/")
    expect(page.get_by_label("Lọc chỉ tiêu")).to_be_hidden()
    page.get_by_label("Hàng là").select_option("Chỉ tiêu")
    page.get_by_label("Hiện", exact=True).select_option("Phần của Cụm, %")
    page.get_by_role("button", name="Xem").click()
    see(page, "100,0%")
    page.get_by_text("Lưu lựa chọn này", exact=True).click()
    page.get_by_label("Tên để lưu lựa chọn").fill("Phần của từng tỉnh")
    page.get_by_role("button", name="Lưu", exact=True).click()
    see(page, "Đã lưu “Phần của từng tỉnh”.")
    expect(page.get_by_label("Hiện", exact=True)).to_have_value("share")
