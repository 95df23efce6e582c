"""Open a half-year for entry; lock it with its accepted figures."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction

from figures.periods.models import Period
from figures.submissions.models import Step, Submission
from figures.workflow.services import record_step
from provinces.accounts.models import Officer
from provinces.clusters.permissions import runs_cluster


@transaction.atomic
def open_period(*, period: Period, by: Officer) -> Period:
    if not runs_cluster(by, period.year):
        raise PermissionDenied
    period = Period.objects.select_for_update().get(pk=period.pk)
    period.state = Period.State.OPEN
    period.save(update_fields=["state"])
    return period


@transaction.atomic
def lock_period(*, period: Period, by: Officer, at: dt.datetime | None = None) -> Period:
    if not runs_cluster(by, period.year):
        raise PermissionDenied
    period = Period.objects.select_for_update().get(pk=period.pk)
    for submission in Submission.objects.select_for_update().filter(
        period=period, state=Submission.State.ACCEPTED
    ):
        record_step(submission, Step.Action.LOCK, by=by, at=at)
    period.state = Period.State.LOCKED
    period.save(update_fields=["state"])
    return period
