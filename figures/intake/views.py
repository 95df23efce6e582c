"""What a file and a pasted block have in common: the preview, its confirmation, and undoing it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from figures.entry import undo as way_back
from figures.entry.page import entry_page
from figures.entry.proposed_changes import ProposedChanges, dump_signed, load_signed
from figures.intake.preview import PreviewLine, fingerprints, preview_lines
from figures.intake.writing import write
from figures.repeated_requests.answer_once import answer_once
from figures.submissions.access import readable_submission
from figures.submissions.models import Submission
from figures.submissions.permissions import may_enter
from figures.workflow import services
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import works_for
from web.expired_forms import restore_form, survives_expired_login
from web.refusals import RefusedError

# The page on which the offer stands: with an offer, or why nothing was written; and its status.
Page = Callable[..., HttpResponse]


def preview_context(
    request: OfficerRequest, submission: Submission, offer: ProposedChanges | None
) -> dict[str, Any]:
    """What `figures/intake/preview.html` shows of an offer."""
    found = preview_lines(offer, submission) if offer is not None else []
    offer = offer.of([d.code for d in found]) if offer is not None else None
    # What must be looked up in the source is listed as it stands there; the table goes by the form.
    there = {code: position for position, code in enumerate(offer.cells)} if offer is not None else {}
    by_source = sorted(found, key=lambda d: there[d.code])
    return {
        "submission": submission,
        "may_enter": may_enter(request.user, submission),
        "is_read": offer is not None,
        "is_same": offer is not None and not found,
        "readable": [d for d in found if d.is_ready],
        "conflicts": [d for d in found if d.is_contested],
        "closed": [d for d in by_source if d.is_closed],
        "unreadable": [d for d in by_source if d.cell.problem and not d.is_closed],
        "offer": dump_signed(offer, fingerprints(found), submission, request.user) if offer and found else "",
    }


def confirmed(request: OfficerRequest, submission: Submission, page: Page) -> HttpResponse:
    """Writes what the preview showed; what somebody changed since then is shown again instead."""
    return answer_once(
        request, lambda: _confirmed(request, submission, page), lambda: _said_again(request, submission)
    )


def _confirmed(request: OfficerRequest, submission: Submission, page: Page) -> HttpResponse:
    try:
        offer, marks = load_signed(request.POST["offer"], submission, request.user)
    except BadSignature:
        return page(refused=expired(), status=422)
    taken = set(request.POST.getlist("take"))
    leaving = _left_to_others(offer, marks) - taken
    try:
        written = write(
            offer=offer.over(taken, marks), submission=submission, by=request.user, leaving=leaving
        )
    except RefusedError as refused:
        return page(offer=offer, refused=str(refused), status=409)
    if count := len(written.lines):
        way_back.save_undo(request, written.submission, written.undo)
        messages.success(request, ngettext("Đã ghi %d ô.", "Đã ghi %d ô.", count) % count)
    if written.left:
        return page(offer=offer, submission=written.submission, status=409)
    if not count:
        messages.info(request, _("Không có ô nào phải ghi thêm."))
    if left := preview_lines(offer, written.submission):
        # With what they said: who pasted a block has it nowhere else on the way back to the form.
        cells = ", ".join(f"{d.label} ({d.cell.entry.text})" if d.cell.entry.text else d.label for d in left)
        messages.warning(request, _("Chưa ghi: %s.") % cells)
    return _to_entry(submission)


def _left_to_others(offer: ProposedChanges, marks: Mapping[str, str]) -> set[str]:
    """What the preview showed as changed by somebody else: unless it was taken, that is settled."""
    return {code for code, mark in marks.items() if mark != offer.seen[code]}


def _said_again(request: OfficerRequest, submission: Submission) -> None:
    """Says so where a preview that was written once is confirmed again, and no longer stands in the form."""
    try:
        offer, marks = load_signed(request.POST["offer"], submission, request.user)
    except BadSignature:
        return
    settled = _left_to_others(offer, marks) - set(request.POST.getlist("take"))
    gone = [d for d in preview_lines(offer, submission) if not d.cell.problem and d.code not in settled]
    if any(not d.is_closed for d in gone):
        messages.warning(
            request,
            _(
                "Chưa ghi lại: bản xem trước này đã ghi một lần, sau đó có ô đã đổi. "
                "Muốn ghi lại thì đọc lại."
            ),
        )


def again(request: OfficerRequest, submission: Submission, text: str, page: Page) -> HttpResponse:
    """The preview whose confirmation met an expired login."""
    messages.warning(
        request, _("Phiên đăng nhập đã hết hạn trước khi ghi. Các số còn nguyên ở dưới, chưa ghi.")
    )
    offer = carried(request, submission, {"offer": text})
    return page(refused=expired()) if offer is None else page(offer=offer)


def carried(
    request: OfficerRequest, submission: Submission, sent: Mapping[str, str]
) -> ProposedChanges | None:
    """The offer of the preview that was sent, to be shown again; none if it is no longer good."""
    try:
        return load_signed(sent.get("offer", ""), submission, request.user)[0]
    except BadSignature:
        return None


def expired() -> str:
    return _("Bản xem trước không còn dùng được. Đọc lại từ đầu.")


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: OfficerRequest, period: str, province: str) -> HttpResponse:
    """Restores what the officer's last file or pasted block changed and nobody changed since."""
    submission = readable_submission(request.user, period, province)
    if not works_for(request.user, submission.province):
        raise PermissionDenied
    if request.method == "POST":
        return answer_once(request, lambda: _undo(request, submission))
    kept = restore_form(request)
    if kept is not None and submission.pk is not None:
        way_back.put_back(request, submission, str(kept.get("undo", "")))
        messages.warning(request, _("Phiên đăng nhập đã hết hạn nên chưa hoàn tác. Bấm lại để hoàn tác."))
    return _to_entry(submission)


def _undo(request: OfficerRequest, submission: Submission) -> HttpResponse:
    if not may_enter(request.user, submission):
        messages.error(request, services.why_closed(submission))
        return entry_page(request, submission, status=409)
    offer = way_back.pop_undo(request, submission, request.POST.get("undo", ""))
    if offer is None:
        messages.error(request, _("Không còn hoàn tác được. Sửa từng ô nếu cần."))
        return _to_entry(submission)
    written = write(offer=offer, submission=submission, by=request.user)
    if count := len(written.lines):
        text = ngettext("Đã hoàn tác %(count)d ô: %(cells)s.", "Đã hoàn tác %(count)d ô: %(cells)s.", count)
        messages.success(request, text % {"count": count, "cells": _labels(written.lines)})
    else:
        messages.info(request, _("Không có ô nào phải hoàn tác."))
    if count := len(written.left):
        text = ngettext(
            "Giữ nguyên %(count)d ô đã sửa sau đó: %(cells)s.",
            "Giữ nguyên %(count)d ô đã sửa sau đó: %(cells)s.",
            count,
        )
        messages.warning(request, text % {"count": count, "cells": _labels(written.left)})
    return _to_entry(submission)


def _labels(found: Sequence[PreviewLine]) -> str:
    return ", ".join(difference.label for difference in found)


def _to_entry(submission: Submission) -> HttpResponse:
    return redirect("figures:entry", submission.period.slug, submission.province.slug)
