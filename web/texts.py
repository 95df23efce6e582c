"""Text as it is stored and printed."""

import unicodedata

MOST_TEXT = 1000


def clean_text(text: str, most: int = MOST_TEXT) -> str:
    """Text that a database and a printer take: NFC, plain line ends, no control characters, trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"})
    # Cleaning twice must change nothing: a text that comes back as it was shown counts as untouched.
    return unicodedata.normalize("NFC", kept).strip()[:most].rstrip()
