"""Accounts for every cell of a file or block: each that holds something ends as exactly one outcome.

The readers say what each cell of their source is for, or why it is for nothing. What becomes of those that
are for a cell of the form follows from the preview's lines. Pages and commands only present the outcomes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby

from django.utils.translation import gettext as _

from figures.entry.proposed_changes import ProposedCell, ProposedChanges
from figures.intake.preview import Part, PreviewLine, entry_text
from figures.intake.source import Source
from figures.submissions.cell_entries import CellEntry
from vietnamese.numbers import excerpt


class Kind(StrEnum):
    WRITTEN = "written"
    SAME = "same"
    ASKED = "asked"
    PASSED_OVER = "passed_over"


@dataclass(frozen=True)
class InputCell:
    """A cell of the source that holds something.

    Attributes:
        place: where it is, as pages show it.
        text: what it holds.
        code: of the cell of the form that it is for; empty if it is for none, or not yet known.
        part: of that cell.
        label: of its line in the source.
        kind: what becomes of it if reading alone decides; else the preview does.
        reason: why.
        reading: what it probably means, if it is asked and the choice is not the preview's.
        offered: the codes that are offered for it, while its own is not known.
        is_label: whether it only labels the numbers, such as a heading; counted but not listed.
    """

    place: str
    text: str
    code: str = ""
    part: Part = Part.ANSWER
    label: str = ""
    kind: Kind | None = None
    reason: str = ""
    reading: str = ""
    offered: tuple[str, ...] = ()
    is_label: bool = False


@dataclass(frozen=True)
class Outcome:
    cell: InputCell
    kind: Kind
    readings: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Account:
    """What becomes of the cells of one source.

    Attributes:
        outcomes: in the order of the source.
        cleared: lines that empty a part of a cell; no cell of the source holds anything for them.
        unread_sheets: how many cells hold something on each sheet that is not part of the form.
        source: the sheet that is read as a table, if it is no form.
    """

    outcomes: tuple[Outcome, ...]
    cleared: tuple[PreviewLine, ...] = ()
    unread_sheets: Mapping[str, int] = field(default_factory=dict)
    source: Source = field(default_factory=Source)

    @property
    def counts(self) -> dict[str, int]:
        return {kind.value: sum(o.kind == kind for o in self.outcomes) for kind in Kind}

    @property
    def labels(self) -> int:
        return sum(outcome.cell.is_label for outcome in self.outcomes)

    @property
    def numbers(self) -> int:
        return len(self.outcomes) - self.labels

    @property
    def passed_over_numbers(self) -> int:
        return self.counts[Kind.PASSED_OVER] - self.labels

    @property
    def is_same(self) -> bool:
        """Whether all numbers that are for the form are stored already, and there are some."""
        counts = self.counts
        return bool(counts[Kind.SAME]) and not counts[Kind.ASKED] and not counts[Kind.WRITTEN]

    @property
    def sentence(self) -> str:
        """The sum: "12 ô: 9 ghi, 2 hỏi, 1 bỏ qua"."""
        return self._sum(_("%d ghi"), _("%d không đổi"), _("%d hỏi"), _("%d bỏ qua"))

    @property
    def result(self) -> str:
        """The sum after writing: "12 ô: 9 đã ghi, 2 chưa ghi, 1 bỏ qua"."""
        return self._sum(_("%d đã ghi"), _("%d không đổi"), _("%d chưa ghi"), _("%d bỏ qua"))

    def _sum(self, *texts: str) -> str:
        counts = self.counts
        numbers = (counts[Kind.WRITTEN], counts[Kind.SAME], counts[Kind.ASKED], self.passed_over_numbers)
        terms = ", ".join(text % count for text, count in zip(texts, numbers, strict=True) if count) or "0"
        return _("%(count)d ô: %(terms)s.") % {"count": self.numbers, "terms": terms}

    @property
    def other_cells(self) -> str:
        """What is counted apart from the numbers."""
        sentences = []
        if self.source.sheet:
            sentences.append(
                _("Tệp không phải biểu tải về từ trang này: đọc trang tính “%s” theo tên chỉ tiêu.")
                % self.source.sheet
            )
        if count := self.source.formulas:
            sentences.append(_("Ô có công thức (%d): lấy kết quả đã lưu trong tệp.") % count)
        if self.labels:
            kinds = ", ".join(f"{reason} ({count})" for reason, count in self.label_kinds.items())
            sentences.append(_("Ngoài ra: %s.") % kinds)
        if self.cleared:
            labels = ", ".join(line.label for line in self.cleared)
            sentences.append(_("Ô trống trong tệp, sẽ xóa số đang lưu: %s.") % labels)
        if self.unread_sheets:
            sheets = ", ".join(f"{name} ({count})" for name, count in self.unread_sheets.items())
            sentences.append(_("Trang tính không thuộc biểu, không đọc: %s.") % sheets)
        return " ".join(sentences)

    @property
    def label_kinds(self) -> dict[str, int]:
        reasons = [outcome.reason for outcome in self.outcomes if outcome.cell.is_label]
        return {reason: reasons.count(reason) for reason in dict.fromkeys(reasons)}

    @property
    def left(self) -> list[tuple[str, list[Outcome]]]:
        """By reason, the cells that are listed nowhere else: passed over, or asked without a line."""
        left = [
            outcome
            for outcome in self.outcomes
            if outcome.kind in (Kind.PASSED_OVER, Kind.ASKED)
            and not (outcome.cell.is_label or outcome.cell.code)
        ]
        reasons = {reason: position for position, reason in enumerate(dict.fromkeys(o.reason for o in left))}
        left.sort(key=lambda outcome: reasons[outcome.reason])
        return [(reason, list(group)) for reason, group in groupby(left, key=lambda o: o.reason)]


@dataclass
class Reading:
    """What a file or a block holds, before it is compared with what is stored."""

    cells: list[InputCell] = field(default_factory=list)
    proposed: ProposedChanges = field(default_factory=ProposedChanges)
    unread_sheets: dict[str, int] = field(default_factory=dict)
    source: Source = field(default_factory=Source)


def account(reading: Reading, lines: Iterable[PreviewLine]) -> Account:
    by_code = {line.code: line for line in lines}
    cells = [*_with_choices(reading)]
    outcomes = tuple(_outcome(cell, by_code.get(cell.code)) for cell in cells)
    held = {(cell.code, cell.part) for cell in cells if cell.kind != Kind.SAME}
    cleared = tuple(
        line
        for line in by_code.values()
        if line.is_writable and any((line.code, part.part) not in held for part in line.differences)
    )
    return Account(outcomes, cleared, reading.unread_sheets, reading.source)


def _with_choices(reading: Reading) -> Iterator[InputCell]:
    """The cells; one that was asked about is no longer open once a reading of it was chosen."""
    chosen = {code for code, cell in reading.proposed.cells.items() if not cell.problem}
    decided: set[str] = set()
    for cell in reading.cells:
        if cell.kind != Kind.ASKED or cell.code not in chosen:
            yield cell
        elif cell.code in decided:
            yield replace(cell, kind=Kind.PASSED_OVER, reason=_("Đã chọn một số cho chỉ tiêu này."))
        else:
            decided.add(cell.code)
            yield replace(cell, kind=None, reason="")


def _outcome(cell: InputCell, line: PreviewLine | None) -> Outcome:
    readings: tuple[str, ...] = (cell.reading,) if cell.reading else ()
    if line is not None and line.is_closed and cell.kind != Kind.SAME:
        return Outcome(cell, Kind.PASSED_OVER, readings, line.why_closed)
    if cell.kind is not None:
        if line is not None and cell.kind == Kind.ASKED and not readings:
            readings = tuple(entry_text(entry) for entry in line.cell.readings)
        return Outcome(cell, cell.kind, readings, cell.reason)
    difference = next((d for d in line.differences if d.part == cell.part), None) if line else None
    if line is None or difference is None:
        return Outcome(cell, Kind.SAME, (cell.text,))
    if line.cell.problem:
        readings = tuple(entry_text(entry) for entry in line.cell.readings)
        return Outcome(cell, Kind.ASKED, readings, line.cell.problem)
    if line.conflict:
        return Outcome(cell, Kind.ASKED, (difference.new,), _("Người khác đã sửa ô này sau khi tải biểu."))
    return Outcome(cell, Kind.WRITTEN, (difference.new,))


def settled(claims: Sequence[ProposedCell]) -> ProposedCell:
    """The one proposal for a cell of the form that several places of the source claim."""
    by_content: dict[tuple[CellEntry, str], ProposedCell] = {}
    for claim in claims:
        by_content.setdefault((claim.entry, claim.problem), claim)
    distinct = list(by_content.values())
    first = distinct[0]
    if len(distinct) == 1:
        return first
    places = "; ".join(f"{excerpt(entry_text(claim.entry))} ({claim.position})" for claim in distinct)
    readings = [entry for c in distinct for entry in (c.readings if c.problem else (c.entry,))]
    told = (
        _("Chỉ tiêu này có nhiều số khác nhau: %s. Chọn số đúng.")
        if readings
        else _("Chỉ tiêu này có nhiều số khác nhau: %s. Chỉ giữ một số.")
    )
    return replace(
        first,
        problem=all_of([told % places, *(claim.problem for claim in distinct)]),
        readings=tuple(dict.fromkeys(readings)),
    )


def all_of(sentences: Iterable[str]) -> str:
    """All that is wrong with a cell, each once: who mends it need not ask again."""
    return " ".join(dict.fromkeys(filter(None, sentences)))
