"""The gate for every text that enters: what is stored of it, or a sentence that says why it is refused.

Form fields (`web.text_fields`), model fields (`web.model_fields`) and services that take texts without a form
call `accepted_text`. Nothing is cut, and nothing that can be seen is dropped.
"""

from functools import lru_cache

from django.utils.translation import gettext as _

from papers.typeset import unprintable
from vietnamese.numbers import format_number
from vietnamese.old_encodings import may_be_old, recognise
from vietnamese.texts import LONGEST_WORD, PLAIN_WORD, clean_text, length, named_character
from web.refusals import RefusedError

MOST_TEXT = 1000
LONG_TEXT = 10_000  # characters, some four printed pages
_LONGEST_QUOTE = 60


class TextRefusedError(RefusedError):
    """A text that cannot be stored.

    Attributes:
        code: `too_long`, `old_encoding` or `unprintable`.
        reading: the text in Unicode, to be offered, if it was typed in an encoding of before Unicode.
    """

    def __init__(self, sentence: str, code: str, reading: str = "") -> None:
        super().__init__(sentence)
        self.code = code
        self.reading = reading


def accepted_text(
    text: str, *, most: int = MOST_TEXT, lines: bool = True, prints: bool = True, place: str = ""
) -> str:
    """Return the text as it is stored; a text that was accepted before is accepted unchanged.

    A text of nothing but invisible characters is empty: whoever needs one refuses it.

    Args:
        text: as it was typed.
        most: characters, as a reader counts them.
        lines: whether it may have several lines.
        prints: whether it can reach a paper, whose typeface must have all its characters.
        place: where it was typed, to begin the refusal with where no field shows it.

    Raises:
        TextRefusedError: with a sentence that says what to do.
    """
    try:
        return _accepted(text, most, lines, prints)
    except TextRefusedError as refused:
        if place:
            raise TextRefusedError(f"{place}: {refused}", refused.code, refused.reading) from refused
        raise


def _accepted(text: str, most: int, lines: bool, prints: bool) -> str:
    words = text.split(" ")
    if len(text) <= most and all(len(word) <= LONGEST_WORD and _is_plain(word, prints) for word in words):
        return text  # nearly every text, and an import has hundreds of thousands
    cleaned = clean_text(text, lines=lines)
    if length(cleaned) > most:
        raise TextRefusedError(
            _("Dài %(length)s ký tự, nhiều nhất %(most)s. Rút gọn lại.")
            % {"length": format_number(length(cleaned)), "most": format_number(most)},
            "too_long",
        )
    # Of the text as typed: TCVN3 writes its ư as a soft hyphen, which cleaning removes.
    if old := recognise(text) or recognise(cleaned):
        reading = clean_text(old.reading, lines=lines)
        raise TextRefusedError(
            _("Chữ này có vẻ gõ bằng bảng mã %(encoding)s: “%(typed)s”. Có phải “%(reading)s”?")
            % {"encoding": old.encoding, "typed": _quoted(cleaned), "reading": _quoted(reading)},
            "old_encoding",
            reading,
        )
    if prints and (lacking := unprintable(cleaned)):
        raise TextRefusedError(
            _("Trên giấy không in được ký tự %s. Xóa hoặc thay ký tự đó.")
            % ", ".join(map(named_character, lacking)),
            "unprintable",
        )
    return cleaned


def _is_plain(word: str, prints: bool) -> bool:
    """Whether the gate has nothing against the word, whatever words stand beside it.

    The old encodings have no word of ASCII alone.
    """
    return PLAIN_WORD.fullmatch(word) is not None or _is_plain_in_letters(word, prints)


@lru_cache(maxsize=20_000)
def _is_plain_in_letters(word: str, prints: bool) -> bool:
    if not word or clean_text(word, lines=False) != word or may_be_old(word):
        return False
    return not (prints and unprintable(word))


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + "…"
