"""The keyboard in the entry form, as in a spreadsheet."""

import pytest
from playwright.sync_api import expect

from figures.submissions.models import Figure
from tests.e2e.form import ADDRESS, answer_not_known, box, row_of, save, see
from tests.e2e.test_entry_cells import figure, state

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    return page


@pytest.fixture
def codes(page):
    """The first cells of the form."""
    return [field.get_attribute("name") for field in page.locator("td.value input").all()[:3]]


def keys(page):
    return page.get_by_role("dialog", name="Phím tắt")


def test_enter_and_arrows_move_and_escape_restores(page, codes):
    first, second, third = (box(page, code) for code in codes)
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    expect(third).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(second).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(first).to_be_focused()
    page.keyboard.type("77")
    expect(first).to_have_value("77")
    page.keyboard.press("Escape")
    expect(first).to_have_value("")
    page.keyboard.press("Enter")
    assert figure(codes[0]) is None


def test_tab_goes_from_number_to_number_and_comes_past_the_notes_where_nothing_is_typed(page, codes):
    first, second, third = (box(page, code) for code in codes)
    first.focus()
    page.keyboard.type("77")
    page.keyboard.press("Tab")
    expect(second).to_be_focused()
    page.keyboard.type("5")
    page.keyboard.press("Shift+Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Tab")
    expect(row_of(page, codes[0]).locator("summary", has_text="Ghi chú")).to_be_focused()
    expect(page.locator("#filled")).to_contain_text("2/")
    assert [figure(code).value for code in codes[:2]] == [77, 5]
    third.focus()
    last = page.locator("td.value input").last
    last.fill("3")
    last.press("Tab")
    expect(last).not_to_be_focused()
    assert page.evaluate("document.activeElement !== document.body"), "on to what stands behind the boxes"


def test_escape_restores_why_there_is_no_number(page):
    answer_not_known(page, "coop.new")
    expect(state(page, "coop.new")).to_contain_text("Chưa có số liệu")
    field, unknown = box(page, "coop.new"), page.locator('input[name="coop.new.state"][value="unknown"]')
    expect(field).to_have_attribute("placeholder", "…")
    field.focus()
    page.keyboard.type("5")
    expect(unknown).not_to_be_checked()
    expect(field).to_have_attribute("placeholder", "")
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    expect(unknown).to_be_checked()
    expect(field).to_have_attribute("placeholder", "…")
    page.evaluate("document.querySelector('[data-saved-anyway]').hidden = false")
    save(page)
    see(page, "Đã lưu tất cả lúc")
    assert figure("coop.new").answer == Figure.Answer.NOT_KNOWN


def test_words_under_an_amount_follow_what_escape_restores(page):
    amount = box(page, "coop.revenue")
    amount.fill("2269266")
    amount.press("Enter")
    expect(state(page, "coop.revenue")).not_to_contain_text("Chưa nhập")
    amount.select_text()
    words = row_of(page, "coop.revenue").locator(".in-words")
    page.keyboard.type("5")
    expect(words).to_have_text("năm triệu đồng")
    page.keyboard.press("Escape")
    expect(words).to_contain_text("hai nghìn hai trăm sáu mươi chín tỷ")


def test_question_mark_lists_the_keys_and_can_be_turned_off(page, codes):
    field = box(page, codes[0])
    field.focus()
    page.keyboard.type("5?")
    expect(keys(page).get_by_role("button", name="Đóng")).to_be_focused()
    page.keyboard.press("Space")
    expect(field).to_be_focused()
    expect(field).to_have_value("5")
    page.get_by_label("Nguyên nhân").focus()
    page.keyboard.type("Vì sao?")
    expect(page.get_by_label("Nguyên nhân")).to_have_value("Vì sao?")
    expect(keys(page)).to_be_hidden()
    page.locator("#main").focus()
    page.keyboard.press("?")
    expect(keys(page)).to_be_visible()
    page.get_by_label("Dùng phím ? để mở bảng này").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.locator("#main").focus()
    page.keyboard.press("?")
    expect(keys(page)).to_be_hidden()
    page.get_by_role("button", name="Phím tắt").click()
    expect(page.get_by_label("Dùng phím ? để mở bảng này")).not_to_be_checked()
