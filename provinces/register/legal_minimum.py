"""The least number of members by the law of a day: a warning, since registers are typed as they are."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion, Organisation
from vietnamese.dates import format_date
from vietnamese.numbers import format_number


@dataclass(frozen=True)
class LegalMinimum:
    since: dt.date
    least: int  # official members; of a union, member cooperatives
    source: str


LAW_2023_IN_FORCE = dt.date(2024, 7, 1)

# Newest first. The union's 4 under the law of 2012 is not verified against its text.
LEGAL_MINIMUM: dict[type[Organisation], tuple[LegalMinimum, ...]] = {
    Cooperative: (
        LegalMinimum(LAW_2023_IN_FORCE, 5, "Điều 4 Luật HTX 2023"),
        LegalMinimum(dt.date.min, 7, "Điều 3 Luật HTX 2012"),
    ),
    CooperativeUnion: (
        LegalMinimum(LAW_2023_IN_FORCE, 3, "Điều 4 Luật HTX 2023"),
        LegalMinimum(dt.date.min, 4, "Điều 3 Luật HTX 2012"),
    ),
    CooperativeGroup: (
        LegalMinimum(LAW_2023_IN_FORCE, 2, "Điều 4 Luật HTX 2023"),
        LegalMinimum(dt.date.min, 2, "Điều 3 Nghị định 77/2019/NĐ-CP"),
    ),
}


def legal_minimum(kind: type[Organisation], day: dt.date) -> LegalMinimum:
    return next(rule for rule in LEGAL_MINIMUM[kind] if day >= rule.since)


def too_few(kind: type[Organisation], count: int | None, day: dt.date | None) -> str:
    """A sentence if there were fewer members on that day than its law demands; "" if not, or not known."""
    if count is None or day is None:
        return ""
    rule = legal_minimum(kind, day)
    if count >= rule.least:
        return ""
    return _(
        "Ghi %(count)s thành viên, ít hơn mức tối thiểu %(least)s theo quy định ngày %(day)s (%(source)s)."
    ) % {
        "count": format_number(count),
        "least": rule.least,
        "day": format_date(day),
        "source": rule.source,
    }


def warnings(organisation: Organisation) -> list[str]:
    """Of a union's members now, by the law of today; of each half-year, by the law of its last day.

    Members of others that have no half-year are those they were founded with, by the law of that day.
    """
    kind, half_years = type(organisation), list(organisation.half_years.all())
    found = [f"{row}: {why}" for row in half_years if (why := too_few(kind, row.members, row.last_day))]
    if isinstance(organisation, CooperativeUnion):
        if not organisation.has_ended:
            members = organisation.memberships.filter(until=None).count() or None
            found.insert(0, too_few(kind, members, timezone.localdate()))
    elif not half_years:
        found.insert(0, too_few(kind, organisation.members, organisation.founded_on))
    return [why for why in found if why]
