"""Reads the history for pages."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.change_log.wording import cell_remarks, cell_text
from figures.history.entries import content
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
    before: str
    after: str
    reasons: list[str]


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
        .prefetch_related("step__cells__indicator")
        .order_by("-pk")
    )


def cell_history(submission: Submission, indicator: Indicator) -> list[CellHistoryRow]:
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
    changes = Change.objects.filter(submission=submission, what=Change.What.CELL, indicator=indicator)
    history = []
    for change in changes.select_related("by__province").order_by("-number"):
        before, after = content(change.what, change.before), content(change.what, change.after)
        reasons = cell_remarks(before, after)
        # Once sent, a cell opens only by a return or reopening. A change outside the application needs none.
        latest = next((entry for entry in returns if entry.number < change.number), None)
        if change.by and latest is not None and latest.step is not None:
            reasons.insert(0, _return_reason(latest.step, reasons_by_step))
        history.append(CellHistoryRow(change, cell_text(before), cell_text(after), reasons))
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
    return Figure(indicator=indicator, **content(Change.What.CELL, text)) if text else None


def cells_changed_since(submission: Submission, step: Step) -> list[CellChange]:
    return [change for change in cells_written_since(submission, step) if not change.is_reverted]


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
            is_reverted=content(Change.What.CELL, first[indicator].before)
            == content(Change.What.CELL, last[indicator].after),
        )
        for indicator in sorted(last, key=lambda i: (i.section.position, i.position))
    ]
