"""Writing confirmed changes, and the changes that would undo them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from figures.entry import services
from figures.entry.proposed_changes import BASIS, ProposedCell, ProposedChanges
from figures.intake.preview import PreviewLine, preview_lines, writable
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Submission
from provinces.accounts.models import Officer


@dataclass(frozen=True)
class WriteResult:
    submission: Submission
    written: tuple[PreviewLine, ...]
    conflicts: tuple[PreviewLine, ...]  # not written, since somebody else changed them
    lines: tuple[PreviewLine, ...]  # all that differed
    undo: ProposedChanges


@transaction.atomic
def write(
    *,
    proposed: ProposedChanges,
    submission: Submission,
    by: Officer,
    left_to_others: Collection[str] = (),
) -> WriteResult:
    """Write all that can be read and that nobody else changed meanwhile.

    Args:
        proposed: the changes.
        submission: the half-year; it is begun if it was not.
        by: the acting officer.
        left_to_others: codes of conflicts that the officer has seen and settled for others.

    Raises:
        PermissionDenied: if the officer does not work for the province.
        RefusedError: if the submission takes no figures now.
    """
    lines = tuple(preview_lines(proposed, submission))
    conflicts = {line.code for line in lines if line.is_to_choose} - set(left_to_others)
    entries = {code: cell.entry for code, cell in writable(proposed, lines).cells.items()}
    if not entries:
        left = tuple(line for line in lines if line.code in conflicts)
        return WriteResult(submission, (), left, lines, ProposedChanges())
    if submission.pk is None:
        submission = services.start(period=submission.period, province=submission.province, by=by)
    texts = {name: entries.pop(name).text for name in Submission.NARRATIVE if name in entries}
    basis = entries.pop(BASIS, None)
    saved = services.save_cells(
        submission=submission,
        entries=entries,
        seen=proposed.seen,
        narrative=texts,
        is_estimate=basis.is_estimate if basis else None,
        by=by,
    )
    refused = {*saved.conflicts, *saved.narrative_conflicts, *saved.refusals}
    written = tuple(line for line in lines if line.is_writable and line.code not in refused)
    left = tuple(line for line in lines if line.code in refused | conflicts)
    submission = Submission.objects.select_related("period__cluster", "province").get(pk=submission.pk)
    return WriteResult(submission, written, left, lines, _undo_changes(written, _stored(submission)))


def _stored(submission: Submission) -> dict[str, CellEntry]:
    stored = {f.indicator.code: CellEntry.of(f) for f in submission.figures.select_related("indicator")}
    stored |= {name: CellEntry(text=getattr(submission, name)) for name in Submission.NARRATIVE}
    return stored | {BASIS: CellEntry(is_estimate=submission.is_estimate)}


def _undo_changes(written: Collection[PreviewLine], stored: Mapping[str, CellEntry]) -> ProposedChanges:
    return ProposedChanges(
        {line.code: ProposedCell("", line.stored) for line in written},
        {line.code: stored[line.code].fingerprint for line in written},
    )
