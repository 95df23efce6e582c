"""Remarks on cells that wait for the province's answer, beside the cells."""

from figures.sheet.rows import Sheet
from figures.submissions.comments import open_remarks
from provinces.accounts.models import Officer
from provinces.clusters.permissions import works_for


def add_remarks(sheet: Sheet, officer: Officer) -> None:
    """For the officers who answer them: other provinces read accepted cells too, but not what was asked."""
    submission = sheet.submission
    if submission.pk is None or not works_for(officer, submission.province):
        return
    remarks = open_remarks(submission)
    for row in sheet.rows:
        row.remarks = [
            remark
            for remark in remarks
            if any(cell.indicator_id == row.indicator.pk for cell in remark.cells.all())
        ]
