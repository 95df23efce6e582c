"""The list by which the cluster urges provinces: not sent yet or sent late, and whom to call."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone

from figures.duties.duties import OWED_BY_PROVINCE
from figures.duties.models import Reminder
from figures.periods.models import Period
from figures.review.overview import OverviewRow, load_overview
from provinces.accounts.models import Officer
from provinces.clusters.succession import Territories


@dataclass(frozen=True)
class LateRow:
    overview: OverviewRow
    people: tuple[Officer, ...]
    reminded_on: dt.date | None  # day of the latest mail to the province


def load_late(period: Period, *, officer: Officer, today: dt.date | None = None) -> list[LateRow]:
    people: dict[int | None, list[Officer]] = {}
    for person in Officer.objects.filter(is_active=True).exclude(province=None).order_by("role", "pk"):
        people.setdefault(person.province_id, []).append(person)
    mails = Reminder.objects.filter(subject=period.slug, kind__in=OWED_BY_PROVINCE)
    latest = mails.values("province").annotate(last=Max("sent_at"))
    reminded_on = {mail["province"]: timezone.localdate(mail["last"]) for mail in latest if mail["last"]}
    overview = load_overview(period, officer=officer, today=today)
    rows = [row for row in overview if row.lateness or row.sent_on is None]
    # Whom to call about a province that merged: the people of those that follow it.
    territories = Territories.load() if any(row.province.successor_id for row in rows) else None

    def called(province: int) -> tuple[Officer, ...]:
        heirs = territories.heirs(province) if territories else ()
        return tuple(person for key in (province, *heirs) for person in people.get(key, ()))

    return [LateRow(row, called(row.province.pk), reminded_on.get(row.province.pk)) for row in rows]
