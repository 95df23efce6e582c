"""The way back from what a file or a pasted block wrote, as long as its officer wrote nothing after it."""

from django.core.signing import BadSignature

from figures.entry.proposed_changes import UNDO, ProposedChanges, dump_signed, load_signed
from figures.submissions.models import Submission
from provinces.accounts.requests import OfficerRequest

_KEY = "undo"


def save_undo(request: OfficerRequest, submission: Submission, way_back: ProposedChanges) -> None:
    """Keeps the way back, in place of any earlier one."""
    put_back(request, submission, dump_signed(way_back, {}, submission, request.user, UNDO))


def put_back(request: OfficerRequest, submission: Submission, token: str) -> None:
    """Offers it from now on, until the officer writes something else."""
    request.session[_KEY] = {"token": token, "of": submission.pk, "version": submission.version}


def undo_for(request: OfficerRequest, submission: Submission) -> str:
    """The signed way back that the entry page offers; none once the officer wrote something else.

    What others write does not take it away: their cells are left as they are.
    """
    kept = request.session.get(_KEY)
    if not kept or kept["of"] != submission.pk:
        return ""
    has_moved = submission.version != kept["version"]
    return "" if has_moved and submission.changed_by_id == request.user.pk else str(kept["token"])


def forget(request: OfficerRequest) -> None:
    """Takes the offer away: the figures were sent."""
    request.session.pop(_KEY, None)


def pop_undo(request: OfficerRequest, submission: Submission, token: str) -> ProposedChanges | None:
    """What the page's token would restore, once; none if it is no longer good."""
    forget(request)
    try:
        return load_signed(token, submission, request.user, UNDO)[0]
    except BadSignature:
        return None
