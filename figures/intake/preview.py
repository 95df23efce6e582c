"""What an offer would change, cell by cell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from figures.entry.proposed_changes import BASIS, ProposedCell, ProposedChanges
from figures.entry.services import Conflict, narrative_fingerprint
from figures.intake.answer_labels import basis_labels, state_labels
from figures.sheet.loading import closed_cells, load_sheet
from figures.sheet.requested_corrections import open_return
from figures.sheet.rows import Row
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Submission
from figures.validation.findings import Finding
from vietnamese.numbers import format_number

# What is said of a number alone; whether sums agree shows once it stands in the form.
_OF_THE_NUMBER = {"unit", "negative", "decimals"}


@dataclass(frozen=True)
class Change:
    """One thing about a cell that differs."""

    what: str
    stored: str
    new: str
    is_value: bool = False


@dataclass(frozen=True)
class PreviewLine:
    """One line of the preview."""

    code: str
    label: str
    cell: ProposedCell
    changes: tuple[Change, ...]
    stored: CellEntry
    conflict: Conflict | None = None
    unit: str = ""
    rise: Decimal | None = None  # against the same half a year before, in percent
    findings: tuple[Finding, ...] = ()
    is_closed: bool = False  # the half-year came back for other cells

    @property
    def is_ready(self) -> bool:
        """Whether it can be written: it is read with certainty, open, and nobody else changed the cell."""
        return not (self.cell.problem or self.is_closed or self.conflict)

    @property
    def is_contested(self) -> bool:
        """Whether somebody else changed it, so that there is something to choose."""
        return bool(self.conflict) and not (self.cell.problem or self.is_closed)

    @property
    def is_value_alone(self) -> bool:
        """Whether nothing but the number, or why there is none, differs."""
        return [change.is_value for change in self.changes] == [True]


def preview_lines(offer: ProposedChanges, submission: Submission) -> list[PreviewLine]:
    """What would change if all of it were written, in the order of the form."""
    cells = {code: cell.entry for code, cell in offer.cells.items() if not cell.problem}
    sheet = load_sheet(submission, cells)
    found = [_of_row(row, offer) for row in sheet.entered if row.indicator.code in offer.cells]
    found += _of_texts(offer, submission)
    differing = [difference for difference in found if difference is not None]
    closed = _closed(differing, submission)
    return [replace(difference, is_closed=difference.code in closed) for difference in differing]


def writable(offer: ProposedChanges, found: Iterable[PreviewLine]) -> ProposedChanges:
    """What of it can be written."""
    return offer.of([difference.code for difference in found if difference.is_ready])


def fingerprints(found: Iterable[PreviewLine]) -> dict[str, str]:
    """The fingerprints of what a preview shows as stored."""
    return {difference.code: difference.stored.fingerprint for difference in found}


def _closed(found: Iterable[PreviewLine], submission: Submission) -> set[str]:
    """Those that the latest return left alone."""
    came_back = open_return(submission)
    if came_back is None or not came_back.cells:
        return set()
    others = {*Submission.NARRATIVE, BASIS}
    cells = {d.code: d.cell for d in found if d.code not in others}
    entries = {code: cell.entry for code, cell in cells.items() if not cell.problem}
    closed = {indicator.code for indicator in closed_cells(submission, entries)}
    if len(entries) < len(cells):
        # What cannot be read opens nothing, but it may stand in a cell that the rest opens.
        written = {code: entry for code, entry in entries.items() if code not in closed}
        sheet = load_sheet(submission, written)
        closed |= {row.indicator.code for row in sheet.entered if not row.is_open} & cells.keys()
    return closed | {BASIS}


def _of_row(row: Row, offer: ProposedChanges) -> PreviewLine | None:
    indicator, figure, before = row.indicator, row.figure, CellEntry.of(row.figure)
    cell = offer.cells[indicator.code]
    if not cell.problem and _same(before, cell.entry):
        return None
    conflict = None
    if figure is not None and before.fingerprint != offer.seen[indicator.code]:
        conflict = Conflict(before, figure.changed_by, figure.changed_at)
    return PreviewLine(
        indicator.code,
        indicator.in_language("label"),
        cell,
        changes(before, cell.entry),
        before,
        conflict,
        indicator.in_language("unit"),
        None if cell.problem else row.change,
        () if cell.problem else tuple(f for f in row.findings if f.rule in _OF_THE_NUMBER),
    )


def _of_texts(offer: ProposedChanges, submission: Submission) -> Iterator[PreviewLine]:
    for name in Submission.NARRATIVE:
        cell, stored = offer.cells.get(name), getattr(submission, name)
        if cell is None or (cell.entry.text == stored and not cell.problem):
            continue
        conflict = None
        if narrative_fingerprint(stored) != offer.seen[name]:
            conflict = Conflict(CellEntry(text=stored), None, submission.changed_at)
        label = str(getattr(Submission, name).field.verbose_name)
        label = label[:1].upper() + label[1:]
        change = Change(_("Nội dung"), stored, cell.entry.text)
        yield PreviewLine(name, label, cell, (change,), CellEntry(text=stored), conflict)
    basis = offer.cells.get(BASIS)
    # Of two answers the other one is what somebody else chose already: there is nothing to decide.
    if basis is not None and (basis.problem or basis.entry.is_estimate != submission.is_estimate):
        before, after = (basis_labels()[e] for e in (submission.is_estimate, basis.entry.is_estimate))
        label, stored = _("Loại số liệu"), CellEntry(is_estimate=submission.is_estimate)
        yield PreviewLine(BASIS, label, basis, (Change(label, before, after),), stored)


def _same(before: CellEntry, after: CellEntry) -> bool:
    """Whether nothing but the spelling of the number differs."""
    if (before.note, before.explanation, before.is_estimate) != (
        after.note,
        after.explanation,
        after.is_estimate,
    ):
        return False
    return before.read() == after.read()


def changes(before: CellEntry, after: CellEntry) -> tuple[Change, ...]:
    """All in which two answers of one cell differ."""
    found = (
        Change(_("Số liệu"), _shown(before), _shown(after), is_value=True),
        Change(_("Ghi chú"), before.note, after.note),
        Change(_("Giải trình"), before.explanation, after.explanation),
        Change(_("Số ước"), _yes_no(before.is_estimate), _yes_no(after.is_estimate)),
    )
    return tuple(change for change in found if change.stored != change.new)


def _shown(entry: CellEntry) -> str:
    __, value, typed = entry.read()
    if value is not None and not typed:
        return format_number(value)
    if entry.state == Figure.Answer.NUMBER:
        return entry.text
    label = state_labels()[entry.state]
    return f"{label} ({entry.text})" if entry.text else label


def _yes_no(is_so: bool) -> str:
    return _("Có") if is_so else _("Không")
