"""Reads a pasted table: labels beside numbers say which indicator each number is for."""

import re
from collections.abc import Mapping
from itertools import pairwise

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator, Section
from figures.intake.accounting import InputCell, Kind
from figures.intake.money_units import money_in
from figures.intake.paste.block import Block
from figures.intake.paste.cell import SKIP, holds_number
from figures.intake.paste.columns import Columns, is_words, unit_words
from figures.intake.paste.grid import Grid
from figures.intake.paste.label_matching import LabelIndex, plain
from figures.intake.source import Source
from figures.sheet.rows import Sheet
from figures.validation.scale import is_alike
from vietnamese.numbers import NumberUnclearError, parse_number
from vietnamese.old_encodings import recognise, unicode_reading

Position = tuple[int, int]  # line and column
_MOST_OFFERED = 4  # indicators for a label that is none of theirs


class Table(Block):
    def __init__(
        self,
        grid: Grid,
        sheet: Sheet,
        columns: Columns,
        answers: Mapping[str, str],
        source: Source,
        labels: LabelIndex,
    ) -> None:
        self.labels, self.unit_words = labels, unit_words(sheet)
        super().__init__(grid, sheet, columns, answers, source)

    def _read_column(self, column: int) -> None:
        section, over = None, None
        head_unit = next(
            (unit for row in self.grid[: self.columns.first_row] for cell in row if (unit := money_in(cell))),
            "",
        )
        for line, cells in enumerate(self.grid):
            span = self.columns.labels_of(column)
            labels = {c: cells[c] for c in span if cells[c] and c not in self.columns.units}
            headings = [
                heading for label in labels.values() if (heading := self.labels.section(label)) is not None
            ]
            if headings and not cells[column]:
                section = headings[0]
            if cells[column] and line >= self.columns.first_row:
                unit = next((unit for cell in cells if (unit := money_in(cell))), head_unit)
                over = self._label_over(line, column, labels, over)
                texts = [*labels.values()]
                if over is None:
                    matches = self._matches(texts, section)
                    near = [] if matches else self._near(texts, section, cells[column])
                else:
                    texts, matches, near = self._read_part(line, texts, over, section)
                self._read_line(line, column, texts, matches, near, unit)

    def _label_over(
        self, line: int, column: int, labels: Mapping[int, str], over: Position | None
    ) -> Position | None:
        """Where the label is that stands beside this line and others, each with words of its own."""
        if over is not None and not self.grid[line][over[1]]:
            return over
        below = self.grid[line + 1] if line + 1 < len(self.grid) else []
        at = next((c for c, label in labels.items() if self.labels.indicators(label)), None)
        if at is None or not below or below[at] or not below[column]:
            return None
        has_words = any(c > at and is_words(label) and is_words(below[c]) for c, label in labels.items())
        return (line, at) if has_words else None

    def _read_part(
        self, line: int, texts: list[str], over: Position, section: Section | None
    ) -> tuple[list[str], list[Indicator], list[Indicator]]:
        """The label of a line beside a label of several; what it means, and what it may mean."""
        own = self._matches(texts, section)
        if line == over[0]:
            return texts, [], own
        if len(own) == 1:
            return texts, own, []
        above = self.grid[over[0]][over[1]]
        return [above, *texts], [], [*dict.fromkeys([*self._matches([above], section), *own])]

    def _matches(self, texts: list[str], section: Section | None) -> list[Indicator]:
        """What the labels of a line mean together; all of it if they contradict each other."""
        found: list[list[Indicator]] = []
        for text in texts:
            matches = self.labels.indicators(text, section)
            if matches and not (found and plain(text) in self.unit_words):
                found.append(matches)
        common = [match for match in found[0] if all(match in more for more in found[1:])] if found else []
        return common or [*dict.fromkeys(match for matches in found for match in matches)]

    def _read_line(
        self,
        line: int,
        column: int,
        labels: list[str],
        matches: list[Indicator],
        near: list[Indicator],
        unit: str,
    ) -> None:
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

    def _near(self, labels: list[str], section: Section | None, number: str) -> list[Indicator]:
        """What the labels may mean: first those whose earlier number is like the one beside them."""
        for label in labels:
            unicode = unicode_reading(label) or label
            found = self.labels.indicators(unicode, section) or self.labels.near(unicode, section)
            if found:
                return sorted(found, key=lambda match: not self._is_like_earlier(match, number))[
                    :_MOST_OFFERED
                ]
        return []

    def _is_like_earlier(self, indicator: Indicator, number: str) -> bool:
        row = self.rows.get(indicator.code)
        try:
            value = parse_number(number)
        except NumberUnclearError:
            return False
        earlier = (row.previous, row.year_ago) if row else ()
        return any(value and cell and cell.value and is_alike(value, cell.value) for cell in earlier)

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
        is_beside = self.column is not None and column in self.columns.labels_of(self.column)
        is_left = column < self.columns.label_ends or is_beside
        if is_left and not is_number:
            return self._label_cell(line, column, _("tên chỉ tiêu"))
        if is_left and self._is_numbering(column):
            return self._label_cell(line, column, _("số thứ tự"))
        if is_left and line >= self.columns.first_row:
            reason = _("Số không ở bên phải tên chỉ tiêu nên không đọc.")
            return self._cell(line, column, Kind.PASSED_OVER, reason)
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
