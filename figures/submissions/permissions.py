import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import NegatedExpression

from figures.submissions.models import Figure, Submission
from provinces.accounts.models import Officer
from provinces.clusters.permissions import (
    is_administrator,
    leads,
    reads_drafts_of,
    runs_cluster,
    sees_cluster,
    sees_figures,
    works_for,
)
from provinces.clusters.succession import own_or_merged


def visible_to(officer: Officer, year: int, *, prefix: str = "") -> Q:
    """The submissions of that year whose figures the officer may read.

    Accepted ones are open to all who see figures. Submitted ones to the province itself and to those who see
    the whole cluster.
    """
    if not sees_figures(officer):
        return Q(pk__in=[])
    accepted = Q(**{f"{prefix}state__in": Submission.ACCEPTED})
    reported = Q(**{f"{prefix}state__in": Submission.REPORTED})
    if officer.province_id is None:
        return reported if sees_cluster(officer, year) else accepted
    own = own_or_merged(officer.province_id, path=f"{prefix}province")
    if sees_cluster(officer, year):
        # The head and deputy of that year.
        own |= Q(**{f"{prefix}period__year": year})
    return accepted | (reported & own)


def may_read(officer: Officer, submission: Submission) -> bool:
    """Whether the officer may read the province's cells.

    The province reads its own and the cluster's secretary all; the head, the deputy and the observer read
    submitted ones, and everybody else accepted ones.
    """
    if not sees_figures(officer):
        return False
    if submission.is_accepted or reads_drafts_of(officer, submission.province):
        return True
    return submission.is_reported and sees_cluster(officer, submission.period.year)


def may_enter(officer: Officer, submission: Submission, on: dt.date | None = None) -> bool:
    return works_for(officer, submission.province) and submission.is_editable(on)


def may_approve(officer: Officer, submission: Submission, *, alone: bool | None = None) -> bool:
    """Whether the leader may approve: nobody approves what they alone entered and submitted.

    Pass `alone` if the submission was annotated with `sent_alone`; otherwise it costs a query.
    """
    if not leads(officer, submission.province):
        return False
    if submission.submitted_by_id != officer.pk:
        return True
    if alone is None:
        alone = Submission.objects.filter(sent_alone(), pk=submission.pk).exists()
    return not alone


def sent_alone() -> NegatedExpression:
    filled = Figure.objects.filled().filter(submission=OuterRef("pk"))
    return ~Exists(filled.exclude(changed_by=OuterRef("submitted_by")))


def may_comment(officer: Officer, submission: Submission) -> bool:
    if not may_read(officer, submission):
        return False
    return works_for(officer, submission.province) or sees_cluster(officer, submission.period.year)


def may_remark(officer: Officer, submission: Submission) -> bool:
    """Whether the officer may comment on a cell: who runs the cluster asks, the province answers."""
    if not may_comment(officer, submission):
        return False
    return works_for(officer, submission.province) or runs_cluster(officer, submission.period.year)


def may_read_history(officer: Officer, submission: Submission) -> bool:
    # Sending a half-year opens its figures to others, but not its history, which holds unsent drafts.
    return reads_drafts_of(officer, submission.province)


def may_read_log(officer: Officer) -> bool:
    return officer.role == Officer.Role.SECRETARY or is_administrator(officer)


def may_reopen(submission: Submission) -> bool:
    is_stuck = submission.state == Submission.State.RETURNED and not submission.is_editable()
    return submission.is_accepted or is_stuck
