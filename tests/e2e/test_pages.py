"""Pages fit a telephone and draw their charts without complaints of the browser."""

import pytest
from django.conf import settings

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PAGES = {
    "hau-giang": [
        "/",
        "/tasks/",
        "/search/?q=htx",
        "/dashboard/2023/",
        "/provinces/hau-giang/",
        "/entry/2023-H2/hau-giang/",
        "/entry/2023-H1/hau-giang/",
        "/register/cooperatives/",
        "/register/cooperatives/add/",
        "/register/unions/",
        "/indicators/",
        "/accounts/password/",
        "/emulation/2023/",
        "/emulation/2023/pledges/hau-giang/",
        "/emulation/2023/movements/",
        "/emulation/2022/scores/hau-giang/",
        "/emulation/2022/results/hau-giang/",
    ],
    "secretary": [
        "/dashboard/2023-H1/",
        "/dashboard/2023-H2/",
        "/review/2023-H1/",
        "/review/2023-H1/hau-giang/",
        "/review/2023-H2/late/",
        "/tasks/",
        "/periods/",
        "/periods/2023-H2/",
        "/periods/2023-H1/published/",
        "/conference/2023-H1/",
        "/conference/2023-H2/",
        "/emulation/2022/results/",
        "/emulation/2023/results/",
        "/emulation/2023/results/hau-giang/finals/",
        "/emulation/2023/rules/",
        "/emulation/2023/rules/trial/",
        "/emulation/2023/pledges/",
        "/emulation/2023/movements/add/",
        "/emulation/2023/scores/",
        "/emulation/2023/evidence/",
        "/emulation/2023/votes/",
        "/emulation/2023/dates/",
    ],
    "": ["/accounts/login/"],
}


@pytest.mark.parametrize(("width", "language"), [(360, "vi"), (360, "en"), (1280, "vi")])
def test_pages_fit_their_screen(width, language, contests, open_browser, site):
    for who, addresses in PAGES.items():
        browser = open_browser(who, width=width)
        browser.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site}])
        page = browser.new_page()
        for address in addresses:
            page.goto(address)
            page.wait_for_load_state()
            assert too_wide(page) <= 0, f"{address} is {too_wide(page)} px wider than {width}"


def too_wide(page):
    """Pixels by which the page scrolls sideways."""
    return page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_long_name_of_a_half_year_widens_no_page(open_browser):
    page = open_browser("secretary", width=360).new_page()
    page.goto("/dashboard/2023-H1/")
    words = "Year 2023, to the end of the first half of the year"
    write = "(option, words) => { option.textContent = words; option.selected = true; }"
    page.locator("#period option").first.evaluate(write, words)
    assert too_wide(page) <= 0


@pytest.mark.parametrize("width", [360, 1280])
def test_charts_are_drawn_when_they_come_into_view(width, open_browser):
    page = open_browser("secretary", width=width).new_page()
    page.goto("/dashboard/2023-H1/")
    plots = page.locator(".plot")
    assert plots.count() == 4
    for plot in plots.all():
        plot.scroll_into_view_if_needed()
        plot.locator("svg.main-svg").first.wait_for()
        assert plot.is_visible()
    assert too_wide(page) <= 0


def test_error_summary_fits_a_telephone(open_browser):
    page = open_browser("hau-giang", width=360).new_page()
    page.goto("/entry/2023-H2/hau-giang/")
    page.locator('input[name="coop.total"]').fill("1.23.456 " * 20)
    with page.expect_navigation():  # the cell is stored first, with a list of errors of its own
        page.get_by_role("button", name="Gửi lãnh đạo duyệt").click()
    page.locator(".error-summary").wait_for()
    assert too_wide(page) <= 0


def test_dark_and_printed_charts_cause_no_complaint(open_browser):
    page = open_browser("secretary").new_page()
    page.goto("/dashboard/2023-H1/")
    plot = page.locator(".plot").first
    plot.scroll_into_view_if_needed()
    plot.locator("svg.main-svg").first.wait_for()
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(500)
    page.emulate_media(media="print")
    page.wait_for_timeout(200)


def test_chart_keeps_its_place_when_width_and_colours_change_at_once(open_browser):
    page = open_browser("secretary").new_page()
    page.goto("/provinces/an-giang/")
    plot = page.locator(".plot").first
    plot.scroll_into_view_if_needed()
    plot.locator("svg.main-svg").first.wait_for()
    page.set_viewport_size({"width": 360, "height": 720})
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 2000})
    page.wait_for_timeout(500)
    drawing = plot.locator("svg.main-svg").first.bounding_box()
    assert plot.bounding_box()["height"] >= drawing["height"] > 100


def test_complaints_are_noticed(open_browser, complaints):
    page = open_browser().new_page()
    page.goto("/accounts/login/")
    page.evaluate("console.warn('careful')")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    page.evaluate("fetch('https://elsewhere.example/').catch(() => {})")
    page.evaluate("setTimeout(() => { throw new Error('broken') })")
    page.wait_for_timeout(300)
    text = "\n".join(complaints)
    complaints.clear()
    for words in ("careful", "Policy: style-src", "elsewhere.example", "script: broken"):
        assert words in text
