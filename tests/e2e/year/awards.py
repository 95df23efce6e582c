"""The secret vote, and the commendations that follow."""

from playwright.sync_api import Page, expect

from tests.e2e.form import every, see
from tests.e2e.year.desk import CONTEST, HEAD, SECRETARY, SEVEN, Desk, day, press

VOTES, DOSSIERS = f"{CONTEST}votes/", f"{CONTEST}dossiers/"
TITLE = "Đề nghị tặng Cờ thi đua năm 2023"
DECISION = "31/QĐ-LMHTXVN"


def vote(desk: Desk, first: str) -> None:
    """Seven leaders vote once each; there is no count before the end."""
    page = desk.sit(SECRETARY, VOTES)
    page.get_by_role("link", name="Soạn cuộc bỏ phiếu").click()
    page.get_by_label("Nội dung bỏ phiếu").fill(TITLE)
    press(page, "Lưu")
    press(page, "Mở bỏ phiếu")
    see(page, "Đã mở bỏ phiếu.")
    address = page.url.removeprefix(desk.site)
    for slug, name in SEVEN.items():
        page = desk.sit(f"{slug}-lead", address)
        chosen = first if slug != "soc-trang" else "Kiên Giang"
        page.get_by_role("radio", name=f"Liên minh HTX tỉnh {chosen}").or_(
            page.get_by_role("radio", name=f"Liên minh HTX thành phố {chosen}")
        ).check()
        press(page, "Bỏ phiếu")
        see(page, "Đại biểu đã bỏ phiếu. Kết quả có sau khi đóng bỏ phiếu.")
        assert not every(page.get_by_role("button", name="Bỏ phiếu", exact=True)), f"{name} votes twice"
    desk.sit(SECRETARY, address)
    assert desk.status(f"{address}minutes.pdf") == 404
    page = desk.sit(HEAD, address)
    see(page, "7/7")
    page.get_by_role("link", name="Đóng bỏ phiếu").click()
    press(page, "Đóng bỏ phiếu và kiểm phiếu")
    see(page, "Đã đóng bỏ phiếu và kiểm phiếu.")
    minutes = desk.paper(f"{address}minutes.pdf")
    assert "BIÊN BẢN" in minutes
    assert first in minutes


def commend(desk: Desk, winner: str) -> None:
    """The winner's alliance gets the flag; a dossier of Hậu Giang is returned once."""
    slug = next(slug for slug, name in SEVEN.items() if name == winner)
    _draft_dossier(desk, slug, "Cờ thi đua", "Liên minh HTX tỉnh", "")
    _draft_dossier(desk, "hau-giang", "Bằng khen", "Cá nhân", "Nguyễn Văn Thử")
    page = _open_dossier(desk, SECRETARY, "Nguyễn Văn Thử")
    page.get_by_label("Lý do").fill("Ghi rõ thành tích.")
    press(page, "Trả lại")
    page = _open_dossier(desk, "hau-giang", "Nguyễn Văn Thử")
    see(page, "Ghi rõ thành tích.")
    page.get_by_role("link", name="Sửa hồ sơ").click()
    page.get_by_label("Thành tích").fill("Tư vấn thành lập bốn HTX.")
    press(page, "Lưu")
    page = _open_dossier(desk, "hau-giang-lead", "Nguyễn Văn Thử")
    press(page, "Gửi Cụm")
    page = _open_dossier(desk, SECRETARY, "Nguyễn Văn Thử")
    press(page, "Đề nghị cấp trên")
    page = _open_dossier(desk, SECRETARY, winner)
    press(page, "Đề nghị cấp trên")
    page.get_by_label("Số quyết định").fill(DECISION)
    page.get_by_label("Ngày quyết định").fill(day())
    press(page, "Ghi quyết định khen thưởng")
    see(page, DECISION)
    assert "TỜ TRÌNH" in desk.paper(f"{DOSSIERS}hau-giang/submission.pdf")
    page = desk.sit("bac-lieu", "/emulation/honours/?year=2023")
    see(page, DECISION)
    assert "Nguyễn Văn Thử" not in page.get_by_role("main").inner_text()


def _draft_dossier(desk: Desk, slug: str, title: str, kind: str, name: str) -> None:
    page = desk.sit(slug, f"{DOSSIERS}add/")
    page.get_by_label("Danh hiệu, hình thức").select_option(label=title)
    page.get_by_label("Đối tượng", exact=True).select_option(label=kind)
    page.get_by_label("Tên đối tượng").fill(name)
    page.get_by_label("Thành tích").fill("Hoàn thành giao ước năm 2023.")
    press(page, "Lưu")
    expect(page.get_by_role("link", name="Sửa hồ sơ")).to_be_visible()
    desk.sit(f"{slug}-lead", page.url.removeprefix(desk.site))
    press(page, "Gửi Cụm")


def _open_dossier(desk: Desk, username: str, name: str) -> Page:
    page = desk.sit(username, DOSSIERS)
    page.get_by_role("rowheader").get_by_role("link", name=name).click()
    return page
