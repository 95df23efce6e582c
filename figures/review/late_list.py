"""The list by which provinces are urged: who has not sent, who sent late, whom to call."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone

from figures.duties.duties import OWED_BY_PROVINCE
from figures.duties.models import Reminder
from figures.periods.models import Period
from figures.review.overview import OverviewRow, load_overview
from provinces.accounts.models import Officer


@dataclass(frozen=True)
class LateRow:
    """One province that has not sent, or sent late; `reminded_on` is the day of the last mail to it."""

    board: OverviewRow
    people: tuple[Officer, ...]
    reminded_on: dt.date | None


def load_late(period: Period, today: dt.date | None = None) -> list[LateRow]:
    """Who bears the late mark, and who has not sent yet, in the cluster's order."""
    people: dict[int | None, list[Officer]] = {}
    for officer in Officer.objects.filter(is_active=True).exclude(province=None).order_by("role", "pk"):
        people.setdefault(officer.province_id, []).append(officer)
    mails = Reminder.objects.filter(subject=period.slug, kind__in=OWED_BY_PROVINCE)
    sent = mails.values("province").annotate(last=Max("sent_at"))
    reminded = {row["province"]: row["last"] for row in sent if row["last"]}
    return [
        LateRow(
            board=row,
            people=tuple(people.get(row.province.pk, ())),
            reminded_on=timezone.localdate(reminded[row.province.pk])
            if row.province.pk in reminded
            else None,
        )
        for row in load_overview(period, today)
        if row.late or row.sent_on is None
    ]
