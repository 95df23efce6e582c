"""Labels and units of somebody's table, reduced to what can be compared."""

import re

BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")


def bare_words(text: str) -> str:
    """The letters and digits of a folded text, single-spaced."""
    return _NOT_ALPHANUMERIC.sub(" ", text).strip()
