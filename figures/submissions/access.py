"""Look up a URL's submission, or raise 403/404."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from figures.periods.models import Period
from figures.periods.permissions import get_member, get_period
from figures.submissions.models import Step, Submission
from figures.submissions.permissions import may_read, may_read_history
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import runs_cluster, sees_figures


def readable_submission(officer: Officer, period_slug: str, province_slug: str) -> Submission:
    """The province's half-year, begun or not.

    Raises:
        PermissionDenied: if the officer sees no figures at all.
        Http404: if there is no such period or member, or the officer may not read the submission.
    """
    if not sees_figures(officer):
        raise PermissionDenied
    period = get_period(period_slug)
    province = get_member(period, province_slug)
    submission = find_submission(period, province)
    if not may_read(officer, submission):
        raise Http404
    return submission


def submission_with_history(officer: Officer, period_slug: str, province_slug: str) -> Submission:
    """The half-year if it was begun and the officer may read its history; raises as `readable_submission`."""
    submission = readable_submission(officer, period_slug, province_slug)
    if submission.pk is None or not may_read_history(officer, submission):
        raise Http404
    return submission


def unread_submission(officer: Officer, period_slug: str, province_slug: str) -> tuple[Submission, Step]:
    """A half-year that was sent and is its province's own again: those who run the cluster read it no more.

    Returns:
        The half-year, of which they may see no cell, and the step since which that is so.

    Raises:
        Http404: for all others, and if it was never sent.
    """
    period = get_period(period_slug)
    submission = find_submission(period, get_member(period, province_slug))
    last = last_move(submission) if submission.pk else None
    if last is None or not runs_cluster(officer, period.year):
        raise Http404
    return submission, last


def last_move(submission: Submission) -> Step | None:
    """The last step that could change the state; comments leave it as it is."""
    steps = submission.steps.exclude(action__in=[Step.Action.COMMENT, Step.Action.READ])
    return steps.select_related("by__province").first()


def find_submission(period: Period, province: Province) -> Submission:
    submission = (
        Submission.objects.filter(period=period, province=province)
        .select_related("period__cluster", "province", "submitted_by")
        .first()
    )
    return submission or Submission(period=period, province=province)
