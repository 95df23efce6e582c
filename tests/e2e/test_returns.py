"""A return on named cells, in the browsers of checker and province."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from figures.submissions.models import Submission
from figures.workflow import services
from provinces.accounts.models import Officer
from tests.e2e.accessibility import assert_accessible
from tests.e2e.form import ADDRESS, box, row_of, save, see, send

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

REVIEW = "/review/2023-H2/hau-giang/"


@pytest.fixture
def approved(ready: Submission) -> Submission:
    """Approved by the province, waiting for the cluster."""
    services.submit(submission=ready, by=Officer.objects.get(username="hau-giang"))
    services.approve(submission=ready, by=Officer.objects.get(username="hau-giang-lead"))
    return ready


def tick(page, label):
    page.get_by_role("checkbox", name=f"Trả lại {label}", exact=True).check()


def reason(page, label):
    return page.get_by_role("textbox", name=f"Lý do trả lại “{label}”", exact=True)


def test_returned_cells_are_corrected_and_shown_with_their_changes(approved, open_browser, complaints):
    desk = open_browser("secretary").new_page()
    desk.goto(REVIEW)
    for summary in desk.locator("form > details > summary").all():
        summary.click()
    expect(reason(desk, "HTX thành lập mới")).to_be_hidden()
    tick(desk, "HTX thành lập mới")
    tick(desk, "Lãi của HTX trong kỳ")
    tick(desk, "THT thành lập mới")
    reason(desk, "HTX thành lập mới").fill("Đối chiếu với Sở Kế hoạch và Đầu tư.")
    assert_accessible(desk)
    desk.get_by_role("button", name="Trả lại để sửa").click()
    expect(desk.locator(".error-summary")).to_be_focused()
    complaints.forgive("409 (Conflict)")
    desk.get_by_role("link", name="Xin ghi lý do trả lại “Lãi của HTX trong kỳ”").click()
    expect(reason(desk, "Lãi của HTX trong kỳ")).to_have_attribute("aria-invalid", "true")
    assert_accessible(desk)
    expect(reason(desk, "HTX thành lập mới")).to_have_value("Đối chiếu với Sở Kế hoạch và Đầu tư.")
    reason(desk, "Lãi của HTX trong kỳ").fill("Có phải lũy kế từ đầu năm không?")
    desk.get_by_label("Lý do trả lại chung").fill("Xem lại ba số.")
    desk.get_by_role("button", name="Trả lại để sửa").click()
    see(desk, "Đã trả lại số liệu cho Hậu Giang.")

    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    see(page, "Còn 3/3 ô phải sửa")
    expect(box(page, "coop.labour")).to_be_disabled()
    expect(page.locator("#coop-labour-state")).to_contain_text("Đã khóa")
    expect(page.locator("#coop-labour-state")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("region", name="trả lại lúc").get_by_role("link", name="HTX thành lập mới").click()
    expect(box(page, "coop.new")).to_be_in_viewport()
    box(page, "coop.new").fill("12")
    box(page, "coop.new").press("Enter")
    see(page, "Còn 2/3 ô phải sửa")
    box(page, "coop.dissolved").fill("3")
    box(page, "coop.dissolved").press("ArrowUp")
    expect(box(page, "coop.other_increase")).to_be_focused()
    expect(page.locator("#coop-dissolved-state")).to_contain_text("Đã lưu")

    row_of(page, "coop.profit").locator("summary", has_text="Ghi chú").click()
    page.locator('textarea[name="coop.profit.note"]').fill("Số của riêng sáu tháng, không lũy kế.")
    box(page, "coop.profit").focus()
    see(page, "Còn 1/3 ô phải sửa")
    send(page)
    see(page, "Chưa gửi được: 01 số bị trả lại chưa sửa")
    expect(page.locator(".error-summary")).to_be_focused()
    box(page, "group.new").fill("16")
    box(page, "group.new").press("Enter")
    expect(page.locator("#group-new-state")).to_contain_text("Đã lưu")
    send(page)
    see(page, "Đã gửi lãnh đạo duyệt.")

    services.approve(submission=approved, by=Officer.objects.get(username="hau-giang-lead"))
    desk.goto(REVIEW)
    see(desk, "3 số đã đổi từ lần trả lại")
    changed = desk.get_by_role("group", name="Số đã đổi: số lúc ấy")
    for words in ("HTX thành lập mới", "HTX giải thể", "THT thành lập mới"):
        expect(changed).to_contain_text(words)
    desk.locator("summary", has_text="1 số giữ nguyên").click()
    unchanged = desk.get_by_role("group", name="Số giữ nguyên")
    for words in ("Lãi của HTX trong kỳ", "Đã yêu cầu: “Có phải"):
        expect(unchanged).to_contain_text(words)
    assert_accessible(desk)


def test_returned_cells_are_corrected_without_scripts(approved, open_browser):
    desk = open_browser("secretary", script=False).new_page()
    desk.goto(REVIEW)
    for summary in desk.locator("form > details > summary").all():
        summary.click()
    for label, why in (("HTX thành lập mới", "Đối chiếu."), ("THT thành lập mới", "Có sót không?")):
        tick(desk, label)
        reason(desk, label).fill(why)
    desk.get_by_role("button", name="Trả lại để sửa").click()
    see(desk, "Đã trả lại số liệu cho Hậu Giang.")

    page = open_browser("hau-giang", script=False).new_page()
    page.goto(ADDRESS)
    see(page, "Còn 2/2 ô phải sửa")
    expect(box(page, "coop.labour")).to_be_disabled()
    box(page, "coop.new").fill("12")
    box(page, "coop.dissolved").fill("3")
    row_of(page, "group.new").locator("summary", has_text="Ghi chú").click()
    page.locator('textarea[name="group.new.note"]').fill("Đã rà, không sót.")
    save(page)
    see(page, "Còn 0/2 ô phải sửa")
    send(page)
    see(page, "Đã gửi lãnh đạo duyệt.")

    services.approve(submission=approved, by=Officer.objects.get(username="hau-giang-lead"))
    desk.goto(REVIEW)
    see(desk, "2 số đã đổi từ lần trả lại")
    new = desk.get_by_role("group", name="Số đã đổi").get_by_role("row", name="HTX thành lập mới").first
    expect(new.get_by_role("cell").nth(1)).to_contain_text("12")


def test_returned_total_opens_its_parts(approved, open_browser):
    total = approved.figures.get(indicator__code="coop.total").indicator
    services.send_back(
        submission=approved, cells={total: "Đối chiếu."}, by=Officer.objects.get(username="secretary")
    )
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    expect(box(page, "union.total")).to_be_disabled()
    expect(box(page, "coop.charter_capital")).to_be_disabled()
    expect(box(page, "coop.active")).to_be_enabled()
    box(page, "coop.active").press("Enter")
    expect(box(page, "coop.inactive")).to_be_focused()


def test_cell_closed_by_a_later_return_is_refused_and_shows_the_stored_value(
    approved, open_browser, complaints
):
    secretary = Officer.objects.get(username="secretary")
    new = approved.figures.get(indicator__code="coop.new").indicator
    services.send_back(submission=approved, reason="Xem lại cả biểu.", by=secretary)
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    services.submit(submission=approved, by=Officer.objects.get(username="hau-giang"))
    services.send_back(submission=approved, cells={new: "Đối chiếu."}, by=secretary)
    before = box(page, "coop.profit").input_value()
    box(page, "coop.profit").fill("43")
    box(page, "coop.new").focus()
    expect(page.locator("#save-line")).to_contain_text("Chưa lưu được: “43”.")
    expect(box(page, "coop.profit")).to_be_disabled()
    expect(box(page, "coop.profit")).to_have_value(before)
    expect(page.locator("#coop-profit-state")).to_contain_text("Đã khóa")
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0, "the whole reason fits into the bar"
    expect(page.locator("#save-line")).to_be_in_viewport(ratio=1)
    complaints.forgive("409 (Conflict)")
    complaints.forgive("Error Code 409")


def test_reopening_is_previewed(open_browser, complaints):
    desk = open_browser("secretary").new_page()
    desk.goto("/review/2023-H1/hau-giang/")
    desk.get_by_role("link", name="Xem trước và mở lại").click()
    see(desk, "chỉ tiêu toàn cụm có số liệu của tỉnh")
    total = desk.get_by_role("row", name="Tổng số HTX HTX")
    expect(total).to_contain_text("2.109")
    expect(total).to_contain_text("7/7")
    see(desk, "toàn Cụm có 2.109 HTX")
    see(desk, "Hình 3. Tổng số HTX: mỗi tỉnh một khung, cùng thang")
    assert_accessible(desk)
    desk.get_by_role("link", name="Đến phần mở lại").click()
    desk.get_by_label("Lý do mở lại").fill("Tỉnh báo nhầm một HTX.")
    desk.get_by_label("Mở lại đến hết ngày").fill("mai")
    desk.get_by_role("button", name="Mở lại để sửa").click()
    see(desk, "Chưa mở lại được")
    complaints.forgive("status of 409")
    expect(desk.get_by_label("Lý do mở lại")).to_have_value("Tỉnh báo nhầm một HTX.")
    assert_accessible(desk)
    until = timezone.localdate() + timedelta(days=7)
    desk.get_by_label("Mở lại đến hết ngày").fill(f"{until.day}/{until.month}/{until.year}")
    desk.get_by_role("button", name="Mở lại để sửa").click()
    see(desk, "Đã mở lại số liệu Hậu Giang để sửa.")
    desk.goto("/dashboard/2023-H1/?scope=accepted")
    see(desk, "2.109")

    page = open_browser("hau-giang").new_page()
    page.goto("/entry/2023-H1/hau-giang/")
    see(page, "Tỉnh báo nhầm một HTX.")
    expect(box(page, "coop.labour")).to_be_enabled()
