"""Links from a cell to the organisations in the register that its number counts."""

import datetime as dt
from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

from figures.sheet.rows import Sheet
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import reads_every_register, sees_figures, works_for
from provinces.register.filters import RegisterCohort
from provinces.register.models import Sector

# code → a list of the register, and which of its organisations; other codes have no link.
_LISTS: Mapping[str, tuple[str, RegisterCohort]] = {
    **dict.fromkeys(
        ("coop.total", "coop.members", "coop.charter_capital", "coop.working_capital"),
        ("cooperative", RegisterCohort.EXISTING),
    ),
    **dict.fromkeys(
        ("union.total", "union.charter_capital", "union.working_capital"),
        ("union", RegisterCohort.EXISTING),
    ),
    **dict.fromkeys(
        ("group.total", "group.members", "group.contributed_capital"), ("group", RegisterCohort.EXISTING)
    ),
    "coop.new": ("cooperative", RegisterCohort.FOUNDED),
    "union.new": ("union", RegisterCohort.FOUNDED),
    "group.new": ("group", RegisterCohort.FOUNDED),
    "coop.dissolved": ("cooperative", RegisterCohort.DISSOLVED),
    "union.dissolved": ("union", RegisterCohort.DISSOLVED),
    "group.ended": ("group", RegisterCohort.DISSOLVED),
    "coop.other_increase": ("cooperative", RegisterCohort.ENTERED),
    "coop.other_decrease": ("cooperative", RegisterCohort.LEFT),
    **dict.fromkeys(
        ("coop.labour", "coop.revenue"),
        ("cooperative", RegisterCohort.EXISTING),
    ),
    "coop.active": ("cooperative", RegisterCohort.ACTIVE),
    "coop.inactive": ("cooperative", RegisterCohort.INACTIVE),
    "coop.value_chain": ("cooperative", RegisterCohort.CHAINED),
    "coop.ocop": ("cooperative", RegisterCohort.OCOP),
    "alliance.member_coops": ("cooperative", RegisterCohort.ALLIANCE),
    "union.member_coops": ("cooperative", RegisterCohort.UNION_MEMBERS),
    **{f"coop.sector.{sector}": ("cooperative", RegisterCohort.EXISTING) for sector in Sector.values},
}


def may_compare(officer: Officer, submission: Submission) -> bool:
    """Whether somebody who reads the half-year may also read the register behind it."""
    reads_all = sees_figures(officer) and reads_every_register(officer)
    return reads_all or works_for(officer, submission.province)


def add_register_links(sheet: Sheet, officer: Officer) -> None:
    submission = sheet.submission
    if not may_compare(officer, submission):
        return
    own = works_for(officer, submission.province)
    period = submission.period
    first_day = period.first_day_after(sheet.previous_period)
    for row in sheet.rows:
        row.register_url = list_url(
            row.indicator.code, first_day, period.cut_off_on, None if own else submission.province
        )


def list_url(code: str, first_day: dt.date, last_day: dt.date, province: Province | None = None) -> str:
    """The organisations that the code counts between these days; "" if no list has them.

    `province` says whose; readers whose list has their own province alone need none.
    """
    if code not in _LISTS:
        return ""
    list_name, cohort = _LISTS[code]
    query = {"stands": cohort.value, "until": last_day.isoformat()}
    if not cohort.is_of_a_day:
        query["since"] = first_day.isoformat()
    if code.startswith("coop.sector."):
        query["sector"] = code.rpartition(".")[2]
    if province is not None:
        query["province"] = str(province.pk)
    return f"{reverse(f'provinces:{list_name}-list')}?{urlencode(query)}"
