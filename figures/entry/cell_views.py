"""One cell of the entry form that saves itself, and the help that goes with typing it."""

import json
from dataclasses import asdict

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from figures.entry import services
from figures.entry.explanation_suggestions import add_suggestions
from figures.entry.page import problems_of
from figures.entry.saving import own_submission, save
from figures.entry.services import Saved
from figures.sheet.loading import load_sheet
from figures.sheet.rows import Row
from figures.submissions.cell_entries import CellEntry, entries_in
from figures.submissions.models import Submission
from provinces.accounts.requests import OfficerRequest
from vietnamese.number_words import in_words
from web.repeated_requests.answer_once import OUTCOME, answer_once

MILLION = 1_000_000
LONG = 1000  # from here on digits are miscounted


@require_POST
def cell(request: OfficerRequest, period: str, province: str, code: str) -> HttpResponse:
    """Saves the one cell and answers with all that its saving moved on the page."""
    submission = own_submission(request, period, province)
    entry = entries_in(request.POST, submission.entered).get(code)
    if entry is None:
        raise Http404
    return answer_once(request, lambda: _save(request, submission, code, entry))


def _save(request: OfficerRequest, submission: Submission, code: str, entry: CellEntry) -> HttpResponse:
    takes_theirs = f"{code}.theirs" in request.POST
    # A page that does not say what it showed is taken to have shown a blank.
    seen = {code: request.POST.get("seen") or CellEntry().fingerprint}
    try:
        done = save(request, submission, entries={} if takes_theirs else {code: entry}, seen=seen)
    except services.CellsClosedError as refused:
        submission.refresh_from_db()
        return _answer(request, code, entry, Saved(submission), refused)
    return done if isinstance(done, HttpResponse) else _answer(request, code, entry, done)


def _answer(
    request: OfficerRequest,
    code: str,
    entry: CellEntry,
    saved: Saved,
    refused: services.CellsClosedError | None = None,
) -> HttpResponse:
    """All around the cell as it is by now, whether the cell was taken or is closed."""
    sheet = load_sheet(saved.submission, {code: entry} if saved.conflicts else None)
    add_suggestions(sheet)
    row = next(row for row in sheet.entered if row.indicator.code == code)
    stored = CellEntry.of(row.figure)
    rows = sheet.affected_rows(row.indicator)
    touched = {id(row) for row in rows}
    outcome = {
        "code": code,
        "conflict": bool(saved.conflicts),
        "closed": refused is not None,
        "seen": stored.fingerprint,
    }
    context = {
        "sheet": sheet,
        "row": row,
        "stored": asdict(stored),
        "rows": rows,
        "groups": sheet.groups_with(rows),
        "section": next(section for section in sheet.sections if row in section.entered),
        "touched_sections": [
            section for section in sheet.sections if any(id(row) in touched for row in section.rows)
        ],
        "conflicts": saved.conflicts,
        "problems": problems_of(sheet, saved.conflicts),
        "now": timezone.localtime(),
        "may_enter": True,
        "refused": refused,
        "typed": entry.text,
    }
    status = 200 if refused is None else 409
    response = render(request, "figures/entry/cell_saved.html", context, status=status)
    response[OUTCOME] = json.dumps(outcome)  # ASCII: json escapes the rest
    return response


@require_safe
def context(request: OfficerRequest, period: str, province: str, code: str) -> HttpResponse:
    """What the number in the box would mean and move, while it is being typed; nothing is saved."""
    submission = own_submission(request, period, province)
    typed = entries_in(request.GET, submission.entered)
    sheet = load_sheet(submission, {code: typed[code]} if code in typed else None)
    row = next((row for row in sheet.entered if row.indicator.code == code), None)
    if row is None:
        raise Http404
    rows = sheet.affected_rows(row.indicator)
    words, unit = _in_words(row)
    found = {"row": row, "rows": rows, "groups": sheet.groups_with(rows), "words": words, "unit": unit}
    return render(request, "figures/entry/cell_context.html", found)


def _in_words(row: Row) -> tuple[str, str]:
    """The number as it is read aloud, and in what: money in đồng, of counts the long ones."""
    if row.value is None:
        return "", ""
    if row.indicator.has_unit_guard:
        return in_words(row.value * MILLION), "đồng"
    is_long = abs(row.value) >= LONG and row.value == row.value.to_integral_value()
    return (in_words(row.value), row.indicator.unit) if is_long else ("", "")
