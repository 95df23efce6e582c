"""The preview: what proposed changes would change, cell by cell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from figures.entry.proposed_changes import BASIS, ProposedCell, ProposedChanges
from figures.entry.services import Conflict, narrative_fingerprint
from figures.intake.answer_labels import basis_labels, state_labels
from figures.sheet.loading import closed_cells, load_sheet
from figures.sheet.requested_corrections import open_return
from figures.sheet.rows import Row
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Submission, narrative_label
from figures.validation.findings import Finding, Severity
from vietnamese.numbers import format_number


class Part(StrEnum):
    """A part of a cell's answer that a file has a cell of its own for."""

    ANSWER = "answer"
    NOTE = "note"
    EXPLANATION = "explanation"
    ESTIMATE = "estimate"


# Rules about a single number; rules about sums apply once the number is in the form.
_NUMBER_RULES = {"unit", "digit", "plausible", "negative", "decimals"}


@dataclass(frozen=True)
class Difference:
    """One part of a cell's answer that differs."""

    part: Part
    what: str
    stored: str
    new: str

    @property
    def is_value(self) -> bool:
        return self.part == Part.ANSWER


@dataclass(frozen=True)
class PreviewLine:
    code: str
    label: str
    cell: ProposedCell
    differences: tuple[Difference, ...]
    stored: CellEntry
    conflict: Conflict | None = None
    unit: str = ""
    change_percent: Decimal | None = None  # from the same half a year before
    findings: tuple[Finding, ...] = ()
    why_closed: str = ""
    chosen: int | None = None  # the reading that is ticked
    is_taken: bool = False  # "overwrite" is ticked

    @property
    def is_closed(self) -> bool:
        return bool(self.why_closed)

    @property
    def is_writable(self) -> bool:
        return not (self.cell.problem or self.is_closed or self.conflict)

    @property
    def is_to_choose(self) -> bool:
        return bool(self.conflict) and not (self.cell.problem or self.is_closed)

    @property
    def stored_text(self) -> str:
        return _answer_text(self.stored)

    @property
    def readings(self) -> list[str]:
        return [entry_text(entry, self.unit) for entry in self.cell.readings]

    @property
    def is_value_only(self) -> bool:
        return [difference.is_value for difference in self.differences] == [True]


def with_unit_questions(proposed: ProposedChanges, submission: Submission) -> ProposedChanges:
    """The same changes; a number that seems to be in another unit becomes a question."""
    entries = {code: cell.entry for code, cell in proposed.cells.items() if not cell.problem}
    cells = dict(proposed.cells)
    for row in load_sheet(submission, entries).entered:
        code, stored = row.indicator.code, CellEntry.of(row.figure)
        finding = next((f for f in row.findings if f.rule == "unit" and f.is_blocking), None)
        if finding is None or code not in entries or stored.read() == entries[code].read():
            continue
        as_typed = entries[code]
        meant = tuple(replace(as_typed, text=format_number(reading)) for reading in finding.readings)
        kept = () if finding.severity == Severity.HARD else (as_typed,)
        cells[code] = replace(cells[code], problem=finding.message, readings=(*meant, *kept))
    return replace(proposed, cells=cells)


def preview_lines(proposed: ProposedChanges, submission: Submission) -> list[PreviewLine]:
    entries = {code: cell.entry for code, cell in proposed.cells.items() if not cell.problem}
    sheet = load_sheet(submission, entries)
    rows = [row for row in sheet.entered if row.indicator.code in proposed.cells]
    lines = [line for row in rows if (line := _cell_line(row, proposed)) is not None]
    lines += _text_lines(proposed, submission)
    replaced = {row.indicator.code for row in rows if row.is_replaced}
    closed = _closed_codes([line for line in lines if line.code not in replaced], submission)
    carried = _("Tỉnh đã có kỳ được chấp nhận: số đầu kỳ lấy từ số cuối kỳ ấy.")
    returned = _("Lần trả lại này chỉ mở các số được nêu và các số phải khớp với chúng.")
    reasons = dict.fromkeys(closed, returned) | dict.fromkeys(replaced, carried)
    return [replace(line, why_closed=reasons.get(line.code, "")) for line in lines]


def writable(proposed: ProposedChanges, lines: Iterable[PreviewLine]) -> ProposedChanges:
    return proposed.only([line.code for line in lines if line.is_writable])


def fingerprints(lines: Iterable[PreviewLine]) -> dict[str, str]:
    return {line.code: line.stored.fingerprint for line in lines}


def _closed_codes(lines: Iterable[PreviewLine], submission: Submission) -> set[str]:
    latest = open_return(submission)
    if latest is None or not latest.corrections:
        return set()
    others = {*Submission.NARRATIVE, BASIS}
    cells = {line.code: line.cell for line in lines if line.code not in others}
    entries = {code: cell.entry for code, cell in cells.items() if not cell.problem}
    closed = {indicator.code for indicator in closed_cells(submission, entries)}
    if len(entries) < len(cells):
        # An answer that cannot be read opens no cell, but may be for a cell that the others open.
        written = {code: entry for code, entry in entries.items() if code not in closed}
        sheet = load_sheet(submission, written)
        closed |= {row.indicator.code for row in sheet.entered if not row.is_open} & cells.keys()
    return closed | {BASIS}


def _cell_line(row: Row, proposed: ProposedChanges) -> PreviewLine | None:
    indicator, figure, stored = row.indicator, row.figure, CellEntry.of(row.figure)
    cell = proposed.cells[indicator.code]
    if not cell.problem and _differ_in_spelling_only(stored, cell.entry):
        return None
    conflict = None
    if figure is not None and stored.fingerprint != proposed.seen[indicator.code]:
        conflict = Conflict(stored, figure.changed_by, figure.changed_at)
    return PreviewLine(
        indicator.code,
        indicator.in_language("label"),
        cell,
        differences(stored, cell.entry),
        stored,
        conflict,
        indicator.in_language("unit"),
        None if cell.problem else row.change,
        () if cell.problem else tuple(f for f in row.findings if f.rule in _NUMBER_RULES),
    )


def _text_lines(proposed: ProposedChanges, submission: Submission) -> Iterator[PreviewLine]:
    for name in Submission.NARRATIVE:
        cell, stored = proposed.cells.get(name), getattr(submission, name)
        if cell is None or (cell.entry.text == stored and not cell.problem):
            continue
        conflict = None
        if narrative_fingerprint(stored) != proposed.seen[name]:
            conflict = Conflict(CellEntry(text=stored), None, submission.changed_at)
        label = capfirst(narrative_label(name))
        difference = Difference(Part.ANSWER, _("Nội dung"), stored, cell.entry.text)
        yield PreviewLine(name, label, cell, (difference,), CellEntry(text=stored), conflict)
    basis = proposed.cells.get(BASIS)
    # There is never a conflict: with only two answers, somebody else's change is the proposed one.
    if basis is not None and (basis.problem or basis.entry.is_estimate != submission.is_estimate):
        before, after = (basis_labels()[e] for e in (submission.is_estimate, basis.entry.is_estimate))
        label, stored = _("Loại số liệu"), CellEntry(is_estimate=submission.is_estimate)
        yield PreviewLine(BASIS, label, basis, (Difference(Part.ANSWER, label, before, after),), stored)


def _differ_in_spelling_only(stored: CellEntry, new: CellEntry) -> bool:
    return (stored.note, stored.explanation, stored.is_estimate, stored.read()) == (
        new.note,
        new.explanation,
        new.is_estimate,
        new.read(),
    )


def differences(stored: CellEntry, new: CellEntry) -> tuple[Difference, ...]:
    parts = (
        Difference(Part.ANSWER, _("Số liệu"), _answer_text(stored), _answer_text(new)),
        Difference(Part.NOTE, _("Ghi chú"), stored.note, new.note),
        Difference(Part.EXPLANATION, _("Giải trình"), stored.explanation, new.explanation),
        Difference(Part.ESTIMATE, _("Số ước"), _yes_no(stored.is_estimate), _yes_no(new.is_estimate)),
    )
    return tuple(part for part in parts if part.stored != part.new)


def _answer_text(entry: CellEntry) -> str:
    __, value, typed = entry.read()
    if value is not None and not typed:
        return format_number(value)
    if entry.state == Figure.Answer.NUMBER:
        return entry.text
    label = state_labels()[entry.state]
    return f"{label} ({entry.text})" if entry.text else label


def entry_text(entry: CellEntry, unit: str = "") -> str:
    """The answer in words, as a choice shows it."""
    text = _answer_text(entry) or _("để trống")
    if unit and entry.read()[1] is not None:
        text = f"{text} {unit}"
    return _("%s, là số ước") % text if entry.is_estimate else text


def _yes_no(is_so: bool) -> str:
    return _("Có") if is_so else _("Không")
