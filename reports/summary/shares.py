"""The share of the member cooperatives that paid their fee, which is no indicator of the catalogue.

A member is counted once a year, in the half-year of its first payment, so the share of a half-year alone
would say nothing.
"""

from figures.catalogue.models import Indicator
from reports.summary.arithmetic import divide
from reports.summary.values import Table, Total

FEE_PAYERS, MEMBERS = "alliance.fee_payers", "alliance.member_coops"
_SHARE = Indicator(code="alliance.fee_share", kind=Indicator.Kind.RATIO, factor=100, decimals=1)


def fee_share(year: Table | None) -> Total | None:
    """The percentage, of the provinces with both numbers; None without any.

    Args:
        year: the year, perhaps to date (`year_until`).
    """
    if year is None or FEE_PAYERS not in year or MEMBERS not in year:
        return None
    share = divide(_SHARE, year[FEE_PAYERS], year[MEMBERS]).total
    return None if share.value is None else share
