"""The movements that the pledges of a year name: while they are drafted, and as they were sent."""

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
class PledgedRow:
    """A movement of a pledge; `movement` is what became of it, for who may read that."""

    pledged: PledgedMovement
    movement: Movement | None


def movements_to_name(contest_year: EmulationYear, province: Province | None) -> list[PledgedMovement]:
    """What a pledge that is sent today names, not stored; without a province the whole cluster's."""
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


def called_to_sign(contest_year: EmulationYear) -> bool:
    """Whether the members were called to sign, or have signed: from then on the cluster's movements stand."""
    opened = Signing.objects.filter(year=contest_year, opened_at__isnull=False).exists()
    return opened or Pledge.objects.signed().filter(year=contest_year).exists()


def named_by(pledge: Pledge) -> list[PledgedMovement]:
    """The movements that the province pledges, for who reads the pledge."""
    if pledge.is_draft:
        return movements_to_name(pledge.year, pledge.province)
    return list(pledge.year.pledged_movements.filter(province=pledge.province).select_related("province"))


def named_by_all(
    contest_year: EmulationYear, pledges: Sequence[Pledge], officer: Officer
) -> list[PledgedMovement]:
    """What the paper names, the cluster's first: of those pledges, all of which the officer reads."""
    stored = list(contest_year.pledged_movements.select_related("province"))
    if called_to_sign(contest_year):
        found = [row for row in stored if row.province_id is None]
    else:
        visible = set(visible_movements(officer, contest_year).values_list("pk", flat=True))
        found = [row for row in movements_to_name(contest_year, None) if row.movement_id in visible]
    for pledge in sorted(pledges, key=lambda pledge: pledge.province.position):
        of_draft = movements_to_name(contest_year, pledge.province) if pledge.is_draft else ()
        found += of_draft or [row for row in stored if row.province_id == pledge.province_id]
    return found


def pledged_rows(pledge: Pledge, officer: Officer) -> list[PledgedRow]:
    """The pledge's movements as its page lists them."""
    named = named_by(pledge)
    readable = visible_movements(officer, pledge.year).filter(province=pledge.province)
    known = {movement.pk: movement for movement in readable} if named else {}
    return [PledgedRow(row, known.get(row.movement_id or 0)) for row in named]
