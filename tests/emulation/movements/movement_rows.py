import datetime as dt
from decimal import Decimal

from emulation.movements.models import Activity, Movement, Registration
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province


def make_movement(
    contest_year: EmulationYear, by: Officer, province: Province | None = None, **values: object
) -> Movement:
    """A planned movement that lacks nothing; the cluster's if there is no province."""
    defaults = {
        "name": "Chuyển đổi số",
        "aim": "Mỗi HTX một sản phẩm trên sàn.",
        "begins_on": dt.date(contest_year.year, 1, 1),
        "ends_on": dt.date(contest_year.year, 12, 31),
        "scope": "HTX toàn tỉnh",
        "resources": "Ngân sách tỉnh",
        "reward_money": Decimal(20),
        "changed_by": by,
    }
    return Movement.objects.create(year=contest_year, province=province, **(defaults | values))


def make_launched(
    contest_year: EmulationYear, by: Officer, province: Province | None = None, **values: object
) -> Movement:
    """Launched on the first day of the year; its own province takes part."""
    defaults = {"state": "launched", "launched_on": dt.date(contest_year.year, 1, 1)}
    movement = make_movement(contest_year, by, province, **(defaults | values))
    if province:
        Registration.objects.create(movement=movement, province=province, registered_by=by)
    return movement


def make_activity(movement: Movement, province: Province, by: Officer, day: dt.date) -> Activity:
    return Activity.objects.create(
        movement=movement, province=province, held_on=day, what=f"Tập huấn {day}", recorded_by=by
    )
