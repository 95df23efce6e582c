"""Who is to read a comment, until one of them takes a step, comments too, or says that it was read.

A comment from outside the province that names a cell is a remark: the province owes it an answer, which is a
comment that names the same cell.
"""

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
    """The latest comment on a half-year that one side has not read; `readers` are keys of officers.

    A remark waits for an answer, however many came after it.
    """

    step: Step
    is_for_province: bool
    readers: frozenset[int]
    is_remark: bool = False


def waiting_comments(submission: Submission | None = None) -> list[UnreadComment]:
    """Comments to read (the latest for each half-year and side) and remarks to answer; default: all.

    A comment from outside the province is the province's to read. A comment from inside is for the
    colleagues as long as the figures are at the province, then for the cluster; the answer to a remark is
    the cluster's at once. No reader is its author.
    """
    waiting = _waiting(submission)
    if not waiting.is_for_province:
        return []
    return _with_readers(_steps_of(waiting), waiting)


def unread_comments(submission: Submission | None = None) -> list[UnreadComment]:
    return [comment for comment in waiting_comments(submission) if not comment.is_remark]


def open_remarks(submission: Submission) -> list[Step]:
    """Those that the province has not answered, the earliest first, each with its cell."""
    waiting = _waiting(submission)
    return [step for step in _steps_of(waiting) if step.pk in waiting.remarks] if waiting.remarks else []


def unread_comments_of(officer: Officer, submission: Submission) -> list[UnreadComment]:
    return [comment for comment in unread_comments(submission) if officer.pk in comment.readers]


@dataclass
class _Waiting:
    """By the key of a comment: whether it is for the province; `remarks` are the keys of those to answer."""

    is_for_province: dict[int, bool]
    remarks: frozenset[int]


def _waiting(submission: Submission | None) -> _Waiting:
    """Each step reads what others wrote for its side, and a comment answers the remarks on its cell.

    That is worked out here, not in the query: Django builds that query longer than all steps take.
    """
    comments = Step.objects.filter(action=Step.Action.COMMENT)
    if submission is not None:
        comments = comments.filter(submission=submission)
    steps = Step.objects.filter(submission__in=comments.values("submission")).order_by("pk")
    columns = ("pk", "submission", "submission__province", "by", "by__province", "action", "to_state")
    unread: dict[tuple[int, bool], list[tuple[int, int]]] = defaultdict(list)
    remarks: dict[tuple[int, int], list[int]] = defaultdict(list)
    rows = list(steps.values_list(*columns, "cells__indicator", "submission__province__successor"))
    heirs = _heirs(province for _pk, _half, province, *_, successor in rows if successor is not None)
    for pk, half, province, by, by_province, action, state, cell, _successor in rows:
        is_inside = by_province == province or by_province in heirs.get(province, ())
        side = unread[half, is_inside]
        side[:] = [(comment, author) for comment, author in side if author == by]
        if action != Step.Action.COMMENT:
            continue
        if cell is not None and not is_inside:
            remarks[half, cell].append(pk)
            continue
        is_answer = is_inside and bool(remarks.pop((half, cell), ()))
        is_for_province = not is_inside or (state in AT_THE_PROVINCE and not is_answer)
        unread[half, is_for_province].append((pk, by))
    latest = {side[-1][0]: is_for_province for (_half, is_for_province), side in unread.items() if side}
    open_ones = frozenset(pk for several in remarks.values() for pk in several)
    return _Waiting(latest | dict.fromkeys(open_ones, True), open_ones)


def _steps_of(waiting: _Waiting) -> list[Step]:
    steps = Step.objects.select_related("submission__period__cluster", "submission__province", "by__province")
    if waiting.remarks:
        steps = steps.prefetch_related("cells__indicator")
    return list(steps.filter(pk__in=waiting.is_for_province).order_by("pk"))


def _heirs(merged: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """The provinces in which each goes on, whose officers are inside too; a query only if one merged."""
    provinces = set(merged)
    if not provinces:
        return {}
    territories = Territories.load()
    return {province: territories.heirs(province) for province in provinces}


def _with_readers(steps: list[Step], waiting: _Waiting) -> list[UnreadComment]:
    officers = list(Officer.objects.filter(is_active=True))
    about = {step.submission.province for step in steps}
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

    def comment(step: Step) -> UnreadComment:
        is_for_province = waiting.is_for_province[step.pk]
        readers = frozenset(o.pk for o in officers if reads(o, step, is_for_province))
        return UnreadComment(step, is_for_province, readers, is_remark=step.pk in waiting.remarks)

    return [comment(step) for step in steps]
