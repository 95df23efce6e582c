"""The buttons that move a half-year along: approve, accept, return, reopen, comment."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from figures import services
from figures.access import readable_submission
from figures.forms import ReopenForm
from figures.models import Indicator, Step, Submission
from figures.permissions import may_comment
from figures.workflow import StepRefusedError
from provinces.permissions import runs_cluster
from provinces.requests import OfficerRequest

Action = Step.Action

DONE = {
    Action.APPROVE: gettext_lazy("Đã duyệt và gửi Cụm."),
    Action.ACCEPT: gettext_lazy("Đã chấp nhận số liệu %(province)s."),
    Action.RETURN: gettext_lazy("Đã trả lại số liệu cho %(province)s."),
    Action.REOPEN: gettext_lazy("Đã mở lại số liệu %(province)s để sửa."),
    Action.COMMENT: gettext_lazy("Đã ghi góp ý."),
}


@require_POST
def step(request: OfficerRequest, period: str, province: str, action: Step.Action) -> HttpResponse:
    """Takes the step, and says what came of it on the review page."""
    submission = readable_submission(request.user, period, province)
    if submission.pk is None or not may_comment(request.user, submission):
        raise Http404
    already = Submission.objects.filter(pk=submission.pk, state=_TARGETS.get(action)).exists()
    try:
        _STEPS[action](request, submission)
    except StepRefusedError as refused:
        if already:
            messages.info(request, DONE[action] % {"province": submission.province})  # the second click
        else:
            messages.error(request, str(refused))
    else:
        messages.success(request, DONE[action] % {"province": submission.province})
    return redirect("figures:review-province", period, province)


def _approve(request: OfficerRequest, submission: Submission) -> None:
    services.approve(submission=submission, by=request.user)


def _accept(request: OfficerRequest, submission: Submission) -> None:
    services.accept(submission=submission, by=request.user)


def _return(request: OfficerRequest, submission: Submission) -> None:
    asked = Indicator.objects.asked_in(submission.period.slug).entered()
    named = set(request.POST.getlist("return"))
    indicators = [indicator for indicator in asked if indicator.code in named]
    services.send_back(
        submission=submission, reason=request.POST.get("reason", ""), indicators=indicators, by=request.user
    )


def _reopen(request: OfficerRequest, submission: Submission) -> None:
    form = ReopenForm(request.POST)
    if not form.is_valid():
        if not runs_cluster(request.user, submission.period.year):
            raise PermissionDenied
        raise StepRefusedError(" ".join(str(error) for errors in form.errors.values() for error in errors))
    services.reopen(
        submission=submission,
        reason=form.cleaned_data["reason"],
        until=form.cleaned_data["until"],
        by=request.user,
    )


def _comment(request: OfficerRequest, submission: Submission) -> None:
    services.comment(submission=submission, text=request.POST.get("comment", ""), by=request.user)


_STEPS: dict[str, Callable[[OfficerRequest, Submission], None]] = {
    Action.APPROVE: _approve,
    Action.ACCEPT: _accept,
    Action.RETURN: _return,
    Action.REOPEN: _reopen,
    Action.COMMENT: _comment,
}
_TARGETS = {Action.APPROVE: Submission.State.APPROVED, Action.ACCEPT: Submission.State.ACCEPTED}
