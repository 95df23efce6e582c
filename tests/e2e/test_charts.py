"""One province marked on every figure, and what a reader takes away of one."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

DASHBOARD = "/dashboard/2023-H1/"
SAY = "(slug) => document.dispatchEvent(new CustomEvent('provincemarked', { detail: slug }))"
LISTEN = "() => { document.addEventListener('provincemarked', ({ detail }) => { window.said = detail; }); }"
# Of the texts of a figure those in bold.
BOLD = """(plot) => [...plot.querySelectorAll(".annotation-text")]
  .filter((text) => Number(getComputedStyle(text).fontWeight) >= 700).map((text) => text.textContent)"""


@pytest.fixture
def page(site, open_browser) -> Page:
    page = open_browser("secretary").new_page()
    page.goto(DASHBOARD)
    page.evaluate(LISTEN)
    return page


def drawn(page: Page, name: str):
    plot = page.locator(f"#chart-{name} .plot")
    plot.scroll_into_view_if_needed()
    plot.locator("svg.main-svg").first.wait_for()
    return plot


@pytest.mark.parametrize("name", ["steps", "ratios", "courses", "ratings"])
def test_marked_province_has_a_bold_name_and_the_others_have_not(name, page):
    plot = drawn(page, name)
    assert not any("Kiên Giang" in text for text in plot.evaluate(BOLD))
    page.evaluate(SAY, "kien-giang")
    page.wait_for_timeout(500)
    bold = plot.evaluate(BOLD)
    assert any("Kiên Giang" in text for text in bold)
    assert not any("Cà Mau" in text for text in bold)
    page.evaluate(SAY, "")
    page.wait_for_timeout(500)
    assert not any("Kiên Giang" in text for text in plot.evaluate(BOLD))


def test_figure_out_of_sight_is_marked_when_it_comes_near(page):
    page.evaluate(SAY, "kien-giang")
    assert any("Kiên Giang" in text for text in drawn(page, "ratings").evaluate(BOLD))


def test_dot_and_map_mark_a_province_and_a_second_choice_undoes_it(page):
    plot = drawn(page, "ratios")
    plot.locator(".scatterlayer .trace .point").first.click(force=True)
    slug = page.evaluate("window.said")
    assert slug
    name = page.locator(f'.maps a[data-province="{slug}"] title').first.text_content().split(":")[0]
    expect(plot.locator(".annotation-text", has_text=name).first).to_be_visible()
    expect(page.locator(f'.maps .outline.marked[data-province="{slug}"]')).to_have_count(4)

    shape = page.locator('.maps a[data-province="ca-mau"] path').first
    shape.click()
    assert page.evaluate("window.said") == "ca-mau"
    assert page.url.endswith(DASHBOARD)
    shape.click()
    assert page.evaluate("window.said") == ""
    expect(page.locator(".maps .outline.marked")).to_have_count(0)


def test_page_may_come_with_a_marked_province(site, open_browser):
    page = open_browser("secretary").new_page()
    page.goto(f"{DASHBOARD}?province=kien-giang")
    assert any("Kiên Giang" in text for text in drawn(page, "steps").evaluate(BOLD))


@pytest.mark.parametrize("figure", ["chart-steps", "chart-ratios", "chart-courses", "chart-ratings", "map"])
def test_picture_says_what_it_is(figure, page):
    """Under the site's own content security policy: a refusal would be a complaint of the browser."""
    for kind, start in (("svg", b"<svg"), ("png", b"\x89PNG")):
        with page.expect_download() as download:
            page.locator(f"#{figure} [data-picture={kind}]").click()
        assert download.value.suggested_filename == f"{figure}.{kind}"
        content = download.value.path().read_bytes()
        assert content.startswith(start)
        assert len(content) > 5000
        if kind == "svg":
            text = content.decode()
            for words in ("Hình ", "2023", "7/7 tỉnh", "(minh họa)", "Cụm thi đua"):
                assert words in text
            assert "var(" not in text, "away from the page there are no tokens"


def test_link_leads_to_the_figure(page):
    link = page.locator("#chart-ratios").get_by_role("link", name="Chép liên kết")
    assert link.evaluate("(link) => link.href").endswith(f"{DASHBOARD}#chart-ratios")


def test_without_scripts_there_are_the_table_and_the_way_to_explore(site, open_browser):
    page = open_browser("secretary", script=False).new_page()
    page.goto(DASHBOARD)
    figure = page.locator("#chart-steps")
    expect(figure.locator(".by-script").first).to_be_hidden()
    expect(figure.get_by_role("link", name="Mở trong Tra cứu")).to_be_visible()
    expect(page.locator("#chart-steps summary")).to_be_visible()
    expect(page.locator(".maps svg").first).to_be_visible()
