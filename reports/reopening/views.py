"""Reopening an accepted half-year: what rests on it, then the reason and the end date."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from figures.submissions.access import readable_submission
from figures.submissions.models import Submission
from figures.submissions.permissions import may_reopen
from figures.workflow import reopening
from figures.workflow.forms import ReopenForm
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import runs_cluster
from reports.reopening.effects import effect_of
from reports.reopening.tables import RestingTotalTable
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.refusals import RefusedError
from web.repeated_requests.answer_once import answer_once


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: OfficerRequest, period: str, province: str) -> HttpResponse:
    """Show what rests on the half-year; reopen once a reason and an end date are given.

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
    typed = submitted_or_restored(request)
    form = ReopenForm(typed, submission=submission)
    if request.method == "POST":
        return answer_once(
            request, lambda: _reopen(request, submission, form), lambda: _tell_reopened(request, submission)
        )
    if not may_reopen(submission):
        messages.info(request, _("Số liệu này chưa được chấp nhận nên không có gì để mở lại."))
        return redirect("figures:review-province", period, province)
    return _page(request, submission, form)


def _reopen(request: OfficerRequest, submission: Submission, form: ReopenForm) -> HttpResponse:
    if form.is_valid():
        try:
            reopening.reopen(
                submission=submission,
                reason=form.cleaned_data["reason"],
                until=form.cleaned_data["until"],
                seen=form.cleaned_data["seen"],
                by=request.user,
            )
        except RefusedError as error:
            submission.refresh_from_db()
            form.refuse(error)
            return _page(request, submission, form, status=409)
        _tell_reopened(request, submission)
        return redirect("figures:review-province", submission.period.slug, submission.province.slug)
    return _page(request, submission, form, status=409)


def _tell_reopened(request: OfficerRequest, submission: Submission) -> None:
    messages.success(request, _("Đã mở lại số liệu %(province)s để sửa.") % {"province": submission.province})


def _page(
    request: OfficerRequest, submission: Submission, form: ReopenForm, *, status: int = 200
) -> HttpResponse:
    effect = effect_of(submission)
    context = {
        "submission": submission,
        "effect": effect,
        "key_totals": RestingTotalTable(
            effect.key_totals, name="key", caption=_("Chỉ tiêu toàn cụm có số liệu của tỉnh")
        ),
        "other_totals": RestingTotalTable(
            effect.other_totals, name="other", caption=_("Các chỉ tiêu toàn cụm còn lại có số liệu của tỉnh")
        ),
        "form": form,
    }
    return render(request, "reports/reopening/reopening.html", context, status=status)
