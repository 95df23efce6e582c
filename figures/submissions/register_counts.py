"""What a register counts for a cell: two counts of one thing are reconciled before they are printed.

Registers above this app are asked by the paths in `settings.COUNT_SOURCES`.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from figures.periods.models import Period
from figures.submissions.models import Submission
from provinces.register.filters import RegisterCohort
from provinces.register.models import Cooperative, CooperativeUnion


@dataclass(frozen=True)
class RegisterCount:
    """The count of one register on the half-year's cut-off date, or within the half-year.

    Attributes:
        source: the register, as a user knows it.
        url: its list, for the province itself.
    """

    value: Decimal
    source: str
    url: str


@dataclass(frozen=True)
class CountedHalf:
    """Whose and which half-year is counted."""

    submission: Submission
    first_day: dt.date
    last_day: dt.date

    @classmethod
    def of(cls, submission: Submission, previous: Period | None) -> "CountedHalf":
        period = submission.period
        return cls(submission, period.first_day_after(previous), period.cut_off_on)


def register_counts(half: CountedHalf) -> dict[str, RegisterCount]:
    """Indicator code → count; a register that is not in use counts nothing, not zero."""
    counts: dict[str, RegisterCount] = {}
    for source in settings.COUNT_SOURCES:
        counts |= import_string(source)(half)
    return counts


def union_counts(half: CountedHalf) -> Mapping[str, RegisterCount]:
    """Each cooperative once, even if it belongs to two unions; nothing while no union lists its members."""
    province = half.submission.province_id
    if not CooperativeUnion.objects.filter(province=province, member_coops__isnull=False).exists():
        return {}
    unions = CooperativeUnion.objects.filter(province=province).existing_on(half.last_day)
    members = Cooperative.objects.existing_on(half.last_day).filter(unions__in=unions).distinct()
    query = {"stands": RegisterCohort.EXISTING.value, "until": half.last_day.isoformat()}
    url = f"{reverse('provinces:union-list')}?{urlencode(query)}"
    return {"union.member_coops": RegisterCount(Decimal(members.count()), _("Danh sách liên hiệp HTX"), url)}
