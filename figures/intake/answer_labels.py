"""Labels of answers, the same in forms, files and previews, and what people write in their place."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from figures.submissions.models import Figure
from vietnamese.folding import folded
from vietnamese.numbers import NO_NUMBER
from web.missing_value_marks import NOT_APPLICABLE

Answer = Figure.Answer
ZERO = "0"
# What the form itself prints in place of a number.
PRINTED = {NO_NUMBER: Answer.NOT_KNOWN.value, NOT_APPLICABLE: Answer.NOT_APPLICABLE.value}

# Words of one meaning.
_CERTAIN = PRINTED | {
    **dict.fromkeys(
        ("chua co so lieu", "chua co", "chua co so", "chua co du lieu", "not known"), Answer.NOT_KNOWN.value
    ),
    **dict.fromkeys(("khong ap dung", "not applicable"), Answer.NOT_APPLICABLE.value),
}
# In statistical yearbooks a dash means that nothing happened; some offices use it for "not known" too. An x
# means "not applicable" in some forms and is a tick in others; N/A is "not applicable" or "not available".
_UNCLEAR = {
    "-": ("/", "."),
    "x": ("x",),
    "không có": ("khong co", "khong", "ko co", "ko"),
    "không có số liệu": ("khong co so lieu", "khong co du lieu", "ko co so lieu", "no data"),
    "n/a": ("n/a", "n.a", "n.a.", "na"),
    "chưa rõ": ("chua ro", "khong ro", "khong biet"),
    "trống": ("(trong)", "de trong", "bo trong", "(blank)", "blank", "null", "none", "nil"),
}
_SIGNS = {word: sign for sign, words in _UNCLEAR.items() for word in words}
_DOTS, _DASHES = re.compile(r"\.{2,6}|…{1,3}"), re.compile(r"[-–—−_]{1,3}")  # longer ones are to be filled in


@dataclass(frozen=True)
class AnswerWord:
    """A word or sign in place of a number.

    Attributes:
        sign: how a question shows it and its other spellings.
        meanings: `ZERO` or states; one if it is certain.
    """

    sign: str
    meanings: tuple[str, ...] = (ZERO, Answer.NOT_KNOWN.value, Answer.NOT_APPLICABLE.value)

    @property
    def is_certain(self) -> bool:
        return len(self.meanings) == 1


def answer_word(text: str) -> AnswerWord | None:
    """The answer that a text means which is no number; none if it is none."""
    word = folded(text)
    if _DOTS.fullmatch(word):
        word = NO_NUMBER
    if word in _CERTAIN:
        return AnswerWord(word, (_CERTAIN[word],))
    if _DASHES.fullmatch(word):
        return AnswerWord("-")
    if word and not word.strip("?"):
        return AnswerWord("?")
    return AnswerWord(_SIGNS[word]) if word in _SIGNS else None


def state_labels() -> dict[str, str]:
    return {
        Answer.NUMBER.value: _("Có số liệu"),
        Answer.NOT_KNOWN.value: _("Chưa có số liệu"),
        Answer.NOT_APPLICABLE.value: _("Không áp dụng"),
    }


def estimate_label() -> str:
    return _("Có")


def basis_labels() -> dict[bool, str]:  # by is_estimate
    return {False: _("số chính thức"), True: _("số ước thực hiện")}
