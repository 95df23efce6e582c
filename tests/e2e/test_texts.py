"""The province's texts and its choice of estimates, which save themselves in the browser."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from figures.submissions.models import Submission
from reports import demo
from tests.e2e.accessibility import assert_accessible
from tests.e2e.form import ADDRESS, box
from tests.e2e.test_entry_cells import forgive_all, saved, state

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def half_year():
    return Submission.objects.get(province__slug="hau-giang", period__year=2023, period__half=2)


def text(page, name="causes"):
    return page.locator(f"textarea#{name}")


def write(page, words, name="causes"):
    text(page, name).fill(words)
    text(page, name).blur()


def test_text_saves_itself_when_left_and_nothing_is_left_to_save(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    expect(page.get_by_role("button", name="Lưu", exact=True)).to_be_hidden()
    write(page, "Hạn mặn.\nThiếu vốn.")
    expect(state(page, "causes")).to_contain_text("Đã lưu")
    saved(page)
    assert half_year().causes == "Hạn mặn.\nThiếu vốn."
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Tổng quan").click()
    page.wait_for_url("**/")
    assert asked == []


@pytest.mark.parametrize(("choice", "stays"), [("Giữ", "Thiếu vốn."), ("Lấy", "Hạn mặn.")])
def test_of_two_writers_one_sees_both_texts_and_chooses(choice, stays, open_browser):
    first, second = (open_browser(who).new_page() for who in ("hau-giang", "hau-giang-lead"))
    first.goto(ADDRESS)
    second.goto(ADDRESS)
    write(first, "Hạn mặn.")
    expect(state(first, "causes")).to_contain_text("Đã lưu")
    write(second, "Thiếu vốn.")
    both = second.locator("#causes-follows")
    expect(both).to_contain_text("Trang này đang giữ")
    expect(both).to_contain_text("Thiếu vốn.")
    expect(both).to_contain_text("Hạn mặn.")
    expect(state(second, "causes")).to_contain_text("Nội dung vừa đổi")
    assert half_year().causes == "Hạn mặn."
    assert_accessible(second)
    both.get_by_role("button", name=f"{choice} nội dung này").click()
    expect(both).to_be_hidden()
    expect(text(second)).to_have_value(stays)
    assert half_year().causes == stays
    write(second, "Cả hai.")
    expect(state(second, "causes")).to_contain_text("Đã lưu")
    expect(both).to_be_hidden()
    assert half_year().causes == "Cả hai."


def test_text_waits_for_the_line_and_outlives_a_reload(open_browser, complaints):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    page.route("**/texts/**", lambda route: route.abort("internetdisconnected"))
    page.on("dialog", lambda dialog: dialog.accept())
    write(page, "Hạn mặn.")
    expect(state(page, "causes")).to_contain_text("Chờ mạng, đã giữ ở máy này")
    page.unroute("**/texts/**")
    page.reload()
    expect(state(page, "causes")).to_contain_text("Đã lưu")
    expect(text(page)).to_have_value("Hạn mặn.")
    assert half_year().causes == "Hạn mặn."
    forgive_all(complaints)


def test_text_and_choice_go_through_after_logging_in_in_place(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    Session.objects.all().delete()
    write(page, "Hạn mặn.")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tên đăng nhập").fill("hau-giang")
    dialog.get_by_label("Mật khẩu").fill(demo.PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập").click()
    expect(state(page, "causes")).to_contain_text("Đã lưu")
    page.get_by_label("số ước thực hiện").check()
    expect(state(page, "basis")).to_contain_text("Đã lưu")
    assert (half_year().causes, half_year().is_estimate) == ("Hạn mặn.", True)


def test_choice_saves_itself_and_every_cell_says_so(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    box(page, "coop.new").fill("12")
    box(page, "coop.new").press("Enter")
    expect(state(page, "coop.new")).to_contain_text("Đã lưu")
    page.get_by_label("số ước thực hiện").check()
    expect(state(page, "coop.new")).to_contain_text("Số ước")
    expect(page.locator("#basis-words")).to_contain_text("Số ước thực hiện đến ngày")
    assert half_year().is_estimate
    page.get_by_label("số chính thức").check()
    expect(state(page, "coop.new")).to_contain_text("Đã lưu")
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
