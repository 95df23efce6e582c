"""The demo's open half-year as if three provinces had reported it."""

from figures.periods.models import Period
from figures.submissions.models import Figure, Submission
from provinces.accounts.models import Officer
from tests.figures.factories import make_submission

FIRST_THREE = ("an-giang", "bac-lieu", "ca-mau")


def report_three(state: str, *, estimates: bool = False) -> None:
    """The second half of 2023 in that state of three provinces, with the numbers of the first."""
    period, by = Period.objects.get(year=2023, half=2), Officer.objects.get(username="secretary")
    for before in Submission.objects.filter(
        period__year=2023, period__half=1, province__slug__in=FIRST_THREE
    ):
        submission = make_submission(period, before.province, state)
        Figure.objects.bulk_create(
            Figure(
                submission=submission,
                indicator_id=figure.indicator_id,
                answer=figure.answer,
                value=figure.value,
                is_illustrative=figure.is_illustrative,
                is_estimate=estimates and figure.value is not None,
                changed_by=by,
            )
            for figure in before.figures.all()
        )
