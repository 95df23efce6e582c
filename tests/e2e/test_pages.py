"""Every page fits a telephone, draws its charts, and gives the browser nothing to complain of."""

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PAGES = {
    "hau-giang": [
        "/",
        "/dashboard/2023/",
        "/provinces/hau-giang/",
        "/entry/2023-H2/hau-giang/",
        "/entry/2023-H1/hau-giang/",
        "/register/cooperatives/",
        "/register/cooperatives/add/",
        "/register/unions/",
        "/indicators/",
        "/accounts/password/",
    ],
    "secretary": [
        "/dashboard/2023-H1/",
        "/dashboard/2023-H2/",
        "/review/2023-H1/",
        "/review/2023-H1/hau-giang/",
        "/periods/",
        "/periods/2023-H2/",
        "/conference/2023-H1/",
        "/conference/2023-H2/",
    ],
    "": ["/accounts/login/"],
}


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_fit_their_screen(width, open_browser):
    for who, addresses in PAGES.items():
        page = open_browser(who, width=width).new_page()
        for address in addresses:
            page.goto(address)
            page.wait_for_load_state()
            too_wide = page.evaluate(
                "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert too_wide <= 0, f"{address} is {too_wide} px wider than {width}"


def test_charts_are_drawn_when_they_come_into_view(open_browser):
    page = open_browser("secretary").new_page()
    page.goto("/dashboard/2023-H1/")
    plots = page.locator(".plot")
    assert plots.count() >= 8
    for plot in plots.all():
        plot.scroll_into_view_if_needed()
        plot.locator("svg.main-svg").first.wait_for()
        assert plot.is_visible()


def test_dark_screens_are_drawn_without_complaint(open_browser):
    page = open_browser("secretary").new_page()
    page.goto("/dashboard/2023-H1/")
    plot = page.locator(".plot").first
    plot.scroll_into_view_if_needed()
    plot.locator("svg.main-svg").first.wait_for()
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(500)
    page.emulate_media(media="print")
    page.wait_for_timeout(200)
