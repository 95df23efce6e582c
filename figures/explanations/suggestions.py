"""Suggest the province's earlier explanation of the same finding; the officer decides whether to use it."""

from figures.explanations.standing import StandingExplanations
from figures.periods.models import Period
from figures.sheet.rows import ExplanationSuggestion, Sheet
from figures.submissions.models import ExplainedFinding, Submission
from provinces.clusters.succession import Territories


def add_suggestions(sheet: Sheet) -> None:
    """Add to each unexplained cell the latest explanation that the territory sent for the same rule.

    One that no longer stands where it was given is not handed on. No query if every cell is explained.
    """
    unexplained = {row.indicator.pk: row for row in sheet.entered if row.unexplained}
    if not unexplained:
        return
    submission = sheet.submission
    earlier = (
        ExplainedFinding.objects.filter(
            figure__submission__province__in=Territories.load().lineage(submission.province_id),
            figure__submission__period__in=Period.objects.before(submission.period),
            figure__submission__state__in=Submission.REPORTED,
            figure__indicator__in=unexplained,
        )
        .exclude(figure__explanation="")
        .select_related("figure__submission__period", "figure__submission__province")
        .order_by("-figure__submission__period__year", "-figure__submission__period__half")
    )
    standing = StandingExplanations()
    for explained in earlier:
        figure = explained.figure
        row = unexplained[figure.indicator_id]
        is_asked = row.suggestion is None and explained.rule in row.unexplained
        if is_asked and standing.has(figure):
            given_by = figure.submission.province
            row.suggestion = ExplanationSuggestion(
                figure.submission.period,
                figure.explanation,
                given_by if given_by != submission.province else None,
            )
