"""Reopening an accepted half-year: what rests on it, then the reason and the end date."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from figures.submissions.access import readable_submission, unread_submission
from figures.submissions.models import Step, Submission
from figures.submissions.permissions import may_reopen
from figures.workflow import reopening
from figures.workflow.forms import ReopenForm
from figures.workflow.transitions import why_impossible, why_refused
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import runs_cluster
from reports.reopening.effects import effect_of
from reports.reopening.tables import RestingTotalTable
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.refusals import refused_page
from web.repeated_requests.answer_once import answer_once


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: OfficerRequest, period: str, province: str) -> HttpResponse:
    """Show what rests on the half-year; reopen once a reason and an end date are given.

    Raises:
        PermissionDenied: if the officer does not run the cluster in that year.
        Http404: if the half-year was never begun, or the officer may not read it. If it was sent before, what
            was typed comes back with the sentence why nothing is reopened.
    """
    officer = request.user
    try:
        submission = readable_submission(officer, period, province)
    except Http404:
        return _unread(request, *unread_submission(officer, period, province))
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
    if typed is None and not may_reopen(submission):
        messages.info(request, _("Số liệu này chưa được chấp nhận nên không có gì để mở lại."))
        return redirect("figures:review-province", period, province)
    return _page(request, submission, form)


def _unread(request: OfficerRequest, submission: Submission, last: Step) -> HttpResponse:
    typed = submitted_or_restored(request)
    if typed is None:
        raise Http404
    return refused_page(
        request,
        title=_("Chưa mở lại được"),
        note=submission.province,
        why=why_refused(last),
        state=submission.get_state_display(),
        typed=ReopenForm(typed, submission=submission).typed(),
        back=(_("Kiểm tra"), reverse("figures:review", args=[submission.period.slug])),
    )


def _reopen(request: OfficerRequest, submission: Submission, form: ReopenForm) -> HttpResponse:
    def write() -> Step:
        return reopening.reopen(submission=submission, by=request.user, **form.cleaned_data)

    if form.attempt(write, closed=lambda: why_impossible(Step.Action.REOPEN, submission.state)):
        _tell_reopened(request, submission)
        return redirect("figures:review-province", submission.period.slug, submission.province.slug)
    submission.refresh_from_db()
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
