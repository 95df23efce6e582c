"""Many cells written in one step, and their undo, until their officer writes something else."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.signing import BadSignature

from figures.entry import services
from figures.entry.proposed_changes import UNDO, ProposedCell, ProposedChanges, dump_signed, load_signed
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from provinces.accounts.requests import OfficerRequest

_KEY = "undo"  # of the session


@dataclass(frozen=True)
class FilledCells:
    submission: Submission
    written: tuple[str, ...]
    undo: ProposedChanges


def fill_cells(
    *,
    submission: Submission,
    before: Mapping[str, CellEntry],
    after: Mapping[str, CellEntry],
    seen: Mapping[str, str],
    by: Officer,
) -> FilledCells:
    """Write cells (by code) over those of which `seen` has the fingerprint; leave what changed since.

    Raises as `services.save_cells`.
    """
    saved = services.save_cells(submission=submission, entries=after, seen=seen, by=by)
    written = tuple(code for code in after if code not in {*saved.conflicts, *saved.refusals})
    undo = ProposedChanges(
        {code: ProposedCell("", before[code]) for code in written},
        {code: after[code].fingerprint for code in written},
    )
    return FilledCells(saved.submission, written, undo)


def save_undo(request: OfficerRequest, submission: Submission, changes: ProposedChanges) -> None:
    put_back(request, submission, dump_signed(changes, {}, submission, request.user, UNDO))


def put_back(request: OfficerRequest, submission: Submission, token: str) -> None:
    request.session[_KEY] = {"token": token, "of": submission.pk, "version": submission.version}


def undo_for(request: OfficerRequest, submission: Submission) -> str:
    """The signed token of the undo that the entry page offers, or "".

    Other writers do not end it: it leaves their cells as they are.
    """
    stored = request.session.get(_KEY)
    if not stored or stored["of"] != submission.pk:
        return ""
    has_changed = submission.version != stored["version"]
    return "" if has_changed and submission.changed_by_id == request.user.pk else str(stored["token"])


def forget_undo(request: OfficerRequest) -> None:
    request.session.pop(_KEY, None)


def pop_undo(request: OfficerRequest, submission: Submission, token: str) -> ProposedChanges | None:
    forget_undo(request)
    try:
        return load_signed(token, submission, request.user, UNDO)[0]
    except BadSignature:
        return None
