"""What is owed about figures."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery

from figures.duties.duties import Duty, Kind
from figures.periods.models import Period
from figures.submissions.models import Step, Submission
from figures.submissions.permissions import sent_alone
from provinces.accounts.models import Officer
from provinces.clusters.models import Province, Term

Role, State = Officer.Role, Submission.State

OPENING_IS_NEAR = dt.timedelta(days=7)  # a period may be opened before its day: from then on it is owed


def figure_duties(today: dt.date) -> list[Duty]:
    """What is owed about figures. Two queries, however much there is."""
    unfinished = {(s.period_id, s.province_id): s for s in _unfinished()}
    duties: list[Duty] = []
    periods: dict[int, tuple[Any, list[Province]]] = {}
    for place in _places():
        __, late = periods.setdefault(place.pk, (place, []))
        if not place.is_member or place.state != Period.State.OPEN or place.opens_on > today:
            continue
        province = _province(place)
        submission = unfinished.pop((place.pk, province.pk), None)
        if submission is None and place.has_begun:
            continue  # accepted
        owed = _duties(submission or Submission(period=place, province=province), today, place)
        late += [province for duty in owed if duty.kind == Kind.ESCALATE and duty.is_first_sending]
        duties += owed
    for submission in unfinished.values():  # of a locked period, or of a province that left
        if submission.reopened_until is not None or submission.state == State.APPROVED:
            duties += _duties(submission, today, submission)
    for period, late in periods.values():
        duties += _duties_about(period, tuple(late), today)
    return duties


def _duties(submission: Submission, today: dt.date, whose: Any) -> list[Duty]:
    """What is owed about the province's half-year; `whose` is the row that tells by whom."""
    period, province = submission.period, submission.province

    def duty(kind: Kind, until: dt.date, **more: Any) -> Duty:
        people = {"has_entry": whose.has_entry, "head": whose.head, "deputy": whose.deputy}
        return Duty(kind, period.slug, until, province, period, submission, **people, **more)

    match submission.state:
        case State.DRAFT if today > period.due_on:
            return [duty(Kind.ENTER, period.due_on), duty(Kind.ESCALATE, period.due_on)]
        case State.DRAFT:
            return [duty(Kind.ENTER, period.due_on)]
        case State.RETURNED if submission.is_editable(today):
            return [duty(Kind.CORRECT, submission.last_day)]
        case State.RETURNED if today > submission.last_day:
            # Nobody can send it any more, and nothing of it counts, until the cluster gives more time.
            return [duty(Kind.ESCALATE, submission.last_day), duty(Kind.EXTEND, submission.last_day)]
        case State.SUBMITTED:
            until = period.corrections_until if submission.came_back else period.due_on  # type: ignore[attr-defined]
            alone = submission.alone  # type: ignore[attr-defined]
            return [duty(Kind.APPROVE, submission.reopened_until or until, alone=alone)]
        case State.APPROVED:
            until = submission.reopened_until or period.corrections_until
            return [duty(Kind.ACCEPT, until, approved_by=submission.approved_by)]  # type: ignore[attr-defined]
    return []


def _duties_about(period: Any, late: tuple[Province, ...], today: dt.date) -> list[Duty]:
    """What the cluster owes about the period as a whole, given the provinces that are late."""
    about = {"period": period, "head": period.head, "deputy": period.deputy}
    duties = []
    if period.state == Period.State.PLANNED and period.opens_on - OPENING_IS_NEAR <= today:
        duties.append(Duty(Kind.OPEN, period.slug, period.opens_on, **about))
    if period.state == Period.State.OPEN and today > period.corrections_until:
        # Nobody can lock in time on the day before: until its end provinces correct.
        day_after = period.corrections_until + dt.timedelta(days=1)
        duties.append(Duty(Kind.LOCK, period.slug, day_after, **about))
    if late:
        duties.append(Duty(Kind.CHASE, period.slug, period.closes_on, late=late, **about))
    return duties


def _unfinished() -> Iterable[Any]:
    """The half-years that were begun and are not accepted."""
    returned = Step.objects.filter(
        submission=OuterRef("pk"), action__in=[Step.Action.RETURN, Step.Action.REOPEN]
    )
    approval = Step.objects.filter(submission=OuterRef("pk"), action=Step.Action.APPROVE)
    return (
        Submission.objects.exclude(state__in=Submission.ACCEPTED)
        .select_related("period__cluster", "province")
        .annotate(
            came_back=Exists(returned),
            alone=sent_alone(),
            approved_by=Subquery(approval.order_by("-at", "-pk").values("by")[:1]),
            has_entry=_has_entry("province"),
            head=_holder(Term.Post.HEAD, "period__year"),
            deputy=_holder(Term.Post.DEPUTY, "period__year"),
        )
    )


def _places() -> Iterable[Any]:
    """The periods that are not locked, each once for every membership in the cluster there ever was."""
    begun = Submission.objects.filter(period=OuterRef("pk"), province=OuterRef("member"))
    holds = Q(cluster__memberships__joined_on__lte=F("cut_off_on")) & (
        Q(cluster__memberships__left_on=None) | Q(cluster__memberships__left_on__gt=F("cut_off_on"))
    )
    return (
        Period.objects.exclude(state=Period.State.LOCKED)
        .select_related("cluster")
        .annotate(
            member=F("cluster__memberships__province"),
            member_slug=F("cluster__memberships__province__slug"),
            member_name=F("cluster__memberships__province__name"),
            is_member=ExpressionWrapper(holds, BooleanField()),
            has_begun=Exists(begun),
            has_entry=_has_entry("member"),
            head=_holder(Term.Post.HEAD, "year"),
            deputy=_holder(Term.Post.DEPUTY, "year"),
        )
        .order_by("-year", "-half", "cluster__memberships__province__position")
    )


def _has_entry(province: str) -> Exists:
    return Exists(Officer.objects.filter(province=OuterRef(province), role=Role.ENTRY, is_active=True))


def _holder(post: str, year: str) -> Subquery:
    return Subquery(Term.objects.filter(year=OuterRef(year), post=post).values("officer")[:1])


def _province(place: Any) -> Province:
    """The place's province, of which only what a duty names was read; the rest is read when asked for."""
    return Province.from_db(
        place._state.db, ["id", "slug", "name"], [place.member, place.member_slug, place.member_name]
    )
