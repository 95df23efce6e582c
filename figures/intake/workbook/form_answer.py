"""One line of a filled form as an entry, and the questions about it."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from django.utils import translation
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.intake.accounting import all_of
from figures.intake.answer_labels import PRINTED, ZERO, answer_word, estimate_label, state_labels
from figures.intake.money_units import money_in
from figures.intake.number_questions import question_about_number, question_about_unit
from figures.intake.offered_readings import offered_readings
from figures.intake.paste.label_matching import plain
from figures.intake.preview import Part
from figures.intake.table_words import one_line
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure
from vietnamese.dates import format_date
from vietnamese.folding import folded
from vietnamese.numbers import NumberUnclearError, excerpt, format_number, parse_number
from vietnamese.texts import clean_text, readable_text
from web.spreadsheet_reading.reading import Cell

PARTS = {
    "value": Part.ANSWER,
    "state": Part.ANSWER,
    "estimate": Part.ESTIMATE,
    "note": Part.NOTE,
    "explanation": Part.EXPLANATION,
}
_YES, _NO = {"x", "yes", "true", "1"}, {"", "no", "false", "0", "không"}

NUMBER = Figure.Answer.NUMBER.value
_MOST_SHOWN = 20  # digits

T = TypeVar("T")


class Marks:
    """The marks that the form's lists offer, in both languages."""

    def __init__(self) -> None:
        self.states = {"": NUMBER} | by_label(state_labels)
        self.near_states = {folded(label): state for label, state in self.states.items()}
        self.yes = _YES | by_label(lambda: {True: estimate_label()}).keys()

    def state(self, label: str) -> str | None:
        word = answer_word(label)
        printed = PRINTED.get(word.sign) if word else None
        return printed or self.states.get(label.casefold())

    def meanings(self, label: str) -> tuple[str, ...]:
        """What an unlisted mark of a state may mean."""
        if word := answer_word(label):
            return word.meanings
        nearest = self.near_states.get(folded(label))
        return (nearest,) if nearest else ()


def shown(cell: Cell) -> str:
    """The cell's text as Vietnamese pages write it."""
    if cell.kind == "p":
        return f"{_number(Decimal(cell.text) * 100)}%"
    if cell.kind == "n":
        return _number(Decimal(cell.text))
    if cell.kind == "o":
        return _as_date(cell.text)
    # A formula or an error without a text still holds something.
    return clean_text(cell.text) or ("#" if cell.flag in ("formula", "error") else "")


def _as_date(text: str) -> str:
    day, _space, time = text.partition(" ")
    try:
        date = format_date(dt.date.fromisoformat(day))
    except ValueError:
        return text
    return date if time in ("", "00:00:00") else f"{date} {time}"


def _number(number: Decimal) -> str:
    if not number.is_finite():
        return str(number)
    # 1E+300 has a page of zeros.
    is_long = number and abs(number.adjusted()) > _MOST_SHOWN
    return str(number.normalize()).replace(".", ",") if is_long else format_number(number)


class Answer:
    """The entry of a line, and the questions about it by column."""

    def __init__(
        self,
        cells: Mapping[str, Cell],
        stored: CellEntry,
        indicator: Indicator,
        marks: "Marks",
        unit: str = "",
    ) -> None:
        self.cells, self.stored, self.indicator, self.marks = cells, stored, indicator, marks
        # Of the line, if somebody changed it.
        self.unit = "" if plain(unit) in {plain(indicator.unit), plain(indicator.unit_en)} else unit
        self.problems: dict[str, str] = {}
        self.is_lost = False
        self.has_no_choice = False
        # What unlisted marks and words may mean: parts of the entry.
        self.answers: list[dict[str, str]] = []
        self.estimates: list[bool] = []
        text, state = self._answer(self._text())
        self.entry = CellEntry(text, state, self._long("note"), self._long("explanation"), self._estimate())
        for key, cell in cells.items():
            if cell.flag == "merged" and cell.text:
                self._lose(key, _("Số nằm dưới một ô gộp nên không thấy trên bảng. Bỏ gộp ô rồi ghi lại."))
        self.entry, refusals = self.entry.checked("value")
        for refusal in refusals:
            key = refusal.name.removeprefix("value.")
            is_long_number = key == "value" and refusal.error.code == "too_long"
            question = question_about(self.entry, indicator) if is_long_number else ""
            self._lose(key, question or str(refusal.error))
        if "value" not in self.problems and (question := question_about(self.entry, indicator)):
            self.problems["value"] = question
            if self.entry.state != NUMBER:
                self.answers = _meant(self.entry.text, [self.entry.state])
        if self.unit and self.entry.text and (question := self._question_about_unit()):
            self.problems["unit"] = question

    @property
    def readings(self) -> tuple[CellEntry, ...]:
        """What the line may mean; none unless all that is wrong with it can be chosen."""
        if not self.problems or self.has_no_choice:
            return ()
        numbers: tuple[CellEntry, ...] = (self.entry,)
        if self.problems.keys() & {"value", "unit"}:
            unit = self._money if "unit" in self.problems else ""
            numbers = offered_readings(self.entry.text, self.indicator, self.entry, unit)
        entries = [
            replace(entry, **answer)  # type: ignore[arg-type]
            for answer in self.answers or [{}]
            for entry in ((self.entry,) if "text" in answer else numbers)
        ]
        if self.estimates:
            entries = [replace(entry, is_estimate=is_so) for entry in entries for is_so in self.estimates]
        return tuple(dict.fromkeys(entries))

    def _lose(self, key: str, problem: str, *, has_choice: bool = False) -> None:
        self.problems[key] = problem
        self.is_lost = True
        self.has_no_choice |= not has_choice

    @property
    def _money(self) -> str:
        """The unit of money of the line, if it is another than the form's."""
        form_unit, unit = money_in(self.indicator.unit), money_in(self.unit)
        return unit if form_unit and unit != form_unit else ""

    def _question_about_unit(self) -> str:
        if self._money:
            return question_about_unit(self._money, self.indicator)
        if money_in(self.unit) and money_in(self.unit) == money_in(self.indicator.unit):
            return ""
        told = _("Đơn vị tính trong tệp là “%(unit)s”, biểu này tính bằng %(asked)s. Chọn số nếu vẫn đúng.")
        return told % {"unit": self.unit[:40], "asked": self.indicator.in_language("unit")}

    def _text(self) -> str:
        cell = self.cells["value"]
        if cell.flag == "merged":
            return self.stored.text
        text = one_line(shown(cell))
        if cell.flag == "error" or (cell.flag == "formula" and not cell.text):
            problem = _("Công thức trong ô không cho ra số (%s). Ghi thẳng số vào ô.")
            self._lose("value", problem % (excerpt(cell.text) or _("không có kết quả đã lưu")))
        return text

    def _answer(self, text: str) -> tuple[str, str]:
        """The text and the state, which may both hold a word for the answer."""
        cell = self.cells["state"]
        label = clean_text(cell.text)
        state = self.stored.state if cell.flag == "merged" else self.marks.state(label)
        # A word that is stored as it was typed is no change.
        word = answer_word(text) if text != self.stored.text and "value" not in self.problems else None
        if state is None:
            meanings = self.marks.meanings(label)
            told = _("Tình trạng “%s” không có trong danh sách.") % label[:40]
            self._lose("state", told, has_choice=bool(meanings))
            self.answers = _meant("" if word else text, meanings)
        if word is None:
            return text, state or NUMBER
        meanings = word.meanings
        if state in meanings or (word.is_certain and not label):
            return "", state if state in meanings else meanings[0]
        self.answers += _meant("", [*meanings, *([state] if state not in (None, NUMBER) else [])])
        self.problems["value"] = (
            _about_state(text, state)
            if word.is_certain and state
            else _("Ô ghi “%s”, có thể hiểu nhiều cách. Chọn cách đúng.") % excerpt(text)
        )
        return text, state or NUMBER

    def _estimate(self) -> bool:
        cell = self.cells["estimate"]
        if cell.flag == "merged":
            return self.stored.is_estimate
        mark = clean_text(cell.text)
        if mark.casefold() not in self.marks.yes | _NO:
            if folded(mark).startswith(("uoc", "so uoc", "co")):
                self.estimates = [True]
            elif answer_word(mark):
                self.estimates = [False, True]
            told = _("Cột “Số ước” chỉ ghi “Có” hoặc để trống, tệp ghi “%s”.") % mark[:40]
            self._lose("estimate", told, has_choice=bool(self.estimates))
        return mark.casefold() in self.marks.yes

    def _long(self, key: str) -> str:
        cell = self.cells[key]
        if cell.flag == "merged":
            return str(getattr(self.stored, key))
        return readable_text(shown(cell) if cell.kind in "op" else cell.text)


def question_about(entry: CellEntry, indicator: Indicator) -> str:
    contradiction, question = "", ""
    if entry.state != NUMBER:
        if not entry.text:
            return ""
        contradiction = _about_state(entry.text, entry.state)
    try:
        parse_number(entry.text)
    except NumberUnclearError as error:
        question = question_about_number(entry.text, indicator, error)
    return all_of([contradiction, question])


def _about_state(text: str, state: str) -> str:
    told = _("Ô ghi “%(text)s” mà tình trạng lại ghi “%(state)s”. Cần sửa một trong hai.")
    return told % {"text": excerpt(text), "state": state_labels()[state]}


def _meant(text: str, meanings: Iterable[str]) -> list[dict[str, str]]:
    """The parts of the entry that words may mean; without a text the number in the cell stays."""
    answers = [{"state": NUMBER}] if text else []
    for meaning in meanings:
        if meaning == ZERO and not text:
            answers.append({"text": ZERO, "state": NUMBER})
        elif meaning not in (ZERO, NUMBER):
            answers.append({"text": "", "state": meaning})
    return answers


def problem_of_number(text: str) -> str:
    """Why the text is no answer, whatever it may be for."""
    try:
        if answer_word(text):
            return ""
        parse_number(text)
    except NumberUnclearError as error:
        return str(error)
    return ""


def by_label(labels: Callable[[], Mapping[T, str]]) -> dict[str, T]:
    """Values by their labels in both languages: a form may be made in one and read in the other."""
    values: dict[str, T] = {}
    for language in ("vi", "en"):
        with translation.override(language):
            values |= {label.casefold(): value for value, label in labels().items()}
    return values
