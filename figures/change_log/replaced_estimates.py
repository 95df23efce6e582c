"""Which change put a final number in the place of an estimate that was sent, read from the history."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Q

from figures.catalogue.models import Indicator
from figures.history.entries import content
from figures.history.models import Change
from figures.submissions.models import Step

What = Change.What
# (change, indicator) → the estimate that the cell's final number replaced with that change.
Replaced = dict[tuple[int, int | None], Decimal]


class ReplacedEstimates:
    """For lists of changes. Reads a half-year's chain once, and only where a number became final."""

    def __init__(self) -> None:
        self._read: dict[int, Replaced] = {}

    def by(self, change: Change) -> Decimal | None:
        """The estimate that this change of a cell replaced; none for all other changes."""
        if change.what != What.CELL:
            return None
        before, after = content(change.what, change.before), content(change.what, change.after)
        if "estimated" in after:
            return after["estimated"] if after["estimated"] != before.get("estimated") else None
        if not before or _is_final(before) or not _is_final(after):
            return None
        if change.submission_id not in self._read:
            self._read[change.submission_id] = replaced_in(change.submission_id)
        return self._read[change.submission_id].get((change.pk, change.indicator_id))


def replaced_in(submission: int, indicator: Indicator | None = None) -> Replaced:
    """Those of a half-year, or of one cell. The choice that all figures are final replaces many at once."""
    of_cell = Q(what=What.CELL) if indicator is None else Q(what=What.CELL, indicator=indicator)
    sendings = Q(what=What.STEP, before="", step__action=Step.Action.SUBMIT)
    chain = Change.objects.filter(of_cell | sendings | Q(what=What.REPORT), submission=submission)
    all_are_estimates = False
    cells: dict[int, dict[str, Any]] = {}
    sent: dict[int, Decimal] = {}
    standing: dict[int, Decimal | None] = {}
    found: Replaced = {}
    for change in chain.order_by("number"):
        after = content(change.what, change.after)
        if change.what == What.STEP:
            sent |= {
                key: cell["value"]
                for key, cell in cells.items()
                if cell.get("value") is not None and (all_are_estimates or cell["is_estimate"])
            }
            continue
        if change.what == What.REPORT:
            all_are_estimates = after["is_estimate"]
        for key in [change.indicator_id] if change.indicator_id is not None else list(cells):
            if change.what == What.CELL:
                cells[key] = after
            estimate = sent.get(key) if _is_final(cells[key]) and not all_are_estimates else None
            if "estimated" in after:  # an older entry, which says it itself
                estimate = after["estimated"]
                sent |= {key: estimate} if estimate is not None else {}
            if estimate is not None and estimate != standing.get(key):
                found[change.pk, key] = estimate
            standing[key] = estimate
    return found


def _is_final(cell: Mapping[str, Any]) -> bool:
    """Whether the cell holds a number that is not marked as an estimate by itself."""
    return cell.get("value") is not None and not cell["is_estimate"]
