"""The page that holds a half-year against the register, and what a province decides there."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from figures.entry.register_links import add_register_links, may_compare
from figures.entry.undo import save_undo
from figures.register_comparison.exports import comparison_file
from figures.register_comparison.forms import CompleteForm
from figures.register_comparison.loading import codes_of, load_comparison
from figures.register_comparison.services import differs, save_complete, statements, take_over
from figures.submissions.access import readable_submission
from figures.submissions.models import Submission
from figures.submissions.permissions import may_enter
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import leads, works_for
from vietnamese.numbers import format_number
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.list_downloads import requested_download
from web.refusals import RefusedError
from web.repeated_requests.answer_once import answer_once

# Names: of the checkboxes, of the button for a whole list, and of what the page showed beside each cell.
CHOSEN, WHOLE, SEEN = "code", "list", "seen"


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def comparison(request: OfficerRequest, period: str, province: str) -> HttpResponseBase:
    submission = _compared(request, period, province)
    is_own = works_for(request.user, submission.province)
    sent = submitted_or_restored(request)
    if request.method == "POST" and sent is not None:
        if not is_own:
            raise PermissionDenied
        codes = sent.getlist(CHOSEN)
        if whole := sent.get(WHOLE):  # all of one list
            prefixes = codes_of(whole)
            shown = (name.removeprefix(f"{SEEN}.") for name in sent if name.startswith(f"{SEEN}."))
            codes = [code for code in shown if code.startswith(prefixes)]
        seen = {code: sent.get(f"{SEEN}.{code}", "") for code in codes}
        return answer_once(request, lambda: _take_over(request, submission, codes, seen))
    may_take = may_enter(request.user, submission)
    compared = load_comparison(submission, takes_counts=may_take)
    if download := requested_download(request, lambda: comparison_file(compared)):
        return download
    add_register_links(compared.sheet, request.user)
    rows = compared.sheet.entered if may_take else []
    differing = {row.indicator.code for row in rows if differs(row)}
    context = {
        "submission": submission,
        "comparison": compared,
        "differing": differing,
        "chosen": sent.getlist(CHOSEN) if sent else (),
        "name": CHOSEN,
        "seen_name": SEEN,
        "may_complete": leads(request.user, submission.province),
    }
    return render(request, "figures/register_comparison/comparison.html", context)


def _take_over(
    request: OfficerRequest, submission: Submission, codes: list[str], seen: dict[str, str]
) -> HttpResponse:
    if not codes:
        messages.error(request, _("Chưa chọn ô nào."))
        return redirect(request.path)
    try:
        taken = take_over(submission=submission, codes=codes, seen=seen, by=request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
        return redirect(request.path)
    if count := len(taken.written):
        save_undo(request, taken.submission, taken.undo)
        done = ngettext("Đã lấy %s số từ danh sách.", "Đã lấy %s số từ danh sách.", count)
        messages.success(request, done % format_number(count))
    if left := len(set(codes)) - count:
        text = ngettext(
            "%s ô giữ nguyên: vừa có người sửa, hoặc không còn khác danh sách.",
            "%s ô giữ nguyên: vừa có người sửa, hoặc không còn khác danh sách.",
            left,
        )
        messages.info(request, text % format_number(left))
    return redirect("figures:entry", submission.period.slug, submission.province.slug)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: OfficerRequest, period: str, province: str) -> HttpResponse:
    """Say which lists are complete, and since when."""
    submission = _compared(request, period, province)
    if not leads(request.user, submission.province):
        raise PermissionDenied
    form = CompleteForm(submitted_or_restored(request), province=submission.province)

    def write() -> None:
        save_complete(
            province=submission.province,
            days=form.days,
            seen=form.cleaned_data["seen"],
            by=request.user,
        )

    if request.method == "POST" and form.attempt(write):
        messages.success(request, _("Đã lưu danh sách nào đã đầy đủ."))
        return redirect("figures:register-comparison", period, province)
    context = {"form": form, "submission": submission, "statements": statements(submission.province)[::-1]}
    return render(request, "figures/register_comparison/complete.html", context, status=form.status)


def _compared(request: OfficerRequest, period: str, province: str) -> Submission:
    """Who may read both the figures and the register may compare them."""
    submission = readable_submission(request.user, period, province)
    if not may_compare(request.user, submission):
        raise PermissionDenied
    return submission
