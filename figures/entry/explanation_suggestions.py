"""Explanations offered again: for the same cell and cause, the province's own, and never taken by itself."""

from figures.periods.models import Period
from figures.sheet.rows import ExplanationSuggestion, Sheet
from figures.submissions.models import ExplainedFinding, Submission


def add_suggestions(sheet: Sheet) -> None:
    """Puts beside each cell that wants a reason the latest one that the province sent for the same cause.

    One query for the whole sheet, and none where nothing wants a reason.
    """
    asking = {row.indicator.pk: row for row in sheet.entered if row.unexplained_rules}
    if not asking:
        return
    submission = sheet.submission
    earlier = (
        ExplainedFinding.objects.filter(
            figure__submission__province=submission.province,
            figure__submission__period__in=Period.objects.before(submission.period),
            figure__submission__state__in=Submission.REPORTED,
            figure__indicator__in=asking,
        )
        .exclude(figure__explanation="")
        .select_related("figure__submission__period")
        .order_by("-figure__submission__period__year", "-figure__submission__period__half")
    )
    for explained in earlier:
        figure = explained.figure
        row = asking[figure.indicator_id]
        if row.suggestion is None and explained.rule in row.unexplained_rules:
            row.suggestion = ExplanationSuggestion(figure.submission.period, figure.explanation)
