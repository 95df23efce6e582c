"""The province's texts and its choice of estimates, which save themselves."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from reports import demo
from tests.e2e.accessibility import assert_accessible
from tests.e2e.form import ADDRESS, box, expect_all_saved, forgive_offline, half_year, state_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def text(page, name="causes"):
    return page.locator(f"textarea#{name}")


def write(page, words, name="causes"):
    text(page, name).fill(words)
    text(page, name).blur()


def test_text_saves_itself_when_left(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    expect(page.get_by_role("button", name="Lưu", exact=True)).to_be_hidden()
    write(page, "Hạn mặn.\nThiếu vốn.")
    expect(state_of(page, "causes")).to_contain_text("Đã lưu")
    expect_all_saved(page)
    assert half_year().causes == "Hạn mặn.\nThiếu vốn."
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Tổng quan").click()
    page.wait_for_url("**/")
    assert dialogs == []


@pytest.mark.parametrize(("choice", "text_after"), [("Giữ", "Thiếu vốn."), ("Lấy", "Hạn mặn.")])
def test_second_writer_sees_both_texts_and_chooses(choice, text_after, open_browser):
    first, second = (open_browser(who).new_page() for who in ("hau-giang", "hau-giang-lead"))
    first.goto(ADDRESS)
    second.goto(ADDRESS)
    write(first, "Hạn mặn.")
    expect(state_of(first, "causes")).to_contain_text("Đã lưu")
    write(second, "Thiếu vốn.")
    both = second.locator("#causes-follows")
    expect(both).to_contain_text("Trang này đang giữ")
    expect(both).to_contain_text("Thiếu vốn.")
    expect(both).to_contain_text("Hạn mặn.")
    expect(state_of(second, "causes")).to_contain_text("Nội dung vừa đổi")
    assert half_year().causes == "Hạn mặn."
    assert_accessible(second)
    both.get_by_role("button", name=f"{choice} nội dung này").click()
    expect(both).to_be_hidden()
    expect(text(second)).to_have_value(text_after)
    assert half_year().causes == text_after
    write(second, "Cả hai.")
    expect(state_of(second, "causes")).to_contain_text("Đã lưu")
    expect(both).to_be_hidden()
    assert half_year().causes == "Cả hai."


def test_offline_text_outlives_a_reload(open_browser, complaints):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    page.route("**/texts/**", lambda route: route.abort("internetdisconnected"))
    page.on("dialog", lambda dialog: dialog.accept())
    write(page, "Hạn mặn.")
    expect(state_of(page, "causes")).to_contain_text("Chờ mạng, đã giữ ở máy này")
    page.unroute("**/texts/**")
    page.reload()
    expect(state_of(page, "causes")).to_contain_text("Đã lưu")
    expect(text(page)).to_have_value("Hạn mặn.")
    assert half_year().causes == "Hạn mặn."
    forgive_offline(complaints)


def test_text_and_choice_are_saved_after_renewing_the_login(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    Session.objects.all().delete()
    write(page, "Hạn mặn.")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tên đăng nhập").fill("hau-giang")
    dialog.get_by_label("Mật khẩu").fill(demo.PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập").click()
    expect(state_of(page, "causes")).to_contain_text("Đã lưu")
    page.get_by_label("số ước thực hiện").check()
    expect(state_of(page, "basis")).to_contain_text("Đã lưu")
    assert (half_year().causes, half_year().is_estimate) == ("Hạn mặn.", True)


def test_choice_saves_itself_and_marks_every_cell(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    box(page, "coop.new").fill("12")
    box(page, "coop.new").press("Enter")
    expect(state_of(page, "coop.new")).to_contain_text("Đã lưu")
    page.get_by_label("số ước thực hiện").check()
    expect(state_of(page, "coop.new")).to_contain_text("Số ước")
    expect(page.locator("#basis-words")).to_contain_text("Số ước thực hiện đến ngày")
    assert half_year().is_estimate
    page.get_by_label("số chính thức").check()
    expect(state_of(page, "coop.new")).to_contain_text("Đã lưu")
    assert not half_year().is_estimate


def test_texts_and_choice_are_saved_by_the_button_without_scripts(open_browser):
    page = open_browser("hau-giang", script=False).new_page()
    page.goto(ADDRESS)
    text(page).fill("Hạn mặn.")
    page.get_by_label("số ước thực hiện").check()
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("#save-line")).to_contain_text("Lưu lần cuối")
    expect(text(page)).to_have_value("Hạn mặn.")
    assert (half_year().causes, half_year().is_estimate) == ("Hạn mặn.", True)
