"""Open a half-year for entry; lock it with its accepted figures."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from figures.periods.models import Period
from figures.submissions.models import Step, Submission
from figures.workflow.services import record_step
from provinces.accounts.models import Officer
from provinces.clusters.permissions import runs_cluster
from web.refusals import RefusedError


def _lock_row(period: Period, seen: str | None) -> Period:
    """Read the half-year anew and lock its row.

    Raises:
        RefusedError: if it was opened or locked since the page showed it in the version `seen`.
    """
    period = Period.objects.select_for_update().get(pk=period.pk)
    if seen is not None and seen != period.state_version:
        raise RefusedError(
            _(
                "Chưa thực hiện: %(period)s nay ở trạng thái “%(state)s”, đã được mở hoặc khóa từ một "
                "trang khác. Xem lại rồi bấm lại."
            )
            % {"period": period.label, "state": period.get_state_display()}
        )
    return period


def _save_state(period: Period, state: Period.State) -> Period:
    period.state = state
    period.state_changes += 1
    period.save(update_fields=["state", "state_changes"])
    return period


@transaction.atomic
def open_period(*, period: Period, seen: str | None = None, by: Officer) -> Period:
    """Open for entry. `seen` is the `state_version` that the page showed."""
    if not runs_cluster(by, period.year):
        raise PermissionDenied
    return _save_state(_lock_row(period, seen), Period.State.OPEN)


@transaction.atomic
def lock_period(
    *, period: Period, seen: str | None = None, by: Officer, at: dt.datetime | None = None
) -> Period:
    if not runs_cluster(by, period.year):
        raise PermissionDenied
    period = _lock_row(period, seen)
    for submission in Submission.objects.select_for_update().filter(
        period=period, state=Submission.State.ACCEPTED
    ):
        record_step(submission, Step.Action.LOCK, by=by, at=at)
    return _save_state(period, Period.State.LOCKED)
