"""Who owes what, and until when: one answer for the page of tasks, the count in the menu and the mails."""

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

Role, State = Officer.Role, Submission.State


class Kind(StrEnum):
    """What is owed about figures; other sources of duties have kinds of their own."""

    ENTER = "enter"
    CORRECT = "correct"
    APPROVE = "approve"
    ESCALATE = "escalate"
    ACCEPT = "accept"
    EXTEND = "extend"
    CHASE = "chase"
    OPEN = "open"
    LOCK = "lock"


OWED_BY_PROVINCE = frozenset({Kind.ENTER, Kind.CORRECT, Kind.APPROVE, Kind.ESCALATE})


@dataclass(frozen=True)
class DutyText:
    """How a duty reads that is not about figures: what it is, its last day, what else to know, and where."""

    what: str
    last_day: str
    remarks: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class Duty:
    """Something to be done until a day; `submission` is unsaved where a province has not begun.

    It is about the figures of a period, or comes from another source: then it carries its own words, and
    `owed_by` names whose it is, where it is not of who runs the cluster.

    `kind` and `subject`, which says what it is about, are words of its source: a reminder is stored by them.

    What tells whose it is: `has_entry`, whether anybody but the leader enters for the province; `alone`,
    whether who sent the figures entered them alone; `approved_by`, who approved them; `head` and `deputy` of
    the period's year. People stand here by their keys.
    """

    kind: str
    subject: str
    until: dt.date
    province: Province | None = None
    period: Period | None = None
    submission: Submission | None = None
    late: tuple[Province, ...] = ()
    has_entry: bool = False
    alone: bool = False
    approved_by: int | None = None
    head: int | None = None
    deputy: int | None = None
    said: DutyText | None = None
    owed_by: frozenset[int] | None = None

    @property
    def is_first_sending(self) -> bool:
        """Whether the figures were never sent; otherwise they came back."""
        return self.submission is None or self.submission.state != State.RETURNED

    def days_left(self, today: dt.date) -> int:
        """Whole days until the last day; 0 on it, negative after it."""
        return (self.until - today).days


def duties_of(officer: Officer, today: dt.date | None = None) -> list[Duty]:
    """What the officer owes on that day (today), the most urgent first. As many queries as `all_duties`."""
    if officer.role not in (Role.ENTRY, Role.LEADER, Role.SECRETARY):
        return []
    owed = [duty for duty in all_duties(today or timezone.localdate()) if owes(officer, duty)]
    return sorted(owed, key=lambda duty: duty.until)


def owes(officer: Officer, duty: Duty) -> bool:
    """Whether it is the officer's: the province's people owe its figures, who runs the cluster the rest.

    Where nobody enters but the leader, the entering is the leader's, and nothing is escalated to them. Nobody
    accepts what they approved.
    """
    if duty.owed_by is not None:
        return officer.pk in duty.owed_by
    if duty.kind not in OWED_BY_PROVINCE:
        leads = officer.role == Role.LEADER and officer.pk in (duty.head, duty.deputy)
        return (leads or officer.role == Role.SECRETARY) and officer.pk != duty.approved_by
    if duty.province is None or officer.province_id != duty.province.pk:
        return False
    match duty.kind:
        case Kind.ENTER | Kind.CORRECT:
            return officer.role == (Role.ENTRY if duty.has_entry else Role.LEADER)
        case Kind.APPROVE if duty.submission is not None:
            return may_approve(officer, duty.submission, alone=duty.alone)
        case Kind.ESCALATE:
            return duty.has_entry and officer.role == Role.LEADER
    return False


def all_duties(today: dt.date) -> list[Duty]:
    """Everything that is owed on that day, by whomever: of every source of duties."""
    return [duty for source in settings.DUTY_SOURCES for duty in import_string(source)(today)]


def unassigned_duties(today: dt.date) -> list[Duty]:
    """What is owed on that day by nobody who could do it: accounts are missing, or closed. Three queries."""
    people = list(Officer.objects.filter(is_active=True).select_related("province"))
    owed = [duty for duty in all_duties(today) if duty.kind != Kind.ESCALATE or duty.has_entry]
    return [duty for duty in owed if not any(owes(officer, duty) for officer in people)]
