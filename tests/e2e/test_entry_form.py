"""The entry form with conflicts, expired logins and without scripts: no input is lost."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from figures.submissions.models import Figure
from tests.e2e.form import ADDRESS, box, save, see, send, stored_value

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_second_of_two_tabs_sees_the_conflict_and_loses_nothing(open_browser, complaints):
    context = open_browser("hau-giang")
    first, second = context.new_page(), context.new_page()
    first.goto(ADDRESS)
    second.goto(ADDRESS)
    box(first, "coop.new").fill("12")
    box(first, "coop.new").press("Enter")
    see(first, "Đã lưu tất cả lúc")
    box(second, "coop.new").fill("13")
    box(second, "coop.dissolved").fill("3")
    send(second)
    see(second, "Bấm Lưu để ghi phần của trang này")
    complaints.forgive("status of 409")
    expect(second.locator(".error-summary")).to_be_focused()
    expect(box(second, "coop.new")).to_have_value("13")
    expect(box(second, "coop.dissolved")).to_have_value("3")
    assert stored_value("coop.new") == 12
    second.get_by_label("Lấy 12").check()
    save(second)
    see(second, "Đã lưu tất cả lúc")
    expect(box(second, "coop.new")).to_have_value("12")
    assert (stored_value("coop.new"), stored_value("coop.dissolved")) == (12, 3)


def test_form_outlives_an_expired_login(open_browser, log_in):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    box(page, "coop.new").fill("12")
    box(page, "coop.total").fill("1.23.456")
    expect(page.locator("#coop-new-state")).to_contain_text("Đã lưu")
    Session.objects.all().delete()
    send(page)
    log_in(page, "hau-giang")
    see(page, "Phiên đăng nhập đã hết hạn khi đang nhập.")
    expect(box(page, "coop.new")).to_have_value("12")
    expect(box(page, "coop.total")).to_have_value("1.23.456")
    save(page)
    see(page, "Đã lưu tất cả lúc")
    assert stored_value("coop.new") == 12
    expect(box(page, "coop.total")).to_have_value("1.23.456")


def test_form_saves_without_scripts(open_browser):
    page = open_browser("hau-giang", script=False).new_page()
    page.goto(ADDRESS)
    box(page, "coop.new").fill("12")
    page.locator("tr", has=box(page, "group.ended")).locator("summary", has_text="Ghi chú").click()
    page.locator('input[name="group.ended.state"][value="unknown"]').check()
    save(page)
    see(page, "Đã lưu tất cả lúc")
    expect(box(page, "coop.new")).to_have_value("12")
    assert stored_value("coop.new") == 12
    assert (
        Figure.objects.get(
            submission__period__half=2, submission__period__year=2023, indicator__code="group.ended"
        ).answer
        == Figure.Answer.NOT_KNOWN
    )


def test_error_summary_links_to_the_cell_by_keyboard(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    box(page, "coop.new").fill("1.23.456")
    box(page, "coop.new").press("Enter")
    see(page, "Cần xem lại: 01 số cần sửa")
    send(page)
    expect(page.locator(".error-summary")).to_be_focused()
    page.wait_for_load_state()  # a page that is still loading goes to its anchors later
    page.keyboard.press("Tab")
    expect(page.locator(".error-summary a").first).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('tr').contains(document.querySelector('#coop-new'))")


def test_double_click_on_send_and_an_old_page_are_harmless(ready, open_browser, complaints):
    context = open_browser("hau-giang")
    page, old = context.new_page(), context.new_page()
    page.goto(ADDRESS)
    old.goto(ADDRESS)
    page.get_by_role("button", name="Gửi lãnh đạo duyệt").dblclick()
    see(page, "Đã gửi, chờ tỉnh duyệt")
    page.wait_for_load_state("networkidle")
    assert [step.action for step in ready.steps.all()] == ["submit"]
    assert "không thể" not in page.get_by_role("main").inner_text()
    box(old, "coop.new").fill("87.654")
    send(old)
    see(old, "Báo cáo đang ở trạng thái “Đã gửi” nên không sửa được số liệu.")
    see(old, "87.654")
    for words in (
        "cells/coop.new",
        "Error Code 409",
        "status of 409",
    ):  # first for the cell, then for the form
        complaints.forgive(words)
    assert stored_value("coop.new") == 11


def test_leaving_with_unsaved_figures_asks(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    page.route("**/cells/**", lambda route: None)  # no response ever arrives
    box(page, "coop.new").fill("12")
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Tổng quan").click()
    page.wait_for_url("**/")
    assert dialogs == ["beforeunload"]
