import unicodedata

MOST_TEXT = 1000


def clean_text(text: str, most: int = MOST_TEXT) -> str:
    """Text for the database and the printer: NFC, plain line ends, no control characters, trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"})
    # Cleaning twice must change nothing, or a text sent back unchanged would count as edited.
    return unicodedata.normalize("NFC", text).strip()[:most].rstrip()
