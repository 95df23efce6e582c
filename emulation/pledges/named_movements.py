"""The movements that pledges name: today's plans in a draft, stored copies once it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from emulation.movements.models import Movement
from emulation.movements.permissions import visible_movements
from emulation.pledges.models import Pledge, Signing
from emulation.pledges.movement_models import PledgedMovement
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province


@dataclass(frozen=True)
class PledgedMovementRow:
    """A movement of a pledge.

    Attributes:
        movement: what became of it, if the reader may see that.
    """

    pledged: PledgedMovement
    movement: Movement | None


def movements_to_name(contest_year: EmulationYear, province: Province | None) -> list[PledgedMovement]:
    """Unsaved copies of the movements that a pledge sent today would name.

    Without a province those of the whole cluster.
    """
    return [
        PledgedMovement(
            year=contest_year,
            province=province,
            movement=movement,
            name=movement.name,
            begins_on=movement.begins_on,
            ends_on=movement.ends_on,
        )
        for movement in Movement.objects.filter(year=contest_year, province=province)
    ]


def signing_has_begun(contest_year: EmulationYear) -> bool:
    """Whether signing is open or somebody has signed; the cluster's movements no longer change then."""
    is_open = Signing.objects.filter(year=contest_year, opened_at__isnull=False).exists()
    return is_open or Pledge.objects.signed().filter(year=contest_year).exists()


def _movements_of(pledge: Pledge) -> list[PledgedMovement]:
    if pledge.is_draft:
        return movements_to_name(pledge.year, pledge.province)
    return list(pledge.year.pledged_movements.filter(province=pledge.province).select_related("province"))


def movements_on_paper(
    contest_year: EmulationYear, pledges: Sequence[Pledge], officer: Officer
) -> list[PledgedMovement]:
    """The cluster's movements, then those of the pledges.

    The caller passes only pledges that the officer may read.
    """
    sent_movements = list(contest_year.pledged_movements.select_related("province"))
    if signing_has_begun(contest_year):
        movements = [row for row in sent_movements if row.province_id is None]
    else:
        visible = set(visible_movements(officer, contest_year).values_list("pk", flat=True))
        movements = [row for row in movements_to_name(contest_year, None) if row.movement_id in visible]
    for pledge in sorted(pledges, key=lambda pledge: pledge.province.position):
        draft_movements = movements_to_name(contest_year, pledge.province) if pledge.is_draft else ()
        movements += draft_movements or [
            row for row in sent_movements if row.province_id == pledge.province_id
        ]
    return movements


def pledged_movement_rows(pledge: Pledge, officer: Officer) -> list[PledgedMovementRow]:
    pledged = _movements_of(pledge)
    visible = {}
    if pledged:
        movements = visible_movements(officer, pledge.year).filter(province=pledge.province)
        visible = {movement.pk: movement for movement in movements}
    return [PledgedMovementRow(row, visible.get(row.movement_id or 0)) for row in pledged]
