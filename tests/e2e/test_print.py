"""A printed page shows every chart, drawn or as its table, black on white, and captions with their tables."""

import pytest

from tests.e2e.printed import (
    READ_CHARTS,
    assert_black_on_white,
    assert_every_chart_is_printed,
    part_of_chart,
)
from tests.papers.pdf_measure import open_pdf

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PAGES = ("/dashboard/2023-H1/", "/provinces/hau-giang/", "/emulation/2022/")
DRAWN = "svg.main-svg"


@pytest.mark.parametrize(
    ("width", "scheme", "script"), [(360, "dark", True), (1280, "dark", False), (1280, "light", True)]
)
def test_page_printed_without_scrolling_has_the_tables_of_its_charts(
    width, scheme, script, contests, open_browser
):
    page = open_browser("secretary", width=width, script=script).new_page()
    page.emulate_media(color_scheme=scheme)
    for address in PAGES:
        page.goto(address)
        charts = page.evaluate(READ_CHARTS)
        pdf = open_pdf(page.pdf(prefer_css_page_size=True))
        assert_every_chart_is_printed(pdf, charts)
        assert_black_on_white(pdf)


@pytest.mark.parametrize("width", [360, 1280])
def test_page_printed_after_one_chart_was_seen_has_all_charts_drawn(width, contests, open_browser):
    page = open_browser("secretary", width=width).new_page()
    page.emulate_media(color_scheme="dark")
    page.goto("/dashboard/2023-H1/")
    plots = page.locator(".plot")
    plots.first.scroll_into_view_if_needed()
    plots.first.locator(DRAWN).first.wait_for()
    size = plots.first.locator(DRAWN).first.bounding_box()
    colour = "() => getComputedStyle(document.querySelector('.plot .xtick text')).fill"
    ink = page.evaluate(colour)
    charts = page.evaluate(READ_CHARTS)
    pdf = open_pdf(page.pdf(prefer_css_page_size=True))
    assert_every_chart_is_printed(pdf, charts)
    assert_black_on_white(pdf)
    assert page.locator(".plot:has(svg.main-svg)").count() == plots.count()
    # Back on the screen it is what it was.
    assert plots.first.locator(DRAWN).first.bounding_box() == size
    assert page.evaluate(colour) == ink


@pytest.mark.parametrize("script", [True, False])
def test_chart_is_printed_as_a_picture_or_as_a_table_and_never_as_both(script, contests, open_browser):
    page = open_browser("secretary", script=script).new_page()
    page.goto("/dashboard/2023-H1/")
    figure = page.locator("#chart-ratings")
    if script:
        figure.scroll_into_view_if_needed()
        figure.locator(DRAWN).first.wait_for()
    figure.locator("summary").click()  # the table is open on the screen
    words = part_of_chart(open_pdf(page.pdf(prefer_css_page_size=True)), "5").extract_text().split()
    for reading in ("603", "678", "148", "171"):
        assert words.count(reading) == 1, (reading, words)
    assert ("Tỉnh, thành phố" in " ".join(words)) is not script, "the head of the table"


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("is_open", [True, False])
def test_explore_prints_its_table_once(script, is_open, site, open_browser):
    page = open_browser("secretary", script=script).new_page()
    page.goto("/explore/?i=coop.total&i=coop.members&s=2022-H1&s=2022-H2&s=2023-H1")
    if script:
        page.locator(DRAWN).first.wait_for()
    if is_open:
        page.locator("figure.chart summary").first.click()
    pdf = open_pdf(page.pdf(prefer_css_page_size=True))
    words = [word for sheet in pdf.pages for word in sheet.extract_text().split()]
    for reading in ("2.109", "518", "288.108", "54.120"):
        assert words.count(reading) == 1, (reading, words)
    assert ("Hình 1." in " ".join(words)) is script


def test_marked_province_is_marked_in_printed_tables(contests, open_browser):
    page = open_browser("secretary", script=False).new_page()
    page.goto("/dashboard/2023-H1/?province=ca-mau")
    pdf = open_pdf(page.pdf(prefer_css_page_size=True))
    for number in ("1", "2", "3", "5"):  # the provinces are rows, or columns
        part = part_of_chart(pdf, number)
        for name, is_bold in (("Cà Mau", True), ("An Giang", False)):
            letters = [char for found in part.search(name) for char in found["chars"]]
            assert letters, (number, name)
            assert all(("Bold" in char["fontname"]) is is_bold for char in letters), (number, name)


def test_sheets_of_a_page_do_not_turn_and_name_no_clicks(contests, open_browser):
    page = open_browser("secretary").new_page()
    for address in PAGES:
        page.goto(address)
        pdf = open_pdf(page.pdf(prefer_css_page_size=True))
        assert len({(sheet.width, sheet.height) for sheet in pdf.pages}) == 1, address
        assert "Chọn một số để xem" not in " ".join(sheet.extract_text() for sheet in pdf.pages)
    page.goto("/provinces/hau-giang/")
    first = open_pdf(page.pdf(prefer_css_page_size=True)).pages[0].extract_text()
    assert "6 tháng đầu năm 2023" in first
    assert "Tổng số HTX" in first


def test_caption_and_head_are_printed_with_the_first_row(site, open_browser):
    page = open_browser("secretary").new_page()
    page.goto("/indicators/")
    page.evaluate("""() => {
      const rows = Array.from({ length: 40 }, (_, row) => `<tr><th>ROW ${row}.</th></tr>`).join("");
      document.querySelector("main").innerHTML = `<section class="part"><div></div><table class="data-table">
        <caption>CAPTION</caption><thead><tr><th>HEAD</th></tr></thead><tbody>${rows}</tbody></table></section>`;
    }""")
    for height in range(600, 960, 12):
        page.evaluate(
            "(height) => { document.querySelector('main div').style.height = `${height}px` }", height
        )
        pdf = open_pdf(page.pdf(prefer_css_page_size=True))
        pages = [each.extract_text() for each in pdf.pages]
        places = {
            text: next(n for n, words in enumerate(pages) if text in words)
            for text in ("CAPTION", "HEAD", "ROW 0.")
        }
        assert len(set(places.values())) == 1, f"{height} px: {places}"
