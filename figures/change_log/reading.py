"""What the history says, for pages."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.change_log.replaced_estimates import replaced_in
from figures.change_log.wording import cell_text, remarks
from figures.history.contents import CELL
from figures.history.entries import content, same_content
from figures.history.models import Change
from figures.submissions.models import Figure, NamedCell, Step, Submission
from provinces.accounts.models import Officer
from vietnamese.dates import format_date


@dataclass(frozen=True)
class CellChange:
    """A cell that was written: what it held, what it holds, and who wrote that last, when.

    The cells are not stored ones: `before` and `after` hold content alone, and are none where there was, or
    is, no cell. `by` is none where the writer did not go through the application.
    """

    indicator: Indicator
    before: Figure | None
    after: Figure | None
    by: Officer | None
    at: dt.datetime
    # Whether it holds again what it held.
    is_put_back: bool = False


@dataclass(frozen=True)
class CellEntry:
    """One change of a cell, and why: what was asked for, and what was said with it."""

    change: Change
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    why: list[str]

    @property
    def before(self) -> str:
        return cell_text(self.old)

    @property
    def after(self) -> str:
        return cell_text(self.new)


def entries() -> QuerySet[Change]:
    """The entries of every half-year, newest first, with all that their words need.

    A step that moves a half-year along has two: of the step, and just before it of the state, which the step
    tells too. That of a reopening says until when, and stays. The cells that a step names are told by the
    step, unless they were written over.
    """
    step = Change.objects.filter(
        submission=OuterRef("submission"), number=OuterRef("number") + 1, what=Change.What.STEP, before=""
    ).exclude(step__from_state=F("step__to_state"))
    told_by_step = Exists(step.exclude(step__action=Step.Action.REOPEN))
    return (
        Change.objects.exclude(Q(what=Change.What.REPORT) & ~Q(before="") & told_by_step)
        .exclude(what=Change.What.NAMED, before="")
        .select_related("submission__period", "submission__province", "by__province", "indicator", "step")
        .prefetch_related("step__cells__indicator")
        .order_by("-pk")
    )


def cell_history(submission: Submission, indicator: Indicator) -> list[CellEntry]:
    """The changes of one cell, newest first; also the choice by which all estimates became final."""
    asks = list(
        Change.objects.filter(
            submission=submission,
            what=Change.What.STEP,
            before="",
            step__action__in=[Step.Action.RETURN, Step.Action.REOPEN],
        )
        .select_related("step")
        .order_by("-number")
    )
    named_cells = NamedCell.objects.filter(step__submission=submission, indicator=indicator)
    named = dict(named_cells.values_list("step_id", "reason"))
    replaced = {change: estimate for (change, _), estimate in replaced_in(submission.pk, indicator).items()}
    of_the_cell = Q(what=Change.What.CELL, indicator=indicator) | Q(pk__in=replaced)
    changes = Change.objects.filter(of_the_cell, submission=submission)
    history: list[CellEntry] = []
    for change in changes.select_related("by__province").order_by("number"):
        if change.what == Change.What.CELL:
            before, after = content(change.what, change.before), content(change.what, change.after)
        else:
            before = after  # a choice for all figures leaves the cell as it was written
        # Once sent, a cell opens only when somebody asks for it; past the application nobody did.
        ask = next((ask for ask in asks if ask.number < change.number), None) if change.by else None
        asked = [_asked(ask.step, named)] if ask is not None and ask.step is not None else []
        why = [*asked, *remarks(before, after, replaced.get(change.pk))]
        history.insert(0, CellEntry(change, before, after, why))
    return history


def reopenings(submission: Submission) -> dict[int, dt.date]:
    """The last day that each reopening gave, by the reopening's step."""
    found: dict[int, dt.date] = {}
    until = None
    changes = Change.objects.filter(submission=submission, what__in=[Change.What.REPORT, Change.What.STEP])
    for change in changes.order_by("number"):
        after = content(change.what, change.after)
        if change.what == Change.What.REPORT:
            until = after.get("reopened_until")
        elif change.step_id is not None and until and after.get("action") == Step.Action.REOPEN:
            found.setdefault(change.step_id, until)
    return found


def _asked(step: Step, named: dict[int, str]) -> str:
    """Why the cell was opened again: the reason at the cell, or else of the step."""
    return _("%(action)s ngày %(day)s: %(reason)s") % {
        "action": str(step.get_action_display()).capitalize(),
        "day": format_date(timezone.localdate(step.at)),
        "reason": named.get(step.pk) or step.reason,
    }


def cell_in(indicator: Indicator, text: str) -> Figure | None:
    """The cell as an entry holds it; none where there was no cell."""
    cell = content(Change.What.CELL, text).items()
    stored = {name: value for name, value in cell if name in CELL.content}
    return Figure(indicator=indicator, **stored) if text else None


def cells_changed_since(submission: Submission, step: Step) -> list[CellChange]:
    """The cells that are not as they were when the step was taken, in the order of the form.

    A cell that was changed and changed back is not among them; one whose estimate is final by now is, whether
    it was chosen for the cell or for all figures.
    """
    changed = [change for change in cells_written_since(submission, step) if not change.is_put_back]
    were_estimates = [
        report
        for report in _since(submission, step, Change.What.REPORT).select_related("by")
        if content(report.what, report.before)["is_estimate"]
    ]
    if submission.is_estimate or not were_estimates:
        return changed
    choice = were_estimates[-1]
    written = {change.indicator for change in changed}
    changed += [
        CellChange(indicator=cell.indicator, before=cell, after=cell, by=choice.by, at=choice.at)
        for cell in submission.figures.revised().select_related("indicator__section")
        if cell.indicator not in written
    ]
    return sorted(changed, key=_place)


def has_changed_since(submission: Submission, step: Step) -> bool:
    """Whether a cell, a text, or which kind of figures these are is not as it was when the step was taken."""
    reports = [
        (content(change.what, change.before), content(change.what, change.after))
        for change in _since(submission, step, Change.What.REPORT)
    ]
    said = ("is_estimate", *Submission.NARRATIVE)
    if reports and any(reports[0][0][name] != reports[-1][1][name] for name in said):
        return True
    return bool(cells_changed_since(submission, step))


def _since(submission: Submission, step: Step, what: Change.What) -> QuerySet[Change]:
    """The entries of that kind after the step's own, oldest first."""
    taken = Change.objects.filter(submission=submission, what=Change.What.STEP, step=step, before="")
    after = Change.objects.filter(submission=submission, what=what, number__gt=taken.values("number")[:1])
    return after.order_by("number")


def cells_written_since(submission: Submission, step: Step) -> list[CellChange]:
    """The cells written after the step was taken, those put back among them, in the order of the form."""
    since = _since(submission, step, Change.What.CELL).select_related("indicator__section", "by")
    first: dict[Indicator, Change] = {}
    last: dict[Indicator, Change] = {}
    for entry in since:
        if entry.indicator is not None:  # always so of a cell's entry
            first.setdefault(entry.indicator, entry)
            last[entry.indicator] = entry
    return [
        CellChange(
            indicator=indicator,
            before=cell_in(indicator, first[indicator].before),
            after=cell_in(indicator, last[indicator].after),
            by=last[indicator].by,
            at=last[indicator].at,
            is_put_back=same_content(
                content(Change.What.CELL, first[indicator].before),
                content(Change.What.CELL, last[indicator].after),
            ),
        )
        for indicator in sorted(last, key=lambda i: (i.section.position, i.position))
    ]


def _place(change: CellChange) -> tuple[int, int]:
    """Where the cell stands in the form."""
    return change.indicator.section.position, change.indicator.position
