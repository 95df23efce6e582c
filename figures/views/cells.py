"""One cell of the entry form that saves itself, and the help that goes with typing it."""

import json
from dataclasses import asdict
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from figures import services
from figures.access import readable_submission
from figures.cells import Entry, entries_in
from figures.entry_page import problems_of
from figures.models import Indicator, Submission
from figures.offers import put_offers
from figures.receipts import OUTCOME, answer_once
from figures.services import Saved
from figures.sheet_source import load_sheet
from figures.workflow import StepRefusedError
from provinces.kept import TYPED_BY, signature_of
from provinces.numbers import NumberUnclear, parse_number
from provinces.permissions import works_for
from provinces.requests import OfficerRequest
from provinces.words import in_words

MILLION = 1_000_000


@require_POST
def cell(request: OfficerRequest, period: str, province: str, code: str) -> HttpResponse:
    """Saves the one cell and answers with all that its saving moved on the page."""
    submission = readable_submission(request.user, period, province)
    if not works_for(request.user, submission.province):
        raise PermissionDenied
    if request.POST.get(TYPED_BY, signature_of(request.user)) != signature_of(request.user):
        raise PermissionDenied(_("Trang này mở bằng tài khoản khác. Tải lại trang rồi nhập tiếp."))
    indicators = Indicator.objects.asked_in(period).entered()
    entry = entries_in(request.POST, indicators).get(code)
    if entry is None:
        raise Http404
    return answer_once(request, lambda: _save(request, submission, code, entry))


def _save(request: OfficerRequest, submission: Submission, code: str, entry: Entry) -> HttpResponse:
    takes_theirs = f"{code}.theirs" in request.POST
    try:
        if submission.pk is None:
            submission = services.start(
                period=submission.period, province=submission.province, by=request.user
            )
        saved = services.save_cells(
            submission=submission,
            entries={} if takes_theirs else {code: entry},
            # A page that does not say what it showed is taken to have shown a blank.
            seen={code: request.POST.get("seen") or Entry().fingerprint},
            by=request.user,
        )
    except StepRefusedError as refused:
        # Everything typed stays in the box; the page says why it was not taken.
        return render(request, "figures/cell_refused.html", {"reason": refused, "code": code}, status=409)
    submission.refresh_from_db()
    return _answer(request, submission, code, entry, saved)


def _answer(
    request: OfficerRequest, submission: Submission, code: str, entry: Entry, saved: Saved
) -> HttpResponse:
    sheet = load_sheet(submission, {code: entry} if saved.conflicts else None)
    put_offers(sheet)
    row = next(row for row in sheet.entered if row.indicator.code == code)
    stored = Entry.of(row.figure)
    rows = sheet.around(row.indicator)
    touched = {id(row) for row in rows}
    outcome = {
        "code": code,
        "conflict": bool(saved.conflicts),
        "seen": stored.fingerprint,
        "entry": asdict(stored),
    }
    context = {
        "sheet": sheet,
        "row": row,
        "rows": rows,
        "lines": [b for p in sheet.parts for b in p.blocks if any(id(row) in touched for row in b.rows)],
        "part": next(part for part in sheet.parts if row in part.entered),
        "touched_parts": [part for part in sheet.parts if any(id(row) in touched for row in part.rows)],
        "conflicts": saved.conflicts,
        "problems": problems_of(sheet, saved.conflicts),
        "now": timezone.localtime(),
        "may_enter": True,
    }
    response = render(request, "figures/cell_saved.html", context)
    response[OUTCOME] = json.dumps(outcome)  # ASCII: json escapes the rest
    return response


@require_safe
def words(request: OfficerRequest) -> HttpResponse:
    """An amount typed in triệu đồng, in words and đồng; nothing for what cannot be read."""
    try:
        number = parse_number(request.GET.get("number", ""))
    except NumberUnclear:
        number = None
    text = "" if number is None else in_words(Decimal(number) * MILLION)
    return render(request, "figures/words.html", {"words": text})
