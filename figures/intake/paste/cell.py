"""Reads one cell of a pasted block as an answer of the form."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.intake.answer_labels import ZERO, answer_word
from figures.intake.money_units import money_in
from figures.intake.number_questions import (
    FORMULA,
    FORMULA_ERROR,
    SCIENTIFIC,
    TOO_NARROW,
    question_about_number,
    question_about_unit,
)
from figures.intake.offered_readings import is_worded_number, offered_readings
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure
from vietnamese.numbers import NumberUnclearError, parse_number

Answer = Figure.Answer
VIETNAMESE, ENGLISH = "vi", "en"
SKIP = "skip"

_ENGLISH = re.compile(r"[-−+]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_LIKE_A_NUMBER = re.compile(
    r"[-−+]?[0-9][0-9.,  '’_]*%?"
    r"|\([0-9][0-9.,  ]{2,}\)"  # negative numbers in accounting; (1) is the number of a column
    rf"|{SCIENTIFIC}|{TOO_NARROW}|{FORMULA_ERROR}|{FORMULA}"
)


def ambiguous_sign(text: str) -> str:
    """The sign of two meanings that the cell holds, as the question shows it; empty if none."""
    word = answer_word(text)
    return word.sign if word and not word.is_certain else ""


def holds_number(text: str) -> bool:
    if money_in(text):
        return False  # "1000 đồng" in a column of units
    return _LIKE_A_NUMBER.fullmatch(text) is not None or is_worded_number(text)


def holds_answer(text: str) -> bool:
    return holds_number(text) or answer_word(text) is not None


def needs_english_spelling(text: str) -> bool:
    if not _ENGLISH.fullmatch(text) or text.count(",") + text.count(".") == 0:
        return False
    try:
        parse_number(text)
    except NumberUnclearError:
        return True
    return False


@dataclass(frozen=True)
class Answered:
    """A cell's entry, why it cannot be written as it is, and what it may mean instead.

    Where a question about the whole block decides what it means, `is_asked_above` says so.
    """

    entry: CellEntry
    problem: str = ""
    readings: tuple[CellEntry, ...] = ()
    is_asked_above: bool = False


@dataclass(frozen=True)
class NumberSpelling:
    """How to read the cells of a block, as far as its questions are answered.

    Attributes:
        signs: for each ambiguous sign `ZERO`, a state, `skip`, or empty while it is open.
        marks: of numbers: `vi`, `en`, or empty while it is open.
        is_asked: whether some number of the block needs English spelling.
    """

    signs: dict[str, str]
    marks: str = ""
    is_asked: bool = False

    def read(self, text: str, stored: CellEntry, indicator: Indicator, unit: str = "") -> Answered | None:
        """The stored cell with the new answer; none if the user chose to skip it.

        Args:
            text: the cell of the block.
            stored: the cell of the form.
            indicator: whose cell it is.
            unit: the unit of money that the block names, if it is not the form's.
        """
        word = answer_word(text)
        if word is not None and word.is_certain:
            return Answered(replace(stored, text="", state=word.meanings[0]))
        if word is not None:
            return self._read_sign(word.sign, text, stored)
        try:
            number = self._as_vietnamese(text)
            parse_number(number)
        except NumberUnclearError as error:
            entry = replace(stored, text=text, state=Answer.NUMBER.value)
            problem = question_about_number(text, indicator, error)
            return Answered(entry, problem, offered_readings(text, indicator, stored, unit))
        entry = replace(stored, text=number, state=Answer.NUMBER.value)
        if self.is_asked and not self.marks and self._has_two_readings(text):
            problem = _("Số “%s” có thể hiểu theo hai cách. Chọn cách viết số của bảng này.")
            return Answered(entry, problem % text[:24], is_asked_above=True)
        if unit:
            problem = question_about_unit(unit, indicator)
            return Answered(entry, problem, offered_readings(number, indicator, stored, unit))
        return Answered(entry)

    def _read_sign(self, sign: str, text: str, stored: CellEntry) -> Answered | None:
        chosen = self.signs.get(sign)
        if chosen == SKIP:
            return None
        if chosen == ZERO:
            return Answered(replace(stored, text=ZERO, state=Answer.NUMBER.value))
        if chosen in (Answer.NOT_KNOWN, Answer.NOT_APPLICABLE):
            return Answered(replace(stored, text="", state=str(chosen)))
        problem = _("“%s” có nhiều nghĩa. Chọn nghĩa của dấu này.") % text[:24]
        entry = replace(stored, text=text, state=Answer.NUMBER.value)
        return Answered(entry, problem, is_asked_above=True)

    def _as_vietnamese(self, text: str) -> str:
        if self.marks == ENGLISH and _ENGLISH.fullmatch(text):
            whole, _point, decimals = text.replace(",", "").partition(".")
        elif self.marks == VIETNAMESE and re.fullmatch(r"[-−+]?[0-9]+,[0-9]{3}", text):
            whole, _point, decimals = text.partition(",")
        else:
            return text
        # A fourth decimal, so that nobody takes three of them for thousands.
        decimals += "0" if len(decimals) == 3 else ""
        return f"{whole},{decimals}" if decimals else whole

    def _has_two_readings(self, text: str) -> bool:
        english = replace(self, marks=ENGLISH)._as_vietnamese(text)
        try:
            return parse_number(text) != parse_number(english)
        except NumberUnclearError:
            return True
