"""A reason given in an earlier half-year, taken again with a click, with scripts and without."""

import pytest
from playwright.sync_api import expect

from figures.submissions.models import Figure
from tests.e2e.accessibility import assert_accessible
from tests.e2e.form import ADDRESS, box

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

CODE, ANCHOR = "coop.profit", "coop-profit"


def explanation():
    return Figure.objects.get(
        indicator__code=CODE,
        submission__province__slug="hau-giang",
        submission__period__year=2023,
        submission__period__half=2,
    ).explanation


def far_from_a_year_ago(page):
    page.goto(ADDRESS)
    box(page, CODE).fill("3")


def test_reason_is_taken_again_with_a_click(open_browser):
    page = open_browser("hau-giang").new_page()
    far_from_a_year_ago(page)
    box(page, "coop.new").fill("12")
    offer = page.locator(f"#{ANCHOR}-follows").get_by_role("button", name="Dùng lại")
    expect(offer).to_be_visible()
    assert explanation() == "", "nothing takes it by itself"
    assert_accessible(page)
    offer.click()
    expect(page.locator(f"#{ANCHOR}-state")).to_contain_text("Đã giải trình")
    expect(page.locator("#coop-new-state")).to_contain_text("Đã lưu")
    expect(offer).to_have_count(0)
    said = explanation()
    assert said.startswith("Giá lúa vụ đông xuân thấp")
    expect(page.locator(f'textarea[name="{CODE}.explanation"]')).to_have_value(said)


def test_reason_is_taken_again_without_scripts_and_enter_takes_nothing(open_browser):
    page = open_browser("hau-giang", script=False).new_page()
    far_from_a_year_ago(page)
    box(page, CODE).press("Enter")
    offer = page.locator(f"#{ANCHOR}-follows").get_by_role("button", name="Dùng lại")
    expect(offer).to_be_visible()
    box(page, "coop.new").fill("12")
    box(page, "coop.new").press("Enter")
    expect(page.locator("#coop-new-state")).to_contain_text("Đã lưu")
    assert explanation() == ""
    offer.click()
    expect(page.locator(f"#{ANCHOR}-state")).to_contain_text("Đã giải trình")
    assert explanation().startswith("Giá lúa vụ đông xuân thấp")
    assert page.url.endswith(f"#{ANCHOR}")
