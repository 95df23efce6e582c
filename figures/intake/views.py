"""Preview, confirmation and undo, for files and pasted blocks alike."""

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

from figures.entry.page import entry_page
from figures.entry.proposed_changes import ProposedChanges, dump_signed, load_signed
from figures.entry.undo import pop_undo, put_back, save_undo
from figures.intake.accounting import Reading, account
from figures.intake.preview import PreviewLine, fingerprints, preview_lines
from figures.intake.writing import write
from figures.submissions.access import readable_submission
from figures.submissions.models import Submission
from figures.submissions.permissions import may_enter
from figures.workflow import services
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import works_for
from vietnamese.numbers import excerpt
from web.expired_forms import restore_form, survives_expired_login
from web.refusals import RefusedError
from web.repeated_requests.answer_once import answer_once

# Renders the page of a file or a block with `proposed`, `refused`, `submission` and `status`, all optional.
Page = Callable[..., HttpResponse]


def preview_context(
    request: OfficerRequest,
    submission: Submission,
    proposed: ProposedChanges | None,
    reading: Reading | None = None,
) -> dict[str, Any]:
    """What the preview shows; `reading` accounts for the source, if it was read just now."""
    context: dict[str, Any] = {
        "submission": submission,
        "may_enter": may_enter(request.user, submission),
        "is_read": proposed is not None,
    }
    lines = preview_lines(proposed, submission) if proposed is not None else []
    signed_changes, by_source = "", lines
    if proposed is not None and lines:
        proposed = proposed.only([line.code for line in lines])
        signed_changes = dump_signed(proposed, fingerprints(lines), submission, request.user)
        # Lines to look up in the source are in its order; the others are in the order of the form.
        positions = {code: position for position, code in enumerate(proposed.cells)}
        by_source = sorted(lines, key=lambda line: positions[line.code])
    unreadable = [line for line in by_source if line.cell.problem and not line.is_closed]
    summary = account(reading, lines) if reading is not None else None
    return context | {
        "account": summary,
        "is_same": proposed is not None and not lines and (summary is None or summary.is_same),
        "readable": [line for line in lines if line.is_writable],
        "conflicts": [line for line in lines if line.is_to_choose],
        "closed": [line for line in by_source if line.is_closed],
        "asked": [line for line in unreadable if line.readings],
        "unreadable": [line for line in unreadable if not line.readings],
        "signed_changes": signed_changes,
    }


def confirm(request: OfficerRequest, submission: Submission, page: Page) -> HttpResponse:
    return answer_once(
        request,
        lambda: _write_confirmed(request, submission, page),
        lambda: _warn_of_repeat(request, submission),
    )


def _write_confirmed(request: OfficerRequest, submission: Submission, page: Page) -> HttpResponse:
    try:
        proposed, shown_fingerprints = load_signed(request.POST["offer"], submission, request.user)
    except BadSignature:
        return page(refused=expired_text(), status=422)
    overwritten = set(request.POST.getlist("take"))
    proposed = proposed.choosing(_chosen_readings(request.POST))
    try:
        result = write(
            proposed=proposed.overwriting(overwritten, shown_fingerprints),
            submission=submission,
            by=request.user,
            left_to_others=_shown_conflicts(proposed, shown_fingerprints) - overwritten,
        )
    except RefusedError as refused:
        return page(proposed=proposed, refused=str(refused), status=409)
    if count := len(result.written):
        save_undo(request, result.submission, result.undo)
        messages.success(request, ngettext("Đã ghi %d ô.", "Đã ghi %d ô.", count) % count)
    if result.conflicts:
        return page(proposed=proposed, submission=result.submission, status=409)
    if not count:
        messages.info(request, _("Không có ô nào phải ghi thêm."))
    if lines := preview_lines(proposed, result.submission):
        # With their texts: the form, where the officer goes next, does not have those of a pasted block.
        texts = [(line.label, excerpt(line.cell.entry.text)) for line in lines]
        cells = ", ".join(f"{label} ({text})" if text else label for label, text in texts)
        messages.warning(request, _("Chưa ghi: %s.") % cells)
    return _to_entry(submission)


def _chosen_readings(post: Mapping[str, str]) -> dict[str, int]:
    return {
        name.removeprefix("reading-"): int(number)
        for name, number in post.items()
        if name.startswith("reading-") and number.isdecimal() and len(number) < 3
    }


def _shown_conflicts(proposed: ProposedChanges, shown_fingerprints: Mapping[str, str]) -> set[str]:
    return {code for code, fingerprint in shown_fingerprints.items() if fingerprint != proposed.seen[code]}


def _warn_of_repeat(request: OfficerRequest, submission: Submission) -> None:
    """Warn if a preview is confirmed again and the form no longer holds what it wrote."""
    # Read again: the first press, for which this one waited, may have begun the half-year.
    submission = readable_submission(request.user, submission.period.slug, submission.province.slug)
    try:
        proposed, shown_fingerprints = load_signed(request.POST["offer"], submission, request.user)
    except BadSignature:
        return
    proposed = proposed.choosing(_chosen_readings(request.POST))
    settled = _shown_conflicts(proposed, shown_fingerprints) - set(request.POST.getlist("take"))
    lines = [line for line in preview_lines(proposed, submission) if line.code not in settled]
    if any(not line.cell.problem and not line.is_closed for line in lines):
        messages.warning(
            request,
            _(
                "Chưa ghi lại: bản xem trước này đã ghi một lần, sau đó có ô đã đổi. "
                "Muốn ghi lại, xem trước lại từ đầu."
            ),
        )


def preview_after_login(
    request: OfficerRequest, submission: Submission, text: str, page: Page
) -> HttpResponse:
    messages.warning(
        request, _("Phiên đăng nhập đã hết hạn trước khi ghi. Số liệu được giữ nguyên ở dưới, chưa ghi.")
    )
    proposed = proposed_in(request, submission, {"offer": text})
    return page(refused=expired_text()) if proposed is None else page(proposed=proposed)


def proposed_in(
    request: OfficerRequest, submission: Submission, sent: Mapping[str, str]
) -> ProposedChanges | None:
    try:
        return load_signed(sent.get("offer", ""), submission, request.user)[0]
    except BadSignature:
        return None


def expired_text() -> str:
    return _("Bản xem trước không còn hiệu lực. Xem trước lại từ đầu.")


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: OfficerRequest, period: str, province: str) -> HttpResponse:
    submission = readable_submission(request.user, period, province)
    if not works_for(request.user, submission.province):
        raise PermissionDenied
    if request.method == "POST":
        return answer_once(request, lambda: _undo(request, submission))
    restored = restore_form(request)
    if restored is not None and submission.pk is not None:
        put_back(request, submission, str(restored.get("undo", "")))
        messages.warning(request, _("Phiên đăng nhập đã hết hạn nên chưa hoàn tác. Bấm lại để hoàn tác."))
    return _to_entry(submission)


def _undo(request: OfficerRequest, submission: Submission) -> HttpResponse:
    if not may_enter(request.user, submission):
        messages.error(request, services.why_closed(submission))
        return entry_page(request, submission, status=409)
    changes = pop_undo(request, submission, request.POST.get("undo", ""))
    if changes is None:
        messages.error(request, _("Không còn hoàn tác được. Sửa từng ô nếu cần."))
        return _to_entry(submission)
    result = write(proposed=changes, submission=submission, by=request.user)
    if count := len(result.written):
        text = ngettext("Đã hoàn tác %(count)d ô: %(cells)s.", "Đã hoàn tác %(count)d ô: %(cells)s.", count)
        messages.success(request, text % {"count": count, "cells": _labels(result.written)})
    else:
        messages.info(request, _("Không có ô nào phải hoàn tác."))
    if count := len(result.conflicts):
        text = ngettext(
            "Giữ nguyên %(count)d ô đã sửa sau đó: %(cells)s.",
            "Giữ nguyên %(count)d ô đã sửa sau đó: %(cells)s.",
            count,
        )
        messages.warning(request, text % {"count": count, "cells": _labels(result.conflicts)})
    return _to_entry(submission)


def _labels(lines: Sequence[PreviewLine]) -> str:
    return ", ".join(line.label for line in lines)


def _to_entry(submission: Submission) -> HttpResponse:
    return redirect("figures:entry", submission.period.slug, submission.province.slug)
