"""The pages of the contest: final points, and the links from a rank down."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from emulation.year.models import Deadline
from tests.e2e.accessibility import assert_accessible

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("contests"),
]


def test_final_points_are_refused_then_saved(open_browser):
    Deadline.objects.filter(year__year=2023, part=Deadline.Part.COUNCIL).update(opens_on=timezone.localdate())
    page = open_browser("secretary").new_page()
    page.goto("/emulation/2023/results/")
    page.get_by_role("link", name="Hậu Giang").first.click()
    page.get_by_role("link", name="Ghi điểm thống nhất").click()
    page.get_by_label("1.1 Cơ chế, chính sách hỗ trợ HTX", exact=True).fill("5,5")
    page.get_by_label("1.2 Phối hợp sở, ngành ban hành văn bản", exact=True).fill("1,5")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("heading", name="Chưa lưu được")).to_be_visible()
    page.get_by_text("Đọc được 5,5; ghi từ 0 đến 5 điểm").first.wait_for()
    assert_accessible(page)
    page.get_by_label("1.1 Cơ chế, chính sách hỗ trợ HTX", exact=True).fill("4,5")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu điểm thống nhất của Hậu Giang")).to_be_visible()
    expect(page.get_by_role("row", name="1.1 Cơ chế, chính sách hỗ trợ HTX")).to_contain_text("4,50")
    assert_accessible(page)


def test_settled_scores_and_their_sources_are_accessible(open_browser):
    page = open_browser("secretary").new_page()
    for address in ("checks/hau-giang/", "scores/hau-giang/"):  # every first page is looked at elsewhere
        page.goto(f"/emulation/2022/{address}")
        assert_accessible(page)


def test_rank_links_down_to_the_register(open_browser):
    page = open_browser("secretary").new_page()
    page.goto("/emulation/2022/results/")
    page.get_by_role("link", name="Hậu Giang").first.click()
    page.get_by_role("link", name="Tổng số HTX, 6 tháng cuối năm 2022").click()
    page.get_by_role("link", name="Danh sách đơn vị được tính trong Tổng số HTX").click()
    expect(page.get_by_text("Đang xem các đơn vị được tính trong một số liệu đã báo cáo")).to_be_visible()
    assert_accessible(page)
