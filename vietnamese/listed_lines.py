"""The lines of a text that is typed as a list."""

import re

# List marks that people type; the paper adds its own.
_BULLET = re.compile(r"^(?:[-–—•·*+]|\d{1,2}[.)])\s+")


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def points(text: str) -> list[str]:
    """The lines without the list marks that people type."""
    return [_BULLET.sub("", line) for line in lines(text)]
