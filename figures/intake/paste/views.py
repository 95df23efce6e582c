"""The page for a block of cells pasted from a spreadsheet program."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from figures.entry.proposed_changes import ProposedChanges
from figures.intake.paste.block import BlockReading
from figures.intake.paste.grid import BlockRefusedError
from figures.intake.paste.reading import read_block
from figures.intake.preview import with_unit_questions
from figures.intake.source import Source, source_of
from figures.intake.views import Page, confirm, preview_after_login, preview_context, proposed_in
from figures.sheet.loading import load_sheet
from figures.sheet.rows import Sheet
from figures.submissions.access import readable_submission
from figures.submissions.models import Submission
from figures.submissions.permissions import may_enter
from figures.workflow import services
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import works_for
from web.expired_forms import restore_form, survives_expired_login

REREAD = "reread"  # the button that reads the block again with the answers, and writes nothing


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: OfficerRequest, period: str, province: str) -> HttpResponse:
    submission = readable_submission(request.user, period, province)
    if not works_for(request.user, submission.province):
        raise PermissionDenied
    sent: QueryDict = request.POST if request.method == "POST" else restore_form(request) or QueryDict()
    page = partial(_page, request, submission=submission, sent=sent)
    if not may_enter(request.user, submission):
        status = 409 if request.method == "POST" else 200
        return page(
            proposed=proposed_in(request, submission, sent),
            refused=services.why_closed(submission),
            status=status,
        )
    if request.method == "POST" and "offer" in sent and REREAD not in sent:
        return _confirm(request, submission, page)
    if "offer" in sent and "text" not in sent:
        return preview_after_login(request, submission, str(sent["offer"]), page)
    if request.method == "POST" or "text" in sent:
        if request.method != "POST":
            origin = _origin(sent)
            kept = origin.worded(
                block=_("Phiên đăng nhập đã hết hạn. Khối đã dán được giữ nguyên, chưa ghi gì."),
                file=_("Phiên đăng nhập đã hết hạn. Bảng trong %s được giữ nguyên, chưa ghi gì.")
                % origin.name,
            )
            messages.warning(request, kept)
        return read_pasted(request, submission, sent)
    return page()


def _confirm(request: OfficerRequest, submission: Submission, page: Page) -> HttpResponse:
    """Write with all answers of the page: those about the whole block are read again with it."""
    if "text" not in request.POST:
        return confirm(request, submission, page)
    try:
        reading = _read(submission, load_sheet(submission), request.POST)
    except BlockRefusedError as refused:
        return page(refused=str(refused), status=422)
    return confirm(request, submission, page, reading)


def read_pasted(request: OfficerRequest, submission: Submission, sent: QueryDict) -> HttpResponse:
    sheet = load_sheet(submission)
    page = partial(_page, request, submission=submission, sent=sent, sheet=sheet)
    try:
        reading = _read(submission, sheet, sent)
    except BlockRefusedError as refused:
        return page(refused=str(refused), status=422)
    shown = proposed_in(request, submission, sent)
    proposed = reading.proposed if shown is None else reading.proposed.seen_with(shown)
    return page(proposed=proposed, reading=reading)


def _read(submission: Submission, sheet: Sheet, sent: QueryDict) -> BlockReading:
    answers = {name: str(value) for name, value in sent.items()}
    text, source = answers.get("text", ""), _origin(answers)
    reading = read_block(text, sheet, start=answers.get("start", ""), answers=answers, source=source)
    return replace(reading, proposed=with_unit_questions(reading.proposed, submission))


def _origin(sent: Mapping[str, str | list[object]]) -> Source:
    return source_of(str(sent.get("text", "")), str(sent.get("source", "")))


def _page(
    request: OfficerRequest,
    *,
    submission: Submission,
    sent: QueryDict,
    sheet: Sheet | None = None,
    proposed: ProposedChanges | None = None,
    reading: BlockReading | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    sheet, origin = sheet or load_sheet(submission), _origin(sent)
    context = preview_context(request, submission, proposed, reading, sent) | {
        "refused": refused,
        "reading": reading,
        "sections": sheet.sections,
        "text": sent.get("text", ""),
        "start": sent.get("start", ""),
        "source": sent.get("source", ""),
        "origin": origin,
        "heading": origin.worded(block=_("Dán từ Excel"), file=_("Nhập từ %s") % origin.name),
    }
    return render(request, "figures/intake/paste.html", context, status=status)
