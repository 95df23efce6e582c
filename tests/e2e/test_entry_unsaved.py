"""Cells that could not be saved stay visible, do not count as saved, and are saved later."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from reports import demo
from tests.e2e.form import (
    ADDRESS,
    box,
    expect_all_saved,
    figure,
    forgive_offline,
    row_of,
    see,
    send,
    state_of,
    stored_value,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def write(page, code, number):
    box(page, code).fill(number)
    box(page, code).press("Enter")


def note(page, code, words):
    row_of(page, code).locator("summary", has_text="Ghi chú").click()
    field = page.locator(f'textarea[name="{code}.note"]')
    field.fill(words)
    field.blur()


def log_in_again(page, username):
    dialog = page.get_by_role("dialog", name="Phiên đăng nhập đã hết hạn")
    dialog.get_by_label("Tên đăng nhập").fill(username)
    dialog.get_by_label("Mật khẩu").fill(demo.PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập").click()
    expect(dialog).to_be_hidden()


def forgive_refusal(complaints):
    """The browser and htmx both complain about the refused cell."""
    complaints.forgive("status of 403")
    complaints.forgive("Error Code 403")


def test_save_line_counts_the_open_conflict(open_browser):
    first, second = (open_browser(who).new_page() for who in ("hau-giang", "hau-giang-lead"))
    first.goto(ADDRESS)
    second.goto(ADDRESS)
    write(first, "coop.new", "257")
    expect_all_saved(first)
    write(second, "coop.new", "255")
    see(second, "vừa sửa ô này")
    write(second, "coop.dissolved", "3")
    line = second.locator("#save-line")
    expect(line).to_contain_text("số ô chưa lưu: 1")
    expect(line).not_to_contain_text("Đã lưu tất cả")
    assert stored_value("coop.dissolved") == 3
    expect(second.get_by_role("button", name="Giữ 255")).to_be_visible()
    second.get_by_role("button", name="Lấy 257").click()
    expect_all_saved(second)
    expect(line).not_to_contain_text("chưa lưu")


def test_second_writer_of_a_note_sees_both_and_chooses(open_browser):
    first, second = (open_browser(who).new_page() for who in ("hau-giang", "hau-giang-lead"))
    for page in (first, second):
        page.goto(ADDRESS)
    write(first, "coop.new", "12")
    expect_all_saved(first)
    second.reload()
    note(first, "coop.new", "Theo sổ.")
    expect_all_saved(first)
    note(second, "coop.new", "Huyện báo.")
    both = second.locator("#coop-new-follows")
    expect(both).to_contain_text("Huyện báo.")
    expect(both).to_contain_text("Theo sổ.")
    second.get_by_role("button", name="Lấy phần này người khác đã ghi").click()
    expect(both).to_be_hidden()
    expect(second.locator('textarea[name="coop.new.note"]')).to_have_value("Theo sổ.")
    assert figure("coop.new").note == "Theo sổ."


def test_form_is_not_sent_while_cells_are_offline(ready, open_browser, complaints):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    page.route("**/entry/**", lambda route: route.abort("internetdisconnected"))  # the browser is “online”
    box(page, "coop.new").fill("12")
    send(page)
    expect(page.locator("#save-line")).to_contain_text("Mất kết nối nên chưa gửi")
    expect(state_of(page, "coop.new")).to_contain_text("Chờ mạng, đã giữ ở máy này")
    expect(box(page, "coop.new")).to_have_value("12")
    page.unroute("**/entry/**")
    send(page)
    expect(page.locator(".error-summary")).to_be_focused()  # the sum is exceeded by one
    assert stored_value("coop.new") == 12
    forgive_offline(complaints)


def test_closed_login_dialog_can_be_reopened(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    Session.objects.all().delete()
    write(page, "coop.new", "12")
    dialog = page.get_by_role("dialog", name="Phiên đăng nhập đã hết hạn")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    alert = page.get_by_role("alert").filter(has_text="Phiên đăng nhập đã hết hạn")
    alert.get_by_role("button", name="Đăng nhập lại").click()
    log_in_again(page, "hau-giang")
    expect_all_saved(page)
    expect(page.locator("#login-needed")).to_be_hidden()
    assert stored_value("coop.new") == 12


def test_unsaved_cell_is_neither_sent_nor_lost_under_another_login(open_browser, complaints):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    page.on("dialog", lambda dialog: dialog.accept())
    Session.objects.all().delete()
    write(page, "coop.new", "12")
    log_in_again(page, "hau-giang-lead")
    expect(state_of(page, "coop.new")).to_contain_text("Chưa lưu được, đã giữ ở máy này. Tải lại trang.")
    forgive_refusal(complaints)
    page.reload()
    expect(box(page, "coop.new")).to_have_value("")
    write(page, "coop.dissolved", "3")
    expect_all_saved(page)
    assert figure("coop.new") is None
    Session.objects.all().delete()
    write(page, "coop.dissolved", "4")
    log_in_again(page, "hau-giang")
    expect(state_of(page, "coop.dissolved")).to_contain_text("Chưa lưu được")
    forgive_refusal(complaints)
    page.reload()
    expect(state_of(page, "coop.new")).to_contain_text("Đã lưu")
    assert (stored_value("coop.new"), figure("coop.new").changed_by.username) == (12, "hau-giang")
