"""The illustrative contest of the year in which the provinces merged: seven sign for it, three close it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from emulation.demo.contests import (
    Officers,
    backdate,
    check_each_other,
    open_for_all_days,
    pledge,
    score_themselves,
    settle,
)
from emulation.year import services as year_services
from emulation.year.models import EmulationYear
from emulation.year.services import usual_dates
from provinces.clusters.models import Province

YEAR = 2025
REASON = "Năm minh họa."


@transaction.atomic
def begin(data: Mapping[str, Any], officers: Officers) -> None:
    """Open the year and let the seven sign; before their merger is recorded."""
    contest_year = open_for_all_days(YEAR, officers["secretary"], data["scores"]["ties"])
    pledge(contest_year, data, data["pledged"], _provinces(data["signatories"]), officers)


@transaction.atomic
def close(data: Mapping[str, Any], officers: Officers) -> None:
    """Let the three score themselves and each other, and settle; after the merger."""
    contest_year, columns = EmulationYear.objects.get(year=YEAR), _provinces(data["members"])
    score_themselves(contest_year, data["scores"], columns, officers)
    check_each_other(contest_year, data["scores"], columns, officers)
    settle(contest_year, data["scores"], columns, officers["secretary"])
    year_services.save_dates(
        contest_year=contest_year, dates=usual_dates(contest_year), reason=REASON, by=officers["secretary"]
    )
    backdate(contest_year)


def _provinces(slugs: list[str]) -> list[Province]:
    provinces = {province.slug: province for province in Province.objects.filter(slug__in=slugs)}
    return [provinces[slug] for slug in slugs]
