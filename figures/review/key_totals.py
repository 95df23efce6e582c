"""The totals that a leader or the secretary reads before anything else."""

from figures.sheet.rows import Row, Sheet

# The size of each kind of organisation, then what its members bring in and get out.
KEY_TOTALS = (
    "coop.total",
    "coop.members",
    "coop.labour",
    "coop.charter_capital",
    "coop.revenue",
    "union.total",
    "group.total",
    "alliance.member_coops",
)


def key_rows(sheet: Sheet) -> list[Row]:
    """The key totals that the half-year asks for, in the order of the form."""
    return [row for row in sheet.rows if row.indicator.code in KEY_TOTALS]
