"""Which cells of a half-year take figures, the one answer for the form, its keyboard, and every write.

All of them, unless it came back for some. Then only those and the ones written since, so that a correction
can be corrected; those that a hard check sets against either, so that the sums can be kept; and those that
keep the figures from being sent as they stand, so that nobody is stuck when the half before was corrected
meanwhile. What a correction opened stays open until the figures are sent: a cell must not close while
somebody types into it, because the parts happen to add up for a moment.
"""

from collections.abc import Iterable

from figures.catalogue.ties import belong_together
from figures.sheet.requested_corrections import OpenReturn
from figures.sheet.rows import Row


def editable_codes(rows: Iterable[Row], sent_back: OpenReturn | None) -> set[str]:
    """The codes of the rows that take figures, as far as a return goes."""
    rows = [row for row in rows if not row.is_computed]
    if sent_back is None or not sent_back.cells:
        return {row.indicator.code for row in rows}
    asked = {cell.indicator.code for cell in sent_back.cells}
    touched = [row.indicator for row in rows if row.indicator.code in asked | sent_back.written]
    bound = {
        row.indicator.code
        for row in rows
        if any(row.indicator == one or belong_together(row.indicator, one) for one in touched)
    }
    at_fault = {code for row in rows for finding in row.blocking for code in (finding.code, *finding.others)}
    return bound | at_fault
