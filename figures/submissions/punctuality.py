"""On which day a province sent each half-year, and how late that was: from what the system recorded."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from figures.periods.models import Period
from figures.submissions.models import Submission
from figures.submissions.yearly import HALVES, WhyMissing, Yearly
from provinces.clusters.models import Cluster, Province

# Where values go by the code of an indicator, the days of delay have this one. No indicator is called so.
LATE_DAYS = "reports.late_days"


@dataclass(frozen=True)
class SentHalf:
    """A half-year of a province.

    Attributes:
        sent_on: of the first sending; a return does not make a province late, nor a reopening punctual.
        days_late: up to that day, or while nothing is sent up to today.
    """

    period: Period
    sent_on: dt.date | None
    days_late: int

    @property
    def is_known(self) -> bool:
        """Whether anything can be said: it was sent, or it is late by now."""
        return self.sent_on is not None or self.days_late > 0


def sent_halves(
    cluster: Cluster, year: int, provinces: Collection[Province], *, today: dt.date | None = None
) -> dict[str, list[SentHalf]]:
    """By the province's slug, in the order of time; a province owes no half-year after it left."""
    today = today or timezone.localdate()
    periods = list(Period.objects.filter(cluster=cluster, year=year).order_by("half"))
    sent_at = {
        (province, period): at
        for province, period, at in Submission.objects.filter(
            period__in=periods, province__in=provinces
        ).values_list("province", "period", "first_submitted_at")
    }
    halves: dict[str, list[SentHalf]] = defaultdict(list)
    for period in periods:
        members = set(Province.objects.members_on(cluster, period.cut_off_on).values_list("pk", flat=True))
        for province in provinces:
            if province.pk in members:
                at = sent_at.get((province.pk, period.pk))
                sent_on = timezone.localdate(at) if at else None
                halves[province.slug].append(SentHalf(period, sent_on, period.days_late(sent_on, today)))
    return halves


def late_days(
    cluster: Cluster, year: int, provinces: Collection[Province], *, today: dt.date | None = None
) -> Mapping[tuple[str, str], Yearly]:
    """(province slug, `LATE_DAYS`) → the year's days of delay; a half-year that is not sent is missing.

    Days of delay of several provinces do not add up: a province answers for the half-years since it exists.
    """
    halves = sent_halves(cluster, year, provinces, today=today)
    values = {}
    for province in provinces:
        known = [half for half in halves[province.slug] if half.is_known]
        sent = {half.period.half for half in halves[province.slug] if half.sent_on is not None}
        values[province.slug, LATE_DAYS] = Yearly(
            value=Decimal(sum(half.days_late for half in known)) if known else None,
            why_missing="" if known else WhyMissing.NOT_ACCEPTED.value,
            missing=tuple(
                half
                for half in HALVES
                if half not in sent and Period(year=year, half=half).half_ends_on >= province.established_on
            ),
            from_halves=tuple(half.period.half for half in known),
        )
    return values
