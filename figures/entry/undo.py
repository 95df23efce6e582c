"""Undo for a file or pasted block, until its officer writes something else; kept in the session."""

from django.core.signing import BadSignature

from figures.entry.proposed_changes import UNDO, ProposedChanges, dump_signed, load_signed
from figures.submissions.models import Submission
from provinces.accounts.requests import OfficerRequest

_KEY = "undo"


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
