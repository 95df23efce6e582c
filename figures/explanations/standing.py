"""The explanations that stand: given for the number that is there, and for a finding that is there now."""

from figures.catalogue.models import Indicator
from figures.sheet.loading import load_sheet
from figures.submissions.models import Figure, FigureQuerySet, Submission


class StandingExplanations:
    """Checks each half-year once, and none whose explanations were all given for other numbers."""

    def __init__(self) -> None:
        self._explained: dict[int, set[int]] = {}
        self._catalogues: dict[str, list[Indicator]] = {}

    def has(self, figure: Figure) -> bool:
        """Whether the figure's explanation stands; its half-year's period and province should be loaded."""
        if not figure.explanation_shown:
            return False
        submission = figure.submission
        if submission.pk not in self._explained:
            self._explained[submission.pk] = self._explained_in(submission)
        return figure.indicator_id in self._explained[submission.pk]

    def _explained_in(self, submission: Submission) -> set[int]:
        slug = submission.period.slug
        if slug in self._catalogues:
            submission.catalogue = self._catalogues[slug]
        self._catalogues[slug] = submission.catalogue
        return {row.indicator.pk for row in load_sheet(submission).entered if row.standing_explanation}


def standing_explanations(figures: FigureQuerySet) -> list[Figure]:
    """The figures whose explanations stand, in the order of the query."""
    standing = StandingExplanations()
    candidates = figures.exclude(explanation="").select_related("indicator__section", "submission__period")
    return [figure for figure in candidates.select_related("submission__province") if standing.has(figure)]
