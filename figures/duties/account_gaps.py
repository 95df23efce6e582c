"""What keeps the work from reaching anybody, for who keeps the accounts."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from figures.duties.duties import Duty, unassigned_duties
from provinces.accounts.models import Officer

Role = Officer.Role


@dataclass(frozen=True)
class AccountGaps:
    """`duties` that no open account can do, the most urgent first; `officers` whom no reminder reaches."""

    duties: tuple[Duty, ...]
    officers: tuple[Officer, ...]

    def __len__(self) -> int:
        return len(self.duties) + len(self.officers)


def account_gaps(today: dt.date | None = None) -> AccountGaps:
    """What is missing among the accounts on that day (today). Four queries."""
    reminded = Officer.objects.filter(is_active=True, role__in=[Role.ENTRY, Role.LEADER, Role.SECRETARY])
    duties = sorted(unassigned_duties(today or timezone.localdate()), key=lambda duty: duty.until)
    without = reminded.filter(email="").select_related("province").order_by("province__position", "username")
    return AccountGaps(tuple(duties), tuple(without))
