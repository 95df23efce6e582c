"""Search that ignores case and diacritics: `dong thap` finds Đồng Tháp."""

import unicodedata


def folded(text: str) -> str:
    """Return the text in lower case, without diacritics, single-spaced; đ becomes d.

    Stripping accents leaves đ alone, because it is a letter of its own. Store the result beside the text:
    neither database folds Vietnamese by itself.
    """
    without_accents = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(without_accents.casefold().replace("đ", "d").split())
