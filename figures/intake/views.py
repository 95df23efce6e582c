"""Preview, confirmation and undo, for files and pasted blocks alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from figures.entry.page import entry_page
from figures.entry.proposed_changes import ProposedChanges, dump_signed, load_signed
from figures.entry.undo import pop_undo, put_back, save_undo
from figures.intake.accounting import Kind, Reading, account
from figures.intake.preview import PreviewLine, fingerprints, preview_lines
from figures.intake.writing import write
from figures.submissions.access import readable_submission
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Submission
from figures.submissions.permissions import may_enter
from figures.workflow import services
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import works_for
from vietnamese.numbers import excerpt
from web.expired_forms import restore_form, survives_expired_login
from web.refusals import RefusedError
from web.repeated_requests.answer_once import answer_once

# Renders the page of a file or a block with `proposed`, `reading`, `refused`, `submission` and `status`, all
# optional.
Page = Callable[..., HttpResponse]


def preview_context(
    request: OfficerRequest,
    submission: Submission,
    proposed: ProposedChanges | None,
    reading: Reading | None = None,
    sent: QueryDict | None = None,
) -> dict[str, Any]:
    """What the preview shows.

    Args:
        request: of the officer who is to confirm it.
        submission: the half-year.
        proposed: the changes, or none if nothing was read.
        reading: accounts for the source, if it was read just now.
        sent: an earlier preview as it came back; what was ticked there stays ticked.
    """
    context: dict[str, Any] = {
        "submission": submission,
        "may_enter": may_enter(request.user, submission),
        "is_read": proposed is not None,
    }
    lines = preview_lines(proposed, submission) if proposed is not None else []
    if sent is not None:
        lines = _ticked(lines, sent, proposed_in(request, submission, sent))
    signed_changes, by_source = "", lines
    if proposed is not None and lines:
        proposed = proposed.only([line.code for line in lines])
        signed_changes = dump_signed(proposed, fingerprints(lines), submission, request.user)
        # Lines to look up in the source are in its order; the others are in the order of the form.
        positions = {code: position for position, code in enumerate(proposed.cells)}
        by_source = sorted(lines, key=lambda line: positions[line.code])
    unreadable = [line for line in by_source if line.cell.problem and not line.is_closed]
    summary = None
    if reading is not None and proposed is not None:
        summary = account(replace(reading, proposed=proposed), lines)
    return context | {
        "account": summary,
        "is_same": proposed is not None and not lines and (summary is None or summary.is_same),
        "readable": [line for line in lines if line.is_writable],
        "conflicts": [line for line in lines if line.is_to_choose],
        "closed": [line for line in by_source if line.is_closed],
        "asked": [line for line in unreadable if line.readings],
        "waiting": [line for line in unreadable if line.cell.is_asked_above and not line.readings],
        "unreadable": [line for line in unreadable if not (line.readings or line.cell.is_asked_above)],
        "signed_changes": signed_changes,
    }


def _ticked(lines: list[PreviewLine], sent: QueryDict, offered: ProposedChanges | None) -> list[PreviewLine]:
    chosen = _chosen_readings(sent, offered) if offered is not None else {}
    numbers = {
        line.code: line.cell.readings.index(chosen[line.code])
        for line in lines
        if line.code in chosen and chosen[line.code] in line.cell.readings
    }
    taken = set(sent.getlist("take"))
    return [replace(line, chosen=numbers.get(line.code), is_taken=line.code in taken) for line in lines]


def confirm(
    request: OfficerRequest, submission: Submission, page: Page, reading: Reading | None = None
) -> HttpResponse:
    """Write a preview that came back.

    Args:
        request: with the preview's form.
        submission: the half-year.
        page: shows the preview again if not all could be settled.
        reading: the source, read with the answers of that form; none if only the preview has its cells.
    """
    return answer_once(
        request,
        lambda: _write_confirmed(request, submission, page, reading),
        lambda: _warn_of_repeat(request, submission, reading),
    )


def _write_confirmed(
    request: OfficerRequest, submission: Submission, page: Page, reading: Reading | None
) -> HttpResponse:
    try:
        offered, shown_fingerprints = load_signed(request.POST["offer"], submission, request.user)
    except BadSignature:
        return page(refused=expired_text(), status=422)
    unclear = offered if reading is None else reading.proposed.seen_with(offered)
    page = partial(page, proposed=unclear, reading=reading)
    if not unclear.is_as_shown(offered):
        messages.info(request, _("Đã đọc lại theo lựa chọn mới, chưa ghi gì. Xem lại rồi bấm ghi."))
        return page()
    overwritten, chosen = set(request.POST.getlist("take")), _chosen_readings(request.POST, offered)
    proposed = unclear.choosing(chosen)
    try:
        result = write(
            proposed=proposed.overwriting(overwritten, shown_fingerprints),
            submission=submission,
            by=request.user,
            left_to_others=_shown_conflicts(proposed, shown_fingerprints) - overwritten,
        )
    except RefusedError as refused:
        return page(refused=str(refused), status=409)
    if count := len(result.written):
        save_undo(request, result.submission, result.undo)
        messages.success(request, ngettext("Đã ghi %d ô.", "Đã ghi %d ô.", count) % count)
    if result.conflicts:
        written = {line.code for line in result.written}
        settled = unclear.choosing({code: entry for code, entry in chosen.items() if code in written})
        return page(proposed=settled, submission=result.submission, status=409)
    if not count:
        messages.info(request, _("Không có ô nào phải ghi thêm."))
    # With their texts: the form, where the officer goes next, does not have those of a pasted block.
    left = [(line.label, line.cell.entry.text) for line in preview_lines(proposed, result.submission)]
    if reading is not None:
        summary = account(replace(reading, proposed=proposed), result.lines)
        if summary.numbers > count:
            messages.info(request, summary.result)
        asked = [o.cell for o in summary.outcomes if o.kind == Kind.ASKED and not o.cell.code]
        left += [(cell.label or cell.place, cell.text) for cell in asked]
    if left:
        cells = ", ".join(f"{label} ({excerpt(text)})" if text else label for label, text in left)
        messages.warning(request, _("Chưa ghi: %s.") % cells)
    return _to_entry(submission)


def _chosen_readings(sent: Mapping[str, str], offered: ProposedChanges) -> dict[str, CellEntry]:
    """What was chosen of the readings that the preview offered, by code."""
    chosen = {}
    for code, cell in offered.cells.items():
        number = sent.get(f"reading-{code}", "")
        if number.isdecimal() and len(number) < 3 and int(number) < len(cell.readings):
            chosen[code] = cell.readings[int(number)]
    return chosen


def _shown_conflicts(proposed: ProposedChanges, shown_fingerprints: Mapping[str, str]) -> set[str]:
    return {code for code, fingerprint in shown_fingerprints.items() if fingerprint != proposed.seen[code]}


def _warn_of_repeat(request: OfficerRequest, submission: Submission, reading: Reading | None) -> None:
    """Warn if a preview is confirmed again and the form no longer holds what it wrote."""
    # Read again: the first press, for which this one waited, may have begun the half-year.
    submission = readable_submission(request.user, submission.period.slug, submission.province.slug)
    try:
        offered, shown_fingerprints = load_signed(request.POST["offer"], submission, request.user)
    except BadSignature:
        return
    proposed = offered if reading is None else reading.proposed.seen_with(offered)
    proposed = proposed.choosing(_chosen_readings(request.POST, offered))
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
    """The changes of a preview that came back; none if it is no longer valid."""
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
