"""Texts as they are stored: composed letters (NFC), plain line ends, nothing invisible."""

import re
import unicodedata
from functools import lru_cache

# Seen by nobody, though Unicode calls them letters, marks or symbols: fillers, joiners, variation selectors.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# What an input method for Chinese types in place of ASCII; the same characters, wider.
_FULL_WIDTH = {0xFF00 + code: 0x20 + code for code in range(1, 0x5F)} | {0x3000: 0x20}
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Controls, halves of a character, and what Unicode will never make a character.
_UNREADABLE = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)

LONGEST_WORD = 40  # characters that are remembered as one word
# Words of which an import has a new one in every line, numbers above all, and that are clean.
PLAIN_WORD = re.compile("[!-~]{1,40}")


def clean_text(text: str, *, lines: bool = True) -> str:
    """Return the text as it is stored; cleaning it again changes nothing.

    Args:
        text: as typed, pasted or read from a file.
        lines: whether line breaks mean something; otherwise they become spaces, and runs of spaces one.
    """
    # An import cleans many texts of the same words; between words that are clean a space changes nothing.
    if all(len(word) <= LONGEST_WORD and _is_clean_word(word) for word in text.split(" ")):
        return text
    return _cleaned(text, lines)


def _is_clean_word(word: str) -> bool:
    return PLAIN_WORD.fullmatch(word) is not None or _is_clean_in_letters(word)


@lru_cache(maxsize=20_000)
def _is_clean_in_letters(word: str) -> bool:
    return word != "" and _cleaned(word, lines=False) == word


def _cleaned(text: str, lines: bool) -> str:
    text = readable_text(text)
    if not text.isascii():
        # Format characters: zero width, direction, tags, the byte order mark.
        text = "".join(c for c in text if unicodedata.category(c) != "Cf")
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", text).translate(_FULL_WIDTH))
    return text.strip() if lines else " ".join(text.split())


def readable_text(text: str) -> str:
    """Return the text as it was typed, as far as it can be shown again: with plain line ends, in Unicode."""
    return _UNREADABLE.sub("", _LINE_END.sub("\n", text))


def length(text: str) -> int:
    """Count what a reader sees: a letter with all its marks is one, however it was typed."""
    composed = unicodedata.normalize("NFC", text)
    return len(composed) if composed.isascii() else sum(unicodedata.combining(c) == 0 for c in composed)


def named_character(character: str) -> str:
    """Name a character in a sentence: “✓”, or U+E000 where a screen cannot show it."""
    return f"“{character}”" if character.isprintable() else f"U+{ord(character):04X}"
