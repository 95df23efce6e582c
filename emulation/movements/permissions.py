"""Who reads, keeps and joins a movement."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from emulation.evidence.permissions import manages_evidence
from emulation.movements.models import Movement
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import works_for
from web.fields import LONGEST_KEY


def visible_movements(officer: Officer, contest_year: EmulationYear) -> QuerySet[Movement]:
    """The movements that the officer reads: planned ones only their owner and who runs the year."""
    found = Movement.objects.filter(year=contest_year).select_related("year", "province", "changed_by")
    if runs_year(officer, contest_year):
        return found
    launched = ~Q(state=Movement.State.PLANNED)
    own = Q(province=officer.province_id) if officer.province_id else Q(pk__in=[])
    return found.filter(launched | own)


def get_movement(officer: Officer, contest_year: EmulationYear, pk: int) -> Movement:
    """That movement of the year, for who reads it.

    Raises:
        Http404: if there is none, or it is another province's and not launched yet.
    """
    found = (
        visible_movements(officer, contest_year).filter(pk=pk).first()
        if len(str(pk)) <= LONGEST_KEY
        else None
    )
    if found is None:
        raise Http404(_("Không có phong trào này."))
    return found


def may_keep_movement(officer: Officer, movement: Movement) -> bool:
    """Whether the officer plans, launches and closes it: of the cluster's, who runs the year."""
    if movement.province is None:
        return runs_year(officer, movement.year)
    return manages_evidence(officer, movement.year, movement.province)


def may_join(officer: Officer, movement: Movement, province: Province) -> bool:
    """Whether the officer registers that province: for the cluster's movements, or for its own."""
    is_theirs = movement.province_id in (None, province.pk)
    return is_theirs and manages_evidence(officer, movement.year, province)


def works_in_movement(officer: Officer, movement: Movement, province: Province) -> bool:
    """Whether the officer records what that province did in it: it must have registered."""
    is_in = movement.registrations.filter(province=province).exists()
    return is_in and works_for(officer, province)
