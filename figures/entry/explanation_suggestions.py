"""Explanations offered again: for the same cell and cause, the province's own, and never taken by itself."""

from figures.periods.models import Period
from figures.sheet.rows import ExplanationSuggestion, Sheet
from figures.submissions.models import Figure, Submission


def add_suggestions(sheet: Sheet) -> None:
    """Puts beside each cell that wants a reason the latest one that the province sent for the same cause.

    One query for the whole sheet, and none where nothing wants a reason.
    """
    asking = {row.indicator.pk: row for row in sheet.entered if row.open_rules}
    if not asking:
        return
    submission = sheet.submission
    earlier = (
        Figure.objects.filter(
            submission__province=submission.province,
            submission__period__in=Period.objects.before(submission.period),
            submission__state__in=Submission.REPORTED,
            indicator__in=asking,
        )
        .exclude(explanation="")
        .exclude(explained_rules="")
        .select_related("submission__period")
        .order_by("-submission__period__year", "-submission__period__half")
    )
    for figure in earlier:
        row = asking[figure.indicator_id]
        if row.offer is None and set(row.open_rules) & set(figure.explained_rules.split()):
            row.offer = ExplanationSuggestion(figure.submission.period, figure.explanation)
