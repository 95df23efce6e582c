"""Reads proposed changes from a pasted block. An ambiguity becomes a question, never a guess."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.entry.proposed_changes import ProposedCell, ProposedChanges
from figures.intake.paste.cell import (
    ENGLISH,
    SKIP,
    VIETNAMESE,
    NumberSpelling,
    ambiguous_sign,
    holds_answer,
    needs_english_spelling,
)
from figures.intake.paste.columns import (
    Columns,
    has_provinces_in_rows,
    is_labelled,
    labelled_columns,
    unlabelled_columns,
)
from figures.intake.paste.grid import BlockRefusedError, Grid
from figures.intake.paste.label_matching import LabelIndex, money_in, money_label
from figures.sheet.rows import Row, Sheet
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure
from provinces.clusters.models import Province

_SAMPLES = 4  # numbers that the choice of a column shows


@dataclass(frozen=True)
class Question:
    name: str  # of the form field
    text: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""


@dataclass(frozen=True)
class UnplacedNumber:
    position: str
    label: str
    text: str


@dataclass
class Reading:
    """What the block holds: cells, open questions, and what is left out.

    Attributes:
        cells: by indicator code.
        questions: answered or not.
        unplaced: numbers whose label matches no indicator.
        beyond: bare numbers after the last cell of the form.
        computed: labels of indicators that the system computes.
        other_provinces: whose columns are left out.
        heads: texts above bare numbers.
        proposed: the cells as changes to what is stored.
    """

    cells: dict[str, ProposedCell] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    unplaced: list[UnplacedNumber] = field(default_factory=list)
    beyond: list[UnplacedNumber] = field(default_factory=list)
    computed: list[str] = field(default_factory=list)
    other_provinces: tuple[str, ...] = ()
    heads: list[str] = field(default_factory=list)
    proposed: ProposedChanges = field(default_factory=ProposedChanges)

    @property
    def is_open(self) -> bool:
        return not all(question.chosen for question in self.questions)


def read_block(
    grid: Grid, sheet: Sheet, *, start: str, answers: Mapping[str, str], provinces: Iterable[Province]
) -> Reading:
    """Read a block of cells for a half-year.

    Args:
        grid: the block.
        sheet: the half-year as it is stored.
        start: the code of the cell for the first of bare numbers; the others follow in the form's order.
        answers: answers to questions of an earlier reading, by field name.
        provinces: the cluster's members, whose names may be heads of columns.

    Raises:
        BlockRefusedError: if it holds no number for this province.
    """
    if not any(holds_answer(cell) for row in grid for cell in row):
        raise BlockRefusedError(_("Không thấy số nào trong khối đã dán. Chép cả cột số rồi dán lại."))
    if is_labelled(grid):
        labels, provinces = LabelIndex(row.indicator for row in sheet.rows), list(provinces)
        if has_provinces_in_rows(grid, labels, provinces):
            raise BlockRefusedError(
                _(
                    "Bảng này ghi tên tỉnh ở các dòng. Trong Excel, chép bảng rồi dán xoay (Transpose) để "
                    "mỗi chỉ tiêu là một dòng, sau đó chép bảng đã xoay vào đây."
                )
            )
        columns = labelled_columns(grid, labels, sheet, provinces)
        if columns.is_foreign:
            raise BlockRefusedError(
                _("Khối có cột của tỉnh khác mà không có cột của %s. Dán lại cùng dòng đầu bảng.")
                % sheet.submission.province
            )
        reading = _Table(grid, sheet, columns, answers, labels).read()
    else:
        reading = _BareNumbers(grid, sheet, unlabelled_columns(grid), answers, start).read()
    stored = {row.indicator.code: CellEntry.of(row.figure).fingerprint for row in sheet.entered}
    reading.proposed = ProposedChanges(reading.cells, {code: stored[code] for code in reading.cells})
    return reading


class _Block:
    def __init__(self, grid: Grid, sheet: Sheet, columns: Columns, answers: Mapping[str, str]) -> None:
        self.grid, self.sheet, self.columns, self.answers = grid, sheet, columns, answers
        self.rows = {row.indicator.code: row for row in sheet.entered}
        self.reading = Reading(other_provinces=columns.other_provinces)
        self.column = self._choose_column()
        self.spelling = self._choose_spelling()

    def _position(self, line: int) -> str:
        position = {"row": line + 1, "column": (self.column or 0) + 1}
        return _("Dòng %(row)d, cột %(column)d") % position

    def _ask(self, name: str, text: str, options: Iterable[tuple[str, str]]) -> str:
        options = tuple(options)
        answer = self.answers.get(name, "")
        chosen = answer if answer in dict(options) else ""
        self.reading.questions.append(Question(name, text, options, chosen))
        return chosen

    def _choose_column(self) -> int | None:
        if self.columns.chosen is not None or not self.columns.candidates:
            return self.columns.chosen
        options = []
        for column in self.columns.candidates:
            head = " ".join(row[column] for row in self.grid[: self.columns.first_row] if row[column])
            samples = [row[column] for row in self.grid[self.columns.first_row :] if row[column]][:_SAMPLES]
            label = _("Cột %(number)d: %(samples)s") % {
                "number": column + 1,
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
                ("0", _("0 (không phát sinh)")),
                (Figure.Answer.NOT_KNOWN.value, _("Chưa có số liệu")),
                (Figure.Answer.NOT_APPLICABLE.value, _("Không áp dụng")),
                (SKIP, _("Bỏ qua các ô này")),
            )
            text = _("“%s” trong khối này nghĩa là gì?") % sign
            signs[sign] = self._ask(f"sign-{sign}", text, options)
        if not any(map(needs_english_spelling, cells)):
            return NumberSpelling(signs)
        spellings = ((VIETNAMESE, _("Kiểu Việt Nam: 1.234,5")), (ENGLISH, _("Kiểu Anh: 1,234.5")))
        marks = self._ask("marks", _("Số trong khối viết theo kiểu nào?"), spellings)
        return NumberSpelling(signs, marks, is_asked=True)

    def _propose(self, row: Row, line: int, text: str, problem: str = "") -> None:
        new = self.spelling.read(text, CellEntry.of(row.figure))
        if new is None:
            return
        code, (entry, cell_problem) = row.indicator.code, new
        earlier = self.reading.cells.get(code)
        if earlier is not None:
            problem = _("Chỉ tiêu này có hai lần trong khối (%(first)s và %(second)s).") % {
                "first": earlier.position,
                "second": self._position(line),
            }
        self.reading.cells[code] = ProposedCell(self._position(line), entry, problem or cell_problem)


class _BareNumbers(_Block):
    def __init__(
        self, grid: Grid, sheet: Sheet, columns: Columns, answers: Mapping[str, str], start: str
    ) -> None:
        self.start = start
        super().__init__(grid, sheet, columns, answers)

    def read(self) -> Reading:
        if self.column is None:
            return self.reading
        codes = list(self.rows)
        first = codes.index(self.start) if self.start in codes else 0
        # A head above the numbers is no cell of the form. An empty cell is one, and stays unchanged.
        head = next(
            n
            for n, cells in enumerate(self.grid)
            if not cells[self.column] or holds_answer(cells[self.column])
        )
        self.reading.heads = [cells[self.column] for cells in self.grid[:head]]
        for line, cells in enumerate(self.grid[head:], head):
            text, n = cells[self.column], first + line - head
            if n < len(codes):
                self._propose(self.rows[codes[n]], line, text)
            elif text:
                self.reading.beyond.append(UnplacedNumber(self._position(line), "", text))
        return self.reading


class _Table(_Block):
    def __init__(
        self, grid: Grid, sheet: Sheet, columns: Columns, answers: Mapping[str, str], labels: LabelIndex
    ) -> None:
        self.labels = labels
        super().__init__(grid, sheet, columns, answers)

    def read(self) -> Reading:
        if self.column is None:
            return self.reading
        section = None
        head_unit = next(
            (unit for row in self.grid[: self.columns.first_row] for cell in row if (unit := money_in(cell))),
            "",
        )
        for line, cells in enumerate(self.grid):
            labels = [
                c for n, c in enumerate(cells[: self.columns.label_ends]) if c and n not in self.columns.units
            ]
            text = cells[self.column]
            headings = [heading for label in labels if (heading := self.labels.section(label)) is not None]
            if headings and not text:
                section = headings[0]
            if not text or line < self.columns.first_row:
                continue
            matches = next(
                (indicators for label in labels if (indicators := self.labels.indicators(label, section))), []
            )
            if not matches:
                if holds_answer(text):
                    self.reading.unplaced.append(UnplacedNumber(self._position(line), " ".join(labels), text))
                continue
            indicator = matches[0] if len(matches) == 1 else self._ask_indicator(line, labels, matches)
            if indicator is None:
                continue
            if indicator.kind == Indicator.Kind.RATIO:
                self.reading.computed.append(indicator.in_language("label"))
                continue
            unit = next((unit for cell in cells if (unit := money_in(cell))), head_unit)
            self._propose(self.rows[indicator.code], line, text, self._unit_problem(indicator, unit))
        return self.reading

    def _ask_indicator(self, line: int, labels: list[str], matches: list[Indicator]) -> Indicator | None:
        options = [(match.code, match.in_language("label")) for match in matches]
        text = _("%(place)s: “%(label)s” là chỉ tiêu nào?") % {
            "place": self._position(line),
            "label": " ".join(labels),
        }
        chosen = self._ask(f"row-{line}", text, [*options, (SKIP, _("Bỏ qua dòng này"))])
        return next((match for match in matches if match.code == chosen), None)

    def _unit_problem(self, indicator: Indicator, unit: str) -> str:
        form_unit = money_in(indicator.unit)
        if not form_unit or not unit or unit == form_unit:
            return ""
        return _("Bảng ghi bằng %(unit)s, biểu này ghi bằng %(asked)s. Đổi số rồi dán lại.") % {
            "unit": money_label(unit),
            "asked": money_label(form_unit),
        }
