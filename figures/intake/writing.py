"""Writing what was confirmed, and the offer that would undo it."""

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
class Written:
    """What became of an offer: the cells written, those left to who changed them since, and the way back."""

    submission: Submission
    lines: tuple[PreviewLine, ...]
    left: tuple[PreviewLine, ...]
    undo: ProposedChanges


@transaction.atomic
def write(
    *, offer: ProposedChanges, submission: Submission, by: Officer, leaving: Collection[str] = ()
) -> Written:
    """Writes all that can be read and that nobody else changed meanwhile.

    Args:
        offer: what is written.
        submission: the half-year, begun by this if need be.
        by: the acting officer.
        leaving: cells changed by somebody else that the officer has seen and left to them.

    Raises:
        PermissionDenied: if the officer does not work for the province.
        RefusedError: if the submission takes no figures now.
    """
    found = preview_lines(offer, submission)
    entries = {code: cell.entry for code, cell in writable(offer, found).cells.items()}
    if entries and submission.pk is None:
        submission = services.start(period=submission.period, province=submission.province, by=by)
    texts = {name: entries.pop(name).text for name in Submission.NARRATIVE if name in entries}
    basis = entries.pop(BASIS, None)
    if not (entries or texts or basis):
        return Written(
            submission,
            (),
            tuple(d for d in found if d.is_contested and d.code not in leaving),
            ProposedChanges(),
        )
    saved = services.save_cells(
        submission=submission,
        entries=entries,
        seen=offer.seen,
        narrative=texts,
        is_estimate=basis.is_estimate if basis else None,
        by=by,
    )
    refused = {*saved.conflicts, *saved.narrative_conflicts}
    written = tuple(d for d in found if d.is_ready and d.code not in refused)
    left = tuple(d for d in found if d.code in refused or (d.is_contested and d.code not in leaving))
    submission = Submission.objects.select_related("period__cluster", "province").get(pk=submission.pk)
    return Written(submission, written, left, _way_back(written, _stored(submission)))


def _stored(submission: Submission) -> dict[str, CellEntry]:
    stored = {f.indicator.code: CellEntry.of(f) for f in submission.figures.select_related("indicator")}
    stored |= {name: CellEntry(text=getattr(submission, name)) for name in Submission.NARRATIVE}
    return stored | {BASIS: CellEntry(is_estimate=submission.is_estimate)}


def _way_back(written: Collection[PreviewLine], stored: Mapping[str, CellEntry]) -> ProposedChanges:
    """What stood there before, offered for as long as what was written still stands there."""
    return ProposedChanges(
        {d.code: ProposedCell("", d.stored) for d in written},
        {d.code: stored[d.code].fingerprint for d in written},
    )
