"""From a pasted block to an offer for the form. What has two readings becomes a question, never a guess."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.entry.proposed_changes import ProposedCell, ProposedChanges
from figures.intake.paste.cell import ENGLISH, VIETNAMESE, NumberSpelling, holds_answer, is_doubtful, sign_in
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

_SAMPLES = 4  # numbers of a column that its choice shows
SKIP = "skip"


@dataclass(frozen=True)
class Question:
    """What the block leaves open: the field that answers it, and the answers there are."""

    name: str
    text: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""


@dataclass(frozen=True)
class UnplacedNumber:
    """A number that goes nowhere: where it stands, and what stands beside it."""

    place: str
    label: str
    text: str


@dataclass
class Reading:
    """What the block says, what it leaves open, and what of it is passed over."""

    cells: dict[str, ProposedCell] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    unplaced: list[UnplacedNumber] = field(default_factory=list)
    beyond: list[UnplacedNumber] = field(default_factory=list)
    computed: list[str] = field(default_factory=list)
    others: tuple[str, ...] = ()
    heads: list[str] = field(default_factory=list)  # over bare numbers
    offer: ProposedChanges = field(default_factory=ProposedChanges)

    @property
    def is_open(self) -> bool:
        """Whether a question waits for its answer."""
        return not all(question.chosen for question in self.questions)


def read_block(
    grid: Grid, sheet: Sheet, *, start: str, answers: Mapping[str, str], provinces: Iterable[Province]
) -> Reading:
    """What the block offers for the half-year as it is stored.

    Args:
        grid: the block.
        sheet: the half-year.
        start: the code of the cell from which bare numbers go down.
        answers: what was answered to the questions of an earlier reading, by field.
        provinces: the cluster's members, whose names may stand over columns.

    Raises:
        BlockRefusedError: if there is no number in it for this province.
    """
    if not any(holds_answer(cell) for row in grid for cell in row):
        raise BlockRefusedError(_("Không thấy số nào trong khối đã dán. Chép cả cột số rồi dán lại."))
    if is_labelled(grid):
        names, provinces = LabelIndex(row.indicator for row in sheet.rows), list(provinces)
        if has_provinces_in_rows(grid, names, provinces):
            raise BlockRefusedError(
                _(
                    "Bảng này ghi tên tỉnh ở các dòng. Trong Excel, chép bảng rồi dán xoay (Transpose) để "
                    "mỗi chỉ tiêu là một dòng, sau đó chép bảng đã xoay vào đây."
                )
            )
        columns = labelled_columns(grid, names, sheet, provinces)
        if columns.is_foreign:
            raise BlockRefusedError(
                _("Khối có cột của tỉnh khác mà không có cột của %s. Dán lại cùng dòng đầu bảng.")
                % sheet.submission.province
            )
        reading = _Table(grid, sheet, columns, answers, names).read()
    else:
        reading = _Strip(grid, sheet, unlabelled_columns(grid), answers, start).read()
    stored = {row.indicator.code: CellEntry.of(row.figure).fingerprint for row in sheet.entered}
    reading.offer = ProposedChanges(reading.cells, {code: stored[code] for code in reading.cells})
    return reading


class _Block:
    """What a table and a strip of bare numbers have in common."""

    def __init__(self, grid: Grid, sheet: Sheet, columns: Columns, answers: Mapping[str, str]) -> None:
        self.grid, self.sheet, self.columns, self.answers = grid, sheet, columns, answers
        self.rows = {row.indicator.code: row for row in sheet.entered}
        self.reading = Reading(others=columns.others)
        self.column = self._column()
        self.spelling = self._spelling()

    def _place(self, line: int) -> str:
        place = {"row": line + 1, "column": (self.column or 0) + 1}
        return _("Dòng %(row)d, cột %(column)d") % place

    def _asks(self, name: str, text: str, options: Iterable[tuple[str, str]]) -> str:
        """Puts the question, and gives its answer if there is a valid one."""
        offered = tuple(options)
        answer = self.answers.get(name, "")
        chosen = answer if answer in dict(offered) else ""
        self.reading.questions.append(Question(name, text, offered, chosen))
        return chosen

    def _column(self) -> int | None:
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
        chosen = self._asks("column", _("Cột nào là số liệu của kỳ này?"), options)
        return int(chosen) if chosen else None

    def _spelling(self) -> NumberSpelling:
        if self.column is None:
            return NumberSpelling({})
        cells = [row[self.column] for row in self.grid[self.columns.first_row :]]
        signs = {}
        for sign in sorted({sign_in(cell) for cell in cells} - {""}):
            options = (
                ("0", _("0 (không phát sinh)")),
                (Figure.Answer.NOT_KNOWN.value, _("Chưa có số liệu")),
                (Figure.Answer.NOT_APPLICABLE.value, _("Không áp dụng")),
                (SKIP, _("Bỏ qua các ô này")),
            )
            text = _("“%s” trong khối này nghĩa là gì?") % sign
            signs[sign] = self._asks(f"sign-{sign}", text, options)
        if not any(map(is_doubtful, cells)):
            return NumberSpelling(signs)
        kinds = ((VIETNAMESE, _("Kiểu Việt Nam: 1.234,5")), (ENGLISH, _("Kiểu Anh: 1,234.5")))
        return NumberSpelling(signs, self._asks("marks", _("Số trong khối viết theo kiểu nào?"), kinds), True)

    def _offer(self, row: Row, line: int, text: str, problem: str = "") -> None:
        found = self.spelling.read(text, CellEntry.of(row.figure))
        if found is None:
            return
        code, (entry, question) = row.indicator.code, found
        earlier = self.reading.cells.get(code)
        if earlier is not None:
            problem = _("Chỉ tiêu này có hai lần trong khối (%(first)s và %(second)s).") % {
                "first": earlier.place,
                "second": self._place(line),
            }
        self.reading.cells[code] = ProposedCell(self._place(line), entry, problem or question)


class _Strip(_Block):
    """Bare numbers: they go down from a cell, in the order of the form."""

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
        # A head over the numbers is no cell of the form; an empty cell is one that stays as it is.
        head = next(
            n
            for n, cells in enumerate(self.grid)
            if not cells[self.column] or holds_answer(cells[self.column])
        )
        self.reading.heads = [cells[self.column] for cells in self.grid[:head]]
        for line, cells in enumerate(self.grid[head:], head):
            text, at = cells[self.column], first + line - head
            if at < len(codes):
                self._offer(self.rows[codes[at]], line, text)
            elif text:
                self.reading.beyond.append(UnplacedNumber(self._place(line), "", text))
        return self.reading


class _Table(_Block):
    """Numbers beside their labels."""

    def __init__(
        self, grid: Grid, sheet: Sheet, columns: Columns, answers: Mapping[str, str], names: LabelIndex
    ) -> None:
        self.names = names
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
            words = [
                c for n, c in enumerate(cells[: self.columns.label_ends]) if c and n not in self.columns.units
            ]
            text = cells[self.column]
            headings = [found for word in words if (found := self.names.section(word)) is not None]
            if headings and not text:
                section = headings[0]
            if not text or line < self.columns.first_row:
                continue
            meant = next((ones for word in words if (ones := self.names.meant(word, section))), [])
            if not meant:
                if holds_answer(text):
                    self.reading.unplaced.append(UnplacedNumber(self._place(line), " ".join(words), text))
                continue
            indicator = meant[0] if len(meant) == 1 else self._which(line, words, meant)
            if indicator is None:
                continue
            if indicator.kind == Indicator.Kind.RATIO:
                self.reading.computed.append(indicator.in_language("label"))
                continue
            unit = next((unit for cell in cells if (unit := money_in(cell))), head_unit)
            self._offer(self.rows[indicator.code], line, text, self._other_unit(indicator, unit))
        return self.reading

    def _which(self, line: int, words: list[str], meant: list[Indicator]) -> Indicator | None:
        options = [(one.code, one.in_language("label")) for one in meant]
        text = _("%(place)s: “%(label)s” là chỉ tiêu nào?") % {
            "place": self._place(line),
            "label": " ".join(words),
        }
        chosen = self._asks(f"row-{line}", text, [*options, (SKIP, _("Bỏ qua dòng này"))])
        return next((one for one in meant if one.code == chosen), None)

    def _other_unit(self, indicator: Indicator, unit: str) -> str:
        asked = money_in(indicator.unit)
        if not asked or not unit or unit == asked:
            return ""
        return _("Bảng ghi bằng %(unit)s, biểu này ghi bằng %(asked)s. Đổi số rồi dán lại.") % {
            "unit": money_label(unit),
            "asked": money_label(asked),
        }
