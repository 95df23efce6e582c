"""A filled sheet of the form: what each of its cells is, and the answers that it claims."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from figures.entry.proposed_changes import ProposedCell
from figures.intake.accounting import InputCell, Kind, all_of
from figures.intake.paste.label_matching import LabelIndex
from figures.intake.workbook.form_answer import PARTS, Answer, Marks, problem_of_number, shown
from figures.sheet.rows import Row, Sheet
from figures.submissions.cell_arithmetic import Cell as EarlierCell
from figures.submissions.cell_entries import CellEntry
from vietnamese.numbers import NO_NUMBER
from vietnamese.texts import clean_text
from web.spreadsheet_reading.process import HEADING_ROWS
from web.spreadsheet_reading.reading import Cell, SheetCells

# The columns that are read; the others are only shown.
HEADINGS = ("code", *PARTS)


@dataclass(frozen=True)
class Claim:
    """A cell of the form as one place of the file has it.

    Attributes:
        code: of the cell.
        cell: what is proposed.
        places: of the cells of the file behind it.
        is_lost: whether it holds something that no entry can hold, so that it differs from what is stored.
    """

    code: str
    cell: ProposedCell
    places: tuple[str, ...]
    is_lost: bool = False

    def is_change_of(self, fingerprint: str) -> bool:
        return self.is_lost or self.cell.entry.fingerprint != fingerprint


def place_of(page: SheetCells, cell: Cell) -> str:
    return f"{page.name}!{cell.address}"


def holds_something(cell: Cell) -> bool:
    return bool(cell.text.strip() or cell.flag in ("error", "formula"))


class FormTable:
    def __init__(self, page: SheetCells, top: int, sheet: Sheet) -> None:
        self.page, self.top, self.sheet = page, top, sheet
        keys = [cell.text for cell in page.rows[top]]
        self.columns = {key: keys.index(key) for key in dict.fromkeys(keys) if key}
        self.keys = {column: key for key, column in self.columns.items()}
        self.twice = {column: key for column, key in enumerate(keys) if key and column != self.columns[key]}
        self.rows = {row.indicator.code: row for row in sheet.entered}
        self.labels = LabelIndex(row.indicator for row in sheet.rows)
        self.marks = Marks()
        self.cells: dict[str, InputCell] = {}  # by place
        self.claims: list[Claim] = []
        self.claimed: dict[int, Row] = {}  # by line

    @classmethod
    def find(cls, page: SheetCells, sheet: Sheet) -> "FormTable | None":
        for top, row in enumerate(page.rows[:HEADING_ROWS]):
            if {cell.text for cell in row} >= set(HEADINGS):
                return cls(page, top, sheet)
        return None

    def read(self) -> None:
        for number, row in enumerate(self.page.rows):
            if number > self.top:
                self._read_line(number)
            for column, cell in enumerate(row):
                if holds_something(cell) and place_of(self.page, cell) not in self.cells:
                    self._leave(number, column, cell)

    def _add(self, cell: Cell, kind: Kind | None, reason: str = "", **more: object) -> None:
        place = place_of(self.page, cell)
        self.cells[place] = InputCell(place, shown(cell), kind=kind, reason=reason, **more)  # type: ignore[arg-type]

    def _at(self, number: int, key: str) -> Cell:
        return self.page.cell(number, self.columns[key])

    def _label(self, number: int) -> str:
        return clean_text(self._at(number, "label").text) if "label" in self.columns else ""

    def _read_line(self, number: int) -> None:
        code = self._at(number, "code").text.strip()
        label = self._label(number)
        named = [i for i in self.labels.indicators(label) if i.code in self.rows] if label else []
        about_code = ""
        if code in self.rows and (not named or self.rows[code].indicator in named):
            row = self.rows[code]
        elif len(named) == 1 and (code or self._holds_input(number)):  # else the heading of a group
            row = self.rows[named[0].code]
            changed, lost = (
                _("Mã dòng là “%(code)s”, tên dòng là “%(label)s”."),
                _("Dòng “%(label)s” mất mã."),
            )
            about_code = (changed if code else lost) % {"code": code[:40], "label": label}
        else:
            return
        self.claimed[number] = row
        self._claim(row, number, label, about_code)

    def _holds_input(self, number: int) -> bool:
        return any(holds_something(self._at(number, key)) for key in PARTS)

    def _claim(self, row: Row, number: int, label: str, about_code: str) -> None:
        stored, indicator = CellEntry.of(row.figure), row.indicator
        cells = {key: self._at(number, key) for key in PARTS}
        unit = clean_text(self._at(number, "unit").text) if "unit" in self.columns else ""
        answer = Answer(cells, stored, indicator, self.marks, unit or indicator.unit)
        readings, problems = answer.readings, [*answer.problems.values()]
        if about_code:
            readings = readings if problems else (answer.entry,)
            choose, enter = _("Chọn số nếu đúng là chỉ tiêu này."), _("Tải lại biểu rồi nhập vào đúng dòng.")
            problems = [about_code, choose if readings else enter, *problems]
        position = place_of(self.page, cells["value"])
        has_formula = any(cell.flag in ("formula", "error") for cell in cells.values())
        cell = ProposedCell(position, answer.entry, all_of(problems), has_formula, readings)
        held = {key: cell for key, cell in cells.items() if holds_something(cell)}
        places = tuple(place_of(self.page, cell) for cell in held.values())
        self.claims.append(Claim(indicator.code, cell, places, answer.is_lost))
        for key, held_cell in held.items():
            reason = answer.problems.get(key, "")
            kind = None
            if answer.is_lost and reason:
                kind = Kind.ASKED
            elif key == "state" and answer.entry.state == stored.state:
                kind = Kind.SAME  # beside a number that was deleted, too
            self._add(
                held_cell,
                kind,
                reason if kind == Kind.ASKED else "",
                code=indicator.code,
                part=PARTS[key],
                label=label,
            )

    def _leave(self, number: int, column: int, cell: Cell) -> None:
        """Account for a cell that is no answer."""
        key = self.keys.get(column, "")
        if column in self.twice and number > self.top:
            reason = _("Có hai cột “%s” trong biểu. Xóa một cột rồi tải tệp lên lại.") % self.twice[column]
            self._add(cell, Kind.ASKED, reason, label=self._label(number))
        elif number <= self.top or (cell.kind == "s" and number == self.top + 1):
            is_label = cell.kind == "s" and not cell.flag
            self._add(
                cell,
                Kind.PASSED_OVER,
                _("đầu bảng") if is_label else _("Ở trên đầu bảng."),
                is_label=is_label,
            )
        elif key in ("code", "label", "unit"):
            self._leave_words(key, cell)
        elif key in ("year_ago", "previous"):
            self._leave_earlier(number, key, cell)
        elif key in PARTS:
            self._leave_input(number, key, cell)
        else:
            self._add(cell, Kind.PASSED_OVER, _("Cột không thuộc biểu."), label=self._label(number))

    def _leave_words(self, key: str, cell: Cell) -> None:
        reasons = {"code": _("mã dòng"), "label": _("tên chỉ tiêu"), "unit": _("đơn vị tính")}
        self._add(cell, Kind.PASSED_OVER, reasons[key], is_label=True)

    def _leave_earlier(self, number: int, key: str, cell: Cell) -> None:
        row = self._row_of(number)
        earlier: EarlierCell | None = getattr(row, key) if row else None
        value = earlier.value if earlier else None
        is_printed = cell.kind == "s" or (value is not None and shown_as(value) == cell.text)
        reason = (
            _("số kỳ trước") if is_printed else _("Số kỳ trước do hệ thống ghi; sửa ở đây không có tác dụng.")
        )
        self._add(cell, Kind.PASSED_OVER, reason, is_label=is_printed, label=self._label(number))

    def _leave_input(self, number: int, key: str, cell: Cell) -> None:
        code, label = self._at(number, "code").text.strip(), self._label(number)
        if code in {indicator.code for indicator in self.sheet.submission.catalogue if indicator.is_opening}:
            reason = _("Tỉnh đã có kỳ được chấp nhận: số đầu kỳ lấy từ số cuối kỳ ấy.")
            self._add(cell, Kind.PASSED_OVER, reason, label=label)
        elif code:
            reason = _("Mã dòng “%s” không khớp với biểu. Tải lại biểu rồi nhập vào đúng dòng.") % code[:40]
            problem = problem_of_number(shown(cell)) if key == "value" else ""
            self._add(cell, Kind.ASKED, all_of([reason, problem]), label=label)
        elif key == "value" and self._is_computed(number, cell):
            self._add(cell, Kind.PASSED_OVER, _("số hệ thống tự tính"), is_label=True)
        else:
            self._add(cell, Kind.PASSED_OVER, _("Dòng không có mã chỉ tiêu."), label=label)

    def _row_of(self, number: int) -> Row | None:
        named = {indicator.code for indicator in self.labels.indicators(self._label(number))}
        named_row = next((row for row in self.sheet.rows if row.indicator.code in named), None)
        return self.claimed.get(number, named_row)

    def _is_computed(self, number: int, cell: Cell) -> bool:
        """Whether the form has this number on its own: a formula, or the number that it was made with."""
        if cell.flag or cell.text == NO_NUMBER:
            return True
        ledgers = [
            group.ledger for section in self.sheet.sections for group in section.groups if group.ledger
        ]
        numbers = {amount for ledger in ledgers for amount in (ledger.opening, ledger.computed)}
        row = self._row_of(number)
        numbers.add(row.value if row and row.is_computed else None)
        return cell.text in {shown_as(amount) for amount in numbers if amount is not None}


def shown_as(value: Decimal) -> str:
    """A number as the reader passes it on."""
    return format(float(value), ".15g")
