"""Records in the cells what was sent."""

from figures.sheet.rows import Sheet
from figures.submissions.models import ExplainedFinding, Figure


def mark_as_sent(sheet: Sheet) -> None:
    """Store each sent estimate, and which findings the cells' explanations answered.

    The estimate is later compared with the final number; the explanation is suggested again. The caller has
    validated the sheet and locked its submission.
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
