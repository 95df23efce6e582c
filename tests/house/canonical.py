"""Lines of text for comparing two answers, without what no user can see.

Left out are in HTML the order of attributes, indentation, and spaces beside anything but words; in Office
files the time of creation; in a PDF everything but its words and pages (if the bytes differ at all).
"""

import io
import re
import subprocess
import zipfile
from html.parser import HTMLParser

# A space is visible between these tags and words, but not beside other tags.
INLINE = re.compile(
    "a|abbr|b|bdi|cite|code|del|dfn|em|i|ins|kbd|label|mark|output|q|s|samp|small|span|strong|sub|sup|time|u|var"
)
STATIC = re.compile(r"/static/(?:\S*/)?([^/\s]+)")
CLOCK = re.compile(r"\d\d:\d\d(?= hôm nay| today)")  # a page kept in the cache says when it was made
MADE_AT = re.compile(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def lines(kind: str, body: bytes) -> list[str]:
    """The lines of an answer of this content type."""
    if kind.startswith(("text/html", "image/svg")):
        parser = _Canonical()
        parser.feed(body.decode())
        parser.close()
        return parser.lines
    if body.startswith(b"%PDF"):
        done = subprocess.run(
            ["pdftotext", "-layout", "-", "-"],  # noqa: S607 - wherever it is installed
            input=body,
            stdout=subprocess.PIPE,
            check=True,
        )
        return done.stdout.decode().replace("\f", "\n--- end of page ---\n").splitlines()
    if body.startswith(b"PK"):
        return _office_lines(body)
    return body.decode(errors="replace").splitlines()


def _office_lines(body: bytes) -> list[str]:
    lines_of_parts = []
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        for name in sorted(parts.namelist()):
            text = MADE_AT.sub(r"\1", parts.read(name).decode(errors="replace"))
            lines_of_parts += [name, *text.replace("><", ">\n<").splitlines()]
    return lines_of_parts


class _Canonical(HTMLParser):
    """One line per tag and text; a visible space before a text begins its line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._space, self._is_in_line, self._preformatted_depth = False, False, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._pass(tag)
        self._preformatted_depth += tag in ("pre", "textarea")
        words = [tag]
        for name, value in sorted(attrs, key=lambda attribute: attribute[0]):
            text = STATIC.sub(r"/static/\1", " ".join((value or "").split()))
            words.append(name if value is None else f'{name}="{text}"')
        self.lines.append(f"<{' '.join(words)}>")

    def handle_endtag(self, tag: str) -> None:
        self._pass(tag)
        self._preformatted_depth -= tag in ("pre", "textarea")
        self.lines.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._preformatted_depth:
            self.lines.append(repr(data))
            return
        text = CLOCK.sub("--:--", " ".join(data.split()))
        self._space |= data[:1].isspace()
        if text:
            self.lines.append(f" {text}" if self._space and self._is_in_line else text)
            self._space, self._is_in_line = data[-1].isspace(), True

    def handle_decl(self, decl: str) -> None:
        self.lines.append(f"<!{decl}>")

    def _pass(self, tag: str) -> None:
        if not INLINE.fullmatch(tag):
            self._space = self._is_in_line = False
