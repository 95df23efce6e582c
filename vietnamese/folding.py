"""Search that ignores case and diacritics: `dong thap` finds Đồng Tháp."""

import unicodedata


def folded(text: str) -> str:
    """Returns the text in lower case, without diacritics, single-spaced; đ becomes d.

    Taking the accents off does not fold đ: it is a letter, not a d with a mark. The result is stored
    beside the text, because neither database folds Vietnamese by itself.
    """
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().replace("đ", "d").split())
