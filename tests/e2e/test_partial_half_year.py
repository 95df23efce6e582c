"""`/` and the open half-year while three of seven provinces are accepted, with pictures in var/pictures/."""

import pytest
from django.conf import settings

from tests.e2e.reported import report_three
from tests.e2e.test_pages import too_wide

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PICTURES = settings.BASE_DIR / "var" / "pictures"


@pytest.fixture
def three_accepted(site: str) -> None:
    report_three("accepted")


@pytest.mark.parametrize("width", [1280, 360])
def test_nobody_takes_the_sum_of_three_provinces_for_the_cluster(width, three_accepted, open_browser):
    PICTURES.mkdir(parents=True, exist_ok=True)
    page = open_browser("kien-giang", width=width).new_page()

    page.goto("/")
    lead = page.locator(".lead .number")
    assert lead.inner_text() == "2.109"
    assert "6 tháng cuối năm 2023, đã chấp nhận 3/7 tỉnh." in page.get_by_role("main").inner_text()
    page.screenshot(path=PICTURES / f"home-3-of-7-{width}.png")
    whole_size = font_size(lead)

    page.get_by_role("main").get_by_role("link", name="6 tháng cuối năm 2023", exact=True).click()
    words = " ".join(page.locator(".lead").inner_text().split())
    assert "hợp tác xã của 3/7 tỉnh Chưa phải số của Cụm. Kỳ đủ tỉnh gần nhất: 2.109" in words
    assert font_size(page.locator(".lead .number")) * 2 < whole_size
    assert font_size(page.locator(".lead .number")) <= font_size(page.get_by_role("heading", level=1))
    assert too_wide(page) <= 0
    for plot in page.locator(".plot").all():
        plot.scroll_into_view_if_needed()
        plot.locator("svg.main-svg").first.wait_for()
    page.screenshot(path=PICTURES / f"partial-3-of-7-{width}.png", full_page=True)


def font_size(locator) -> float:
    return float(locator.evaluate("e => getComputedStyle(e).fontSize").removesuffix("px"))
