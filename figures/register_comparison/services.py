"""What a province does with the comparison: takes counts over, and says which lists are complete."""

import datetime as dt
from collections.abc import Collection, Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from figures.entry import services as entry_services
from figures.entry.undo import FilledCells, fill_cells
from figures.register_comparison.models import CompleteRegister
from figures.sheet.loading import load_sheet
from figures.sheet.rows import Row
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import leads
from vietnamese.numbers import format_number
from web.edit_conflicts import Snapshot, require_unchanged


def differs(row: Row) -> bool:
    """Whether the cell is open, and the register's whole count is not what stands in it."""
    count = row.register_count
    return (
        row.is_open and count is not None and count.is_whole and (row.value != count.value or bool(row.typed))
    )


@transaction.atomic
def take_over(
    *, submission: Submission, codes: Collection[str], seen: Mapping[str, str], by: Officer
) -> FilledCells:
    """Write the register's counts into these cells, but into none that changed since the page was shown.

    Args:
        submission: the half-year, begun or not.
        codes: of the cells; those that the register does not count, or no longer differ, are left.
        seen: by code, the fingerprint of the cell that the page showed.
        by: the acting officer.

    Raises:
        PermissionDenied: if the officer does not work for the province.
        RefusedError: if the submission takes no figures now.
    """
    if submission.pk is None:
        submission = entry_services.start(period=submission.period, province=submission.province, by=by)
    rows = {
        row.indicator.code: row for row in load_sheet(submission, shows_counts=True).entered if differs(row)
    }
    before = {code: rows[code].entry for code in codes if code in rows}
    after = {}
    for code in before:
        count = rows[code].register_count
        if count is not None:
            after[code] = CellEntry(format_number(count.value), note=before[code].note)
    blank = CellEntry().fingerprint
    return fill_cells(
        submission=submission,
        before=before,
        after=after,
        seen={code: seen.get(code, blank) for code in after},
        by=by,
    )


def complete_registers(province: Province) -> dict[str, CompleteRegister]:
    """By ledger, the newest of each that says since when it is complete."""
    newest = {row.ledger: row for row in statements(province)}
    return {ledger: row for ledger, row in newest.items() if row.since is not None}


def statements(province: Province) -> list[CompleteRegister]:
    """All that was said of the province's lists, the newest last."""
    rows = CompleteRegister.objects.filter(province=province).order_by("pk")
    return list(rows.select_related("changed_by__province"))


def complete_snapshot(rows: Mapping[str, CompleteRegister]) -> Snapshot:
    return Snapshot.of(f"{ledger}: {row.since}" for ledger, row in sorted(rows.items()))


@transaction.atomic
def save_complete(
    *, province: Province, days: Mapping[str, dt.date | None], seen: str | None, by: Officer
) -> None:
    """Say from which day on each list (by ledger) holds every organisation; none: it does not.

    Raises:
        EditConflictError: if somebody changed that since the page was opened.
        PermissionDenied: if the officer does not lead the province.
    """
    if not leads(by, province):
        raise PermissionDenied
    Province.objects.select_for_update().get(pk=province.pk)
    stored = complete_registers(province)
    require_unchanged(complete_snapshot(stored), seen)
    for ledger, since in days.items():
        if since != (stored[ledger].since if ledger in stored else None):
            CompleteRegister.objects.create(province=province, ledger=ledger, since=since, changed_by=by)
