"""An explanation of an earlier half-year is used again with a click, with scripts and without."""

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


def enter_unusual_number(page):
    page.goto(ADDRESS)
    box(page, CODE).fill("3")


def test_explanation_is_used_again_with_a_click(open_browser):
    page = open_browser("hau-giang").new_page()
    enter_unusual_number(page)
    box(page, "coop.new").fill("12")
    suggestion = page.locator(f"#{ANCHOR}-follows").get_by_role("button", name="Dùng lại")
    expect(suggestion).to_be_visible()
    assert explanation() == "", "it is used only on request"
    assert_accessible(page)
    suggestion.click()
    expect(page.locator(f"#{ANCHOR}-state")).to_contain_text("Đã giải trình")
    expect(page.locator("#coop-new-state")).to_contain_text("Đã lưu")
    expect(suggestion).to_have_count(0)
    text = explanation()
    assert text.startswith("Giá lúa vụ đông xuân thấp")
    expect(page.locator(f'textarea[name="{CODE}.explanation"]')).to_have_value(text)


def test_explanation_is_used_again_without_scripts_but_not_by_enter(open_browser):
    page = open_browser("hau-giang", script=False).new_page()
    enter_unusual_number(page)
    box(page, CODE).press("Enter")
    suggestion = page.locator(f"#{ANCHOR}-follows").get_by_role("button", name="Dùng lại")
    expect(suggestion).to_be_visible()
    box(page, "coop.new").fill("12")
    box(page, "coop.new").press("Enter")
    expect(page.locator("#coop-new-state")).to_contain_text("Đã lưu")
    assert explanation() == ""
    suggestion.click()
    expect(page.locator(f"#{ANCHOR}-state")).to_contain_text("Đã giải trình")
    assert explanation().startswith("Giá lúa vụ đông xuân thấp")
    assert page.url.endswith(f"#{ANCHOR}")
