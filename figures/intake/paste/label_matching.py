"""Finds the indicator that a label in somebody's table means, and the unit that it names."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator, Section
from vietnamese.folding import folded

# "1.", "1.2", "a)", "II.", "-", "+", "•" before a label, and "trong đó".
_NUMBERING = re.compile(
    r"(?:(?:\d+(?:\.\d+)*|[ivx]+|[a-z])\s*[.)/:]|[-+*•–—−]|trong do\b\s*:?|of which\b\s*:?)\s*"
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")

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


@lru_cache(maxsize=1024)  # every cell is compared with all names of provinces and indicators
def plain(text: str) -> str:
    """A label for comparison: folded, without numbering, brackets and signs."""
    text = _BRACKETS.sub(" ", folded(text)).strip()
    # Numbering may be nested ("1. - a)"), but a label must remain.
    while (numbering := _NUMBERING.match(text)) and numbering.end() < len(text):
        text = text[numbering.end() :]
    return _NOT_ALPHANUMERIC.sub(" ", text).strip()


def money_in(text: str) -> str:
    text = folded(text)
    in_brackets = [match.strip("()[] ") for match in _BRACKETS.findall(text)]
    for unit in [text, *in_brackets]:
        unit = unit.removeprefix("dvt").removeprefix("don vi tinh").removeprefix("don vi")
        unit = _NOT_ALPHANUMERIC.sub(" ", unit).strip()
        if unit in _MONEY:
            return _MONEY[unit]
    return ""


def money_label(unit: str) -> str:
    labels = {
        "dong": _("đồng"),
        "nghin dong": _("nghìn đồng"),
        "trieu dong": _("triệu đồng"),
        "ty dong": _("tỷ đồng"),
    }
    return labels[unit]


class LabelIndex:
    """The half-year's indicators by code and by long and short labels in both languages."""

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
        return self._sections.get(plain(text))

    def indicators(self, text: str, section: Section | None = None) -> list[Indicator]:
        """The indicators that the label may mean: none, one, or several that share a short label.

        Args:
            text: the label in the table.
            section: the section whose heading is above the label.
        """
        label = plain(text)
        matches = self._long.get(label) or self._short.get(label) or set()
        if len(matches) > 1 and section is not None:
            matches = {match for match in matches if match.section_id == section.pk} or matches
        return sorted(matches, key=lambda match: (match.section.position, match.position))
