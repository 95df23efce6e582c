"""The step by which all cells still blank get the answer "not known", after seeing which these are."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from figures.entry.blank_cells import answer_blanks, blank_rows
from figures.entry.undo import save_undo
from figures.sheet.loading import load_sheet
from figures.submissions.access import readable_submission
from figures.submissions.models import Submission
from figures.submissions.permissions import may_enter
from figures.workflow.services import why_closed
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import works_for
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.refusals import RefusedError
from web.repeated_requests.answer_once import answer_once

CHOSEN = "code"  # name of the checkboxes


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def blanks(request: OfficerRequest, period: str, province: str) -> HttpResponse:
    submission = readable_submission(request.user, period, province)
    if not works_for(request.user, submission.province):
        raise PermissionDenied
    sent = submitted_or_restored(request)
    if request.method == "POST" and sent is not None:
        codes = sent.getlist(CHOSEN)
        return answer_once(request, lambda: _answer(request, submission, codes))
    if not may_enter(request.user, submission):
        messages.error(request, why_closed(submission))
        return redirect("figures:entry", period, province)
    rows = blank_rows(load_sheet(submission))
    chosen = sent.getlist(CHOSEN) if sent else [row.indicator.code for row in rows]
    context = {"submission": submission, "rows": rows, "name": CHOSEN, "chosen": chosen}
    return render(request, "figures/entry/blanks.html", context)


def _answer(request: OfficerRequest, submission: Submission, codes: list[str]) -> HttpResponse:
    if not codes:
        messages.error(request, _("Chưa chọn ô nào."))
        return redirect(request.path)
    try:
        answered = answer_blanks(submission=submission, codes=codes, by=request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        count = len(answered.written)
        if count:
            save_undo(request, answered.submission, answered.undo)
            done = ngettext("Đã ghi “chưa có số liệu” cho %d ô.", "Đã ghi “chưa có số liệu” cho %d ô.", count)
            messages.success(request, done % count)
        if left := len(set(codes)) - count:
            text = ngettext(
                "%d ô vừa có người nhập nên giữ nguyên.", "%d ô vừa có người nhập nên giữ nguyên.", left
            )
            messages.info(request, text % left)
    return redirect("figures:entry", submission.period.slug, submission.province.slug)
