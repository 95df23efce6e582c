"""The keyboard in the entry form, as in a spreadsheet."""

import pytest
from playwright.sync_api import expect

from figures.submissions.models import Figure
from tests.e2e.form import ADDRESS, answer_not_known, box, figure, row_of, save, see, state_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    return page


@pytest.fixture
def codes(page):
    """The first cells of the form."""
    return [field.get_attribute("name") for field in page.locator(".cell > input").all()[:3]]


def shortcuts(page):
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


def test_tab_goes_to_the_next_number_or_past_the_notes(page, codes):
    first, second, third = (box(page, code) for code in codes)
    first.focus()
    page.keyboard.type("77")
    page.keyboard.press("Tab")
    expect(second).to_be_focused()
    page.keyboard.type("5")
    page.keyboard.press("Shift+Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator('input[name="coop.total.state"][value="known"]')).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator('input[name="coop.total.estimate"]')).to_be_focused()
    page.keyboard.press("Tab")
    expect(row_of(page, codes[0]).locator("summary", has_text="Ghi chú")).to_be_focused()
    expect(page.locator("#filled")).to_contain_text("2/")
    assert [figure(code).value for code in codes[:2]] == [77, 5]
    third.focus()
    last = page.locator(".cell > input").last
    last.fill("3")
    last.press("Tab")
    expect(last).not_to_be_focused()
    assert page.evaluate("document.activeElement !== document.body"), "Tab leaves the boxes"


def test_escape_restores_the_reason_for_no_number(page):
    answer_not_known(page, "coop.new")
    expect(state_of(page, "coop.new")).to_contain_text("Chưa có số liệu")
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


def test_escape_restores_the_amount_in_words(page):
    amount = box(page, "coop.revenue")
    amount.fill("2269266")
    amount.press("Enter")
    expect(state_of(page, "coop.revenue")).not_to_contain_text("Chưa nhập")
    amount.select_text()
    words = row_of(page, "coop.revenue").locator(".in-words")
    page.keyboard.type("5")
    expect(words).to_have_text("năm triệu đồng")
    page.keyboard.press("Escape")
    expect(words).to_contain_text("hai nghìn hai trăm sáu mươi chín tỷ")


def test_question_mark_opens_the_shortcuts_unless_turned_off(page, codes):
    field = box(page, codes[0])
    field.focus()
    page.keyboard.type("5?")
    expect(shortcuts(page).get_by_role("button", name="Đóng")).to_be_focused()
    page.keyboard.press("Space")
    expect(field).to_be_focused()
    expect(field).to_have_value("5")
    page.get_by_label("Nguyên nhân").focus()
    page.keyboard.type("Vì sao?")
    expect(page.get_by_label("Nguyên nhân")).to_have_value("Vì sao?")
    expect(shortcuts(page)).to_be_hidden()
    page.locator("#main").focus()
    page.keyboard.press("?")
    expect(shortcuts(page)).to_be_visible()
    page.get_by_label("Dùng phím ? để mở bảng này").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.locator("#main").focus()
    page.keyboard.press("?")
    expect(shortcuts(page)).to_be_hidden()
    page.get_by_role("button", name="Phím tắt").click()
    expect(page.get_by_label("Dùng phím ? để mở bảng này")).not_to_be_checked()
