"""Reopening an accepted half-year: what it would change, then the reason and the end date."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from figures.submissions.access import readable_submission
from figures.submissions.models import Step, Submission
from figures.submissions.permissions import may_reopen
from figures.workflow import reopening
from figures.workflow.forms import ReopenForm
from figures.workflow.transitions import StepRefusedError
from provinces.accounts.models import Officer
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import runs_cluster
from reports.reopening.effects import effect_of
from reports.reopening.tables import MovedTotalTable, MovedWordsTable
from reports.summary.reporting_spans import Span
from web.expired_forms import restore_form, survives_expired_login


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: OfficerRequest, period: str, province: str) -> HttpResponse:
    """Show what would change; reopen once a reason and an end date are given.

    Raises:
        PermissionDenied: if the officer does not run the cluster in that year.
        Http404: if the half-year was never begun, or the officer may not read it.
    """
    officer = request.user
    submission = readable_submission(officer, period, province)
    if not runs_cluster(officer, submission.period.year):
        raise PermissionDenied
    if submission.pk is None:
        raise Http404
    if request.method == "POST":
        return _reopen(request, submission)
    if not may_reopen(submission):
        messages.info(request, _("Số liệu này chưa được chấp nhận nên không có gì để mở lại."))
        return redirect("figures:review-province", period, province)
    restored = restore_form(request)
    if restored is not None:
        messages.warning(request, _("Phiên đăng nhập đã hết hạn. Nội dung đã gõ còn nguyên, chưa gửi."))
    return _page(request, submission, ReopenForm(restored, version=submission.version))


def _reopen(request: OfficerRequest, submission: Submission) -> HttpResponse:
    form = ReopenForm(request.POST, version=submission.version)
    if form.is_valid():
        try:
            reopening.reopen(
                submission=submission,
                reason=form.cleaned_data["reason"],
                until=form.cleaned_data["until"],
                seen=form.cleaned_data["version"],
                by=request.user,
            )
        except StepRefusedError as error:
            submission.refresh_from_db()
            # A second click on the same button is no error.
            if not _was_just_reopened(submission, request.user, form.cleaned_data["reason"]):
                form.refuse(str(error), version=submission.version)
                return _page(request, submission, form, status=409)
        messages.success(
            request, _("Đã mở lại số liệu %(province)s để sửa.") % {"province": submission.province}
        )
        return redirect("figures:review-province", submission.period.slug, submission.province.slug)
    return _page(request, submission, form, status=409)


def _was_just_reopened(submission: Submission, officer: Officer, reason: str) -> bool:
    step = submission.steps.first()
    return step is not None and (step.action, step.by_id, step.reason) == (
        Step.Action.REOPEN,
        officer.pk,
        reason.strip(),
    )


def _page(
    request: OfficerRequest, submission: Submission, form: ReopenForm, *, status: int = 200
) -> HttpResponse:
    effect = effect_of(submission)
    year = Span(str(submission.period.year), _("Năm %s") % submission.period.year, (submission.period,))
    context = {
        "submission": submission,
        "effect": effect,
        "key_totals": MovedTotalTable(
            effect.key_totals, name="key", caption=_("Số toàn cụm trước và sau khi mở lại")
        ),
        "other_totals": MovedTotalTable(
            effect.other_totals, name="other", caption=_("Các số toàn cụm còn lại trước và sau khi mở lại")
        ),
        "words": MovedWordsTable(
            effect.words, name="words", caption=_("Câu của báo cáo hội nghị trước và sau khi mở lại")
        ),
        "notes": MovedWordsTable(
            effect.notes, name="notes", caption=_("Giải trình ở Phụ lục I trước và sau khi mở lại")
        ),
        "year": year,
        "form": form,
    }
    return render(request, "reports/reopening/reopening.html", context, status=status)
