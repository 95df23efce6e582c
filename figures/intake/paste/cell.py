"""One cell of a pasted block as an answer of the form; what has two readings is asked about once for all."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from figures.submissions.cell_entries import MOST_TYPED, CellEntry
from figures.submissions.models import Figure
from vietnamese.folding import folded
from vietnamese.numbers import NumberUnclearError, parse_number
from web.missing_value_marks import NOT_APPLICABLE

Answer = Figure.Answer
VIETNAMESE, ENGLISH = "vi", "en"

# What the form itself prints, and what says in words the same.
_CERTAIN = {
    "…": Answer.NOT_KNOWN,
    "...": Answer.NOT_KNOWN,
    "chua co so lieu": Answer.NOT_KNOWN,
    "chua co": Answer.NOT_KNOWN,
    NOT_APPLICABLE: Answer.NOT_APPLICABLE,
    "khong ap dung": Answer.NOT_APPLICABLE,
    "not known": Answer.NOT_KNOWN,
    "not applicable": Answer.NOT_APPLICABLE,
}
# Statistical yearbooks mean by a dash that nothing happened, offices also that nobody knows; an x says "not
# asked" in some forms and is a tick in others.
_UNCERTAIN = {"-": "-", "–": "-", "—": "-", "−": "-", "x": "x", "khong co": "không có", "khong": "không có"}
_ENGLISH = re.compile(r"[-−+]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_LIKE_A_NUMBER = re.compile(
    r"[-−+]?[0-9][0-9.,  '’]*%?"
    r"|\([0-9][0-9.,  ]{2,}\)"  # accounts write a negative number so; (1) is the number of a column
    r"|[0-9][0-9.,]*[eE][-+]?[0-9]+"  # a number too long for its column
    r"|#(?:#+|[A-Z0-9/]+[!?]?)"  # a column too narrow, or what a formula ends with: #N/A, #REF!
)


def sign_in(text: str) -> str:
    """The sign of two meanings that the cell holds, as it is asked about; empty if it holds none."""
    return _UNCERTAIN.get(folded(text), "")


def holds_number(text: str) -> bool:
    """Whether the cell is meant as a number, readable or not."""
    return _LIKE_A_NUMBER.fullmatch(text) is not None


def holds_answer(text: str) -> bool:
    """Whether the cell is meant as a number, or says why there is none."""
    return holds_number(text) or folded(text) in _CERTAIN or bool(sign_in(text))


def is_doubtful(text: str) -> bool:
    """Whether the number is asked back as it stands, and would not be in English spelling."""
    if not _ENGLISH.fullmatch(text) or text.count(",") + text.count(".") == 0:
        return False
    try:
        parse_number(text)
    except NumberUnclearError:
        return True
    return False


@dataclass(frozen=True)
class NumberSpelling:
    """How the block is to be read, as far as that was asked: the marks of numbers, and each sign.

    `signs` maps a sign to `0`, a state, or `skip`; `marks` is `vi`, `en`, or empty while it is asked;
    `is_asked` says that some number can be read in English spelling alone.
    """

    signs: dict[str, str]
    marks: str = ""
    is_asked: bool = False

    def read(self, text: str, stored: CellEntry) -> tuple[CellEntry, str] | None:
        """The cell over what is stored, and what keeps it from being written; none where it says nothing."""
        text = text[:MOST_TYPED]
        if not text:
            return None
        state = _CERTAIN.get(folded(text))
        if state is not None:
            return replace(stored, text="", state=state.value), ""
        if sign := sign_in(text):
            return self._sign(sign, text, stored)
        try:
            number = self._as_vietnamese(text)
            parse_number(number)
        except NumberUnclearError as question:
            return replace(stored, text=text, state=Answer.NUMBER.value), str(question)
        problem = ""
        if self.is_asked and not self.marks and self._has_two_readings(text):
            problem = _("Số “%s” đọc được theo hai kiểu. Chọn kiểu viết số của khối này.") % text[:24]
        return replace(stored, text=number, state=Answer.NUMBER.value), problem

    def _sign(self, sign: str, text: str, stored: CellEntry) -> tuple[CellEntry, str] | None:
        chosen = self.signs.get(sign)
        if chosen == "skip":
            return None
        if chosen == "0":
            return replace(stored, text="0", state=Answer.NUMBER.value), ""
        if chosen in (Answer.NOT_KNOWN, Answer.NOT_APPLICABLE):
            return replace(stored, text="", state=str(chosen)), ""
        problem = _("“%s” có nhiều nghĩa. Chọn nghĩa của dấu này trong khối.") % text[:24]
        return replace(stored, text=text, state=Answer.NUMBER.value), problem

    def _as_vietnamese(self, text: str) -> str:
        if self.marks == ENGLISH and _ENGLISH.fullmatch(text):
            whole, _point, decimals = text.replace(",", "").partition(".")
        elif self.marks == VIETNAMESE and re.fullmatch(r"[-−+]?[0-9]+,[0-9]{3}", text):
            whole, _point, decimals = text.partition(",")
        else:
            return text
        # Three decimals are written as four: so many cannot be taken for thousands.
        decimals += "0" if len(decimals) == 3 else ""
        return f"{whole},{decimals}" if decimals else whole

    def _has_two_readings(self, text: str) -> bool:
        english = replace(self, marks=ENGLISH)._as_vietnamese(text)
        try:
            return parse_number(text) != parse_number(english)
        except NumberUnclearError:
            return True
