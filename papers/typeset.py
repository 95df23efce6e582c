"""Typeset a JSON document as a PDF.

A layout is a Typst file of the project; its first lines say what it expects in the JSON. It imports other
layouts by their path from the project's root: `#import "/papers/layout.typ": paper`.

Every document gets its own compiler process, so that memory is given back and a slow one can be stopped.
"""

import json
import logging
import re
import subprocess
import sys
import unicodedata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

TIME_LIMIT = 30  # seconds; a cluster's report takes 0.1 s
MEMORY_LIMIT = 1 << 30  # bytes of address space
PROCESS = Path(__file__).with_name("compiler.py")
ROOT = Path(__file__).parents[1]
FACE = "rinoh_typeface_texgyretermes"

# Keys of texts that keep their line breaks: parts of the heading block and of the signature.
SEVERAL_LINES = {"about", "authority", "issuer", "post"}

# Elements of the compiler's content tree that hold no paragraph text.
_DRAWN = {"figure", "grid", "image", "place", "table"}
ZERO_WIDTH_SPACE = "\u200b"
# Words longer than a line, such as URLs, may break anywhere.
_TOO_LONG = re.compile(r"\S{40,}")
# Everything but what both typefaces, Times New Roman and TeX Gyre Termes, can print: Latin letters with all
# of Vietnamese, Greek letters, and the signs of office papers. One other character makes the compiler refuse
# the whole document.
_UNPRINTABLE = re.compile(
    "[^ -~\u00a1-\u0137\u0139-\u0148\u014a-\u0165\u0168-\u017e\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9"
    "\u0391-\u03a1\u03a3-\u03a9\u03b1-\u03c9"
    "\u2010\u2011\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ab\u20ac"
    "\u2122\u2190-\u2193\u2212\u221e\u2248\u2260\u2264\u2265]"
)

logger = logging.getLogger(__name__)


class TypesettingError(Exception):
    """A document that cannot be printed; its text is a sentence for the user."""


def normalised(text: str) -> str:
    """Return text as it is printed: composed letters (NFC), single spaces, no invisible characters."""
    visible = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    return " ".join(visible.split())


def unprintable(text: str) -> list[str]:
    return list(dict.fromkeys(_UNPRINTABLE.findall(normalised(text))))


def typeset(layout: Path, document: dict[str, Any]) -> bytes:
    """Return the paper as a PDF; the same document gives the same bytes.

    Raises:
        TypesettingError: the typeface lacks a character, or the compiler failed, took longer than
            `TIME_LIMIT` or needed more than `MEMORY_LIMIT`.
        TypeError: the document holds a float, which is not exact, or something that JSON cannot hold.
    """
    return _compile("pdf", layout, document)


def paragraphs(layout: Path, document: dict[str, Any]) -> list[str]:
    """Return the paragraphs as plain text, in the order of the paper.

    Raises:
        TypesettingError: as for `typeset`.
    """
    contents = json.loads(_compile("paragraphs", layout, document))
    texts = (" ".join(_plain(content).split()) for content in contents)
    return [text.replace(ZERO_WIDTH_SPACE, "") for text in texts if text]


def _plain(content: Any) -> str:
    if isinstance(content, list):
        return "".join(map(_plain, content))
    if not isinstance(content, dict) or content.get("func") in _DRAWN:
        return ""
    if content.get("func") in ("space", "linebreak", "parbreak"):
        return " "
    inner = content.get("text")
    if isinstance(inner, str):
        return inner
    return "".join(_plain(content[name]) for name in ("text", "children", "body", "child") if name in content)


def _compile(form: str, layout: Path, document: dict[str, Any]) -> bytes:
    data = json.dumps(_printable(document), ensure_ascii=False, allow_nan=False)
    # -I: the environment and the current folder cannot replace the compiler's modules.
    paths = [str(layout), str(ROOT), _font_folder()]
    command = [sys.executable, "-I", str(PROCESS), form, *paths, str(MEMORY_LIMIT)]
    try:
        process = subprocess.run(  # noqa: S603 - our own script, and paths of the deployer
            command, input=data.encode(), capture_output=True, timeout=TIME_LIMIT, check=False
        )
    except subprocess.TimeoutExpired as error:
        logger.error("The paper took longer than %s s to typeset.", TIME_LIMIT)
        raise TypesettingError(_("Lập văn bản quá lâu nên đã dừng. Thử lại sau ít phút.")) from error
    if process.returncode != 0:
        logger.error(
            "The paper was not typeset (%s): %s", process.returncode, process.stderr.decode(errors="replace")
        )
        raise TypesettingError(
            _("Không lập được bản PDF. Nguyên nhân đã được ghi lại cho quản trị hệ thống.")
        )
    return process.stdout


def _font_folder() -> str:
    if settings.REPORT_FONT_DIR:
        return str(settings.REPORT_FONT_DIR)
    # Not imported: the package's code needs a typesetter that is not installed.
    package = find_spec(FACE)
    if package is None or not package.submodule_search_locations:
        raise TypesettingError(_("Chưa có bộ chữ để in văn bản. Đặt REPORT_FONT_DIR hoặc cài lại các gói."))
    return package.submodule_search_locations[0]


def _printable(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _printable(inner, name) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner, key) for inner in value]
    if isinstance(value, float):
        raise TypeError(f"{key}: a float is not exact; give a decimal as a string")
    if not isinstance(value, str):
        return value
    if lacking := unprintable(value):
        raise TypesettingError(_refusal(normalised(value), lacking))
    if key in SEVERAL_LINES:
        return "\n".join(filter(None, map(_with_breaks, value.splitlines())))
    return _with_breaks(value)


def _with_breaks(text: str) -> str:
    return _TOO_LONG.sub(lambda word: ZERO_WIDTH_SPACE.join(word[0]), normalised(text))


def _refusal(text: str, lacking: list[str]) -> str:
    # A character that the screen cannot show is named by its code alone.
    names = [f"{c} (U+{ord(c):04X})" if c.isprintable() else f"U+{ord(c):04X}" for c in lacking]
    start = text if len(text) <= 60 else text[:59] + "…"
    excerpt = "".join(c if c.isprintable() else "\ufffd" for c in start)
    return _(
        "Bộ chữ của văn bản không có ký tự {characters} trong đoạn “{text}”. Xóa ký tự đó rồi lập lại."
    ).format(characters=", ".join(names), text=excerpt)
