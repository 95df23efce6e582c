"""Reporting without a mouse: from login to accepted figures, with a return in between."""

import pytest
from playwright.sync_api import expect

from figures.submissions.models import Figure
from reports import demo
from tests.e2e.form import HALF_YEAR, box, every, half_year, previous_half, row_of, see, state_of
from tests.e2e.keyboard import press, reach, write

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def log_in(page, username):
    page.goto("/")
    write(page, page.get_by_label("Tên đăng nhập"), username)
    write(page, page.get_by_label("Mật khẩu"), demo.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Tên đăng nhập")).to_have_count(0)


def button(page, name):
    return page.get_by_role("main").get_by_role("button", name=name, exact=True)


def approve(page):
    press(page, page.get_by_role("link", name="Nhập số liệu"))
    press(page, page.get_by_role("link", name="Kiểm tra và duyệt"))
    press(page, button(page, "Duyệt và gửi Cụm"))
    see(page, "Đã duyệt và gửi Cụm.")


def test_reporting_by_keyboard_only(open_browser):
    # The officer enters every number, Enter going down from cell to cell. Where there is none, the officer
    # chooses “Chưa có số liệu” beside the box and writes a note under “Ghi chú”.
    officer = open_browser().new_page()
    log_in(officer, "hau-giang")
    press(officer, officer.get_by_role("link", name="Nhập số liệu"))
    reach(officer, box(officer, "coop.total"))
    numbers = previous_half(officer) | HALF_YEAR
    unknown = [code for code, number in numbers.items() if number == "…"]
    for code, number in numbers.items():
        reach(officer, box(officer, code))
        if number != "…":
            officer.keyboard.type(number)
            officer.keyboard.press("Enter")
            continue
        reach(officer, officer.locator(f'input[name="{code}.state"][value="known"]'))
        officer.keyboard.press("ArrowDown")
        expect(officer.locator(f'input[name="{code}.state"][value="unknown"]')).to_be_focused()
        press(officer, row_of(officer, code).locator("summary", has_text="Ghi chú"))
        write(officer, officer.locator(f'textarea[name="{code}.note"]'), "Các huyện chưa thống kê.")
        officer.keyboard.press("Tab")
        expect(state_of(officer, code)).not_to_contain_text("Chưa nhập")
    expect(officer.locator("#filled")).to_contain_text(f"{len(numbers)}/{len(numbers)}", timeout=60_000)

    # Sent too early: the summary takes the focus, and Tab leads from there to each missing explanation.
    press(officer, button(officer, "Gửi lãnh đạo duyệt"))
    expect(officer.locator(".error-summary")).to_be_focused()
    reasons = every(officer.locator("textarea[name$='.explanation']"))
    assert reasons
    for reason in reasons:
        write(officer, reason, "Mưa bão kéo dài.")
    press(officer, button(officer, "Gửi lãnh đạo duyệt"))
    see(officer, "Đã gửi lãnh đạo duyệt.")
    for code in unknown:
        figure = Figure.objects.get(submission=half_year(), indicator__code=code)
        assert (figure.answer, figure.note) == ("unknown", "Các huyện chưa thống kê.")

    leader = open_browser().new_page()
    log_in(leader, "hau-giang-lead")
    approve(leader)

    # The secretary returns it with a reason on a named cell.
    secretary = open_browser().new_page()
    log_in(secretary, "secretary")
    press(secretary, secretary.get_by_role("link", name="Kiểm tra", exact=True))
    hau_giang = secretary.locator("tr", has_text="Hậu Giang").get_by_role("link").last
    press(secretary, hau_giang)
    cell = secretary.locator('input[name="return"]').first
    code = cell.get_attribute("value")
    press(secretary, cell, "Space")
    write(secretary, secretary.locator(f'textarea[name="return.{code}"]'), "Xin rà lại số này.")
    press(secretary, button(secretary, "Trả lại để sửa"))
    see(secretary, "Xin rà lại số này.")
    assert half_year().state == "returned"

    # Answered with a note, sent again, approved again, accepted.
    officer.goto(officer.url)
    see(officer, "Xin rà lại số này.")
    press(officer, row_of(officer, code).locator("summary", has_text="Ghi chú"))
    write(officer, officer.locator(f'textarea[name="{code}.note"]'), "Đã đối chiếu, giữ nguyên.")
    press(officer, button(officer, "Gửi lãnh đạo duyệt"))
    see(officer, "Đã gửi lãnh đạo duyệt.")
    leader.goto("/")
    approve(leader)
    secretary.goto(secretary.url)
    press(secretary, button(secretary, "Chấp nhận số liệu Hậu Giang"))
    see(secretary, "Đã chấp nhận số liệu Hậu Giang.")
    assert half_year().state == "accepted"
