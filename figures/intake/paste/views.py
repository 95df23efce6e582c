"""The page for a block of cells pasted from a spreadsheet program."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from figures.entry.proposed_changes import ProposedChanges
from figures.intake.paste.grid import BlockRefusedError, grid_of
from figures.intake.paste.reading import Reading, read_block
from figures.intake.views import confirm, preview_after_login, preview_context, proposed_in
from figures.sheet.loading import load_sheet
from figures.sheet.rows import Sheet
from figures.submissions.access import readable_submission
from figures.submissions.models import Submission
from figures.submissions.permissions import may_enter
from figures.workflow import services
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.models import Province
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
            messages.warning(request, _("Phiên đăng nhập đã hết hạn. Khối đã dán còn nguyên, chưa ghi gì."))
        return _read(request, submission, sent)
    return page()


def _read(request: OfficerRequest, submission: Submission, sent: QueryDict) -> HttpResponse:
    sheet, period = load_sheet(submission), submission.period
    provinces = Province.objects.members_on(period.cluster, period.cut_off_on)
    page = partial(_page, request, submission=submission, sent=sent, sheet=sheet)
    try:
        grid = grid_of(sent.get("text", ""))
        reading = read_block(
            grid,
            sheet,
            start=sent.get("start", ""),
            answers={name: str(value) for name, value in sent.items()},
            provinces=provinces,
        )
    except BlockRefusedError as refused:
        return page(refused=str(refused), status=422)
    return page(proposed=reading.proposed, reading=reading)


def _page(
    request: OfficerRequest,
    *,
    submission: Submission,
    sent: QueryDict,
    sheet: Sheet | None = None,
    proposed: ProposedChanges | None = None,
    reading: Reading | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    sheet = sheet or load_sheet(submission)
    context = preview_context(request, submission, proposed)
    listed = sum(len(context[name]) for name in ("readable", "conflicts", "closed", "unreadable"))
    context |= {
        # Unlike a file, a block without changes may have no cell of the form at all.
        "is_same": context["is_same"] and (reading is None or bool(reading.cells)),
        "refused": refused,
        "reading": reading,
        "same": len(reading.cells) - listed if reading and listed else 0,
        "sections": sheet.sections,
        "text": sent.get("text", ""),
        "start": sent.get("start", ""),
    }
    return render(request, "figures/intake/paste.html", context, status=status)
