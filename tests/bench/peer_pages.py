"""The report's pages as HTML for the peer: the same words, sizes, typefaces and tables, page by page.

They are read from the finished PDF, so that nothing differs. Rules, bars and lines of charts and repeated
heads are left out, which favours the peer. The margins are narrower, so that no page overflows.
"""

import io
from collections import Counter
from collections.abc import Iterator
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pdfplumber
from pdfplumber.page import Page

FACE = "rinoh_typeface_texgyretermes"
STYLES = {
    "regular": "normal normal",
    "italic": "normal italic",
    "bold": "bold normal",
    "bolditalic": "bold italic",
}
CSS = """
@page {{ margin: 12mm 15mm 10mm }}
@page portrait {{ size: A4 }}
@page landscape {{ size: A4 landscape }}
{faces}
body {{ margin: 0; font: 13pt/1.1 Termes }}
section {{ break-after: page }}
section:last-child {{ break-after: auto }}
p {{ margin: 0 0 3pt; text-align: justify; orphans: 2; widows: 2 }}
table {{ width: 100%; border-collapse: collapse; margin: 0 0 3pt }}
thead {{ display: table-header-group }}
tr {{ break-inside: avoid }}
td, th {{ border: .5pt solid; padding: 0 1pt; font-weight: inherit }}
"""


def html_of(pdf: bytes) -> str:
    """The pages of a PDF as one HTML document with as many pages."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        sections = [_section(page) for page in document.pages]
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><style>{CSS.format(faces=_faces())}</style>'
        f"<body>{''.join(sections)}</body></html>"
    )


def page_count(pdf: bytes) -> int:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def _faces() -> str:
    package = find_spec(FACE)
    assert package
    assert package.submodule_search_locations
    folder = Path(package.submodule_search_locations[0])
    return "".join(
        "@font-face {{ font-family: Termes; font-weight: {}; font-style: {}; src: url({}) }}".format(
            *style.split(), (folder / f"texgyretermes-{name}.otf").as_uri()
        )
        for name, style in STYLES.items()
    )


def _section(page: Page) -> str:
    tables = [(table, rows) for table in page.find_tables() if _is_filled(rows := table.extract())]
    parts, text = [], page
    for table, rows in tables:
        parts.append((table.bbox[1], _table(page.crop(table.bbox), rows)))
        text = text.outside_bbox(table.bbox)
    parts += _paragraphs(text)
    orientation = "landscape" if page.width > page.height else "portrait"
    return f'<section style="page: {orientation}">{"".join(part for _top, part in sorted(parts))}</section>'


def _is_filled(rows: list[list[str | None]]) -> bool:
    """False for the bars of a chart, which look like a table of empty cells."""
    cells = [cell for row in rows for cell in row]
    return sum(bool(cell) for cell in cells) > len(cells) / 2


def _paragraphs(page: Page) -> Iterator[tuple[float, str]]:
    """(top, HTML) of the lines outside tables, joined where they are as close as lines of a paragraph."""
    lines: list[str] = []
    above: dict[str, Any] | None = None
    top = 0.0
    for line in page.extract_text_lines(return_chars=True):
        size = line["chars"][0]["size"]
        joins = above and line["top"] - above["bottom"] < size * 0.45 and above["chars"][0]["size"] == size
        if lines and not joins:
            yield top, f"<p>{' '.join(lines)}</p>"
            lines = []
        if not lines:
            top = line["top"]
        lines.append(_runs(line["chars"], line["text"]))
        above = line
    if lines:
        yield top, f"<p>{' '.join(lines)}</p>"


def _runs(chars: list[dict[str, Any]], text: str) -> str:
    """A line in the typeface and size of its first letter."""
    return f'<span style="{_font(chars[0])}">{escape(text)}</span>'


def _font(char: dict[str, Any]) -> str:
    name = char["fontname"].lower()
    bold = "font-weight: bold; " if "bold" in name else ""
    italic = "font-style: italic; " if "italic" in name else ""
    return f"{bold}{italic}font-size: {char['size']:.1f}pt"


def _table(page: Page, rows: list[list[str | None]]) -> str:
    size = Counter(char["size"] for char in page.chars).most_common(1)[0][0]
    first, *others = [
        f"<tr>{''.join(f'<td>{escape(cell or str())}</td>' for cell in row)}</tr>" for row in rows
    ]
    style = f"font-size: {size:.1f}pt"
    return f'<table style="{style}"><thead>{first}</thead><tbody>{"".join(others)}</tbody></table>'
