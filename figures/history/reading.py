"""What the history says, for pages."""

import datetime as dt
from dataclasses import dataclass

from figures.history.entries import content
from figures.models import Change, Figure, Indicator, Step, Submission
from provinces.models import Officer


@dataclass(frozen=True)
class CellChange:
    """A cell that is not as it was: what it held, what it holds, and who wrote that last, when.

    The cells are not stored ones: `before` and `after` hold content alone, and are none where there was, or
    is, no cell. `by` is none where the writer did not go through the application.
    """

    indicator: Indicator
    before: Figure | None
    after: Figure | None
    by: Officer | None
    at: dt.datetime


def cell(indicator: Indicator, text: str) -> Figure | None:
    """The cell as an entry holds it; none where there was no cell."""
    return Figure(indicator=indicator, **content(Change.What.CELL, text)) if text else None


def cells_changed_since(submission: Submission, step: Step) -> list[CellChange]:
    """The cells whose content is not what it was when the step was taken, in the order of the form.

    A cell that was changed and changed back is not among them.
    """
    place = Change.objects.filter(submission=submission, step=step, before="").values("number")[:1]
    entries = (
        Change.objects.filter(submission=submission, what=Change.What.CELL, number__gt=place)
        .select_related("indicator__section", "by")
        .order_by("number")
    )
    first: dict[Indicator, Change] = {}
    last: dict[Indicator, Change] = {}
    for entry in entries:
        if entry.indicator is not None:  # always so of a cell's entry
            first.setdefault(entry.indicator, entry)
            last[entry.indicator] = entry
    changed = [
        indicator
        for indicator, entry in last.items()
        if content(entry.what, first[indicator].before) != content(entry.what, entry.after)
    ]
    return [
        CellChange(
            indicator=indicator,
            before=cell(indicator, first[indicator].before),
            after=cell(indicator, last[indicator].after),
            by=last[indicator].by,
            at=last[indicator].at,
        )
        for indicator in sorted(changed, key=lambda i: (i.section.position, i.position))
    ]
