"""Finding the indicator that a label in somebody's table means, and the unit that it names."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator, Section
from vietnamese.folding import folded

# "1.", "1.2", "a)", "II.", "-", "+", "•" before a label, however deep, and "trong đó".
_BEFORE = re.compile(
    r"(?:(?:\d+(?:\.\d+)*|[ivx]+|[a-z])\s*[.)/:]|[-+*•–—−]|trong do\b\s*:?|of which\b\s*:?)\s*"
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NO_LETTERS = re.compile(r"[^a-z0-9]+")

_MONEY = {
    "dong": "dong",
    "vnd": "dong",
    "nghin dong": "nghin dong",
    "ngan dong": "nghin dong",
    "trieu dong": "trieu dong",
    "trieu": "trieu dong",
    "trd": "trieu dong",
    "tr d": "trieu dong",
    "ty dong": "ty dong",
    "ti dong": "ty dong",
    "ty": "ty dong",
}


@lru_cache(maxsize=1024)  # the names of provinces and indicators are compared with every cell
def plain(text: str) -> str:
    """A label as it is compared: folded, without numbering, brackets and signs."""
    text = _BRACKETS.sub(" ", folded(text)).strip()
    # Numbering may be deep ("1. - a)"), but what is left must still be a label.
    while (found := _BEFORE.match(text)) and found.end() < len(text):
        text = text[found.end() :]
    return _NO_LETTERS.sub(" ", text).strip()


def money_in(text: str) -> str:
    """The unit of money that a cell names: alone, or in the brackets of a label; empty if none."""
    plain = folded(text)
    inside = [match.strip("()[] ") for match in _BRACKETS.findall(plain)]
    for words in [plain, *inside]:
        words = _NO_LETTERS.sub(
            " ", words.removeprefix("dvt").removeprefix("don vi tinh").removeprefix("don vi")
        ).strip()
        if words in _MONEY:
            return _MONEY[words]
    return ""


def money_label(unit: str) -> str:
    """A unit that `money_in` found, in the language of the page."""
    labels = {
        "dong": _("đồng"),
        "nghin dong": _("nghìn đồng"),
        "trieu dong": _("triệu đồng"),
        "ty dong": _("tỷ đồng"),
    }
    return labels[unit]


class LabelIndex:
    """The names of the half-year's indicators, in both languages, long and short, and their codes."""

    def __init__(self, indicators: Iterable[Indicator]) -> None:
        self._long: dict[str, set[Indicator]] = defaultdict(set)
        self._short: dict[str, set[Indicator]] = defaultdict(set)
        self._sections: dict[str, Section] = {}
        for indicator in indicators:
            for label in (indicator.label, indicator.label_en, indicator.code):
                self._long[plain(label)].add(indicator)
            for label in (indicator.short_label, indicator.short_label_en):
                self._short[plain(label)].add(indicator)
            for label in (indicator.section.label, indicator.section.label_en):
                self._sections[plain(label)] = indicator.section
        self._long.pop("", None)
        self._short.pop("", None)

    def section(self, text: str) -> Section | None:
        """The section of the form that a heading opens."""
        return self._sections.get(plain(text))

    def meant(self, text: str, section: Section | None = None) -> list[Indicator]:
        """The indicators that the label may mean: none, one, or several that share their short name.

        Args:
            text: the label as it stands in the table.
            section: the section whose heading the table has above it.
        """
        name = plain(text)
        found = self._long.get(name) or self._short.get(name) or set()
        if len(found) > 1 and section is not None:
            found = {one for one in found if one.section_id == section.pk} or found
        return sorted(found, key=lambda one: (one.section.position, one.position))
