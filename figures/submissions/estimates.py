"""Accepted half-years with estimates whose final numbers are yet to come."""

from dataclasses import dataclass

from django.db.models import Count, Q

from figures.submissions.models import Figure, Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Term
from provinces.clusters.permissions import works_for
from provinces.clusters.succession import own_or_merged

Role = Officer.Role


@dataclass(frozen=True)
class EstimatesLeft:
    submission: Submission
    estimates: int
    is_own: bool  # of the officer's own province, which replaces them


def estimates_left(officer: Officer) -> list[EstimatesLeft]:
    """Those of the officer's province, and all that the officer may reopen, newest first.

    One query, and one more for a leader, who runs the cluster only in the years of a term.
    """
    concerned = own_or_merged(officer.province_id)
    if officer.role == Role.SECRETARY:
        concerned = Q()
    elif officer.role == Role.LEADER:
        concerned |= Q(
            period__year__in=list(Term.objects.filter(officer=officer).values_list("year", flat=True))
        )
    elif officer.role != Role.ENTRY:
        return []
    marked = Q(is_estimate=True) | Q(figures__is_estimate=True)
    submissions = (
        Submission.objects.accepted()
        .filter(concerned)
        .annotate(estimates=Count("figures", filter=marked & Q(figures__answer=Figure.Answer.NUMBER)))
        .filter(estimates__gt=0)
        .select_related("period", "province")
        .order_by("-period__year", "-period__half", "province__position")
    )
    return [EstimatesLeft(s, s.estimates, works_for(officer, s.province)) for s in submissions]
