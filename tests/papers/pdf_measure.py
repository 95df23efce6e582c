"""Measurements on a PDF's page: lengths in millimetres, font sizes in points."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.pdftypes import resolve1
from pdfplumber.page import Page

MM = 72 / 25.4
# A letter may exceed its box by a hair; printers' margins are set to a millimetre.
HAIR = 0.3


@dataclass(frozen=True)
class Text:
    """A text on a page: edges from the page's left, baseline from its foot, and font."""

    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    italic: bool

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        return self.right - self.left


def open_pdf(pdf: bytes) -> pdfplumber.PDF:
    return pdfplumber.open(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    """Return the text of all pages, with one space for each line break."""
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)


def find(page: Page, text: str) -> Text:
    """Return the first occurrence of a text that is on one line and in one style."""
    matches = page.search(text, regex=False)
    assert matches, f"{text!r} is not on page {page.page_number}"
    chars = [char for char in matches[0]["chars"] if char["text"].strip()]
    styles = {(char["fontname"], round(char["size"], 1)) for char in chars}
    assert len(styles) == 1, f"{text!r} is set in {styles}"
    name, size = styles.pop()
    return Text(
        left=chars[0]["x0"] / MM,
        right=chars[-1]["x1"] / MM,
        baseline=chars[0]["matrix"][5] / MM,
        size=size,
        bold="Bold" in name,
        italic="Italic" in name,
    )


def rule_under(page: Page, text: Text) -> float:
    """Return the length of the nearest line under a text, centred on it."""
    below = [
        line
        for line in page.lines
        if line["height"] == 0
        and abs((line["x0"] + line["x1"]) / 2 / MM - text.centre) < HAIR
        and 0 < text.baseline - line["y0"] / MM < 5
    ]
    assert below, "no rule under the text"
    return max(below, key=lambda line: line["y0"])["width"] / MM


def margins(page: Page) -> tuple[float, float]:
    """Return the blank widths left and right of what is printed."""
    printed = [char for char in page.chars if char["text"].strip()]
    return min(c["x0"] for c in printed) / MM, (page.width - max(c["x1"] for c in printed)) / MM


def fonts(document: pdfplumber.PDF) -> Iterator[tuple[str, bool]]:
    """Yield each font's name, and whether the file embeds it."""
    for page in document.pages:
        resources = resolve1(page.page_obj.resources)
        for reference in resolve1(resources.get("Font", {})).values():
            font: dict[str, Any] = resolve1(reference)
            for inner in resolve1(font.get("DescendantFonts", [font])):
                descriptor = resolve1(resolve1(inner)["FontDescriptor"])
                embedded = any(key in descriptor for key in ("FontFile", "FontFile2", "FontFile3"))
                yield str(resolve1(font["BaseFont"]).name), embedded
