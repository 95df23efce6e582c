"""One line of a filled form as an entry, and the questions about it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from django.utils import translation
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.intake.accounting import all_of
from figures.intake.answer_labels import estimate_label, state_labels
from figures.intake.number_questions import question_about_number
from figures.intake.offered_readings import offered_readings
from figures.intake.preview import Part
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

_MOST_SHOWN = 20  # digits

T = TypeVar("T")


class Marks:
    """The marks that the form's lists offer, in both languages."""

    def __init__(self) -> None:
        self.states = {"": Figure.Answer.NUMBER.value} | by_label(state_labels)
        self.yes = _YES | by_label(lambda: {True: estimate_label()}).keys()


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
        self, cells: Mapping[str, Cell], stored: CellEntry, indicator: Indicator, marks: "Marks"
    ) -> None:
        self.cells, self.stored, self.indicator, self.marks = cells, stored, indicator, marks
        self.problems: dict[str, str] = {}
        self.is_lost = False
        # What an unlisted mark probably means: by column, the field of the entry and its value.
        self.meant: dict[str, tuple[str, object]] = {}
        self.entry = CellEntry(
            self._text(), self._state(), self._long("note"), self._long("explanation"), self._estimate()
        )
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

    @property
    def readings(self) -> tuple[CellEntry, ...]:
        if set(self.problems) == {"value"} and not self.is_lost:
            numbers = offered_readings(self.entry.text, self.indicator, self.entry)
            if self.entry.state == Figure.Answer.NUMBER:
                return numbers
            return (*numbers, replace(self.entry, text=""))
        if self.problems and set(self.problems) <= set(self.meant):
            return (replace(self.entry, **dict(self.meant.values())),)  # type: ignore[arg-type]
        return ()

    def _lose(self, key: str, problem: str) -> None:
        self.problems[key] = problem
        self.is_lost = True

    def _text(self) -> str:
        cell = self.cells["value"]
        if cell.flag == "merged":
            return self.stored.text
        text = clean_text(shown(cell), lines=False)
        if cell.flag == "error" or (cell.flag == "formula" and not cell.text):
            problem = _("Công thức trong ô không cho ra số (%s). Ghi thẳng số vào ô.")
            self._lose("value", problem % (excerpt(cell.text) or _("không có kết quả đã lưu")))
        return text

    def _state(self) -> str:
        cell = self.cells["state"]
        if cell.flag == "merged":
            return self.stored.state
        label = clean_text(cell.text)
        state = self.marks.states.get(label.casefold())
        if state is None:
            self._lose("state", _("Tình trạng “%s” không có trong danh sách.") % label[:40])
            nearest = {folded(name): value for name, value in self.marks.states.items()}.get(folded(label))
            if nearest:
                self.meant["state"] = ("state", nearest)
        return state or Figure.Answer.NUMBER.value

    def _estimate(self) -> bool:
        cell = self.cells["estimate"]
        if cell.flag == "merged":
            return self.stored.is_estimate
        mark = clean_text(cell.text)
        if mark.casefold() not in self.marks.yes | _NO:
            self._lose("estimate", _("Cột “Số ước” chỉ ghi “Có” hoặc để trống, tệp ghi “%s”.") % mark[:40])
            if folded(mark).startswith(("uoc", "so uoc", "co")):
                self.meant["estimate"] = ("is_estimate", True)
        return mark.casefold() in self.marks.yes

    def _long(self, key: str) -> str:
        cell = self.cells[key]
        if cell.flag == "merged":
            return str(getattr(self.stored, key))
        return readable_text(shown(cell) if cell.kind in "op" else cell.text)


def question_about(entry: CellEntry, indicator: Indicator) -> str:
    contradiction, question = "", ""
    if entry.state != Figure.Answer.NUMBER:
        if not entry.text:
            return ""
        told = _("Ô ghi “%(text)s” mà tình trạng lại ghi “%(state)s”. Xóa số, hoặc đổi tình trạng.")
        contradiction = told % {"text": excerpt(entry.text), "state": state_labels()[entry.state]}
    try:
        parse_number(entry.text)
    except NumberUnclearError as error:
        question = question_about_number(entry.text, indicator, error)
    return all_of([contradiction, question])


def problem_of_number(text: str) -> str:
    """Why the text is no number, whatever it may be for."""
    try:
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
