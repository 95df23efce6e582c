"""Links from a cell to the organisations in the register that its number counts."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

from figures.periods.models import Period
from figures.sheet.rows import Sheet
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
        ("union.total", "union.member_coops", "union.charter_capital", "union.working_capital"),
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
    **{f"coop.sector.{sector}": ("cooperative", RegisterCohort.EXISTING) for sector in Sector.values},
}


def add_register_links(sheet: Sheet, officer: Officer) -> None:
    submission = sheet.submission
    own = works_for(officer, submission.province)
    if not own and not (sees_figures(officer) and reads_every_register(officer)):
        return
    for row in sheet.rows:
        if row.indicator.code in _LISTS:
            row.register_url = _url(
                row.indicator.code,
                submission.period,
                sheet.previous_period,
                None if own else submission.province,
            )


def _url(code: str, period: Period, previous: Period | None, province: Province | None) -> str:
    list_name, cohort = _LISTS[code]
    query = {"stands": cohort.value, "until": period.cut_off_on.isoformat()}
    if cohort != RegisterCohort.EXISTING:
        query["since"] = period.first_day_after(previous).isoformat()
    if code.startswith("coop.sector."):
        query["sector"] = code.rpartition(".")[2]
    if province is not None:
        query["province"] = str(province.pk)
    return f"{reverse(f'provinces:{list_name}-list')}?{urlencode(query)}"
