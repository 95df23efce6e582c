"""Records in the cells what was sent."""

from figures.sheet.rows import Sheet
from figures.submissions.models import Figure


def mark_as_sent(sheet: Sheet) -> None:
    """Store each sent estimate, which is later compared with the final number.

    The caller has validated the sheet and locked its submission.
    """
    rows = [(row, row.figure) for row in sheet.entered if row.figure is not None]
    estimates = [figure for row, figure in rows if row.is_estimate and figure.sent_estimate != figure.value]
    for figure in estimates:
        figure.sent_estimate = figure.value
    Figure.objects.bulk_update(estimates, ["sent_estimate"])
