"""What the cells keep of having been sent."""

from figures.sheet.rows import Sheet
from figures.submissions.models import ExplainedFinding, Figure


def mark_as_sent(sheet: Sheet) -> None:
    """Writes beside each cell the number if it is an estimate, and which findings its explanation answered.

    The one is set against the final number, the other suggested again. The caller has checked the sheet, and
    holds its submission.
    """
    rows = [(row, row.figure) for row in sheet.entered if row.figure is not None]
    estimates = [figure for row, figure in rows if row.is_estimate and figure.sent_estimate != figure.value]
    for figure in estimates:
        figure.sent_estimate = figure.value
    Figure.objects.bulk_update(estimates, ["sent_estimate"])
    ExplainedFinding.objects.filter(figure__submission=sheet.submission).delete()
    ExplainedFinding.objects.bulk_create(
        ExplainedFinding(figure=figure, rule=rule) for row, figure in rows for rule in row.explained_rules
    )
