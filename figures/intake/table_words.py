"""Texts of somebody's table: a cell as one line, and labels and units reduced to what can be compared."""

import re

from vietnamese.texts import clean_text

BREAK = "↵"
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")
_ONLY_NUMBER = re.compile(r"[-−+]?[0-9][0-9., ]*%?")


def one_line(text: str) -> str:
    """The text of a cell as one line.

    A line break or tab between two numbers stays visible: 1 and 234 on two lines are not 1 234.
    """
    words = ""
    before = ""
    for line in re.split(r"[\n\t]", clean_text(text)):
        line = clean_text(line, lines=False)
        if line:
            is_between = _ONLY_NUMBER.fullmatch(before) and _ONLY_NUMBER.match(line)
            words += f" {BREAK} {line}" if is_between else f" {line}"
            before = line
    return words.strip()


def bare_words(text: str) -> str:
    """The letters and digits of a folded text, single-spaced."""
    return _NOT_ALPHANUMERIC.sub(" ", text).strip()
