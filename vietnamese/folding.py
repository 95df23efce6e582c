"""Texts for comparison: search without case and diacritics, and keys of names that must be unique.

Store the result beside the text: neither database folds Vietnamese by itself.
"""

import re
import unicodedata
from functools import lru_cache

from vietnamese.texts import clean_text

# Capitals and small letters that look like a Latin one; by their shape, so before their case is folded.
_LOOK_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХЬаеѕіјорсухԁһӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρυχıÐƉðɖ",
    "ABESIJKMHOPCTYXbaesijopcyxdhlABEZHIKMNOPTYXovpuxiĐĐđđ",
)
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_D = str.maketrans("Đđ", "Dd")
_SEPARATORS = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d\u30fc_]+")
_QUOTES = str.maketrans("‘’‚‛′`´“”„‟″«»", "'''''''\"\"\"\"\"\"\"")


@lru_cache(maxsize=20_000)  # an import asks several times for the same
def folded(text: str) -> str:
    """Return the text in lower case, without diacritics, single-spaced; đ becomes d.

    Stripping accents leaves đ alone, because it is a letter of its own.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    without_accents = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    if not without_accents.translate(_D).isascii():  # it may have rarer marks
        without_accents = "".join(c for c in without_accents if not unicodedata.combining(c))
    return " ".join(without_accents.casefold().replace("đ", "d").split())


def name_key(text: str) -> str:
    """Return what two spellings of one name have in common; unlike `folded` it keeps diacritics.

    Case, spaces, dashes, quotation marks, full width, look-alike letters (Cyrillic *А*) and the place of the
    tone (*hoà*, *hòa*) make no difference. *An* and *Ân* are two names.
    """
    if text.isascii():  # most numbers
        words = _SEPARATORS.split(clean_text(text, lines=False).translate(_QUOTES).casefold())
        return " ".join(word for word in words if word)
    text = clean_text(unicodedata.normalize("NFKC", clean_text(text, lines=False)), lines=False)
    text = text.translate(_LOOK_ALIKE).translate(_QUOTES).casefold()
    parts = (unicodedata.normalize("NFD", word) for word in _SEPARATORS.split(text))
    return " ".join(_TONES.sub("", word) + "".join(_TONES.findall(word)) for word in parts if word)


@lru_cache(maxsize=20_000)
def number_key(text: str) -> str:
    """Return what spellings of one number have in common: `DK-001`, `dk‑001` and `ＤＫ ００１` are one."""
    return name_key(text).replace(" ", "")
