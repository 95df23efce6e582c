"""The province's form as a spreadsheet: download, upload, preview, and writing what was confirmed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from figures import services
from figures.access import readable_submission
from figures.models import Indicator, Submission
from figures.permissions import may_enter
from figures.sheet_source import load_sheet
from figures.workbook import preview
from figures.workbook.form import form_workbook
from figures.workbook.layout import CONTENT_TYPE
from figures.workbook.reader import MOST_BYTES, FileRefusedError, Filled, read_filled, refusal
from figures.workflow import StepRefusedError
from provinces.kept import keeps_typed, take_kept
from provinces.permissions import works_for
from provinces.requests import OfficerRequest


@require_safe
def form(request: OfficerRequest, period: str, province: str) -> HttpResponse:
    """The form with what is stored in it, for who may read the cells."""
    submission = readable_submission(request.user, period, province)
    name = f"bieu-{submission.period.slug}-{submission.province.slug}.xlsx"
    return HttpResponse(
        form_workbook(load_sheet(submission)),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: OfficerRequest, period: str, province: str) -> HttpResponse:
    """Reads a filled form and shows what it would change; writes it once that was confirmed."""
    submission = readable_submission(request.user, period, province)
    if not works_for(request.user, submission.province):
        raise PermissionDenied
    if not may_enter(request.user, submission):
        return _page(
            request, submission, refused=services.why_closed(submission), status=_status(request, 409)
        )
    if request.method == "POST":
        return _confirmed(request, submission) if "filled" in request.POST else _read(request, submission)
    kept = take_kept(request)
    if kept is not None and "filled" in kept:
        messages.warning(
            request,
            _("Phiên đăng nhập đã hết hạn trước khi ghi. Các số trong tệp còn nguyên ở dưới, chưa ghi."),
        )
        return _again(request, submission, str(kept["filled"]))
    return _page(request, submission)


def _read(request: OfficerRequest, submission: Submission) -> HttpResponse:
    """The file that was chosen, as a preview. Nothing is written."""
    file = request.FILES.get("file")
    if file is None:
        return _page(request, submission, refused=_("Chưa chọn tệp."), status=422)
    try:
        if (file.size or 0) > MOST_BYTES:
            raise FileRefusedError(refusal("large"))
        codes = Indicator.objects.asked_in(submission.period.slug).entered().values_list("code", flat=True)
        filled = read_filled(file.read(), submission, codes)
    except FileRefusedError as refused:
        return _page(request, submission, refused=str(refused), status=422)
    return _page(request, submission, filled=filled)


def _confirmed(request: OfficerRequest, submission: Submission) -> HttpResponse:
    """Writes what the preview showed; what somebody changed since then is shown again instead."""
    try:
        filled, shown = preview.unpacked(request.POST["filled"], submission, request.user)
    except BadSignature:
        return _page(request, submission, refused=_expired(), status=422)
    taken = set(request.POST.getlist("take"))
    agreed = preview.over(filled, taken, shown)
    found = preview.differences(agreed, submission)
    entries = preview.ready(agreed, found)
    # What the preview showed as changed by somebody else, and the officer left to them, is settled.
    settled = {code for code, mark in shown.items() if mark != filled.seen[code]} - taken
    newer = {d.indicator.code for d in found if d.conflict and not d.is_closed} - settled
    written = 0
    if entries:
        try:
            if submission.pk is None:
                submission = services.start(
                    period=submission.period, province=submission.province, by=request.user
                )
            saved = services.save_cells(
                submission=submission, entries=entries, seen=agreed.seen, by=request.user
            )
        except StepRefusedError as refused:
            return _page(request, submission, refused=str(refused), status=409)
        written, newer = saved.written, newer | set(saved.conflicts)
    if written:
        messages.success(request, ngettext("Đã ghi %d ô từ tệp.", "Đã ghi %d ô từ tệp.", written) % written)
    if newer:
        return _page(request, submission, filled=filled, status=409)
    if not written:
        messages.info(request, _("Không có ô nào phải ghi thêm."))
    if left := len(preview.differences(filled, submission)):
        messages.warning(
            request, ngettext("%d ô trong tệp không ghi.", "%d ô trong tệp không ghi.", left) % left
        )
    return redirect("figures:entry", submission.period.slug, submission.province.slug)


def _again(request: OfficerRequest, submission: Submission, text: str) -> HttpResponse:
    try:
        filled, _shown = preview.unpacked(text, submission, request.user)
    except BadSignature:
        return _page(request, submission, refused=_expired())
    return _page(request, submission, filled=filled)


def _expired() -> str:
    return _("Bản xem trước không còn dùng được. Chọn lại tệp.")


def _status(request: OfficerRequest, refused: int) -> int:
    return refused if request.method == "POST" else 200


def _page(
    request: OfficerRequest,
    submission: Submission,
    *,
    filled: Filled | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    found = preview.differences(filled, submission) if filled is not None else []
    open_ = [d for d in found if not (d.problem or d.is_closed)]
    context: dict[str, Any] = {
        "submission": submission,
        "refused": refused,
        "is_read": filled is not None,
        "readable": [d for d in open_ if d.conflict is None],
        "conflicts": [d for d in open_ if d.conflict],
        "closed": [d for d in found if d.is_closed],
        "unreadable": [d for d in found if d.problem],
        "filled": preview.packed(filled, found, submission, request.user) if filled and found else "",
        "may_enter": may_enter(request.user, submission),
    }
    return render(request, "figures/upload.html", context, status=status)
