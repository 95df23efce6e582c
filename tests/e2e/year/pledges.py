"""The seven provinces register their targets and sign."""

from figures.catalogue.models import Indicator
from tests.e2e.form import every, see
from tests.e2e.year.desk import CONTEST, HEAD, SECRETARY, SEVEN, Desk, press

# Targets of the seven provinces, in their order.
TARGETS = {
    "coop.new": (20, 15, 30, 18, 20, 22, 18),
    "alliance.admitted": (25, 20, 16, 20, 18, 30, 15),
    "alliance.classes": (40, 30, 90, 35, 30, 70, 36),
    "alliance.trade_promotion": (30, 20, 25, 50, 24, 45, 30),
}
PLEDGES = f"{CONTEST}pledges/"


def choose_indicators(desk: Desk) -> None:
    page = desk.sit(SECRETARY, f"{PLEDGES}indicators/")
    for box in every(page.locator("input[name=indicators]")):
        box.set_checked(False)
    for indicator in Indicator.objects.filter(code__in=TARGETS):
        page.get_by_role("checkbox", name=f"{indicator.label} {indicator.unit}", exact=True).check()
    press(page, "Lưu")
    see(page, "Đã lưu chỉ tiêu giao ước.")


def register_targets(desk: Desk) -> None:
    for index, slug in enumerate(SEVEN):
        page = desk.sit(slug, f"{PLEDGES}{slug}/")
        for code, targets in TARGETS.items():
            page.locator(f'input[name="{code}"]').fill(str(targets[index]))
        press(page, "Lưu")
        see(page, "Đã lưu")
        assert not every(page.get_by_role("button", name="Gửi Cụm")), "the leader sends"
        page = desk.sit(f"{slug}-lead", f"{PLEDGES}{slug}/")
        press(page, "Gửi Cụm")
        see(page, "Đã gửi giao ước về Cụm.")


def sign(desk: Desk) -> None:
    """The head opens the signing, each leader signs, and the printed pledge has all names."""
    page = desk.sit(HEAD, f"{PLEDGES}signing/")
    press(page, "Mở ký giao ước")
    see(page, "Đã mở ký giao ước.")
    for slug, name in SEVEN.items():
        page = desk.sit(f"{slug}-lead", f"{PLEDGES}{slug}/")
        page.get_by_label("Họ tên người ký").fill(f"Lãnh đạo {name}")
        press(page, "Ký giao ước")
        see(page, f"Lãnh đạo {name} ký ngày")
    text = desk.paper(f"{PLEDGES}pledge.pdf")
    for name in SEVEN.values():
        assert f"Lãnh đạo {name}" in text
