"""Duties about figures."""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.utils import timezone

from figures.duties.duties import Duty, DutyKind
from figures.periods.models import Period
from figures.submissions.comments import UnreadComment, waiting_comments
from figures.submissions.models import Step, Submission
from figures.submissions.permissions import sent_alone
from provinces.accounts.models import Officer
from provinces.clusters.models import Province, Term
from provinces.clusters.succession import Territories

Role, State = Officer.Role, Submission.State

READ_WITHIN = dt.timedelta(days=5)  # a comment
ANSWER_WITHIN = dt.timedelta(days=5)  # a remark
OPENING_IS_NEAR = dt.timedelta(days=7)  # a period may be opened early: from then on it is a duty


class _People:
    """Who enters for a province and who leads in a year: read once, and only if there is a duty."""

    @cached_property
    def _roles(self) -> list[tuple[Any, ...]]:
        people = Officer.objects.filter(Q(role=Role.ENTRY, is_active=True) | Q(terms__isnull=False))
        return list(people.values_list("pk", "province", "role", "is_active", "terms__year", "terms__post"))

    @cached_property
    def _with_entry(self) -> set[int]:
        return {province for _pk, province, role, active, *_ in self._roles if role == Role.ENTRY and active}

    @cached_property
    def _leads(self) -> dict[tuple[int, str], int]:
        return {(year, post): pk for pk, *_, year, post in self._roles if post}

    @cached_property
    def _territories(self) -> Territories:
        return Territories.load()

    def heirs(self, province: Province) -> frozenset[int]:
        """Where it goes on; a query only if there is a province that merged."""
        return frozenset(self._territories.heirs(province.pk) if province.successor_id else ())

    def enter_for(self, province: Province) -> bool:
        return not self._with_entry.isdisjoint({province.pk, *self.heirs(province)})

    def lead(self, period: Period) -> dict[str, Any]:
        posts = {"head": Term.Post.HEAD, "deputy": Term.Post.DEPUTY}
        return {name: self._leads.get((period.year, post)) for name, post in posts.items()}


def figure_duties(today: dt.date) -> list[Duty]:
    people = _People()
    unfinished = {(s.period_id, s.province_id): s for s in _unfinished()}
    duties: list[Duty] = []
    periods: dict[int, tuple[Any, list[Province]]] = {}
    for period in _periods_by_member():
        __, late = periods.setdefault(period.pk, (period, []))
        if not period.is_member or period.state != Period.State.OPEN or period.opens_on > today:
            continue
        province = _member(period)
        submission = unfinished.pop((period.pk, province.pk), None)
        if submission is None and period.has_begun:
            continue  # accepted
        owed = _province_duties(submission or Submission(period=period, province=province), today, people)
        late += [province for duty in owed if duty.kind == DutyKind.ESCALATE and duty.is_first_sending]
        duties += owed
    for submission in unfinished.values():  # of a locked period, or of a province that left the cluster
        if submission.reopened_until is not None or submission.state == State.APPROVED:
            duties += _province_duties(submission, today, people)
    for period, late in periods.values():
        duties += _period_duties(period, tuple(late), today, people)
    return duties + _comment_duties()


def _comment_duties() -> list[Duty]:
    """All remarks on a half-year are one duty, until the day of the earliest."""
    duties, asked = [], set()
    for comment in waiting_comments():
        if not comment.is_remark:
            duties.append(_comment_duty(DutyKind.READ, comment, READ_WITHIN))
        elif comment.step.submission_id not in asked:
            asked.add(comment.step.submission_id)
            duties.append(_comment_duty(DutyKind.ANSWER, comment, ANSWER_WITHIN))
    return duties


def _comment_duty(kind: DutyKind, comment: UnreadComment, within: dt.timedelta) -> Duty:
    step = comment.step
    submission = step.submission
    return Duty(
        kind,
        submission.period.slug,
        timezone.localdate(step.at) + within,
        submission.province,
        submission.period,
        submission,
        owed_by=comment.readers,
    )


def _province_duties(submission: Submission, today: dt.date, people: _People) -> list[Duty]:
    """Duties about one half-year."""
    period, province = submission.period, submission.province

    def duty(kind: DutyKind, until: dt.date, **more: Any) -> Duty:
        more |= {"has_entry": people.enter_for(province), "heirs": people.heirs(province)}
        more |= people.lead(period)
        return Duty(kind, period.slug, until, province, period, submission, **more)

    match submission.state:
        case State.DRAFT if today > period.due_on:
            return [duty(DutyKind.ENTER, period.due_on), duty(DutyKind.ESCALATE, period.due_on)]
        case State.DRAFT:
            return [duty(DutyKind.ENTER, period.due_on)]
        case State.RETURNED if submission.is_editable(today):
            return [duty(DutyKind.CORRECT, submission.last_day)]
        case State.RETURNED if today > submission.last_day:
            # The province cannot send it, and its figures do not count, until the cluster gives more time.
            return [duty(DutyKind.ESCALATE, submission.last_day), duty(DutyKind.EXTEND, submission.last_day)]
        case State.SUBMITTED:
            until = period.corrections_until if submission.was_returned else period.due_on  # type: ignore[attr-defined]
            alone = submission.is_sent_alone  # type: ignore[attr-defined]
            return [duty(DutyKind.APPROVE, submission.reopened_until or until, is_sent_alone=alone)]
        case State.APPROVED:
            until = submission.reopened_until or period.corrections_until
            return [duty(DutyKind.ACCEPT, until, approved_by=submission.approved_by)]  # type: ignore[attr-defined]
    return []


def _period_duties(period: Any, late: tuple[Province, ...], today: dt.date, people: _People) -> list[Duty]:
    about = {"period": period, **people.lead(period)}
    duties = []
    if period.state == Period.State.PLANNED and period.opens_on - OPENING_IS_NEAR <= today:
        duties.append(Duty(DutyKind.OPEN, period.slug, period.opens_on, **about))
    if period.state == Period.State.OPEN and today > period.corrections_until:
        # Not before: provinces correct until the end of the last day.
        day_after = period.corrections_until + dt.timedelta(days=1)
        duties.append(Duty(DutyKind.LOCK, period.slug, day_after, **about))
    if late:
        duties.append(Duty(DutyKind.CHASE, period.slug, period.closes_on, late_provinces=late, **about))
    return duties


def _unfinished() -> Iterable[Any]:
    returned = Step.objects.filter(
        submission=OuterRef("pk"), action__in=[Step.Action.RETURN, Step.Action.REOPEN]
    )
    approval = Step.objects.filter(submission=OuterRef("pk"), action=Step.Action.APPROVE)
    return (
        Submission.objects.exclude(state__in=Submission.ACCEPTED)
        .select_related("period__cluster", "province")
        .annotate(
            was_returned=Exists(returned),
            is_sent_alone=sent_alone(),
            approved_by=Subquery(approval.order_by("-at", "-pk").values("by")[:1]),
        )
    )


def _periods_by_member() -> Iterable[Any]:
    """The periods that are not locked, one row for every membership in the cluster, past ones included."""
    begun = Submission.objects.filter(period=OuterRef("pk"), province=OuterRef("member"))
    is_member = Q(cluster__memberships__joined_on__lte=F("cut_off_on")) & (
        Q(cluster__memberships__left_on=None) | Q(cluster__memberships__left_on__gt=F("cut_off_on"))
    )
    return (
        Period.objects.exclude(state=Period.State.LOCKED)
        .select_related("cluster")
        .annotate(
            member=F("cluster__memberships__province"),
            member_slug=F("cluster__memberships__province__slug"),
            member_name=F("cluster__memberships__province__name"),
            member_ended_on=F("cluster__memberships__province__ended_on"),
            member_successor=F("cluster__memberships__province__successor"),
            is_member=ExpressionWrapper(is_member, BooleanField()),
            has_begun=Exists(begun),
        )
        .order_by("-year", "-half", "cluster__memberships__province__position")
    )


def _member(period: Any) -> Province:
    return Province.from_db(
        period._state.db,
        ["id", "slug", "name", "ended_on", "successor_id"],
        [
            period.member,
            period.member_slug,
            period.member_name,
            period.member_ended_on,
            period.member_successor,
        ],
    )
