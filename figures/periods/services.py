"""Opening, locking and dating the periods."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from figures.periods.models import Period
from provinces.accounts.models import Officer
from provinces.clusters.permissions import runs_cluster

EDITABLE = ("cut_off_on", "opens_on", "due_on", "closes_on", "corrections_until", "legal_basis")


class PeriodChangedError(Exception):
    """Somebody saved the period after the page was opened; `stored` is the period as it is now."""

    def __init__(self, stored: Period) -> None:
        super().__init__(stored)
        self.stored = stored


@transaction.atomic
def save_period(*, period: Period, seen: str = "", by: Officer) -> Period:
    """Writes a new period, or the dates and the legal basis of one that exists; its state stays.

    Args:
        period: with the values to write.
        seen: the stored period's `edition` as the page showed it.
        by: the acting officer.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        ValidationError: if the dates are out of order or the half-year exists already.
        PeriodChangedError: if somebody else saved it meanwhile.
    """
    if not runs_cluster(by, period.year):
        raise PermissionDenied
    if period.pk:
        stored = Period.objects.select_for_update().get(pk=period.pk)
        if seen and seen != stored.edition:
            raise PeriodChangedError(stored)
    period.full_clean()
    period.save(update_fields=EDITABLE if period.pk else None)
    return period
