"""Who may see and do what with figures. Denied unless a function here says otherwise."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import NegatedExpression

from figures.submissions.models import Figure, Submission
from provinces.accounts.models import Officer
from provinces.clusters.permissions import (
    is_administrator,
    leads,
    runs_cluster,
    sees_cluster,
    sees_figures,
    works_for,
)


def visible_to(officer: Officer, year: int, *, prefix: str = "") -> Q:
    """The submissions of that year whose figures the officer may read.

    Accepted ones are the cluster's. Others only once they were sent, by who reads for the whole cluster, and
    by the province itself.
    """
    if not sees_figures(officer):
        return Q(pk__in=[])
    accepted = Q(**{f"{prefix}state__in": Submission.ACCEPTED})
    reported = Q(**{f"{prefix}state__in": Submission.REPORTED})
    if officer.province_id is None:
        return reported if sees_cluster(officer, year) else accepted
    theirs = Q(**{f"{prefix}province": officer.province_id})
    if sees_cluster(officer, year):
        # Head and deputy: a term is of one year, and so is what it lets them see.
        theirs |= Q(**{f"{prefix}period__year": year})
    return accepted | (reported & theirs)


def may_read(officer: Officer, submission: Submission) -> bool:
    """Whether the officer may open the province's cells.

    The province sees its own; the cluster's secretary, head and deputy see all; the observer what was sent;
    everybody else what the cluster accepted.
    """
    if not sees_figures(officer):
        return False
    if submission.is_accepted or works_for(officer, submission.province):
        return True
    year = submission.period.year
    return runs_cluster(officer, year) or (sees_cluster(officer, year) and submission.is_reported)


def may_enter(officer: Officer, submission: Submission, on: dt.date | None = None) -> bool:
    """Whether the officer may type into the submission on that day (today)."""
    return works_for(officer, submission.province) and submission.is_editable(on)


def may_approve(officer: Officer, submission: Submission, *, alone: bool | None = None) -> bool:
    """Whether the leader may approve: nobody approves what they alone entered and submitted.

    `alone` is the submission's `sent_alone`, where it was read before; otherwise the database is asked.
    """
    if not leads(officer, submission.province):
        return False
    if submission.submitted_by_id != officer.pk:
        return True
    if alone is None:
        alone = Submission.objects.filter(sent_alone(), pk=submission.pk).exists()
    return not alone


def sent_alone() -> NegatedExpression:
    """Of submissions: whether nobody but who sent it filled a cell of it."""
    filled = Figure.objects.filled().filter(submission=OuterRef("pk"))
    return ~Exists(filled.exclude(changed_by=OuterRef("submitted_by")))


def may_comment(officer: Officer, submission: Submission) -> bool:
    """Whether the officer may add a remark: who reads for the cluster, and the province itself."""
    if not may_read(officer, submission):
        return False
    return works_for(officer, submission.province) or sees_cluster(officer, submission.period.year)


def may_follow(officer: Officer, submission: Submission) -> bool:
    """Whether the officer may read how the figures came about, drafts that never left the province included.

    Not everybody who reads the figures: to accept a half-year opens its figures, not its history.
    """
    return works_for(officer, submission.province) or runs_cluster(officer, submission.period.year)


def reads_log(officer: Officer) -> bool:
    """Whether the officer reads the log of all half-years; the administrator without what was written."""
    return officer.role == Officer.Role.SECRETARY or is_administrator(officer)


def may_reopen(submission: Submission) -> bool:
    """Whether reopening leads anywhere: what was accepted, or was returned and has run out of time."""
    is_stuck = submission.state == Submission.State.RETURNED and not submission.is_editable()
    return submission.is_accepted or is_stuck
