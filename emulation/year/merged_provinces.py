"""What the contests of provinces say about their merger: their parts stay under the names of their time."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from emulation.year.models import EmulationYear
from provinces.clusters.models import Province
from provinces.mergers.records import Records


def contest_years(provinces: Sequence[Province], day: dt.date) -> dict[int, Records]:
    """The years in which they took part until that day; two queries."""
    held: dict[int, list[int]] = {province.pk: [] for province in provinces}
    memberships = {province.pk: list(province.memberships.all()) for province in provinces}
    for contest_year in EmulationYear.objects.order_by("year"):
        for province, its in memberships.items():
            decisive = contest_year.decisive_day
            if decisive < day and any(membership.holds_on(decisive) for membership in its):
                held[province].append(contest_year.year)
    return {
        province: Records(history=(_("Thi đua các năm %s") % ", ".join(map(str, years)),))
        for province, years in held.items()
        if years
    }
