"""Suggest the province's earlier explanation of the same finding; the officer decides whether to use it."""

from figures.periods.models import Period
from figures.sheet.rows import ExplanationSuggestion, Sheet
from figures.submissions.models import ExplainedFinding, Submission


def add_suggestions(sheet: Sheet) -> None:
    """Add to each unexplained cell the latest explanation that the province sent for the same rule.

    One query for the whole sheet; none if every cell is explained.
    """
    unexplained = {row.indicator.pk: row for row in sheet.entered if row.unexplained_rules}
    if not unexplained:
        return
    submission = sheet.submission
    earlier = (
        ExplainedFinding.objects.filter(
            figure__submission__province=submission.province,
            figure__submission__period__in=Period.objects.before(submission.period),
            figure__submission__state__in=Submission.REPORTED,
            figure__indicator__in=unexplained,
        )
        .exclude(figure__explanation="")
        .select_related("figure__submission__period")
        .order_by("-figure__submission__period__year", "-figure__submission__period__half")
    )
    for explained in earlier:
        figure = explained.figure
        row = unexplained[figure.indicator_id]
        if row.suggestion is None and explained.rule in row.unexplained_rules:
            row.suggestion = ExplanationSuggestion(figure.submission.period, figure.explanation)
