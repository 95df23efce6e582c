"""Reads a pasted block. An ambiguity becomes a question, never a guess, and every cell is accounted for."""

import re
from collections.abc import Mapping
from itertools import pairwise

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator, Section
from figures.intake.accounting import InputCell, Kind
from figures.intake.money_units import money_in
from figures.intake.paste.block import Block, BlockReading
from figures.intake.paste.cell import SKIP, holds_answer, holds_number
from figures.intake.paste.columns import (
    Columns,
    has_provinces_in_rows,
    is_labelled,
    labelled_columns,
    titled_province,
    unlabelled_columns,
)
from figures.intake.paste.grid import BlockRefusedError, Grid, grid_of
from figures.intake.paste.label_matching import LabelIndex
from figures.intake.source import PASTED, Source
from figures.sheet.rows import Sheet
from provinces.clusters.models import Province
from vietnamese.old_encodings import recognise, unicode_reading


def read_block(
    block: str,
    sheet: Sheet,
    *,
    start: str = "",
    answers: Mapping[str, str] | None = None,
    source: Source = PASTED,
) -> BlockReading:
    """Read a block of cells for a half-year.

    Args:
        block: its text, as spreadsheet programs copy it.
        sheet: the half-year as it is stored.
        start: the code of the cell for the first of bare numbers; the others follow in the form's order.
        answers: answers to questions of an earlier reading, by field name.
        source: where the block comes from.

    Raises:
        BlockRefusedError: if it is no block, or holds no number for this province.
    """
    grid, answers, period = grid_of(block, source), answers or {}, sheet.submission.period
    if not any(holds_answer(cell) for row in grid for cell in row):
        raise BlockRefusedError(
            source.worded(
                block=_("Không thấy số nào trong khối đã dán. Chép cả cột số rồi dán lại."),
                file=_("Không thấy số nào trong %s. Ghi số vào bảng, lưu rồi chọn lại tệp.") % source.name,
            )
        )
    if not is_labelled(grid):
        return _BareNumbers(grid, sheet, unlabelled_columns(grid, period), answers, source, start).read()
    # Their names may be heads of columns.
    provinces = list(Province.objects.members_on(period.cluster, period.cut_off_on))
    labels = LabelIndex(row.indicator for row in sheet.rows)
    if has_provinces_in_rows(grid, labels, provinces):
        raise BlockRefusedError(
            source.worded(
                block=_(
                    "Bảng này ghi tên tỉnh ở các dòng. Trong Excel, chép bảng rồi dán xoay (Transpose) để "
                    "mỗi chỉ tiêu là một dòng, sau đó chép bảng đã xoay vào đây."
                ),
                file=_(
                    "Bảng trong %s ghi tên tỉnh ở các dòng. Trong Excel, chép bảng rồi dán xoay (Transpose) "
                    "sang một tệp mới để mỗi chỉ tiêu là một dòng, lưu rồi chọn tệp đó."
                )
                % source.name,
            )
        )
    columns = labelled_columns(grid, labels, sheet, provinces, source.sheet)
    own = sheet.submission.province
    if columns.is_foreign:
        raise BlockRefusedError(
            source.worded(
                block=_("Khối có cột của tỉnh khác mà không có cột của %s. Dán lại cùng dòng đầu bảng.")
                % own,
                file=_(
                    "Bảng trong %(file)s có cột của tỉnh khác mà không có cột của %(own)s. Chọn tệp có cột "
                    "của %(own)s."
                )
                % {"file": source.name, "own": own},
            )
        )
    other = titled_province(grid, columns, provinces, source.sheet)
    if other is not None and other != own:
        named = {"other": other, "own": own, "file": source.name}
        raise BlockRefusedError(
            source.worded(
                block=_("Đầu bảng ghi “%(other)s”. Dán bảng của %(own)s.") % named,
                file=_("Bảng trong %(file)s là của %(other)s. Chọn tệp của %(own)s.") % named,
            )
        )
    return _Table(grid, sheet, columns, answers, source, labels).read()


class _BareNumbers(Block):
    def __init__(
        self,
        grid: Grid,
        sheet: Sheet,
        columns: Columns,
        answers: Mapping[str, str],
        source: Source,
        start: str,
    ) -> None:
        self.start = start
        super().__init__(grid, sheet, columns, answers, source)

    def _read_column(self, column: int) -> None:
        codes = list(self.rows)
        first = codes.index(self.start) if self.start in codes else 0
        # A head above the numbers is no cell of the form. An empty cell is one, and stays unchanged.
        head = next(
            n for n, cells in enumerate(self.grid) if not cells[column] or holds_answer(cells[column])
        )
        for line in range(len(self.grid)):
            n = first + line - head
            if line < head:
                self.cells[line, column] = self._label_cell(line, column, _("đầu bảng"))
            elif self.grid[line][column] and n < len(codes):
                self._propose(self.rows[codes[n]], line, column)
            elif self.grid[line][column]:
                reason = _("Nằm ngoài cuối biểu.")
                self.cells[line, column] = self._cell(line, column, Kind.PASSED_OVER, reason)

    def _left(self, line: int, column: int) -> InputCell:
        return self._unread_column(line, column)


class _Table(Block):
    def __init__(
        self,
        grid: Grid,
        sheet: Sheet,
        columns: Columns,
        answers: Mapping[str, str],
        source: Source,
        labels: LabelIndex,
    ) -> None:
        self.labels = labels
        super().__init__(grid, sheet, columns, answers, source)

    def _read_column(self, column: int) -> None:
        section = None
        head_unit = next(
            (unit for row in self.grid[: self.columns.first_row] for cell in row if (unit := money_in(cell))),
            "",
        )
        for line, cells in enumerate(self.grid):
            labels = [
                c for n, c in enumerate(cells[: self.columns.label_ends]) if c and n not in self.columns.units
            ]
            headings = [heading for label in labels if (heading := self.labels.section(label)) is not None]
            if headings and not cells[column]:
                section = headings[0]
            if cells[column] and line >= self.columns.first_row:
                unit = next((unit for cell in cells if (unit := money_in(cell))), head_unit)
                self._read_line(line, column, labels, section, unit)

    def _read_line(
        self, line: int, column: int, labels: list[str], section: Section | None, unit: str
    ) -> None:
        matches = next((found for label in labels if (found := self.labels.indicators(label, section))), [])
        near = [] if matches else self._near(labels, section)
        label = " ".join(labels)
        if not matches and not near:
            reason = _("Không rõ là chỉ tiêu nào.")
            self.cells[line, column] = self._cell(line, column, Kind.PASSED_OVER, reason, label=label)
            return
        indicator = (
            matches[0] if len(matches) == 1 else self._ask_indicator(line, column, labels, matches, near)
        )
        if indicator is None:
            return
        if indicator.kind == Indicator.Kind.RATIO:
            reason = _("Hệ thống tự tính số này.")
            self.cells[line, column] = self._cell(line, column, Kind.PASSED_OVER, reason, label=label)
            return
        form_unit = money_in(indicator.unit)
        other_unit = unit if form_unit and unit != form_unit else ""
        self._propose(self.rows[indicator.code], line, column, label, other_unit)

    def _near(self, labels: list[str], section: Section | None) -> list[Indicator]:
        for label in labels:
            unicode = unicode_reading(label) or label
            found = self.labels.indicators(unicode, section) or self.labels.near(unicode, section)
            if found:
                return found
        return []

    def _ask_indicator(
        self, line: int, column: int, labels: list[str], matches: list[Indicator], near: list[Indicator]
    ) -> Indicator | None:
        label = " ".join(labels)
        offered = [*matches, *near]
        options = [(match.code, match.in_language("label")) for match in offered]
        old = recognise(label)
        text = (
            _("%(place)s: “%(label)s” (bảng mã %(encoding)s, đọc là “%(reading)s”) là chỉ tiêu nào?")
            if old
            else _("%(place)s: “%(label)s” là chỉ tiêu nào?")
        ) % {
            "place": self._position(line, column),
            "label": label,
            "encoding": old.encoding if old else "",
            "reading": old.reading if old else "",
        }
        chosen = self._ask(f"row-{line}", text, [*options, (SKIP, _("Bỏ qua dòng này"))])
        if not chosen:
            reading = "; ".join(f"{label}: {self.grid[line][column]}" for __, label in options)
            reason, codes = _("Chưa chọn chỉ tiêu của dòng này."), tuple(match.code for match in offered)
            self.cells[line, column] = self._cell(
                line, column, Kind.ASKED, reason, label=label, reading=reading, offered=codes
            )
        elif chosen == SKIP:
            self.cells[line, column] = self._cell(
                line, column, Kind.PASSED_OVER, _("Đã chọn bỏ qua."), label=label
            )
        return next((match for match in offered if match.code == chosen), None)

    def _left(self, line: int, column: int) -> InputCell:
        text = self.grid[line][column]
        is_number = holds_number(text)
        if line < self.columns.first_row and not is_number:
            return self._label_cell(line, column, _("đầu bảng"))
        if column in self.columns.units and not is_number:
            return self._label_cell(line, column, _("đơn vị tính"))
        if column < self.columns.label_ends and not is_number:
            return self._label_cell(line, column, _("tên chỉ tiêu"))
        if column < self.columns.label_ends and self._is_numbering(column):
            return self._label_cell(line, column, _("số thứ tự"))
        if column in self.columns.other_provinces:
            reason = _("Cột của %s.") % self.columns.other_provinces[column]
            return self._cell(line, column, Kind.PASSED_OVER, reason)
        if line < self.columns.first_row or column == self.column:
            return self._cell(line, column, Kind.PASSED_OVER, _("Số ở đầu bảng, không có tên chỉ tiêu."))
        return self._unread_column(line, column)

    def _is_numbering(self, column: int) -> bool:
        numbers = [row[column] for row in self.grid[self.columns.first_row :] if holds_number(row[column])]
        return all(re.fullmatch(r"[0-9]{1,3}", number) for number in numbers) and all(
            int(after) in (1, int(before) + 1) for before, after in pairwise(numbers)
        )
