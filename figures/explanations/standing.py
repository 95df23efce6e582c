"""The explanations that stand: given for the number that is there, and for a finding that is there now."""

from collections import defaultdict
from collections.abc import Sequence

from figures.sheet.loading import checked_rows
from figures.submissions.models import Figure, FigureQuerySet, Submission


class StandingExplanations:
    """Checks each half-year once, and none whose explanations were all given for other numbers."""

    def __init__(self) -> None:
        self._explained: dict[int, set[int]] = {}

    def has(self, figure: Figure) -> bool:
        """Whether the figure's explanation stands; its half-year's period and province should be loaded."""
        if not figure.explanation_shown:
            return False
        if figure.submission_id not in self._explained:
            self.check([figure.submission])
        return figure.indicator_id in self._explained[figure.submission_id]

    def check(self, submissions: Sequence[Submission]) -> None:
        """Check provinces of one half-year, in the queries of one province."""
        for submission, checked in zip(submissions, checked_rows(submissions), strict=True):
            rows = checked.rows.values()
            self._explained[submission.pk] = {row.indicator.pk for row in rows if row.standing_explanation}


def standing_explanations(figures: FigureQuerySet) -> list[Figure]:
    """The figures whose explanations stand, in the order of the query."""
    explained = figures.exclude(explanation="").select_related("indicator__section", "submission__period")
    candidates = list(explained.select_related("submission__province"))
    halves: dict[int, dict[int, Submission]] = defaultdict(dict)
    for figure in candidates:
        if figure.explanation_shown:
            halves[figure.submission.period_id][figure.submission_id] = figure.submission
    standing = StandingExplanations()
    for submissions in halves.values():
        standing.check(list(submissions.values()))
    return [figure for figure in candidates if standing.has(figure)]
