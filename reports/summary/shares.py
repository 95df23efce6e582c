"""Shares that the conference's source names and that are no indicator of the catalogue.

A member that pays in two halves, or a unit that registers, is counted once a year, so the share of a
half-year alone would say nothing.
"""

from collections.abc import Mapping

from figures.catalogue.models import Indicator
from figures.submissions.cell_arithmetic import in_one
from reports.summary.arithmetic import add_up, divide
from reports.summary.values import IndicatorLine, Table, Total

# What is counted, and what it is a share of.
SHARES: Mapping[str, tuple[str, ...]] = {
    "alliance.fee_payers": ("alliance.member_coops",),
    "emulation.registrations": ("coop.total", "union.total", "group.total"),
}
_SHARE = Indicator(code="share", kind=Indicator.Kind.RATIO, factor=100, decimals=1)
_ALL = Indicator(code="all", kind=Indicator.Kind.STOCK)


def share_of_all(year: Table | None, code: str) -> Total | None:
    """The percentage, of the provinces with all its numbers; None without any, and for any other indicator.

    Args:
        year: the year, perhaps to date (`year_until`).
        code: what is counted.
    """
    parts = SHARES.get(code, ())
    if year is None or not parts or any(part not in year for part in (code, *parts)):
        return None
    cells = tuple(in_one(column) for column in zip(*(year[part].cells for part in parts), strict=True))
    total = year[parts[0]].total if len(parts) == 1 else add_up(cells)
    share = divide(_SHARE, year[code], IndicatorLine(_ALL, cells, total)).total
    return None if share.value is None else share
