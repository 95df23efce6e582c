"""A vote and a dossier in the browsers of all their officers."""

import datetime as dt

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from emulation.votes.models import Poll, Seat
from emulation.year.models import Deadline
from tests.e2e.accessibility import assert_accessible
from tests.e2e.form import every

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("contests"),
]
TITLE = "Đề nghị tặng Cờ thi đua năm 2023"


@pytest.fixture
def days(contests) -> None:
    """Today is within the days of votes and dossiers of 2023."""
    call_command("loaddata", "titles", verbosity=0)
    Deadline.objects.filter(year__year=2023).update(
        opens_on=dt.date(2023, 1, 1), due_on=dt.date(2999, 12, 31)
    )


def press(page: Page, label: str) -> None:
    page.get_by_role("main").get_by_role("button", name=label, exact=True).click()


def test_vote_from_draft_to_minutes(days, open_browser, complaints):
    secretary = open_browser("secretary").new_page()
    secretary.goto("/emulation/2023/votes/add/")
    assert_accessible(secretary)
    secretary.get_by_label("Nội dung bỏ phiếu").fill(TITLE)
    press(secretary, "Lưu")
    press(secretary, "Mở bỏ phiếu")
    expect(secretary.get_by_role("heading", name="Đang bỏ phiếu")).to_be_visible()
    address = secretary.url
    for slug, choice in [("an-giang", "Cà Mau"), ("bac-lieu", "Cà Mau"), ("ca-mau", "Kiên Giang")]:
        voter = open_browser(f"{slug}-lead").new_page()
        voter.goto(address)
        voter.get_by_label(f"Liên minh HTX tỉnh {choice}").check()
        press(voter, "Bỏ phiếu")
        expect(voter.get_by_text("Đã ghi phiếu.")).to_be_visible()
    voter.go_back()
    assert not every(voter.get_by_role("radio")), "the ballot does not come back"

    # Two windows of one voter: the second ballot is refused.
    first, second = (open_browser("can-tho-lead").new_page() for _window in range(2))
    for window in (first, second):
        window.goto(address)
    assert_accessible(first)
    first.get_by_label("Liên minh HTX tỉnh Cà Mau").check()
    press(first, "Bỏ phiếu")
    second.get_by_label("Phiếu trắng").check()
    press(second, "Bỏ phiếu")
    expect(second.get_by_text("mỗi người bỏ một phiếu")).to_be_visible()
    complaints.forgive("status of 409")
    officer = open_browser("hau-giang").new_page()
    officer.goto(address)
    expect(officer.get_by_text("không có tên trong danh sách bỏ phiếu")).to_be_visible()
    late = open_browser("soc-trang-lead").new_page()
    late.goto(address)
    late.get_by_label("Liên minh HTX tỉnh Sóc Trăng").check()
    secretary.reload()
    secretary.get_by_role("link", name="Đóng bỏ phiếu").click()
    expect(secretary.get_by_text("Đã bỏ phiếu 4/7 người; cần ít nhất 5 người.")).to_be_visible()
    fifth = open_browser("kien-giang-lead").new_page()
    fifth.goto(address)
    fifth.get_by_label("Phiếu trắng").check()
    press(fifth, "Bỏ phiếu")
    secretary.get_by_label("Nơi họp").fill("Rạch Giá")
    press(secretary, "Đóng bỏ phiếu và kiểm phiếu")
    press(late, "Bỏ phiếu")
    expect(late.get_by_text("Cuộc bỏ phiếu không mở; phiếu này không được ghi.")).to_be_visible()
    complaints.forgive("status of 409")

    expect(secretary.get_by_text("Số phiếu thu về: 5, trong đó phiếu trắng: 1.")).to_be_visible()
    expect(secretary.get_by_role("row", name="Liên minh HTX tỉnh Cà Mau")).to_contain_text("3/5")
    assert_accessible(secretary)
    poll = Poll.objects.get(title=TITLE)
    assert (poll.ballots, Seat.objects.filter(poll=poll, has_voted=True).count()) == (5, 5)
    for file_format, magic in (("pdf", b"%PDF"), ("docx", b"PK")):
        printed = secretary.request.get(f"{address}minutes.{file_format}")
        assert printed.body().startswith(magic)


def test_dossier_from_draft_to_honours_list(days, open_browser, complaints):
    officer = open_browser("hau-giang").new_page()
    officer.goto("/emulation/2023/dossiers/")
    officer.get_by_role("link", name="Lập hồ sơ").click()
    assert_accessible(officer)
    officer.get_by_label("Danh hiệu, hình thức").select_option(label="Chiến sĩ thi đua cơ sở")
    officer.get_by_label("Đối tượng", exact=True).select_option(label="Cá nhân")
    officer.get_by_label("Tên đối tượng").fill("Nguyễn Thị Ánh Tuyết")
    press(officer, "Lưu")
    missing = officer.get_by_role("listitem").filter(has_text="Thiếu:")
    expect(missing).to_contain_text(["Chưa ghi thành tích", "Chưa thấy Lao động tiên tiến trong 1 năm trước"])
    assert_accessible(officer)
    address = officer.url

    leader = open_browser("hau-giang-lead").new_page()
    leader.goto(address)
    press(leader, "Gửi Cụm")
    expect(leader.get_by_text("hồ sơ chưa gửi được").first).to_be_visible()
    complaints.forgive("status of 409")
    officer.get_by_role("link", name="Sửa hồ sơ").click()
    officer.get_by_label("Thành tích", exact=True).fill("Tham mưu ban hành 03 văn bản.")
    press(officer, "Lưu")
    leader.goto(address)
    press(leader, "Gửi Cụm")

    secretary = open_browser("secretary").new_page()
    secretary.goto(address)
    press(secretary, "Trả lại")
    expect(secretary.get_by_text("Chưa ghi lý do.").first).to_be_visible()
    complaints.forgive("status of 409")
    secretary.get_by_label("Lý do").fill("Thiếu xác nhận của Liên minh.")
    press(secretary, "Trả lại")
    officer.goto(address)
    expect(officer.get_by_text("Thiếu xác nhận của Liên minh.")).to_be_visible()
    leader.goto(address)
    press(leader, "Gửi Cụm")
    secretary.goto(address)
    press(secretary, "Đề nghị cấp trên")
    secretary.get_by_label("Số quyết định").fill("12/QĐ-LMHTXVN")
    secretary.get_by_label("Ngày quyết định").fill("5/2/2024")
    press(secretary, "Ghi quyết định khen thưởng")
    expect(secretary.get_by_role("heading", name="Đã khen thưởng")).to_be_visible()
    assert_accessible(secretary)

    other = open_browser("can-tho").new_page()
    other.goto("/emulation/honours/?q=anh+tuyet")
    expect(other.get_by_role("row", name="Nguyễn Thị Ánh Tuyết")).to_contain_text("12/QĐ-LMHTXVN, 05/02/2024")
    assert_accessible(other)
    other.goto("/provinces/hau-giang/")
    honours = other.get_by_role("region", name="Khen thưởng qua các năm").last
    expect(honours.get_by_role("link", name="Nguyễn Thị Ánh Tuyết")).to_be_visible()
    assert_accessible(other)
