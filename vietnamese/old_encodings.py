"""Texts typed with the fonts of before Unicode: VNI (`Toång soá HTX`) and TCVN3 (`Tæng sè HTX`).

Their bytes, shown as Western letters, are still what old spreadsheets hold. A text is recognised only by
words that are no Vietnamese syllable as they stand, and are one when read by the old table. Words with two
readings, such as `toán` (in VNI *tốn*), prove nothing, so that Unicode Vietnamese and European names stay
what they are.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from vietnamese.syllables import is_syllable

# VNI writes a letter and then its marks as a letter of its own.
_VNI_MARKS = {
    "a": "ùáøàûảõãïạââáấàầåẩãẫäậêăéắèằúẳüẵëặ",
    "e": "ùéøèûẻõẽïẹâêáếàềåểãễäệ",
    "o": "ùóøòûỏõõïọâôáốàồåổãỗäộ",
    "u": "ùúøùûủõũïụ",
    "y": "ùýøỳûỷõỹ",
    "ô": "ùớøờûởõỡïợ",
    "ö": "ùứøừûửõữïự",
}
_VNI = {
    base + mark: letter
    for base, marks in _VNI_MARKS.items()
    for mark, letter in zip(marks[::2], marks[1::2], strict=True)
} | dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))

# TCVN3 has a letter for each letter; its capitals are a font of their own, except for these seven. U+00AD,
# the soft hyphen, is its ư.
_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉËÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ®¡¢£¤¥¦§",
        "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđĂÂÊÔƠƯĐ",
        strict=True,
    )
)

_LETTERS = r"[^\W\d_]"
_VNI_WORD = re.compile(rf"{_LETTERS}+")
_TCVN3_WORD = re.compile(rf"(?:{_LETTERS}|[{re.escape(''.join(_TCVN3))}])+")
# Other texts have these too (Loïc, µm, «…», kW·h, £): a word with no other mark proves nothing alone.
_COMMON = re.compile("^µ|[ïëüÏËÜ·«»×÷¡¢£¤¥¦§]|[®©]$")


@dataclass(frozen=True)
class OldText:
    encoding: str
    """`VNI` or `TCVN3`."""
    reading: str
    """The same text in Unicode."""
    weight: int
    """How many more words speak for this encoding than against it."""


@dataclass(frozen=True)
class _Word:
    text: str
    reading: str
    is_evidence: bool
    is_weak: bool
    is_foreign: bool
    """No word of this encoding."""


def unicode_reading(text: str) -> str | None:
    """Return a text of VNI or TCVN3 in Unicode; None if it is neither."""
    old = recognise(text)
    return old.reading if old else None


def may_be_old(text: str) -> bool:
    """Whether any word of the text speaks for VNI or TCVN3; without one `recognise` finds nothing."""
    readings = ((_VNI_WORD, _from_vni), (_TCVN3_WORD, _from_tcvn3))
    pieces = (piece for pattern, convert in readings for piece in _pieces(text, pattern, convert))
    return any(isinstance(piece, _Word) and piece.is_evidence for piece in pieces)


def recognise(text: str) -> OldText | None:
    """Recognise a text typed in VNI or TCVN3, whole or in part."""
    if text.isascii():
        return None
    candidates = [
        _read(text, "VNI", _VNI_WORD, _from_vni),
        _read(text, "TCVN3", _TCVN3_WORD, _from_tcvn3),
    ]
    # Where both have a reading, the one that leaves fewer words out.
    old = max(filter(None, candidates), key=lambda candidate: candidate.weight, default=None)
    if old is None:
        return None
    # A text may hold both. What is offered must not be refused again.
    rest = recognise(old.reading)
    return replace(old, reading=rest.reading) if rest else old


def _read(
    text: str,
    encoding: str,
    word_pattern: re.Pattern[str],
    convert: Callable[[str], str | None],
) -> OldText | None:
    pieces = list(_pieces(text, word_pattern, convert))
    words = [piece for piece in pieces if isinstance(piece, _Word)]
    evidence = [word for word in words if word.is_evidence]
    # Beside words of another kind, or of a spelling that Europe has too, one word may be a foreign name.
    is_doubtful = any(word.is_foreign for word in words) or all(word.is_weak for word in evidence)
    if len(evidence) < (2 if is_doubtful else 1):
        return None
    # A foreign word, mostly one in Unicode, ends a stretch; a stretch without evidence stays as it is.
    reading = ""
    for is_foreign, stretch in groupby(
        pieces, key=lambda piece: isinstance(piece, _Word) and piece.is_foreign
    ):
        parts = list(stretch)
        is_old = not is_foreign and any(isinstance(part, _Word) and part.is_evidence for part in parts)
        reading += "".join(
            part if isinstance(part, str) else part.reading if is_old else part.text for part in parts
        )
    weight = len(evidence) - sum(word.is_foreign for word in words)
    return OldText(encoding, reading, weight)


def _pieces(
    text: str, word_pattern: re.Pattern[str], convert: Callable[[str], str | None]
) -> Iterator[_Word | str]:
    """The words of a text, and what stands between them."""
    end = 0
    for match in word_pattern.finditer(text):
        yield text[end : match.start()]
        end = match.end()
        word = match[0]
        reading = convert(word)
        fits = reading is not None and (is_syllable(reading) or word.isascii())
        yield _Word(
            text=word,
            reading=reading if reading is not None and fits else word,
            is_evidence=fits and reading != word and len(word) > 1 and not is_syllable(word),
            is_weak=_COMMON.sub("", word).isascii(),
            # In capitals it may be an abbreviation, which both kinds of text have.
            is_foreign=not fits or (word.isascii() and not word.isupper() and not is_syllable(word)),
        )
    yield text[end:]


def _from_vni(word: str) -> str | None:
    reading, at = "", 0
    while at < len(word):
        for length in (2, 1):
            old = word[at : at + length]
            letter = _VNI.get(old.lower())
            if letter is not None:
                reading += letter.upper() if old[0].isupper() else letter
                break
        else:
            if not old.isascii():
                return None
            reading += old
        at += len(old)
    return reading


def _from_tcvn3(word: str) -> str | None:
    if any(not character.isascii() and character not in _TCVN3 for character in word):
        return None
    reading = "".join(_TCVN3.get(character, character) for character in word)
    # Its letters with marks have no capitals: in TØNH the others show that all are meant.
    plain = [character for character in word if character.isascii()]
    return reading.upper() if len(plain) > 1 and all(map(str.isupper, plain)) else reading
