"""Who is to read a comment, until one of them takes a step, comments too, or says that it was read."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from figures.submissions.models import Step, Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Term

Role, State = Officer.Role, Submission.State

AT_THE_PROVINCE = (State.DRAFT, State.RETURNED, State.SUBMITTED)


@dataclass(frozen=True)
class UnreadComment:
    """The latest comment on a half-year that one side has not read; `readers` are keys of officers."""

    step: Step
    is_for_province: bool
    readers: frozenset[int]


def unread_comments(steps: QuerySet[Step] | None = None) -> list[UnreadComment]:
    """The unread comments among the steps (default: all), the latest for each half-year and side.

    A comment from outside the province is the province's to read. A comment from inside is for the
    colleagues as long as the figures are at the province, then for the cluster. No reader is its author.
    """
    latest: dict[tuple[int, bool], Step] = {}
    for step in _unread(Step.objects.all() if steps is None else steps).order_by("pk"):
        latest[step.submission_id, step.is_for_province] = step  # type: ignore[attr-defined]
    if not latest:
        return []
    readers = _readers(latest.values())
    return [
        UnreadComment(step, is_for_province, readers[step.pk])
        for (_submission, is_for_province), step in latest.items()
    ]


def unread_comments_of(officer: Officer, submission: Submission) -> list[UnreadComment]:
    comments = unread_comments(Step.objects.filter(submission=submission))
    return [comment for comment in comments if officer.pk in comment.readers]


def _unread(steps: QuerySet[Step]) -> QuerySet[Step]:
    is_for_cluster = When(
        Q(by__province=F("submission__province")) & ~Q(to_state__in=AT_THE_PROVINCE), then=Value(False)
    )
    after = Step.objects.filter(submission=OuterRef("submission"), pk__gt=OuterRef("pk"))
    after = after.exclude(by=OuterRef("by"))
    by_province = Exists(after.filter(by__province=OuterRef("submission__province")))
    by_cluster = Exists(after.exclude(by__province=OuterRef("submission__province")))
    return (
        steps.filter(action=Step.Action.COMMENT)
        .select_related("submission__period__cluster", "submission__province", "by__province")
        .annotate(is_for_province=Case(is_for_cluster, default=Value(True)))
        .exclude(Q(is_for_province=True) & by_province)
        .exclude(Q(is_for_province=False) & by_cluster)
    )


def _readers(steps: Iterable[Step]) -> dict[int, frozenset[int]]:
    officers = list(Officer.objects.filter(is_active=True))
    leads = set(Term.objects.values_list("officer", "year"))

    def reads(officer: Officer, step: Step) -> bool:
        if officer.pk == step.by_id:
            return False
        if step.is_for_province:  # type: ignore[attr-defined]
            is_theirs = officer.province_id == step.submission.province_id
            return is_theirs and officer.role in (Role.ENTRY, Role.LEADER)
        # Its own head writes for the province: what such a one does is no answer of the cluster.
        is_inside = officer.province_id == step.submission.province_id
        is_head = (officer.pk, step.submission.period.year) in leads and not is_inside
        return officer.role == Role.SECRETARY or is_head

    return {step.pk: frozenset(o.pk for o in officers if reads(o, step)) for step in steps}
