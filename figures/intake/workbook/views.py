"""The province's form as a spreadsheet: download, upload, preview, confirmation."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from figures.entry.proposed_changes import ProposedChanges
from figures.intake.accounting import Reading
from figures.intake.paste.views import read_pasted
from figures.intake.preview import with_unit_questions
from figures.intake.source import TableText
from figures.intake.views import confirm, preview_after_login, preview_context, proposed_in
from figures.intake.workbook.form import form_workbook
from figures.intake.workbook.layout import CONTENT_TYPE
from figures.intake.workbook.reader import read_file
from figures.intake.workbook.refusals import refusal_text
from figures.sheet.loading import load_sheet
from figures.submissions.access import readable_submission
from figures.submissions.models import Submission
from figures.submissions.permissions import may_enter
from figures.workflow import services
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import works_for
from web.expired_forms import restore_form, survives_expired_login
from web.spreadsheet_reading.reading import MOST_BYTES
from web.uploads import FileRefusedError


@require_safe
def form(request: OfficerRequest, period: str, province: str) -> HttpResponse:
    submission = readable_submission(request.user, period, province)
    name = f"bieu-{submission.period.slug}-{submission.province.slug}.xlsx"
    return HttpResponse(
        form_workbook(load_sheet(submission)),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: OfficerRequest, period: str, province: str) -> HttpResponse:
    submission = readable_submission(request.user, period, province)
    if not works_for(request.user, submission.province):
        raise PermissionDenied
    page = partial(_page, request, submission=submission)
    if not may_enter(request.user, submission):
        status = 409 if request.method == "POST" else 200
        return page(
            proposed=proposed_in(request, submission, request.POST),
            refused=services.why_closed(submission),
            status=status,
        )
    if request.method == "POST":
        if "offer" in request.POST:
            return confirm(request, submission, page)
        return _read(request, submission)
    restored = restore_form(request)
    if restored is not None and "offer" in restored:
        page = partial(page, sent=restored)
        return preview_after_login(request, submission, str(restored["offer"]), page)
    return page()


def _read(request: OfficerRequest, submission: Submission) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        return _page(request, submission=submission, refused=_("Chưa chọn tệp."), status=422)
    try:
        if (file.size or 0) > MOST_BYTES:
            raise FileRefusedError(refusal_text("large"))
        reading = read_file(file.read(), file.name or "", load_sheet(submission))
    except FileRefusedError as refused:
        return _page(request, submission=submission, refused=str(refused), status=422)
    if isinstance(reading, TableText):
        sent = QueryDict(mutable=True)
        sent.update({"text": reading.text, "source": reading.source.signed(reading.text)})
        return read_pasted(request, submission, sent)
    proposed = with_unit_questions(reading.proposed, submission)
    return _page(request, submission=submission, proposed=proposed, reading=reading)


def _page(
    request: OfficerRequest,
    *,
    submission: Submission,
    proposed: ProposedChanges | None = None,
    reading: Reading | None = None,
    refused: str = "",
    status: int = 200,
    sent: QueryDict | None = None,
) -> HttpResponse:
    context = preview_context(request, submission, proposed, reading, sent or request.POST)
    context["refused"] = refused
    return render(request, "figures/intake/upload.html", context, status=status)
