"""Finds the indicator that a label in somebody's table means."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from figures.catalogue.models import Indicator, Section
from figures.intake.table_words import BRACKETS, bare_words
from vietnamese.folding import folded

# "1.", "1.2", "a)", "II.", "-", "+", "•" before a label, and "trong đó".
_NUMBERING = re.compile(
    r"(?:(?:\d+(?:\.\d+)*|[ivx]+|[a-z])\s*[.)/:]|[-+*•–—−]|trong do\b\s*:?|of which\b\s*:?)\s*"
)

# Long forms and their abbreviations, longest first.
_ABBREVIATIONS = (
    ("lien hiep hop tac xa", "lh htx"),
    ("lien hiep htx", "lh htx"),
    ("lhhtx", "lh htx"),
    ("hop tac xa", "htx"),
    ("to hop tac", "tht"),
    ("quy tin dung nhan dan", "qtdnd"),
)
_NEAR = 0.8  # how much of two labels must agree
_NEARLY = 0.1  # how much less than the nearest one is offered beside it


@lru_cache(maxsize=1024)  # every cell is compared with all names of provinces and indicators
def plain(text: str) -> str:
    """A label for comparison: folded, without numbering, brackets and signs."""
    text = BRACKETS.sub(" ", folded(text)).strip()
    # Numbering may be nested ("1. - a)"), but a label must remain.
    while (numbering := _NUMBERING.match(text)) and numbering.end() < len(text):
        text = text[numbering.end() :]
    return bare_words(text)


def _words(text: str) -> frozenset[str]:
    label = plain(text)
    for long, short in _ABBREVIATIONS:
        label = label.replace(long, short)
    return frozenset(label.split())


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """1 if the labels have the same words; a label that is part of the other counts as a little nearer."""
    shared = len(one & other)
    part = 0.1 if shared in (len(one), len(other)) and shared > 1 else 0
    return min(1, 2 * shared / (len(one) + len(other)) + part)


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
        self._word_sets = [
            (_words(label), indicator)
            for names in (self._long, self._short)
            for label, indicators in names.items()
            for indicator in indicators
        ]

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

    def near(self, text: str, section: Section | None = None) -> list[Indicator]:
        """What a label that is no indicator's may mean, likeliest first, to be proposed and never assumed.

        Args:
            text: the label in the table.
            section: the section whose heading is above the label; only its indicators, if some are near.
        """
        wanted = _words(text)
        if not wanted:
            return []
        scores: dict[Indicator, float] = defaultdict(float)
        for words, indicator in self._word_sets:
            scores[indicator] = max(scores[indicator], _likeness(wanted, words))
        same = {indicator for words, indicator in self._word_sets if words == wanted}
        least = max(_NEAR, max(scores.values(), default=0) - _NEARLY)
        near = same or {match for match, score in scores.items() if score >= least}
        if section is not None:
            near = {match for match in near if match.section_id == section.pk} or near
        return sorted(near, key=lambda match: (-scores[match], match.section.position, match.position))
