"""What all pasted blocks have in common: one column is read, and every cell is accounted for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from figures.entry.proposed_changes import ProposedCell, ProposedChanges
from figures.intake.accounting import InputCell, Kind, Reading, settled
from figures.intake.answer_labels import ZERO
from figures.intake.paste.cell import (
    ENGLISH,
    SKIP,
    VIETNAMESE,
    NumberSpelling,
    ambiguous_sign,
    needs_english_spelling,
)
from figures.intake.paste.columns import Columns
from figures.intake.paste.grid import Grid
from figures.intake.source import Source
from figures.sheet.rows import Row, Sheet
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure

_SAMPLES = 4  # numbers that the choice of a column shows


@dataclass(frozen=True)
class Question:
    name: str  # of the form field
    text: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""


@dataclass
class BlockReading(Reading):
    questions: list[Question] = field(default_factory=list)  # answered or not

    @property
    def is_open(self) -> bool:
        return not all(question.chosen for question in self.questions)


class Block:
    """A block while it is read: its questions, and what becomes of each of its cells."""

    def __init__(
        self, grid: Grid, sheet: Sheet, columns: Columns, answers: Mapping[str, str], source: Source
    ) -> None:
        self.grid, self.sheet, self.columns, self.answers = grid, sheet, columns, answers
        self.source = source
        self.rows = {row.indicator.code: row for row in sheet.entered}
        self.questions: list[Question] = []
        self.claims: dict[str, list[ProposedCell]] = defaultdict(list)
        self.proposed: dict[str, ProposedCell] = {}
        self.cells: dict[tuple[int, int], InputCell] = {}
        self.column = self._choose_column()
        self.spelling = self._choose_spelling()

    def read(self) -> BlockReading:
        if self.column is not None:
            self._read_column(self.column)
        self._settle()
        held = ((r, c) for r, row in enumerate(self.grid) for c, text in enumerate(row) if text)
        cells = [self.cells.get(at) or self._left(*at) for at in held]
        stored = {code: CellEntry.of(row.figure).fingerprint for code, row in self.rows.items()}
        cells += [
            InputCell(place, text, kind=Kind.PASSED_OVER, reason=reason)
            for place, text, reason in self.source.left_out
        ]
        proposed = ProposedChanges(self.proposed, stored)
        return BlockReading(cells, proposed, dict(self.source.unread), self.source, self.questions)

    def _read_column(self, column: int) -> None:
        raise NotImplementedError

    def _left(self, line: int, column: int) -> InputCell:
        """What a cell is that is no number of this half-year."""
        raise NotImplementedError

    def _position(self, line: int, column: int) -> str:
        return self.source.place(line, column)

    def _cell(self, line: int, column: int, kind: Kind | None, reason: str = "", **more: object) -> InputCell:
        place, text = self._position(line, column), self.grid[line][column]
        return InputCell(place, text, kind=kind, reason=reason, **more)  # type: ignore[arg-type]

    def _label_cell(self, line: int, column: int, reason: str) -> InputCell:
        return self._cell(line, column, Kind.PASSED_OVER, reason, is_label=True)

    def _unread_column(self, line: int, column: int) -> InputCell:
        if self.column is None and column in self.columns.candidates:
            return self._cell(line, column, Kind.ASKED, _("Chưa chọn cột số liệu của kỳ này."))
        head = " ".join(self.columns.heads.get(column, ()))
        number = self.source.column_name(column)
        reason = _("Cột %s không phải cột số liệu của kỳ này.") % (f"{number} ({head})" if head else number)
        return self._cell(line, column, Kind.PASSED_OVER, reason)

    def _ask(self, name: str, text: str, options: Iterable[tuple[str, str]]) -> str:
        options = tuple(options)
        answer = self.answers.get(name, "")
        chosen = answer if answer in dict(options) else ""
        self.questions.append(Question(name, text, options, chosen))
        return chosen

    def _choose_column(self) -> int | None:
        if self.columns.chosen is not None or not self.columns.candidates:
            return self.columns.chosen
        options = []
        for column in self.columns.candidates:
            head = " ".join(self.columns.heads.get(column, ()))
            samples = [row[column] for row in self.grid[self.columns.first_row :] if row[column]][:_SAMPLES]
            label = _("Cột %(column)s: %(samples)s") % {
                "column": self.source.column_name(column),
                "samples": f"{head} ({'; '.join(samples)})" if head else "; ".join(samples),
            }
            options.append((str(column), label))
        chosen = self._ask("column", _("Cột nào là số liệu của kỳ này?"), options)
        return int(chosen) if chosen else None

    def _choose_spelling(self) -> NumberSpelling:
        if self.column is None:
            return NumberSpelling({})
        cells = [row[self.column] for row in self.grid[self.columns.first_row :]]
        signs = {}
        for sign in sorted({ambiguous_sign(cell) for cell in cells} - {""}):
            options = (
                (ZERO, _("0 (không phát sinh)")),
                (Figure.Answer.NOT_KNOWN.value, _("Chưa có số liệu")),
                (Figure.Answer.NOT_APPLICABLE.value, _("Không áp dụng")),
                (SKIP, _("Bỏ qua các ô này")),
            )
            text = _("“%s” trong các ô số liệu nghĩa là gì?") % sign
            signs[sign] = self._ask(f"sign-{sign}", text, options)
        if not any(map(needs_english_spelling, cells)):
            return NumberSpelling(signs)
        spellings = ((VIETNAMESE, _("Kiểu Việt Nam: 1.234,5")), (ENGLISH, _("Kiểu Anh: 1,234.5")))
        marks = self._ask("marks", _("Số trong bảng viết theo kiểu nào?"), spellings)
        return NumberSpelling(signs, marks, is_asked=True)

    def _propose(self, row: Row, line: int, column: int, label: str = "", unit: str = "") -> None:
        place, text = self._position(line, column), self.grid[line][column]
        code = row.indicator.code
        answered = self.spelling.read(text, CellEntry.of(row.figure), row.indicator, unit)
        if answered is None:
            self.cells[line, column] = self._cell(line, column, Kind.PASSED_OVER, _("Đã chọn bỏ qua."))
            return
        cell = ProposedCell(
            place,
            answered.entry,
            answered.problem,
            readings=answered.readings,
            is_asked_above=answered.is_asked_above,
        )
        self.claims[code].append(cell)
        kind = Kind.ASKED if cell.problem else None
        self.cells[line, column] = self._cell(line, column, kind, cell.problem, code=code, label=label)

    def _settle(self) -> None:
        """Ask about indicators that have several numbers; the same number twice is one."""
        for code, claims in self.claims.items():
            cell = self.proposed[code] = settled(claims)
            own = [at for at, other in self.cells.items() if other.code == code]
            for at in own if len(own) > 1 and cell.problem else own[1:]:
                kind, reason = Kind.SAME, _("Giống ô ở %s.") % cell.position
                if cell.problem:
                    kind, reason = Kind.ASKED, cell.problem
                self.cells[at] = replace(self.cells[at], kind=kind, reason=reason)
