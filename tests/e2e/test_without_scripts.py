"""Reporting in a browser without scripts."""

import pytest
from playwright.sync_api import expect

from figures.submissions.models import Figure
from tests.e2e.form import (
    ADDRESS,
    HALF_YEAR,
    answer_not_known,
    box,
    explain_all,
    half_year,
    previous_half,
    save,
    see,
    send,
    send_answered,
)
from tests.figures.intake.workbook.xlsx_files import changed_file

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_reporting_without_scripts(open_browser, log_in):
    officer = open_browser(script=False).new_page()
    officer.goto("/")
    log_in(officer, "hau-giang")
    officer.get_by_role("link", name="Nhập số liệu").click()
    for code, number in (previous_half(officer) | HALF_YEAR | {"coop.total": "1.23.456"}).items():
        if number == "…":
            answer_not_known(officer, code)
        else:
            box(officer, code).fill(number)
    save(officer)
    see(officer, "Đã lưu tất cả lúc")
    see(officer, "1 số cần sửa")
    expect(box(officer, "coop.total")).to_have_value("1.23.456")
    send_answered(officer)
    expect(officer.locator(".error-summary")).to_be_focused()
    box(officer, "coop.total").fill(HALF_YEAR["coop.total"])
    send_answered(officer)
    explain_all(officer, "Mưa bão kéo dài.")
    save(officer)
    see(officer, "Đã lưu tất cả lúc")

    # One number comes from a spreadsheet.
    with officer.expect_download() as download:
        officer.get_by_role("link", name="Tải biểu Excel").click()
    data = changed_file(download.value.path().read_bytes(), {"emulation.awards": {"value": 15}})
    officer.get_by_role("link", name="Nhập từ tệp Excel").click()
    officer.get_by_label("Biểu đã nhập").set_input_files(
        {"name": "bieu.xlsx", "mimeType": "application/octet-stream", "buffer": data}
    )
    officer.get_by_role("button", name="Xem trước").click()
    see(officer, "Lượt khen thưởng")
    officer.get_by_role("button", name="Ghi tất cả").click()
    see(officer, "Đã ghi 1 ô.")
    assert Figure.objects.get(submission=half_year(), indicator__code="emulation.awards").value == 15
    send(officer)
    see(officer, "Đã gửi lãnh đạo duyệt.")

    leader = open_browser(script=False).new_page()
    leader.goto("/")
    log_in(leader, "hau-giang-lead")
    leader.goto(ADDRESS)
    leader.get_by_role("link", name="Kiểm tra và duyệt").click()
    leader.get_by_role("button", name="Duyệt và gửi Cụm").click()
    see(leader, "Đã duyệt và gửi Cụm.")

    secretary = open_browser(script=False).new_page()
    secretary.goto("/")
    log_in(secretary, "secretary")
    secretary.get_by_role("link", name="Kiểm tra", exact=True).click()
    secretary.locator("tr", has_text="Hậu Giang").get_by_role("link").last.click()
    secretary.get_by_role("button", name="Chấp nhận số liệu Hậu Giang").click()
    see(secretary, "Đã chấp nhận số liệu Hậu Giang.")
    assert half_year().state == "accepted"
