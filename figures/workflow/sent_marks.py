"""What the cells keep of having been sent."""

from figures.sheet.rows import Row, Sheet
from figures.submissions.models import Figure


def mark_as_sent(sheet: Sheet) -> None:
    """Writes beside each cell which rules its explanation answered, and the number if it is an estimate.

    The one is offered again another time, the other set against the final number. The caller has checked the
    sheet, and holds its submission.
    """
    changed = [row.figure for row in sheet.entered if row.figure is not None and _keep(row, row.figure)]
    Figure.objects.bulk_update(changed, ["explained_rules", "sent_estimate"])


def _keep(row: Row, figure: Figure) -> bool:
    """Whether it was new."""
    before = figure.explained_rules, figure.sent_estimate
    figure.explained_rules = " ".join(row.explained_rules)
    if row.is_estimate:
        figure.sent_estimate = figure.value
    return before != (figure.explained_rules, figure.sent_estimate)
