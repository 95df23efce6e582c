"""Movements for tests; name only what the test is about."""

import datetime as dt
from decimal import Decimal

from emulation.movements.models import Activity, Movement, Registration
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province


def make_movement(
    year: EmulationYear, by: Officer, province: Province | None = None, **values: object
) -> Movement:
    """A movement of the whole year with all its means, planned; the cluster's without a province."""
    filled = {
        "name": "Chuyển đổi số",
        "aim": "Mỗi HTX một sản phẩm trên sàn.",
        "begins_on": dt.date(year.year, 1, 1),
        "ends_on": dt.date(year.year, 12, 31),
        "scope": "HTX toàn tỉnh",
        "resources": "Ngân sách tỉnh",
        "reward_money": Decimal(20),
        "changed_by": by,
    }
    return Movement.objects.create(year=year, province=province, **(filled | values))


def make_launched(
    year: EmulationYear, by: Officer, province: Province | None = None, **values: object
) -> Movement:
    """The same, launched on the year's first day; the province whose it is takes part."""
    launched = {"state": "launched", "launched_on": dt.date(year.year, 1, 1)}
    movement = make_movement(year, by, province, **(launched | values))
    if province:
        Registration.objects.create(movement=movement, province=province, registered_by=by)
    return movement


def make_activity(movement: Movement, province: Province, by: Officer, day: dt.date) -> Activity:
    """Something done on that day."""
    return Activity.objects.create(
        movement=movement, province=province, held_on=day, what=f"Tập huấn {day}", recorded_by=by
    )
