"""Decide which cells of a half-year may be changed: for the form, its keyboard and every write.

All of them, unless the half-year was returned for some. Then only

- those, and the cells written since, so that a correction can itself be corrected;
- the cells that a hard check compares with either, so that the sums can be kept;
- the cells with blocking findings, so that nobody is stuck if the half-year before was corrected meanwhile.

A cell that a correction opened stays open until the figures are sent. It must not close while somebody types
into it just because the parts add up for a moment.
"""

from collections.abc import Iterable

from figures.catalogue.ties import belong_together
from figures.sheet.requested_corrections import OpenReturn
from figures.sheet.rows import Row


def editable_codes(rows: Iterable[Row], open_return: OpenReturn | None) -> set[str]:
    rows = [row for row in rows if not row.is_computed]
    if open_return is None or not open_return.corrections:
        return {row.indicator.code for row in rows}
    requested = {correction.indicator.code for correction in open_return.corrections}
    changed = [row.indicator for row in rows if row.indicator.code in requested | open_return.changed_codes]
    related = {
        row.indicator.code
        for row in rows
        if any(row.indicator == other or belong_together(row.indicator, other) for other in changed)
    }
    findings = [finding for row in rows for finding in row.blocking]
    return related | {code for finding in findings for code in (finding.code, *finding.other_codes)}
