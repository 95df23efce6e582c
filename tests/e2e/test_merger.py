"""The merger of 1/7/2025 in the browser: from the preview to the first half-year of a new province."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from figures.submissions.models import Submission
from provinces.clusters.models import Cluster, Membership, Province
from reports import demo, demo_2026
from tests.e2e.form import answer_not_known, box, every, see, send_answered
from tests.e2e.year.desk import SECRETARY, Desk, press

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

DAY = dt.date(2025, 7, 1)
MERGERS = {
    "an-giang-2025": ("An Giang", "91", ("An Giang", "Kiên Giang")),
    "ca-mau-2025": ("Cà Mau", "96", ("Bạc Liêu", "Cà Mau")),
    "can-tho-2025": ("Cần Thơ", "92", ("Cần Thơ", "Hậu Giang", "Sóc Trăng")),
}
NEW = "an-giang-2025"


@pytest.fixture
def site(browser, live_server, settings) -> str:
    """A server on which the seven have reported the first half of 2025, and have not merged."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    call_command("loaddata", "cluster", "catalogue", "titles", verbosity=0)
    _undo_the_merger()
    cluster = Cluster.objects.get()
    seven = list(Province.objects.members_on(cluster, demo.PUBLISHED_ON))
    officers = demo.create_accounts(seven)
    demo.appoint(officers)
    demo.load_past(cluster, seven, officers)
    for slug, reporters in demo.fixture(demo_2026.FIGURES)["provinces"].items():
        if len(reporters) == len(seven):
            demo.load_half_year(slug, cluster, seven, officers, demo_2026.FIGURES)
    demo.open_half_year(cluster, (2025, 2), timezone.localdate())
    return str(live_server.url)


def _undo_the_merger() -> None:
    """The delivered cluster has its dates."""
    Membership.objects.filter(joined_on=DAY).delete()
    Membership.objects.update(left_on=None)
    Province.objects.update(successor=None)
    Province.objects.filter(established_on=DAY).delete()
    Province.objects.update(ended_on=None)


def test_three_are_made_of_seven_and_one_sends_its_first_half_year(open_browser, site):
    desk = Desk(open_browser(), site)
    for slug in MERGERS:
        _merge(desk, slug)
    listed = desk.sit(SECRETARY, "/mergers/").get_by_role("main")
    for name in ("An Giang", "Cà Mau", "Cần Thơ"):
        expect(listed).to_contain_text(name)

    # The officer of Kiên Giang goes on in An Giang, and finds the sums of both.
    address = f"/entry/2025-H2/{NEW}/"
    page = desk.sit("kien-giang", address)
    see(page, "gộp từ")
    closing = sum(_value("2025-H1", "coop.total", index) for index in (0, 5))
    row = page.locator("tr", has=box(page, "coop.total"))
    expect(row).to_contain_text(f"{closing}")
    assert desk.status("/entry/2025-H2/kien-giang/") == 404
    _enter(page)
    send_answered(page)
    see(page, "Đã gửi lãnh đạo duyệt.")

    page = desk.sit("an-giang-lead", f"/review/2025-H2/{NEW}/")
    press(page, "Duyệt và gửi Cụm")
    see(page, "Đã duyệt và gửi Cụm.")
    page = desk.sit(SECRETARY, f"/review/2025-H2/{NEW}/")
    press(page, "Chấp nhận số liệu An Giang")
    see(page, "Đã chấp nhận số liệu An Giang.")
    assert Submission.objects.get(province__slug=NEW).is_accepted


def _merge(desk: Desk, slug: str) -> None:
    """Preview, and record; all accounts go on."""
    name, code, parts = MERGERS[slug]
    page = desk.sit(SECRETARY, "/mergers/add/")
    for part in parts:
        page.get_by_label(part, exact=True).check()
    page.get_by_label("Tên tỉnh, thành phố mới").fill(name)
    page.get_by_label("Mã thống kê").fill(code)
    page.get_by_label("Ngày hợp nhất").fill("01/7/2025")
    page.get_by_role("textbox", name="Văn bản").fill(demo_2026.DECISION)
    press(page, "Xem trước")
    see(page, "Nội dung bàn giao")
    see(page, "07 kỳ báo cáo đã chấp nhận")
    assert not Province.objects.filter(slug=slug).exists(), "nothing is written before it is recorded"
    press(page, "Ghi nhận hợp nhất")
    see(page, f"Đã ghi nhận hợp nhất và bàn giao cho {name}.")


def _enter(page: Any) -> None:
    for field in every(page.locator(".cell > input")):
        code = field.get_attribute("name") or ""
        value = _cells("2025-H2").get(code)
        if value is None or value[0] is None:
            answer_not_known(page, code)
        else:
            box(page, code).fill(str(value[0]).replace(".", ","))


def _cells(half: str) -> dict[str, list[Any]]:
    cells: dict[str, list[Any]] = demo.fixture(demo_2026.FIGURES)["periods"][half]
    return cells


def _value(half: str, code: str, index: int) -> int:
    return int(_cells(half)[code][index])
