"""All cells still blank answered in one step: no figure is known for them."""

from collections.abc import Collection
from dataclasses import replace

from django.db import transaction

from figures.entry import services
from figures.entry.undo import FilledCells, fill_cells
from figures.sheet.loading import load_sheet
from figures.sheet.rows import Row, Sheet
from figures.submissions.models import Figure, Submission
from provinces.accounts.models import Officer


def blank_rows(sheet: Sheet) -> list[Row]:
    """The cells that must be answered, are open, and hold nothing, not even a text that is unclear."""
    return [
        row
        for row in sheet.entered
        if row.indicator.is_required and row.is_open and row.answer == Figure.Answer.BLANK and not row.typed
    ]


@transaction.atomic
def answer_blanks(*, submission: Submission, codes: Collection[str], by: Officer) -> FilledCells:
    """Answer these cells with "not known", but none that somebody has filled in meanwhile.

    Raises:
        PermissionDenied: if the officer does not work for the province.
        RefusedError: if the submission takes no figures now.
    """
    if submission.pk is None:
        submission = services.start(period=submission.period, province=submission.province, by=by)
    blank = {row.indicator.code: row.entry for row in blank_rows(load_sheet(submission))}
    before = {code: entry for code, entry in blank.items() if code in codes}
    after = {code: replace(entry, state=Figure.Answer.NOT_KNOWN.value) for code, entry in before.items()}
    seen = {code: entry.fingerprint for code, entry in before.items()}
    return fill_cells(submission=submission, before=before, after=after, seen=seen, by=by)
