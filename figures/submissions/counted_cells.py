"""The cells that totals count: of a reopened half-year those that were accepted before."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from figures.submissions.accepted_models import AcceptedFigure
from figures.submissions.cell_arithmetic import Cell
from figures.submissions.models import Figure, FigureQuerySet, Submission

# As `SubmissionQuerySet.counted_as_accepted`, for cells.
COUNTED_AS_ACCEPTED = Q(submission__state__in=Submission.ACCEPTED) | Q(submission__keeps_accepted=True)


def counted_figures(*conditions: Q) -> tuple[FigureQuerySet, QuerySet[AcceptedFigure]]:
    """The rows behind the cells; `conditions` may name what both have: `submission` and `indicator`."""
    return (
        Figure.objects.filter(*conditions, submission__keeps_accepted=False),
        AcceptedFigure.objects.filter(*conditions, submission__keeps_accepted=True),
    )


def counted_cells(*conditions: Q, named_by: tuple[str, ...]) -> Iterator[tuple[tuple[Any, ...], Cell]]:
    """The answered cells under the values of `named_by`, in two queries."""
    own, kept = counted_figures(*conditions)
    columns = (*named_by, "value", "answer", "is_estimate", "is_illustrative")
    answered = own.exclude(answer=Figure.Answer.BLANK)
    for *name, value, answer, estimate, illustrative, state, all_estimate in answered.values_list(
        *columns, "submission__state", "submission__is_estimate"
    ):
        is_accepted = state in Submission.ACCEPTED
        yield tuple(name), Cell(value, answer, is_accepted, estimate or all_estimate, illustrative)
    for *name, value, answer, estimate, illustrative in kept.values_list(*columns):
        yield tuple(name), Cell(value, answer, True, estimate, illustrative, is_being_corrected=True)
