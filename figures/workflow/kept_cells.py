"""Accepted cells of a reopened half-year, which totals count until it is accepted again."""

from figures.sheet.loading import load_sheet
from figures.submissions.accepted_models import AcceptedFigure
from figures.submissions.models import Submission


def keep_accepted(submission: Submission) -> None:
    """Keep the cells as they are now. The caller has locked the row, and saves it."""
    explanations = {row.indicator.pk: row.standing_explanation for row in load_sheet(submission).entered}
    AcceptedFigure.objects.bulk_create(
        AcceptedFigure(
            submission=submission,
            indicator_id=figure.indicator_id,
            answer=figure.answer,
            value=figure.value,
            is_estimate=figure.is_estimate or submission.is_estimate,
            is_illustrative=figure.is_illustrative,
            note=figure.note_shown,
            explanation=explanations.get(figure.indicator_id, ""),
        )
        for figure in submission.figures.filled()
    )
    submission.keeps_accepted = True


def drop_kept(submission: Submission) -> None:
    """Count the half-year's own cells again. The caller has locked the row, and saves it."""
    if submission.keeps_accepted:
        AcceptedFigure.objects.filter(submission=submission).delete()
        submission.keeps_accepted = False
