"""The page for a block of cells pasted from a spreadsheet program."""

from collections.abc import Mapping
from functools import partial
from typing import Any

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
from figures.intake.views import confirm, preview_after_login, preview_context, proposed_in
from figures.sheet.loading import load_sheet
from figures.sheet.rows import Sheet
from figures.submissions.access import readable_submission
from figures.submissions.models import Submission
from figures.submissions.permissions import may_enter
from figures.workflow import services
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import works_for
from web.expired_forms import restore_form, survives_expired_login


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
    if request.method == "POST" and "offer" in sent:
        return confirm(request, submission, page)
    if "offer" in sent:
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


def read_pasted(request: OfficerRequest, submission: Submission, sent: Mapping[str, Any]) -> HttpResponse:
    sheet = load_sheet(submission)
    page = partial(_page, request, submission=submission, sent=sent, sheet=sheet)
    try:
        answers = {name: str(value) for name, value in sent.items()}
        text, source = answers.get("text", ""), _origin(answers)
        reading = read_block(text, sheet, start=answers.get("start", ""), answers=answers, source=source)
    except BlockRefusedError as refused:
        return page(refused=str(refused), status=422)
    return page(proposed=with_unit_questions(reading.proposed, submission), reading=reading)


def _origin(sent: Mapping[str, Any]) -> Source:
    return source_of(str(sent.get("text", "")), str(sent.get("source", "")))


def _page(
    request: OfficerRequest,
    *,
    submission: Submission,
    sent: Mapping[str, Any],
    sheet: Sheet | None = None,
    proposed: ProposedChanges | None = None,
    reading: BlockReading | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    sheet, origin = sheet or load_sheet(submission), _origin(sent)
    context = preview_context(request, submission, proposed, reading) | {
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
