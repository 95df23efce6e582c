"""Writing the cells of a half-year, so that no writer undoes another unseen."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.catalogue.wording import labels
from figures.periods.models import Period
from figures.sheet.loading import closed_cells
from figures.sheet.requested_corrections import open_return
from figures.submissions.cell_entries import MOST_NARRATIVE, CellEntry
from figures.submissions.models import Figure, Submission
from figures.submissions.permissions import may_enter
from figures.workflow.services import lock_submission, why_closed
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import works_for
from web.refusals import RefusedError
from web.texts import clean_text

# What an entry makes of a cell, in the order of `Entry.read` and then of the form.
CONTENT = ("answer", "value", "typed", "note", "explanation", "is_estimate")
_content = attrgetter(*CONTENT)


@dataclass(frozen=True)
class Conflict:
    """Two writers of one cell: what is stored by now, by whom (of a text nobody knows), since when."""

    stored: CellEntry
    by: Officer | None
    at: dt.datetime


@dataclass
class Saved:
    """What became of a form: cells written, and cells that somebody else changed meanwhile."""

    submission: Submission  # as it is stored by now
    written: int = 0
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    narrative_conflicts: dict[str, str] = field(default_factory=dict)


class CellsClosedError(RefusedError):
    """Cells that the latest return left alone; nothing was written."""

    def __init__(self, cells: Sequence[Indicator]) -> None:
        super().__init__(
            _(
                "%s không mở để sửa: lần trả lại này chỉ mở các số được nêu và các số phải khớp với chúng. "
                "Cần sửa thêm thì báo người kiểm tra để được trả lại cả số đó."
            )
            % labels(cells)
        )
        self.codes = frozenset(cell.code for cell in cells)


@transaction.atomic
def start(*, period: Period, province: Province, by: Officer, at: dt.datetime | None = None) -> Submission:
    """The province's submission of that period, begun if need be, and held for writing.

    Raises:
        PermissionDenied: if the officer does not work for the province.
        RefusedError: if the period takes no figures now; nothing is begun then.
    """
    if not works_for(by, province):
        raise PermissionDenied
    submission = Submission.objects.filter(period=period, province=province).first()
    if submission is None:
        new = Submission(period=period, province=province)
        if not may_enter(by, new, timezone.localdate(at) if at else None):
            raise RefusedError(why_closed(new))
        submission, _created = Submission.objects.get_or_create(
            period=period, province=province, defaults={"changed_by": by}
        )
    return lock_submission(submission)


@transaction.atomic
def save_cells(
    *,
    submission: Submission,
    entries: Mapping[str, CellEntry],
    seen: Mapping[str, str] | None = None,
    narrative: Mapping[str, str] | None = None,
    is_estimate: bool | None = None,
    is_illustrative: bool = False,
    by: Officer,
    at: dt.datetime | None = None,
) -> Saved:
    """Writes the cells that the form changed. What another writer changed meanwhile is not overwritten.

    Args:
        submission: the province's half-year.
        entries: the cells of the form, by indicator code.
        seen: the fingerprint of each cell as the page showed it; without it every entry is written.
        narrative: difficulties, causes, solutions, proposals.
        is_estimate: whether all figures are estimates (số ước thực hiện). Where a final number comes in the
            place of an estimate that was sent, the cell keeps both.
        is_illustrative: marks the cells as made up for demonstration.
        by: the acting officer.
        at: when it was entered, for figures of the past.

    Raises:
        PermissionDenied: if the officer does not work for the province.
        RefusedError: if the submission takes no figures now.
        CellsClosedError: if it came back for other cells than one of those that would be changed.
    """
    submission = lock_submission(submission)
    if not works_for(by, submission.province):
        raise PermissionDenied
    if not may_enter(by, submission, timezone.localdate(at) if at else None):
        raise RefusedError(why_closed(submission))
    seen = seen if seen is not None else {}
    at = at or timezone.now()
    saved = Saved(submission)
    turns = is_estimate is not None and is_estimate != submission.is_estimate
    if turns and (back := open_return(submission)) and back.corrections:
        raise RefusedError(
            _("Lần trả lại này chỉ mở các số được nêu, nên không đổi được số ước thực hiện và số chính thức.")
        )
    if turns:
        submission.is_estimate = not submission.is_estimate
    indicators = {indicator.code: indicator for indicator in submission.entered}
    cells = submission.figures.select_related("changed_by")
    cells = cells.filter(indicator__in=[indicators[code].pk for code in entries if code in indicators])
    figures = {figure.indicator_id: figure for figure in cells}
    codes = {indicator.pk: code for code, indicator in indicators.items()}
    new, changed = [], []
    for code, entry in entries.items():
        if code not in indicators or entry.fingerprint == seen.get(code):
            continue  # computed or no longer asked for; or shown, and left as it was
        content = (*entry.read(), entry.note, entry.explanation, entry.is_estimate)
        indicator = indicators[code]
        figure = figures.get(indicator.pk)
        if figure is None:
            if entry == CellEntry():
                continue
            figure = Figure(submission=submission, indicator=indicator, version=0)
            new.append(figure)
        elif _content(figure) == content:
            continue  # what differs is the spelling alone (1234 and 1.234)
        else:
            stored = CellEntry.of(figure)
            if code in seen and stored.fingerprint != seen[code]:
                saved.conflicts[code] = Conflict(stored, figure.changed_by, figure.changed_at)
                continue
            changed.append(figure)
        for name, value in zip(CONTENT, content, strict=True):
            setattr(figure, name, value)
        figure.is_illustrative = is_illustrative
        figure.version += 1
        figure.changed_at, figure.changed_by = at, by
    written = {codes[figure.indicator_id]: entries[codes[figure.indicator_id]] for figure in new + changed}
    if closed := closed_cells(submission, written):
        raise CellsClosedError(closed)
    Figure.objects.bulk_create(new)
    names = [*CONTENT, "is_illustrative", "version", "changed_at", "changed_by"]
    if len(changed) == 1:
        changed[0].save(update_fields=names)  # a cell that saves itself: a fifth of what the other costs
    else:
        Figure.objects.bulk_update(changed, names)
    saved.written = len(new) + len(changed)
    touched = _save_narrative(submission, narrative or {}, seen, saved)
    if turns:
        # The choice says of every estimate that was sent whether it is final. Who made it has written these
        # cells, and nobody approves alone what they wrote.
        submission.figures.filter(value__isnull=False, sent_estimate__isnull=False, is_estimate=False).update(
            version=F("version") + 1, changed_at=at, changed_by=by
        )
    if saved.written or touched or turns:
        submission.version += 1
        submission.changed_by = by
        submission.save()
    return saved


def _save_narrative(
    submission: Submission, narrative: Mapping[str, str], seen: Mapping[str, str], saved: Saved
) -> bool:
    touched = False
    for name in Submission.NARRATIVE:
        if name not in narrative:
            continue
        text, stored = clean_text(narrative[name], MOST_NARRATIVE), getattr(submission, name)
        shown = seen.get(name)
        if text == stored or narrative_fingerprint(text) == shown:
            continue
        if shown is not None and narrative_fingerprint(stored) != shown:
            saved.narrative_conflicts[name] = stored
            continue
        setattr(submission, name, text)
        touched = True
    return touched


def narrative_fingerprint(text: str) -> str:
    """Stands in the page for a text that it showed."""
    return CellEntry(text=text).fingerprint
