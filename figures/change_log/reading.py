"""Reads the history for pages."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.change_log.replaced_estimates import replaced_in
from figures.change_log.wording import cell_remarks, cell_text
from figures.history.contents import CELL
from figures.history.entries import content, same_content
from figures.history.models import Change
from figures.submissions.models import Figure, NamedCell, Step, Submission
from provinces.accounts.models import Officer
from vietnamese.dates import format_date


@dataclass(frozen=True)
class CellChange:
    """All that happened to one cell since a step: its content before, and its last content.

    `before` and `after` are unsaved figures that hold content alone. `before` is none for a new cell, `after`
    for a deleted one. `by` is none if the cell was written outside the application.
    """

    indicator: Indicator
    before: Figure | None
    after: Figure | None
    by: Officer | None  # who wrote it last
    at: dt.datetime
    is_reverted: bool = False  # changed, and changed back


@dataclass(frozen=True)
class CellHistoryRow:
    change: Change
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    reasons: list[str]

    @property
    def before(self) -> str:
        return cell_text(self.old)

    @property
    def after(self) -> str:
        return cell_text(self.new)


def log_entries() -> QuerySet[Change]:
    """The log's entries of all half-years, newest first.

    A step that changes the state writes two entries, of the state and of the step. The first is left out, but
    not that of a reopening: only it holds the last day. The cells that a step names are left out too, unless
    their reason was overwritten later.
    """
    step = Change.objects.filter(
        submission=OuterRef("submission"), number=OuterRef("number") + 1, what=Change.What.STEP, before=""
    ).exclude(step__from_state=F("step__to_state"))
    repeats_step = Exists(step.exclude(step__action=Step.Action.REOPEN))
    return (
        Change.objects.exclude(Q(what=Change.What.REPORT) & ~Q(before="") & repeats_step)
        .exclude(what=Change.What.NAMED, before="")
        .select_related("submission__period", "submission__province", "by__province", "indicator", "step")
        .prefetch_related("step__cells__indicator", "by__former_provinces__province")
        .order_by("-pk")
    )


def cell_history(submission: Submission, indicator: Indicator) -> list[CellHistoryRow]:
    """Read the changes of a cell, newest first; also the choice by which all estimates became final."""
    returns = list(
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
    reasons_by_step = dict(named_cells.values_list("step_id", "reason"))
    replaced = {change: estimate for (change, _), estimate in replaced_in(submission.pk, indicator).items()}
    of_the_cell = Q(what=Change.What.CELL, indicator=indicator) | Q(pk__in=replaced)
    changes = Change.objects.filter(of_the_cell, submission=submission)
    history: list[CellHistoryRow] = []
    for change in (
        changes.select_related("by__province")
        .prefetch_related("by__former_provinces__province")
        .order_by("number")
    ):
        if change.what == Change.What.CELL:
            before, after = content(change.what, change.before), content(change.what, change.after)
        else:
            before = after  # a choice for all figures leaves the cell as it was written
        reasons = cell_remarks(before, after, replaced.get(change.pk))
        # Once sent, a cell opens only by a return or reopening. A change outside the application needs none.
        latest = next((entry for entry in returns if entry.number < change.number), None)
        if change.by and latest is not None and latest.step is not None:
            reasons.insert(0, _return_reason(latest.step, reasons_by_step))
        history.insert(0, CellHistoryRow(change, before, after, reasons))
    return history


def reopenings(submission: Submission) -> dict[int, dt.date]:
    """The last day for corrections of each reopening, by the key of its step."""
    last_days: dict[int, dt.date] = {}
    until = None
    changes = Change.objects.filter(submission=submission, what__in=[Change.What.REPORT, Change.What.STEP])
    for change in changes.order_by("number"):
        after = content(change.what, change.after)
        if change.what == Change.What.REPORT:
            until = after.get("reopened_until")
        elif change.step_id is not None and until and after.get("action") == Step.Action.REOPEN:
            last_days.setdefault(change.step_id, until)
    return last_days


def _return_reason(step: Step, reasons_by_step: dict[int, str]) -> str:
    return _("%(action)s ngày %(day)s: %(reason)s") % {
        "action": str(step.get_action_display()).capitalize(),
        "day": format_date(timezone.localdate(step.at)),
        "reason": reasons_by_step.get(step.pk) or step.reason,
    }


def cell_in(indicator: Indicator, text: str) -> Figure | None:
    cell = content(Change.What.CELL, text).items()
    stored = {name: value for name, value in cell if name in CELL.content}
    return Figure(indicator=indicator, **stored) if text else None


def cells_changed_since(submission: Submission, step: Step) -> list[CellChange]:
    """Find the cells that are not as they were when the step was taken, in the order of the form.

    A cell whose estimate became final is among them, whether that was chosen for the cell or for all figures.
    """
    changed = [change for change in cells_written_since(submission, step) if not change.is_reverted]
    were_estimates = [
        report
        for report in _changes_after(submission, step, Change.What.REPORT).select_related("by")
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
    """Whether cells, texts or the kind of figures (final or estimates) differ from those at the step."""
    reports = [
        (content(change.what, change.before), content(change.what, change.after))
        for change in _changes_after(submission, step, Change.What.REPORT)
    ]
    fields = ("is_estimate", *Submission.NARRATIVE)
    if reports and any(reports[0][0][name] != reports[-1][1][name] for name in fields):
        return True
    return bool(cells_changed_since(submission, step))


def _changes_after(submission: Submission, step: Step, what: Change.What) -> QuerySet[Change]:
    step_entry = Change.objects.filter(submission=submission, what=Change.What.STEP, step=step, before="")
    changes = Change.objects.filter(
        submission=submission, what=what, number__gt=step_entry.values("number")[:1]
    )
    return changes.order_by("number")


def cells_written_since(submission: Submission, step: Step) -> list[CellChange]:
    """The cells written after the step, also those that were changed back, in the order of the form."""
    changes = _changes_after(submission, step, Change.What.CELL).select_related("indicator__section", "by")
    first: dict[Indicator, Change] = {}
    last: dict[Indicator, Change] = {}
    for change in changes:
        if change.indicator is not None:  # never none for a cell's entry
            first.setdefault(change.indicator, change)
            last[change.indicator] = change
    return [
        CellChange(
            indicator=indicator,
            before=cell_in(indicator, first[indicator].before),
            after=cell_in(indicator, last[indicator].after),
            by=last[indicator].by,
            at=last[indicator].at,
            is_reverted=same_content(
                content(Change.What.CELL, first[indicator].before),
                content(Change.What.CELL, last[indicator].after),
            ),
        )
        for indicator in sorted(last, key=lambda i: (i.section.position, i.position))
    ]


def _place(change: CellChange) -> tuple[int, int]:
    return change.indicator.section.position, change.indicator.position
