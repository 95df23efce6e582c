"""Movements: launched with and without means, joined, worked in, closed."""

from playwright.sync_api import Page, expect

from tests.e2e.form import every, see
from tests.e2e.year.desk import CONTEST, SECRETARY, Desk, press
from tests.emulation.evidence.evidence_files import PDF

MOVEMENTS = f"{CONTEST}movements/"
OF_CLUSTER, OF_HAU_GIANG = "Nhân rộng mô hình HTX hiệu quả", "Đóng hội phí đúng hạn"
ACTIVITIES = {"can-tho": "12/5/2023", "hau-giang": "16/8/2023", "an-giang": "20/10/2023"}


def launch_with_means(desk: Desk) -> None:
    """The cluster's movement, with resources and reward money."""
    page = desk.sit(SECRETARY, f"{MOVEMENTS}add/")
    _plan(page, OF_CLUSTER)
    page.get_by_label("Nguồn lực").fill("Kinh phí của Liên minh HTX các tỉnh")
    page.get_by_label("Tiền thưởng (triệu đồng)").fill("70")
    press(page, "Lưu")
    page.get_by_role("link", name="Phát động", exact=True).click()
    page.get_by_label("Ngày phát động").fill("17/02/2023")
    press(page, "Phát động")
    see(page, f"Đã phát động phong trào {OF_CLUSTER}.")


def launch_without_means(desk: Desk) -> None:
    """A province's movement, without means: it is marked, and launched only with a reason."""
    page = desk.sit("hau-giang-lead", f"{MOVEMENTS}add/")
    _plan(page, OF_HAU_GIANG)
    press(page, "Lưu")
    see(page, "Chưa nêu nguồn lực, tiền thưởng")
    page.get_by_role("link", name="Phát động", exact=True).click()
    page.get_by_label("Ngày phát động").fill("06/3/2023")
    press(page, "Vẫn phát động")
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_label("Lý do vẫn phát động").fill("Tỉnh phân bổ kinh phí sau.")
    press(page, "Vẫn phát động")
    see(page, "Chưa nêu nguồn lực, tiền thưởng")


def work_in_it(desk: Desk) -> None:
    """Provinces join the cluster's movement and record activities, one with a file."""
    for slug, held_on in ACTIVITIES.items():
        page = desk.sit(slug, MOVEMENTS)
        page.get_by_role("link", name=OF_CLUSTER).first.click()
        page.get_by_label("Số đơn vị của tỉnh đăng ký").fill("8")
        press(page, "Đăng ký tham gia")
        page.get_by_role("link", name="Ghi hoạt động").click()
        page.get_by_label("Ngày", exact=True).fill(held_on)
        page.get_by_label("Nội dung").fill(f"Hội thảo nhân rộng mô hình, {slug}")
        if slug == "can-tho":
            page.get_by_label("Tệp minh chứng mới").set_input_files(
                {"name": "bien-ban.pdf", "mimeType": "application/pdf", "buffer": PDF}
            )
        press(page, "Ghi hoạt động")
        see(page, f"Hội thảo nhân rộng mô hình, {slug}")


def sum_up(desk: Desk) -> None:
    """The cluster's movement is closed with its results; the page names its silent months."""
    page = desk.sit(SECRETARY, MOVEMENTS)
    page.get_by_role("link", name=OF_CLUSTER).first.click()
    see(page, "3 hoạt động; tháng 11 không có hoạt động.")
    page.get_by_role("link", name="Tổng kết", exact=True).click()
    page.get_by_label("Ngày tổng kết").fill("05/12/2023")
    page.get_by_role("textbox", name="Kết quả").fill("Bảy mô hình được hai mươi HTX làm theo.")
    press(page, "Tổng kết")
    see(page, "Bảy mô hình được hai mươi HTX làm theo.")


def _plan(page: Page, name: str) -> None:
    for owner in every(page.get_by_role("radio", name="Toàn cụm")):
        owner.check()
    page.get_by_label("Tên phong trào").fill(name)
    page.get_by_label("Mục tiêu").fill("Mỗi tỉnh một mô hình được làm theo.")
    page.get_by_label("Từ ngày").fill("01/02/2023")
    page.get_by_label("Đến hết ngày").fill("30/11/2023")
    page.get_by_label("Phạm vi, đối tượng").fill("HTX thành viên")
