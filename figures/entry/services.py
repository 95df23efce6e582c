"""Save the cells of a half-year, so that nobody overwrites another writer's change unseen."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.catalogue.wording import labels
from figures.periods.models import Period
from figures.sheet.loading import closed_cells, load_sheet
from figures.sheet.requested_corrections import open_return
from figures.submissions.cell_entries import MOST_NARRATIVE, CellEntry, TextRefusal, reasons_after
from figures.submissions.models import ExplainedFinding, Figure, Submission, narrative_label
from figures.submissions.permissions import may_enter
from figures.workflow.services import lock_submission, why_closed
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import works_for
from vietnamese.texts import readable_text
from web.refusals import RefusedError
from web.texts import TextRefusedError, accepted_text

# The fields of a cell that an entry sets, in the order of `CellEntry.read` and then of the form.
CONTENT = ("answer", "value", "typed", "note", "explanation", "is_estimate", "noted_for", "explained_for")
_content = attrgetter(*CONTENT)


@dataclass(frozen=True)
class Conflict:
    """Another writer changed the cell after the page was opened."""

    stored: CellEntry
    by: Officer | None  # None for a text: nobody records who changed it
    at: dt.datetime


@dataclass
class SaveResult:
    submission: Submission  # as it is stored by now
    written: int = 0  # cells
    conflicts: dict[str, Conflict] = field(default_factory=dict)  # by code; not written
    narrative_conflicts: dict[str, str] = field(default_factory=dict)  # stored texts by name; not written
    # By code of the cell or name of the text: texts that cannot be stored; the whole cell is not written.
    refusals: dict[str, list[TextRefusal]] = field(default_factory=dict)

    def refusal_sentences(self) -> list[str]:
        named = {indicator.code: indicator.in_language("label") for indicator in self.submission.entered}
        return [
            f"{named.get(code) or capfirst(narrative_label(code))}: {refusal.error}"
            for code, refusals in self.refusals.items()
            for refusal in refusals
        ]


class CellsClosedError(RefusedError):
    """The latest return did not open these cells; nothing was written."""

    def __init__(self, cells: Sequence[Indicator]) -> None:
        super().__init__(self._message() % labels(cells))
        self.codes = frozenset(cell.code for cell in cells)

    def _message(self) -> str:
        return _(
            "%s không mở để sửa: lần trả lại này chỉ mở các số được nêu và các số phải khớp với chúng. "
            "Cần sửa thêm thì báo người kiểm tra để được trả lại cả số đó."
        )


class OpeningsCarriedError(CellsClosedError):
    """The province has accepted half-years, whose closings are the openings."""

    def _message(self) -> str:
        return _("%s không nhập được: tỉnh đã có kỳ được chấp nhận, số đầu kỳ lấy từ số cuối kỳ ấy.")


@transaction.atomic
def start(*, period: Period, province: Province, by: Officer, at: dt.datetime | None = None) -> Submission:
    """Begin the province's half-year if needed; return it, locked until the transaction ends."""
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
) -> SaveResult:
    """Write the cells that the form changed, but none that another writer changed or whose texts are refused.

    `seen` has the fingerprints of what the page showed, for cells and texts; without it all is written.
    `is_estimate` says whether all figures are estimates (số ước thực hiện); None leaves that as it is.

    Raises:
        PermissionDenied: if the officer does not work for the province.
        RefusedError: if entry is closed.
        CellsClosedError: if the latest return did not open one of the changed cells, or if one is an opening
            that is carried.
    """
    submission = lock_submission(submission)
    if not works_for(by, submission.province):
        raise PermissionDenied
    if not may_enter(by, submission, timezone.localdate(at) if at else None):
        raise RefusedError(why_closed(submission))
    seen = seen if seen is not None else {}
    at = at or timezone.now()
    result = SaveResult(submission)
    changes_basis = is_estimate is not None and is_estimate != submission.is_estimate
    if changes_basis and (latest := open_return(submission)) and latest.corrections:
        raise RefusedError(
            _("Lần trả lại này chỉ mở các số được nêu, nên không đổi được số ước thực hiện và số chính thức.")
        )
    if changes_basis:
        submission.is_estimate = not submission.is_estimate
    indicators = {indicator.code: indicator for indicator in submission.entered}
    cells = submission.figures.select_related("changed_by")
    cells = cells.filter(indicator__in=[indicators[code].pk for code in entries if code in indicators])
    figures = {figure.indicator_id: figure for figure in cells}
    codes = {indicator.pk: code for code, indicator in indicators.items()}
    answers_return = submission.state == Submission.State.RETURNED
    new, changed, explained = [], [], []
    checked = {code: entry.checked(code) for code, entry in entries.items()}
    for code, (entry, refused) in checked.items():
        if code not in indicators or (entry.fingerprint == seen.get(code) and not entry.is_confirmed):
            continue  # computed, no longer in the catalogue, or left as the page showed it
        if refused:
            result.refusals[code] = refused
            continue
        indicator = indicators[code]
        figure = figures.get(indicator.pk)
        note, explanation = reasons_after(figure, entry, answers_return=answers_return)
        texts = (note.text, explanation.text, entry.is_estimate, note.given_for, explanation.given_for)
        content = (*entry.read(), *texts)
        if figure is None:
            if entry == CellEntry():
                continue
            figure = Figure(submission=submission, indicator=indicator, version=0)
            new.append(figure)
        elif _content(figure) == content and explanation.questions is not None:
            continue  # only the spelling differs: 1234 and 1.234
        else:
            stored = CellEntry.of(figure)
            if code in seen and stored.fingerprint != seen[code]:
                result.conflicts[code] = Conflict(stored, figure.changed_by, figure.changed_at)
                continue
            changed.append(figure)
        if explanation.questions is None:
            explained.append(figure)
        for name, value in zip(CONTENT, content, strict=True):
            setattr(figure, name, value)
        figure.is_illustrative = is_illustrative
        figure.version += 1
        figure.changed_at, figure.changed_by = at, by
    written = {codes[figure.indicator_id]: checked[codes[figure.indicator_id]][0] for figure in new + changed}
    openings = [indicators[code] for code in written if indicators[code].is_opening]
    if openings and submission.has_history:
        raise OpeningsCarriedError(openings)
    if closed := closed_cells(submission, written):
        raise CellsClosedError(closed)
    Figure.objects.bulk_create(new)
    names = [*CONTENT, "is_illustrative", "version", "changed_at", "changed_by"]
    if len(changed) == 1:
        changed[0].save(update_fields=names)  # a fifth of the time, for a cell that saves itself
    else:
        Figure.objects.bulk_update(changed, names)
    _record_explained(submission, explained)
    result.written = len(new) + len(changed)
    has_new_text = _save_narrative(submission, narrative or {}, seen, result)
    if changes_basis:
        # This decides for every sent estimate whether it is final now. So it counts as writing these cells:
        # nobody may approve what they alone wrote.
        submission.figures.filter(value__isnull=False, sent_estimate__isnull=False, is_estimate=False).update(
            version=F("version") + 1, changed_at=at, changed_by=by
        )
    if result.written or has_new_text or changes_basis:
        submission.version += 1
        submission.changed_by = by
        submission.save()
    return result


def _record_explained(submission: Submission, explained: Sequence[Figure]) -> None:
    """Store which findings the explanations answer that were given with this write."""
    if not explained:
        return
    questions = {row.indicator.pk: row.questions for row in load_sheet(submission).entered}
    ExplainedFinding.objects.filter(figure__in=explained).delete()
    ExplainedFinding.objects.bulk_create(
        ExplainedFinding(figure=figure, rule=question)
        for figure in explained
        for question in sorted(questions[figure.indicator_id])
    )


def _save_narrative(
    submission: Submission, narrative: Mapping[str, str], seen: Mapping[str, str], result: SaveResult
) -> bool:
    has_changed = False
    for name in Submission.NARRATIVE:
        if name not in narrative:
            continue
        text, refused, stored = readable_text(narrative[name]), None, getattr(submission, name)
        try:
            text = accepted_text(text, most=MOST_NARRATIVE)
        except TextRefusedError as error:
            refused = error
        shown = seen.get(name)
        if text == stored or narrative_fingerprint(text) == shown:
            continue
        if refused:
            result.refusals[name] = [TextRefusal(name, refused)]
            continue
        if shown is not None and narrative_fingerprint(stored) != shown:
            result.narrative_conflicts[name] = stored
            continue
        setattr(submission, name, text)
        has_changed = True
    return has_changed


def narrative_fingerprint(text: str) -> str:
    return CellEntry(text=text).fingerprint
