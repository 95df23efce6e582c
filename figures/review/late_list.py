"""The list by which the cluster urges provinces: not sent yet or sent late, and whom to call."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone

from figures.duties.models import Reminder
from figures.periods.models import Period
from figures.review.overview import OverviewRow, load_overview
from provinces.accounts.models import Officer


@dataclass(frozen=True)
class LateRow:
    overview: OverviewRow
    people: tuple[Officer, ...]
    reminded_on: dt.date | None  # day of the latest mail to the province


def load_late(period: Period, today: dt.date | None = None) -> list[LateRow]:
    people: dict[int | None, list[Officer]] = {}
    for officer in Officer.objects.filter(is_active=True).exclude(province=None).order_by("role", "pk"):
        people.setdefault(officer.province_id, []).append(officer)
    mails = Reminder.objects.filter(period=period, kind__in=Reminder.OF_PROVINCE)
    latest = mails.values("province").annotate(last=Max("sent_at"))
    reminded_on = {mail["province"]: timezone.localdate(mail["last"]) for mail in latest if mail["last"]}
    return [
        LateRow(row, tuple(people.get(row.province.pk, ())), reminded_on.get(row.province.pk))
        for row in load_overview(period, today)
        if row.lateness or row.sent_on is None
    ]
