"""What was done in a movement, as its page lists it: files are links for those alone who may open them."""

from dataclasses import dataclass

from emulation.evidence.models import Evidence
from emulation.evidence.permissions import opens_evidence_of
from emulation.movements.models import Activity, Movement
from provinces.accounts.models import Officer
from provinces.clusters.permissions import works_for


@dataclass(frozen=True)
class ActivityRow:
    """One activity; `files` are those that the reader may open, `hidden` counts the others."""

    activity: Activity
    files: tuple[Evidence, ...]
    hidden: int
    may_change: bool


def activity_rows(officer: Officer, movement: Movement, *, may_change: bool) -> list[ActivityRow]:
    """The movement's activities, the latest first; `may_change` says whether any may still be changed."""
    opens = opens_evidence_of(officer, movement.year)
    found = movement.activities.select_related("province").prefetch_related("evidence")
    rows = []
    for activity in found:
        files = tuple(activity.evidence.all())
        shown = files if opens(activity.province_id) else ()
        own = may_change and works_for(officer, activity.province)
        rows.append(ActivityRow(activity, shown, len(files) - len(shown), own))
    return rows
