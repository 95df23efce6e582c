from dataclasses import dataclass

from emulation.evidence.models import Evidence
from emulation.evidence.permissions import open_files
from emulation.movements.models import Activity, Movement
from emulation.year.permissions import why_succeeded
from provinces.accounts.models import Officer
from provinces.clusters.permissions import works_for


@dataclass(frozen=True)
class ActivityRow:
    activity: Activity
    files: tuple[Evidence, ...]  # those that the reader may open
    hidden: int  # number of the others
    may_change: bool


def activity_rows(officer: Officer, movement: Movement, *, is_open: bool) -> list[ActivityRow]:
    """The latest first. `is_open`: whether activities of the movement can still be changed."""
    opened = open_files(officer, movement.year)
    rows = []
    for activity in movement.activities.select_related("province").prefetch_related("evidence"):
        files = tuple(activity.evidence.all())
        readable = tuple(file for file in files if file.pk in opened)
        may_change = (
            is_open
            and works_for(officer, activity.province)
            and not why_succeeded(movement.year, activity.province)
        )
        rows.append(ActivityRow(activity, readable, len(files) - len(readable), may_change))
    return rows
