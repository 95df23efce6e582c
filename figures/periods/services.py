from django.core.exceptions import PermissionDenied
from django.db import transaction

from figures.periods.models import Period
from provinces.accounts.models import Officer
from provinces.clusters.permissions import runs_cluster
from web.edit_conflicts import require_unchanged

EDITABLE = ("cut_off_on", "opens_on", "due_on", "closes_on", "corrections_until", "legal_basis", "is_front")


@transaction.atomic
def save_period(*, period: Period, seen: str | None = None, by: Officer) -> Period:
    """Save a new period, or the dates and legal basis of a stored one.

    Raises:
        PermissionDenied: if the officer does not run the cluster in that year.
        ValidationError: if the dates are out of order or the half-year exists already.
        EditConflictError: if somebody else saved it since the version `seen`.
    """
    if not runs_cluster(by, period.year):
        raise PermissionDenied
    if period.pk:
        stored = Period.objects.select_for_update().get(pk=period.pk)
        require_unchanged(stored, seen)
    period.full_clean()
    period.save(update_fields=EDITABLE if period.pk else None)
    return period
