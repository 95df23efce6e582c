"""One cell of the entry form: saves itself, and shows what its number means while it is typed."""

import json
from dataclasses import asdict

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from figures.entry import services
from figures.entry.page import problems_of
from figures.entry.remarks import add_remarks
from figures.entry.saving import own_submission, save
from figures.entry.services import SaveResult
from figures.explanations.suggestions import add_suggestions
from figures.sheet.loading import load_sheet
from figures.sheet.rows import Row
from figures.submissions.cell_entries import CellEntry, entries_in
from figures.submissions.models import Submission
from provinces.accounts.requests import OfficerRequest
from vietnamese.number_words import in_words
from web.repeated_requests.answer_once import OUTCOME, answer_once

MILLION = 1_000_000
LONG = 1000  # from here on people miscount digits


@require_POST
def cell(request: OfficerRequest, period: str, province: str, code: str) -> HttpResponse:
    submission = own_submission(request, period, province)
    entry = entries_in(request.POST, submission.entered).get(code)
    if entry is None:
        raise Http404
    return answer_once(request, lambda: _save(request, submission, code, entry))


def _save(request: OfficerRequest, submission: Submission, code: str, entry: CellEntry) -> HttpResponse:
    takes_theirs = f"{code}.theirs" in request.POST
    # A page that does not say what it showed counts as having shown a blank cell.
    seen = {code: request.POST.get("seen") or CellEntry().fingerprint}
    try:
        result = save(request, submission, entries={} if takes_theirs else {code: entry}, seen=seen)
    except services.OpeningsCarriedError as refused:
        return render(request, "figures/entry/cell_refused.html", {"reason": refused}, status=409)
    except services.CellsClosedError as refused:
        submission.refresh_from_db()
        return _answer(request, code, entry, SaveResult(submission), refused)
    return result if isinstance(result, HttpResponse) else _answer(request, code, entry, result)


def _answer(
    request: OfficerRequest,
    code: str,
    entry: CellEntry,
    result: SaveResult,
    refused: services.CellsClosedError | None = None,
) -> HttpResponse:
    # Like a conflict, a refused text keeps the input in its boxes.
    keeps_input = bool(result.conflicts or result.refusals)
    sheet = load_sheet(result.submission, {code: entry} if keeps_input else None)
    add_suggestions(sheet)
    add_remarks(sheet, request.user)
    sheet.add_refusals(result.refusals)
    row = next(row for row in sheet.entered if row.indicator.code == code)
    stored = CellEntry.of(row.figure)
    rows = sheet.affected_rows(row.indicator)
    touched = {id(row) for row in rows}
    outcome = {
        "code": code,
        "conflict": keeps_input,
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
        "conflicts": result.conflicts,
        "problems": problems_of(sheet, result.conflicts),
        "now": timezone.localtime(),
        "may_enter": True,
        "refused": refused,
        "typed": entry.text,
    }
    status = 409 if refused or result.refusals else 200
    response = render(request, "figures/entry/cell_saved.html", context, status=status)
    response[OUTCOME] = json.dumps(outcome)  # ASCII, as a header must be: json escapes the rest
    return response


@require_safe
def context(request: OfficerRequest, period: str, province: str, code: str) -> HttpResponse:
    submission = own_submission(request, period, province)
    entries = entries_in(request.GET, submission.entered)
    sheet = load_sheet(submission, {code: entries[code]} if code in entries else None)
    row = next((row for row in sheet.entered if row.indicator.code == code), None)
    if row is None:
        raise Http404
    rows = sheet.affected_rows(row.indicator)
    words, unit = _in_words(row)
    data = {"row": row, "rows": rows, "groups": sheet.groups_with(rows), "words": words, "unit": unit}
    return render(request, "figures/entry/cell_context.html", data)


def _in_words(row: Row) -> tuple[str, str]:
    """The number in words and its unit: money in đồng, counts only if they are long."""
    if row.value is None:
        return "", ""
    if row.indicator.has_unit_guard:
        return in_words(row.value * MILLION), "đồng"
    is_long = abs(row.value) >= LONG and row.value == row.value.to_integral_value()
    return (in_words(row.value), row.indicator.unit) if is_long else ("", "")
