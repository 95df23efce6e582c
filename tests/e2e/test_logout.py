"""A shared machine: who comes after a logout sees nothing of what was open before."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PAGES = ["/entry/2023-H2/hau-giang/", "/emulation/2023/evidence/", "/provinces/hau-giang/"]


def test_back_after_logging_out_leads_to_the_login(contests, open_browser):
    page = open_browser("hau-giang").new_page()
    for path in PAGES:
        page.goto(path)
    page.locator("form[action$='/accounts/logout/']").first.evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/accounts/login/**")
    for _path in PAGES:
        page.go_back()
        page.wait_for_url("**/accounts/login/**")
        expect(page.get_by_role("main").get_by_label("Mật khẩu")).to_be_visible()
