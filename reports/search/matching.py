"""Words to look for, and what has all of them; case and diacritics make no difference.

Of few things a syllable must begin with the word: *an* is in every *Giang*. Rows of a database have it
anywhere, as in their own lists.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, QuerySet, Value, When
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from vietnamese.folding import folded


@dataclass(frozen=True)
class Words:
    """What somebody looks for, folded."""

    text: str

    @classmethod
    def of(cls, typed: str) -> "Words":
        return cls(folded(typed))

    def are_all_in(self, text: str) -> bool:
        return all(_beginning([word]).search(text) for word in self.text.split())

    def mark(self, title: str) -> SafeString:
        """The title as HTML, with the words marked."""
        plain = "".join(folded(letter) or letter for letter in title)
        if len(plain) != len(title):  # such as ß, which folds to two letters
            return format_html("{}", title)
        pieces, end = [], 0
        for match in _beginning(self.text.split()).finditer(plain):
            pieces += [(title[end : match.start()], title[match.start() : match.end()])]
            end = match.end()
        return format_html_join("", "{}<mark>{}</mark>", pieces) + format_html("{}", title[end:])


def _beginning(words: list[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)  # of two that begin alike
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})")


@dataclass(frozen=True)
class Hit:
    """Something that can be opened; `keys` are words that find it, and that it does not show."""

    title: str
    note: str
    url: str
    keys: str = ""


@dataclass(frozen=True)
class Hits:
    """How many there are, and the first of them."""

    count: int
    first: list[Hit]


def among(candidates: Iterable[Hit], words: Words, most: int) -> Hits:
    """Those with all words; titles that begin with what is looked for come first."""
    found = [hit for hit in candidates if words.are_all_in(folded(f"{hit.title} {hit.keys} {hit.note}"))]
    return Hits(len(found), first_of(found, words, most))


def first_of(hits: Iterable[Hit], words: Words, most: int) -> list[Hit]:
    return sorted(hits, key=lambda hit: not folded(hit.title).startswith(words.text))[:most]


def first_rows(rows: QuerySet, words: Words, most: int) -> tuple[int, list]:
    """The number of rows, and the first of them in the order of `among`, by their `search_text`.

    A second query counts them only if there are more.
    """
    begins = Case(When(search_text__startswith=words.text, then=Value(0)), default=Value(1))
    first = list(rows.order_by(begins, "search_text", "pk")[: most + 1])
    return len(first) if len(first) <= most else rows.count(), first[:most]
