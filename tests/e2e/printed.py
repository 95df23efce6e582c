"""What a printed page must have: every chart, black on white."""

import pdfplumber

# A map's numbers have a white edge around black letters; in a dark bar they are white.
WHITE_LETTERS = ("Các tỉnh trên bản đồ", "HTX theo kết quả xếp loại")
COLUMN = 222  # points: the width of one of the two columns that charts are printed in
READ_CHARTS = """() => [...document.querySelectorAll("figure.chart:not(#map)")].map((figure) => ({
  number: figure.querySelector("h3").textContent.match(/\\d+/)[0],
  isWide: Boolean(figure.closest(".stacked")),
  readings: [...figure.querySelectorAll("tbody td")].map((cell) => cell.textContent.trim()),
}))"""


def assert_every_chart_is_printed(pdf: pdfplumber.PDF, charts: list) -> None:
    assert charts
    titles = {chart["number"]: _find_title(pdf, chart["number"]) for chart in charts}
    for chart in charts:
        page, title = titles[chart["number"]]
        below = [
            t["top"]
            for p, t in titles.values()
            if p is page and abs(t["x0"] - title["x0"]) < 5 and t["top"] > title["top"]
        ]
        box = (
            title["x0"] - 2,
            title["bottom"],
            page.width if chart["isWide"] else min(title["x0"] + COLUMN, page.width),
            min(below, default=page.height),
        )
        words = page.crop(box).extract_text().replace("%", "").split()
        found = [reading for reading in chart["readings"] if reading in words]
        assert found, f"chart {chart['number']} has none of {chart['readings']}: {words}"


def part_of_chart(pdf: pdfplumber.PDF, number: str) -> pdfplumber.page.Page:
    """What is printed from the title of a wide chart to the next title, or to the end of its sheet."""
    page, title = _find_title(pdf, number)
    tops = [found["top"] for found in page.search(r"Hình\s\d\.|Đối chiếu với", regex=True)]
    end = min((top for top in tops if top > title["top"]), default=page.height)
    return page.crop((0, title["top"], page.width, end))


def _find_title(pdf, number):
    for page in pdf.pages:
        for title in page.search(rf"Hình\s{number}\.", regex=True):
            return page, title
    raise AssertionError(f"chart {number} is not printed")


def assert_black_on_white(pdf: pdfplumber.PDF) -> None:
    for page in pdf.pages:
        image = page.to_image(resolution=20).original.convert("L")
        white = sum(image.histogram()[250:])
        assert white > image.width * image.height / 2, f"page {page.page_number} is not white"
        if any(words in page.extract_text() for words in WHITE_LETTERS):
            continue
        pale = [char["text"] for char in page.chars if min(char["non_stroking_color"] or (0,)) > 0.5]
        assert not "".join(pale).strip(), f"pale text on page {page.page_number}: {''.join(pale)}"
