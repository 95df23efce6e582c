"""Who is to read a comment, until one of them takes a step, comments too, or says that it was read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from figures.submissions.models import Step, Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Term
from provinces.clusters.succession import Territories

Role, State = Officer.Role, Submission.State

AT_THE_PROVINCE = (State.DRAFT, State.RETURNED, State.SUBMITTED)


@dataclass(frozen=True)
class UnreadComment:
    """The latest comment on a half-year that one side has not read; `readers` are keys of officers."""

    step: Step
    is_for_province: bool
    readers: frozenset[int]


def unread_comments(submission: Submission | None = None) -> list[UnreadComment]:
    """The unread comments (default: on all half-years), the latest for each half-year and side.

    A comment from outside the province is the province's to read. A comment from inside is for the
    colleagues as long as the figures are at the province, then for the cluster. No reader is its author.
    """
    unread = _unread(submission)
    if not unread:
        return []
    steps = Step.objects.select_related("submission__period__cluster", "submission__province", "by__province")
    return _with_readers((step, unread[step.pk]) for step in steps.filter(pk__in=unread).order_by("pk"))


def unread_comments_of(officer: Officer, submission: Submission) -> list[UnreadComment]:
    return [comment for comment in unread_comments(submission) if officer.pk in comment.readers]


def _unread(submission: Submission | None) -> dict[int, bool]:
    """The keys of the steps with unread comments, and whether each is for the province.

    Each step reads what others wrote for its side. That is worked out here, not in the query: Django builds
    that query longer than all steps take.
    """
    comments = Step.objects.filter(action=Step.Action.COMMENT)
    if submission is not None:
        comments = comments.filter(submission=submission)
    steps = Step.objects.filter(submission__in=comments.values("submission")).order_by("pk")
    columns = ("pk", "submission", "submission__province", "by", "by__province", "action", "to_state")
    waiting: dict[tuple[int, bool], list[tuple[int, int]]] = defaultdict(list)
    rows = list(steps.values_list(*columns, "submission__province__successor"))
    heirs = _heirs(province for _pk, _half, province, *_, successor in rows if successor is not None)
    for pk, half, province, by, by_province, action, state, _successor in rows:
        is_inside = by_province == province or by_province in heirs.get(province, ())
        side = waiting[half, is_inside]
        side[:] = [(comment, author) for comment, author in side if author == by]
        if action == Step.Action.COMMENT:
            is_for_province = not is_inside or state in AT_THE_PROVINCE
            waiting[half, is_for_province].append((pk, by))
    return {side[-1][0]: is_for_province for (_half, is_for_province), side in waiting.items() if side}


def _heirs(merged: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """The provinces in which each goes on, whose officers are inside too; a query only if one merged."""
    provinces = set(merged)
    if not provinces:
        return {}
    territories = Territories.load()
    return {province: territories.heirs(province) for province in provinces}


def _with_readers(comments: Iterable[tuple[Step, bool]]) -> list[UnreadComment]:
    comments = list(comments)
    officers = list(Officer.objects.filter(is_active=True))
    about = {step.submission.province for step, _is_for_province in comments}
    heirs = _heirs(province.pk for province in about if province.successor_id is not None)
    leads = set(Term.objects.values_list("officer", "year"))

    def reads(officer: Officer, step: Step, is_for_province: bool) -> bool:
        if officer.pk == step.by_id:
            return False
        province = step.submission.province_id
        is_inside = officer.province_id == province or officer.province_id in heirs.get(province, ())
        if is_for_province:
            return is_inside and officer.role in (Role.ENTRY, Role.LEADER)
        # Its own head writes for the province: what such a one does is no answer of the cluster.
        is_head = (officer.pk, step.submission.period.year) in leads and not is_inside
        return officer.role == Role.SECRETARY or is_head

    return [
        UnreadComment(
            step, is_for_province, frozenset(o.pk for o in officers if reads(o, step, is_for_province))
        )
        for step, is_for_province in comments
    ]
