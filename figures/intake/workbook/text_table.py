"""The filled sheet of texts: the province's own words, and whether its figures are estimates."""

from django.utils.translation import gettext as _

from figures.entry.proposed_changes import BASIS, ProposedCell
from figures.intake.accounting import InputCell, Kind, all_of
from figures.intake.answer_labels import basis_labels
from figures.intake.workbook.form_answer import by_label, shown
from figures.intake.workbook.form_table import Claim, holds_something, place_of
from figures.intake.workbook.layout import TEXT_COLUMNS
from figures.submissions.cell_entries import MOST_NARRATIVE, CellEntry
from figures.submissions.models import Submission
from vietnamese.texts import clean_text, readable_text
from web.spreadsheet_reading.process import HEADING_ROWS
from web.spreadsheet_reading.reading import Cell, SheetCells
from web.texts import TextRefusedError, accepted_text

_NAME, _LABEL, _TEXT = range(3)


class TextTable:
    def __init__(self, page: SheetCells, top: int) -> None:
        self.page, self.top = page, top
        self.cells: dict[str, InputCell] = {}  # by place
        self.claims: list[Claim] = []

    @classmethod
    def find(cls, page: SheetCells) -> "TextTable | None":
        for top, row in enumerate(page.rows[:HEADING_ROWS]):
            if tuple(cell.text for cell in row[: len(TEXT_COLUMNS)]) == TEXT_COLUMNS:
                return cls(page, top)
        return None

    def read(self) -> None:
        for number, row in enumerate(self.page.rows):
            name = self.page.cell(number, _NAME).text
            if number > self.top and name in (*Submission.NARRATIVE, BASIS):
                self._claim(name, self.page.cell(number, _TEXT), self.page.cell(number, _LABEL).text)
            for column, cell in enumerate(row):
                if holds_something(cell) and place_of(self.page, cell) not in self.cells:
                    # The line below the heads' names has their titles.
                    is_label = number <= self.top + 1 or (column <= _LABEL and cell.kind == "s")
                    reason = _("tiêu đề và tên mục") if is_label else _("Không thuộc mục nào của biểu.")
                    self._add(cell, Kind.PASSED_OVER, reason, is_label=is_label)

    def _add(self, cell: Cell, kind: Kind | None, reason: str = "", **more: object) -> None:
        place = place_of(self.page, cell)
        self.cells[place] = InputCell(place, shown(cell), kind=kind, reason=reason, **more)  # type: ignore[arg-type]

    def _claim(self, name: str, content: Cell, label: str) -> None:
        if content.flag == "merged":
            return
        place = place_of(self.page, content)
        if name == BASIS:
            cell = _basis(content.text, place)
        else:
            text, problems = readable_text(content.text), []
            if content.flag or content.kind == "o":
                told = _("Ô có công thức, ngày tháng hoặc giá trị đúng/sai. Ghi thẳng nội dung vào ô.")
                problems.append(told)
            try:
                text = accepted_text(text, most=MOST_NARRATIVE)
            except TextRefusedError as refused:
                problems.append(str(refused))
            cell = ProposedCell(place, CellEntry(text=text), all_of(problems))
        if cell is None:
            return
        is_held = holds_something(content)
        self.claims.append(Claim(name, cell, (place,) if is_held else (), bool(cell.problem)))
        if is_held:
            kind = Kind.ASKED if cell.problem else None
            self._add(content, kind, cell.problem, code=name, label=label)


def _basis(text: str, place: str) -> ProposedCell | None:
    label = clean_text(text).casefold()
    if not label:
        return None
    is_estimate = by_label(basis_labels).get(label)
    if is_estimate is not None:
        return ProposedCell(place, CellEntry(is_estimate=is_estimate))
    labels = basis_labels()
    problem = _("Ô này chỉ ghi “%(final)s” hoặc “%(estimate)s”.") % {
        "final": labels[False],
        "estimate": labels[True],
    }
    return ProposedCell(place, CellEntry(text=label[:200]), problem)
