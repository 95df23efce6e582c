"""Cells that save themselves: with two writers, without a network, with an expired login."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from reports import demo
from tests.e2e.form import (
    ADDRESS,
    box,
    expect_all_saved,
    figure,
    forgive_offline,
    previous_half,
    row_of,
    see,
    state_of,
    stored_value,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_cell_saves_itself_and_updates_dependent_values(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    box(page, "coop.total").fill("1266")
    box(page, "coop.new").focus()
    expect_all_saved(page)
    expect(box(page, "coop.total")).to_have_value("1.266")
    expect(state_of(page, "coop.total")).to_contain_text("Cần giải trình")
    expect(page.locator("#coop-total-change")).to_contain_text("%")
    assert stored_value("coop.total") == 1266
    box(page, "coop.new").fill("11")
    box(page, "coop.dissolved").focus()
    expect(state_of(page, "coop.new")).to_contain_text("Đã lưu")
    page.get_by_role("textbox", name="Lý do").fill("Sáp nhập địa bàn.")
    box(page, "coop.new").focus()
    expect(state_of(page, "coop.total")).to_contain_text("Đã giải trình")


def test_state_of_a_cell_is_announced_to_screen_readers(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    line = page.get_by_role("status").filter(has=page.locator(".state"))
    for text, announcement in {
        "1.23.456": "Tổng số HTX: cần sửa",
        "1266": "Tổng số HTX: cần giải trình",
    }.items():
        box(page, "coop.total").fill(text)
        box(page, "coop.total").press("Enter")
        expect(line).to_contain_text("Đã lưu tất cả lúc")
        expect(line).to_contain_text(announcement)
        # The focused cell is described by its state and the reason.
        expect(box(page, "coop.total")).to_have_accessible_description(
            re.compile(r"^Cần (sửa|giải trình) \w")
        )


def test_page_after_going_back_shows_saved_values(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    for number in ("14", "15"):
        box(page, "coop.new").fill(number)
        box(page, "coop.dissolved").focus()
        expect_all_saved(page)
        page.goto("/tasks/")
        page.go_back()
        expect(box(page, "coop.new")).to_have_value(number)
    assert stored_value("coop.new") == 15


def test_roll_forward_and_ratio_follow_saved_cells(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    numbers = {"coop.total": "266", "coop.new": "11", "coop.dissolved": "2", "coop.charter_capital": "266000"}
    numbers |= {"coop.other_increase": "0", "coop.other_decrease": "0"}
    for code, number in numbers.items():
        box(page, code).fill(number)
        box(page, code).press("Enter")
    line = page.locator("#coop-total-line")
    expect(line).to_contain_text("Khớp với số cuối kỳ đã nhập.")
    expect(page.locator("#coop-capital_per_coop-value")).to_contain_text("1.000")
    box(page, "coop.total").fill("270")
    box(page, "coop.total").press("Enter")
    expect(page.locator("#coop-total-follows")).to_contain_text("= 266, ít hơn")


def test_dependent_values_follow_typing_and_escape(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    numbers = {
        "coop.new": "11",
        "coop.dissolved": "2",
        "coop.other_increase": "0",
        "coop.other_decrease": "0",
    }
    for code, number in (numbers | {"coop.total": "266", "coop.charter_capital": "266000"}).items():
        box(page, code).fill(number)
        box(page, code).press("Enter")
    line = page.locator("#coop-total-line")
    ratio = page.locator("#coop-capital_per_coop-value")
    expect(line).to_contain_text("Khớp với số cuối kỳ đã nhập.")
    expect(ratio).to_contain_text("1.000")
    change = page.locator("#coop-total-change").inner_text()
    box(page, "coop.total").fill("2660")
    expect(line).to_contain_text("chênh lệch +2.394")
    expect(ratio).to_contain_text("100")
    expect(page.locator("#coop-total-change")).not_to_have_text(change)
    expect(row_of(page, "coop.total").locator(".in-words")).to_have_text("hai nghìn sáu trăm sáu mươi HTX")
    assert stored_value("coop.total") == 266, "a cell is saved only when left"
    box(page, "coop.total").press("Escape")
    expect(line).to_contain_text("Khớp với số cuối kỳ đã nhập.")
    expect(page.locator("#coop-total-change")).to_have_text(change)
    box(page, "coop.charter_capital").fill("266000000")
    question = row_of(page, "coop.charter_capital").locator("xpath=following-sibling::tr[1]")
    expect(question).to_contain_text("Có thể nhầm đơn vị tính")
    assert stored_value("coop.charter_capital") == 266000


def test_second_of_two_writers_chooses(open_browser):
    first, second = (open_browser(who).new_page() for who in ("hau-giang", "hau-giang-lead"))
    first.goto(ADDRESS)
    second.goto(ADDRESS)
    for code in ("coop.new", "coop.dissolved"):
        box(first, code).fill("13")
        box(first, code).press("Enter")
        expect(state_of(first, code)).to_contain_text("Đã lưu")
        box(second, code).fill("14")
        box(second, code).press("Enter")
        see(second, "vừa sửa ô này")
        assert stored_value(code) == 13
        expect(box(second, code)).to_have_value("14")
        choice = "Lấy 13" if code == "coop.new" else "Giữ 14"
        second.get_by_role("button", name=choice).click()
        expect(second.get_by_role("button", name=choice)).to_have_count(0)
    expect(box(second, "coop.new")).to_have_value("13")
    assert (stored_value("coop.new"), stored_value("coop.dissolved")) == (13, 14)


def test_offline_cells_are_saved_when_online_again(open_browser, complaints):
    context = open_browser("hau-giang")
    page = context.new_page()
    page.goto(ADDRESS)
    context.set_offline(True)
    box(page, "coop.new").fill("12")
    box(page, "coop.new").press("Enter")
    expect(state_of(page, "coop.new")).to_contain_text("Chờ mạng, đã giữ ở máy này")
    box(page, "coop.dissolved").fill("3")
    box(page, "coop.dissolved").press("Enter")
    expect(page.locator("#save-line")).to_contain_text("Chờ mạng")
    expect(state_of(page, "coop.dissolved")).to_contain_text("Chờ mạng, đã giữ ở máy này")
    context.set_offline(False)
    expect_all_saved(page)
    expect(state_of(page, "coop.dissolved")).to_contain_text("Đã lưu")
    assert (stored_value("coop.new"), stored_value("coop.dissolved")) == (12, 3)
    forgive_offline(complaints)


def test_unsaved_cells_outlive_a_reload(open_browser, complaints):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    page.route("**/cells/**", lambda route: route.abort("internetdisconnected"))
    page.on("dialog", lambda dialog: dialog.accept())
    box(page, "coop.new").fill("12")
    box(page, "coop.new").press("Enter")
    expect(state_of(page, "coop.new")).to_contain_text("Chờ mạng")
    page.unroute("**/cells/**")
    page.reload()
    expect_all_saved(page)
    expect(box(page, "coop.new")).to_have_value("12")
    assert stored_value("coop.new") == 12
    forgive_offline(complaints)


def test_lost_response_is_requested_again_with_one_effect(open_browser, complaints):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    lost = []

    def lose_once(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)  # the request arrived, but not its response
        return route.abort("internetdisconnected")

    page.route("**/cells/**", lose_once)
    box(page, "coop.new").fill("12")
    box(page, "coop.new").press("Enter")
    expect_all_saved(page)
    expect(state_of(page, "coop.new")).to_contain_text("Đã lưu")
    assert (lost, stored_value("coop.new"), figure("coop.new").version) == ([200], 12, 1)
    forgive_offline(complaints)


def test_expired_login_is_renewed_in_a_dialog_and_the_cell_saved(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    Session.objects.all().delete()
    box(page, "coop.new").fill("12")
    box(page, "coop.new").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Đăng nhập lại để lưu.")
    expect(dialog.get_by_label("Tên đăng nhập")).to_be_focused()
    dialog.get_by_label("Tên đăng nhập").fill("hau-giang")
    dialog.get_by_label("Mật khẩu").fill("sai")
    dialog.get_by_role("button", name="Đăng nhập").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("Tên đăng nhập").fill("hau-giang")
    dialog.get_by_label("Mật khẩu").fill(demo.PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập").click()
    expect_all_saved(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert stored_value("coop.new") == 12
    box(page, "coop.dissolved").fill("3")
    box(page, "coop.dissolved").press("Enter")
    expect(state_of(page, "coop.dissolved")).to_contain_text("Đã lưu")
    assert stored_value("coop.dissolved") == 3


def test_focused_amount_is_shown_in_words(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    box(page, "coop.revenue").fill("2269266")
    line = row_of(page, "coop.revenue").locator(".in-words")
    expect(line).to_have_text("hai nghìn hai trăm sáu mươi chín tỷ hai trăm sáu mươi sáu triệu đồng")
    box(page, "coop.new").focus()
    expect(line).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1280])
def test_page_with_findings_and_words_fits_the_screen(width, open_browser):
    page = open_browser("hau-giang", width=width).new_page()
    page.goto(ADDRESS)
    box(page, "coop.total").fill("1266")
    box(page, "coop.revenue").focus()
    expect_all_saved(page)
    box(page, "coop.revenue").fill("2269266777")
    expect(page.locator(".in-words")).to_be_visible()
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0


def test_login_about_to_expire_is_announced_and_extended(open_browser):
    page = open_browser("hau-giang").new_page()
    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=121))
    page.goto(ADDRESS)
    expect(page.get_by_role("alert").filter(has_text="hết hạn sau 2 phút nữa")).to_be_visible()
    page.get_by_role("button", name="Gia hạn đăng nhập").click()
    expect(page.locator("#login-ends")).to_be_hidden()
    assert Session.objects.get().expire_date > timezone.now() + timedelta(hours=7)


def test_amount_in_another_unit_can_be_corrected_by_a_button(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    before = previous_half(page)["coop.charter_capital"].replace(".", "")
    box(page, "coop.charter_capital").fill(f"{before}000")
    box(page, "coop.new").focus()
    expect_all_saved(page)
    page.get_by_role("button", name="Ghi ").click()
    box(page, "coop.new").focus()
    expect(state_of(page, "coop.charter_capital")).to_contain_text("Đã lưu")
    assert stored_value("coop.charter_capital") == int(before)


def test_field_stays_under_the_fingers_when_a_finding_appears_above_it(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    box(page, "coop.revenue").fill("1.23.456")
    field = box(page, "coop.profit")
    field.focus()
    before = field.bounding_box()["y"]
    expect(state_of(page, "coop.revenue")).to_contain_text("Cần sửa")
    expect(row_of(page, "coop.revenue").locator("xpath=following-sibling::tr[1]")).to_be_visible()
    assert abs(field.bounding_box()["y"] - before) < 2
