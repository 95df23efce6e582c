"""Explore by keyboard, without scripts, and at its edges."""

import pytest
from playwright.sync_api import expect

from tests.e2e.form import see

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

FOCUS_AND_ACTIONS = """() => {
  const own = document.activeElement;
  const actions = document.querySelector(".choosing .actions");
  if (!own.closest(".choosing") || actions.contains(own)) return null;
  const [box, line] = [own, actions].map((element) => element.getBoundingClientRect());
  return { name: own.value || own.textContent.trim(), bottom: box.bottom, actions: line.top };
}"""
WIDEN = """async (wider) => {
  const frame = [...document.querySelectorAll(".explore .scroll")].at(-1);
  frame.querySelector("table").style.cssText = `table-layout: fixed; width: ${frame.clientWidth + wider}px`;
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return parseFloat(getComputedStyle(frame).getPropertyValue("--fade"));
}"""


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


def test_list_is_emptied_before_another_choice(open_browser):
    page = open_browser("secretary").new_page()
    page.goto("/explore/?s=2023-H1&m=index")
    expect(page.locator("[data-chosen=id_i]")).to_have_text("6")
    page.get_by_role("link", name="Bỏ hết Chỉ tiêu").click()
    expect(page.locator("[data-chosen=id_i]")).to_have_text("0")
    page.get_by_label("Tổng số HTX", exact=True).check()
    expect(page.locator("[data-chosen=id_i]")).to_have_text("1")
    page.get_by_role("button", name="Xem").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("tổng số HTX, toàn cụm")


def test_link_empties_a_list_without_scripts(open_browser):
    page = open_browser("secretary", script=False).new_page()
    page.goto("/explore/?t=can-tho&i=coop.total&s=2023-H1")
    page.get_by_text("Tỉnh, thành phố 1 đã chọn").click()
    page.get_by_role("link", name="Bỏ hết Tỉnh, thành phố").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("Tổng số HTX, toàn cụm và 7 tỉnh")


@pytest.mark.parametrize("width", [360, 1280])
def test_what_has_the_focus_is_not_under_the_line_of_actions(width, open_browser):
    page = open_browser("secretary", width=width).new_page()
    page.goto("/explore/")
    page.evaluate("document.querySelectorAll('.choosing details').forEach((list) => { list.open = true; })")
    page.locator(".choosing summary").first.focus()
    visited, covered = 0, []
    while place := page.evaluate(FOCUS_AND_ACTIONS):
        visited += 1
        covered += [place["name"]] if place["bottom"] > place["actions"] else []
        page.keyboard.press("Tab")
    assert visited > 80
    assert covered == []


def test_table_fades_only_by_what_is_behind_its_edge(open_browser):
    page = open_browser("secretary").new_page()
    page.goto("/explore/?i=coop.total&s=2023-H1")
    fades = {wider: page.evaluate(WIDEN, wider) for wider in (0, 1, 2, 20, 400)}
    assert (fades[0], fades[1], fades[2]) == (0, 0, 0)
    assert 15 < fades[20] < 25
    assert fades[400] == 48
