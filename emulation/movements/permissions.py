from django.db.models import QuerySet
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
    movements = Movement.objects.all().readable_by(officer, contest_year)
    return movements.select_related("year", "province", "changed_by")


def get_movement(officer: Officer, contest_year: EmulationYear, pk: int) -> Movement:
    movements = visible_movements(officer, contest_year)
    movement = movements.filter(pk=pk).first() if len(str(pk)) <= LONGEST_KEY else None
    if movement is None:
        raise Http404(_("Không có phong trào này."))
    return movement


def may_manage_movement(officer: Officer, movement: Movement) -> bool:
    if movement.province is None:
        return runs_year(officer, movement.year)
    return manages_evidence(officer, movement.year, movement.province)


def may_join(officer: Officer, movement: Movement, province: Province) -> bool:
    """Provinces join the cluster's movements and their own."""
    is_open_to_province = movement.province_id in (None, province.pk)
    return is_open_to_province and manages_evidence(officer, movement.year, province)


def works_in_movement(officer: Officer, movement: Movement, province: Province) -> bool:
    """Whether the officer records activities: the province must have registered."""
    is_registered = movement.registrations.filter(province=province).exists()
    return is_registered and works_for(officer, province)
