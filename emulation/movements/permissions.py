from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from emulation.evidence.permissions import manages_evidence
from emulation.movements.models import Movement
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year, why_succeeded
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
    """A movement that a province began before it merged is carried on and summed up by its successor."""
    if movement.province is None:
        return runs_year(officer, movement.year)
    if not works_for(officer, movement.province):
        return False
    return movement.year.all_members.filter(pk=movement.province.pk).exists()


def may_join(officer: Officer, movement: Movement, province: Province) -> bool:
    """Provinces join the cluster's movements and their own, with those of the provinces merged into them."""
    owner = movement.province_id
    is_open_to_province = owner in (None, province.pk) or owner in province.merged_in
    return is_open_to_province and manages_evidence(officer, movement.year, province)


def works_in_movement(officer: Officer, movement: Movement, province: Province) -> bool:
    """Whether the officer records activities: the province must have registered, and not merged since."""
    is_registered = movement.registrations.filter(province=province).exists()
    return is_registered and works_for(officer, province) and not why_succeeded(movement.year, province)
