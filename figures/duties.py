"""Who owes what, and until when: one answer for the page of tasks, the mails and the list of who is late."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.enums import TextChoices
from django.utils import timezone

from figures.models import Period, Reminder, Step, Submission
from figures.permissions import may_approve
from provinces.models import Membership, Officer, Province, Term

Role, State, Kind = Officer.Role, Submission.State, Reminder.Kind


class ClusterKind(TextChoices):
    """What is owed to the cluster by who does its work; nobody is written to about it."""

    ACCEPT = "accept"
    CHASE = "chase"
    OPEN = "open"
    LOCK = "lock"


@dataclass(frozen=True)
class Duty:
    """Something to be done until a day; `submission` is unsaved where a province has not begun."""

    kind: Reminder.Kind | ClusterKind
    period: Period
    until: dt.date
    province: Province | None = None
    submission: Submission | None = None
    late: tuple[Province, ...] = ()

    def days_left(self, today: dt.date) -> int:
        """Whole days until the last day; 0 on it, negative after it."""
        return (self.until - today).days


def duties_of(officer: Officer, today: dt.date | None = None) -> list[Duty]:
    """What the officer owes on that day (today), the most urgent first."""
    today = today or timezone.localdate()
    if officer.role not in (Role.ENTRY, Role.LEADER, Role.SECRETARY):
        return []
    everywhere = province_duties(today)
    found = [duty for duty in everywhere if duty.province and duty.province.pk == officer.province_id]
    if found:
        colleagues = list(Officer.objects.filter(province=officer.province_id, is_active=True))
        found = [duty for duty in found if officer in owed_by(duty, colleagues)]
    if officer.role == Role.SECRETARY:
        found += _cluster_duties(officer, everywhere, today, None)
    elif officer.role == Role.LEADER:
        years = list(Term.objects.filter(officer=officer).values_list("year", flat=True))
        found += _cluster_duties(officer, everywhere, today, years) if years else []
    return sorted(found, key=lambda duty: duty.until)


def province_duties(today: dt.date) -> list[Duty]:
    """What the provinces owe on that day, in the order of periods and provinces. Three queries."""
    returned = Step.objects.filter(
        submission=OuterRef("pk"), action__in=[Step.Action.RETURN, Step.Action.REOPEN]
    )
    submissions = {
        (submission.period_id, submission.province_id): submission
        for submission in Submission.objects.select_related("period__cluster", "province")
        .annotate(came_back=Exists(returned))
        .exclude(period__state=Period.State.LOCKED, state__in=Submission.ACCEPTED)
    }
    duties = []
    periods = Period.objects.filter(state=Period.State.OPEN, opens_on__lte=today).select_related("cluster")
    members = list(Membership.objects.select_related("province").order_by("province__position"))
    for period in periods:
        for member in members:
            if member.cluster_id == period.cluster_id and member.holds_on(period.cut_off_on):
                found = submissions.pop((period.pk, member.province_id), None)
                submission = found or Submission(period=period, province=member.province)
                duties += _duties(submission, today)
    for reopened in submissions.values():  # of a locked period
        if reopened.reopened_until is not None:
            duties += _duties(reopened, today)
    return duties


def _duties(submission: Submission, today: dt.date) -> list[Duty]:
    """What the province owes for this half-year."""
    period, province = submission.period, submission.province
    match submission.state:
        case State.DRAFT:
            duties = [Duty(Kind.ENTER, period, period.due_on, province, submission)]
            if today > period.due_on:
                duties.append(Duty(Kind.ESCALATE, period, period.due_on, province, submission))
            return duties
        case State.RETURNED if submission.is_editable(today):
            return [Duty(Kind.CORRECT, period, submission.last_day, province, submission)]
        case State.SUBMITTED:
            until = period.corrections_until if submission.came_back else period.due_on  # type: ignore[attr-defined]
            return [Duty(Kind.APPROVE, period, submission.reopened_until or until, province, submission)]
    return []


def owed_by(duty: Duty, colleagues: Iterable[Officer]) -> list[Officer]:
    """Whose duty it is, among the active officers of the province.

    Where nobody enters but the leader, the entering is the leader's, and nothing is escalated to them.
    """
    entering = [officer for officer in colleagues if officer.role == Role.ENTRY]
    leaders = [officer for officer in colleagues if officer.role == Role.LEADER]
    match duty.kind:
        case Kind.ENTER | Kind.CORRECT:
            return entering or leaders
        case Kind.APPROVE if duty.submission is not None:
            return [leader for leader in leaders if may_approve(leader, duty.submission)]
        case Kind.ESCALATE:
            return leaders if entering else []
    return []


def _cluster_duties(
    officer: Officer, everywhere: Iterable[Duty], today: dt.date, years: list[int] | None
) -> list[Duty]:
    """What the secretary owes, or head and deputy in the years of their terms."""
    periods = Period.objects.exclude(state=Period.State.LOCKED)
    approval = Step.objects.filter(submission=OuterRef("pk"), action=Step.Action.APPROVE)
    waiting = (
        Submission.objects.filter(state=State.APPROVED)
        .select_related("period__cluster", "province")
        .annotate(approved_by=Subquery(approval.order_by("-at", "-pk").values("by")[:1]))
        .exclude(approved_by=officer.pk)  # nobody accepts what they approved
    )
    if years is not None:
        periods, waiting = periods.filter(year__in=years), waiting.filter(period__year__in=years)
    duties = [
        Duty(ClusterKind.ACCEPT, s.period, s.reopened_until or s.period.corrections_until, s.province, s)
        for s in waiting
    ]
    late: dict[int, list[Province]] = {}
    for duty in everywhere:
        if duty.kind == Kind.ESCALATE and duty.province:
            late.setdefault(duty.period.pk, []).append(duty.province)
    for period in periods:
        if period.state == Period.State.PLANNED and period.opens_on <= today:
            duties.append(Duty(ClusterKind.OPEN, period, period.opens_on))
        if period.state == Period.State.OPEN and today > period.corrections_until:
            duties.append(Duty(ClusterKind.LOCK, period, period.corrections_until))
        if period.pk in late:
            duties.append(Duty(ClusterKind.CHASE, period, period.closes_on, late=tuple(late[period.pk])))
    return duties
