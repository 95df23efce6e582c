"""Duties that no account can do, and accounts that no reminder reaches; for administrators."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from figures.duties.duties import Duty, unassigned_duties
from provinces.accounts.models import Officer

Role = Officer.Role


@dataclass(frozen=True)
class AccountGaps:
    duties: tuple[Duty, ...]  # that no active account can do, the most urgent first
    officers: tuple[Officer, ...]  # without an e-mail address

    def __len__(self) -> int:
        return len(self.duties) + len(self.officers)


def account_gaps(today: dt.date | None = None) -> AccountGaps:
    reminded = Officer.objects.filter(is_active=True, role__in=[Role.ENTRY, Role.LEADER, Role.SECRETARY])
    duties = sorted(unassigned_duties(today or timezone.localdate()), key=lambda duty: duty.until)
    without_email = (
        reminded.filter(email="").select_related("province").order_by("province__position", "username")
    )
    return AccountGaps(tuple(duties), tuple(without_email))
