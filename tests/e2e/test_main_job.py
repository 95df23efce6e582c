"""Reporting from end to end: a province reports, the cluster accepts, totals and report follow."""

import io
import re

import pdfplumber
import pytest
from playwright.sync_api import expect

from tests.e2e.form import (
    ADDRESS,
    HALF_YEAR,
    answer_not_known,
    box,
    explain_all,
    previous_half,
    see,
    send,
    send_answered,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

WRONG, RIGHT = "300", "266"


def test_accepted_figures_change_totals_and_report_at_once(open_browser, log_in):
    # Load the dashboard before anything was sent: the cached page must not be shown later.
    cluster = open_browser().new_page()
    cluster.goto("/")
    log_in(cluster, "secretary")
    cluster.goto("/dashboard/2023-H2/")
    assert "1/7" not in cluster.get_by_role("main").inner_text()

    # The officer fills in the open half-year.
    province = open_browser().new_page()
    province.goto("/")
    log_in(province, "hau-giang")
    province.get_by_role("link", name="Nhập số liệu").click()
    expect(province).to_have_url(re.compile(f"{ADDRESS}$"))
    numbers = previous_half(province)
    assert (numbers["coop.total"], numbers["coop.new"], numbers["group.ended"]) == ("257", "11", "…")
    for code, number in (numbers | HALF_YEAR | {"coop.total": WRONG}).items():
        if number == "…":
            answer_not_known(province, code)
        else:
            box(province, code).fill(number)

    # A failed hard check stops it, with a sentence that names both numbers.
    send(province)
    see(province, "Chưa gửi được")
    see(province, "= 266, ít hơn tổng số HTX đã nhập (300) là 34.")
    expect(province.locator(".error-summary")).to_be_focused()
    box(province, "coop.total").fill(RIGHT)

    # Unusual numbers need an explanation.
    send_answered(province)
    explain_all(province, "Mưa bão kéo dài <đợt 3>.")
    send(province)
    see(province, "Đã gửi lãnh đạo duyệt.")

    # The leader approves.
    leader = open_browser().new_page()
    leader.goto("/")
    log_in(leader, "hau-giang-lead")
    leader.get_by_role("link", name="Nhập số liệu").click()
    leader.get_by_role("link", name="Kiểm tra và duyệt").click()
    see(leader, "Mưa bão kéo dài <đợt 3>.")
    leader.get_by_role("button", name="Duyệt và gửi Cụm").click()
    see(leader, "Đã duyệt và gửi Cụm.")

    # The secretary accepts.
    cluster.get_by_role("link", name="Kiểm tra", exact=True).click()
    cluster.locator("tr", has_text="Hậu Giang").get_by_role("link").last.click()
    see(cluster, "Mưa bão kéo dài <đợt 3>.")
    cluster.get_by_role("button", name="Chấp nhận số liệu Hậu Giang").click()
    see(cluster, "Đã chấp nhận số liệu Hậu Giang.")

    # The next request shows it, to the cluster and to the other provinces.
    cluster.goto("/dashboard/2023-H2/?scope=accepted")
    see(cluster, RIGHT)
    see(cluster, "1/7")
    neighbour = open_browser("can-tho").new_page()
    neighbour.goto("/dashboard/2023-H2/")
    see(neighbour, RIGHT)
    see(neighbour, "1/7")

    # The report has it, too.
    response = cluster.context.request.get("/conference/2023-H2/report.pdf")
    assert response.headers["content-type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(response.body())) as report:
        text = "\n".join(page.extract_text() for page in report.pages)
    assert RIGHT in text
    assert "1/7" in text
