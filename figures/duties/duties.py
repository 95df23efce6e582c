"""Who owes what, and until when; for the page of tasks, the count in the menu and the reminders."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from figures.periods.models import Period
from figures.submissions.models import Submission
from figures.submissions.permissions import may_approve
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import works_for

Role, State = Officer.Role, Submission.State


class DutyKind(StrEnum):
    """Duties about figures; other sources of duties have kinds of their own."""

    ENTER = "enter"
    CORRECT = "correct"
    APPROVE = "approve"
    ESCALATE = "escalate"
    ACCEPT = "accept"
    EXTEND = "extend"
    CHASE = "chase"
    OPEN = "open"
    LOCK = "lock"
    READ = "read"
    ANSWER = "answer"


OWED_BY_PROVINCE = frozenset({DutyKind.ENTER, DutyKind.CORRECT, DutyKind.APPROVE, DutyKind.ESCALATE})


@dataclass(frozen=True)
class DutyText:
    """The texts of a duty that is not about figures; `figures.duties.wording` writes those of the others."""

    title: str
    last_day: str
    details: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class Duty:
    """Something to do until a day. Officers are named by their primary keys."""

    kind: str  # reminders are stored by kind and subject, so these stay as they are
    subject: str
    until: dt.date
    province: Province | None = None
    period: Period | None = None
    submission: Submission | None = None  # unsaved if the province has not begun
    heirs: frozenset[int] = frozenset()  # keys of the provinces in which the province goes on
    late_provinces: tuple[Province, ...] = ()
    has_entry: bool = False  # whether anybody but the leader enters for the province
    is_sent_alone: bool = False  # whether the officer who sent the figures entered all of them
    approved_by: int | None = None
    head: int | None = None  # of the cluster in that year, as the deputy
    deputy: int | None = None
    text: DutyText | None = None  # of duties that are not about figures
    owed_by: frozenset[int] | None = None  # None: follows from the kind, see `owes`
    is_optional: bool = False  # may be left undone: not counted, never overdue

    @property
    def is_first_sending(self) -> bool:
        return self.submission is None or self.submission.state != State.RETURNED

    def days_left(self, today: dt.date) -> int:
        """0 on the last day, negative after it."""
        return (self.until - today).days


def duties_of(officer: Officer, today: dt.date | None = None) -> list[Duty]:
    if officer.role not in (Role.ENTRY, Role.LEADER, Role.SECRETARY):
        return []
    owed = [duty for duty in all_duties(today or timezone.localdate()) if owes(officer, duty)]
    return sorted(owed, key=lambda duty: duty.until)


def owes(officer: Officer, duty: Duty) -> bool:
    """Whether the duty is the officer's. Without entry officers, the leader enters the province's figures."""
    if duty.owed_by is not None:
        return officer.pk in duty.owed_by
    if duty.kind not in OWED_BY_PROVINCE:
        leads = officer.role == Role.LEADER and officer.pk in (duty.head, duty.deputy)
        return (
            leads or officer.role == Role.SECRETARY
        ) and officer.pk != duty.approved_by  # nobody accepts what they approved
    if duty.province is None or officer.province_id not in (duty.province.pk, *duty.heirs):
        return False
    if duty.heirs and not works_for(officer, duty.province):
        return False
    match duty.kind:
        case DutyKind.ENTER | DutyKind.CORRECT:
            return officer.role == (Role.ENTRY if duty.has_entry else Role.LEADER)
        case DutyKind.APPROVE if duty.submission is not None:
            return may_approve(officer, duty.submission, alone=duty.is_sent_alone)
        case DutyKind.ESCALATE:
            return duty.has_entry and officer.role == Role.LEADER
    return False


def all_duties(today: dt.date) -> list[Duty]:
    return [duty for source in settings.DUTY_SOURCES for duty in import_string(source)(today)]


def unassigned_duties(today: dt.date) -> list[Duty]:
    officers = list(Officer.objects.filter(is_active=True).select_related("province"))
    owed = [duty for duty in all_duties(today) if duty.kind != DutyKind.ESCALATE or duty.has_entry]
    return [duty for duty in owed if not any(owes(officer, duty) for officer in officers)]
