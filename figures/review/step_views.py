"""The buttons that move a half-year along: approve, accept, return, comment."""

from collections.abc import Callable, Iterator

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from figures.periods.permissions import get_member, get_period
from figures.review.views import checked_submission, province_page
from figures.submissions.access import find_submission, unread_submission
from figures.submissions.models import Step, Submission
from figures.submissions.permissions import may_read
from figures.workflow import services
from figures.workflow.transitions import AlreadyReturnedError, CellsRefusedError, why_refused
from provinces.accounts.models import Officer
from provinces.accounts.requests import OfficerRequest
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.refusals import RefusedError, refused_page
from web.repeated_requests.answer_once import answer_once

Action = Step.Action

_DONE = {
    Action.APPROVE: gettext_lazy("Đã duyệt và gửi Cụm."),
    Action.ACCEPT: gettext_lazy("Đã chấp nhận số liệu %(province)s."),
    Action.RETURN: gettext_lazy("Đã trả lại số liệu cho %(province)s."),
    Action.COMMENT: gettext_lazy("Đã ghi góp ý."),
    Action.READ: gettext_lazy("Đã ghi nhận là đã đọc góp ý."),
}

# The state in which a second click finds the submission.
_LEADS_TO = {
    Action.APPROVE: Submission.State.APPROVED,
    Action.ACCEPT: Submission.State.ACCEPTED,
    Action.RETURN: Submission.State.RETURNED,
}


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: OfficerRequest, period: str, province: str, action: Step.Action) -> HttpResponse:
    if request.method != "POST":
        return _restore_step(request, period, province, action)
    # Looked up inside: once it is returned, whoever returned it may read it no more.
    return answer_once(
        request,
        lambda: _find_and_take_step(request, period, province, action),
        lambda: _repeat_message(request, _stored_submission(period, province), action),
    )


def _restore_step(request: OfficerRequest, period: str, province: str, action: Step.Action) -> HttpResponse:
    """The page with what was typed before the login expired."""
    restored = submitted_or_restored(request)
    try:
        submission = checked_submission(request.user, period, province)
    except Http404:
        if restored is None:
            raise
        submission, last = unread_submission(request.user, period, province)
        return _unread_page(request, submission, restored, why_refused(last))
    if restored is None:
        return redirect("figures:review-province", period, province)
    return province_page(request, submission, sent=restored)


def _stored_submission(period: str, province: str) -> Submission:
    reporting_period = get_period(period)
    return find_submission(reporting_period, get_member(reporting_period, province))


def _find_and_take_step(
    request: OfficerRequest, period: str, province: str, action: Step.Action
) -> HttpResponse:
    try:
        submission = checked_submission(request.user, period, province)
    except Http404:
        submission, last = unread_submission(request.user, period, province)
        return _step_unread(request, submission, action, last)
    return _take_step(request, submission, action)


def _step_unread(
    request: OfficerRequest, submission: Submission, action: Step.Action, last: Step
) -> HttpResponse:
    why = why_refused(last)
    if action == Action.RETURN:
        try:
            _return(request, submission)
        except RefusedError as refused:
            why = str(refused)
            if _is_repeated(refused):
                messages.info(request, _DONE[action] % {"province": submission.province})
                return redirect(page_after_step(request.user, submission))
    return _unread_page(request, submission, request.POST, why)


def _unread_page(request: OfficerRequest, submission: Submission, sent: QueryDict, why: str) -> HttpResponse:
    return refused_page(
        request,
        title=_("Chưa ghi được"),
        note=submission.province,
        why=why,
        state=submission.get_state_display(),
        typed=_typed(sent, submission),
        back=(_("Kiểm tra"), reverse("figures:review", args=[submission.period.slug])),
    )


def _typed(sent: QueryDict, submission: Submission) -> Iterator[tuple[str, str]]:
    for name, label in (("reason", _("Lý do trả lại chung")), ("comment", _("Góp ý"))):
        if text := sent.get(name, "").strip():
            yield label, text
    codes = sent.getlist("return")
    for i in submission.entered:
        reason = sent.get(f"return.{i.code}", "")
        if reason or i.code in codes:
            yield i.in_language("label"), reason


def _is_repeated(refused: RefusedError) -> bool:
    return isinstance(refused, AlreadyReturnedError) and refused.is_repeated


def _take_step(request: OfficerRequest, submission: Submission, action: Step.Action) -> HttpResponse:
    done = _DONE[action] % {"province": submission.province}
    is_done_already = submission.state == _LEADS_TO.get(action)
    try:
        _STEPS[action](request, submission)
    except RefusedError as refused:
        if action == Action.RETURN:
            # Two returns differ in their words and cells, two approvals do not.
            is_done_already = _is_repeated(refused)
        if not is_done_already:
            submission.refresh_from_db()
            if isinstance(refused, CellsRefusedError):
                refusals = refused.by_cell
                return province_page(request, submission, sent=request.POST, refusals=refusals, status=409)
            messages.error(request, str(refused))
            return province_page(request, submission, sent=request.POST, status=409)
        messages.info(request, done)
    else:
        messages.success(request, done)
    return redirect(page_after_step(request.user, submission))


def page_after_step(officer: Officer, submission: Submission) -> str:
    """The half-year's page, or the list if its figures are the province's own again."""
    submission.refresh_from_db(fields=["state"])
    if may_read(officer, submission):
        return reverse("figures:review-province", args=[submission.period.slug, submission.province.slug])
    return reverse("figures:review", args=[submission.period.slug])


def _repeat_message(request: OfficerRequest, submission: Submission, action: Step.Action) -> None:
    if submission.state == _LEADS_TO.get(action, submission.state):
        messages.info(request, _DONE[action] % {"province": submission.province})
    else:
        messages.warning(
            request, _("Trang này đã gửi một lần, sau đó báo cáo đã đổi trạng thái nên không làm lại.")
        )


def _approve(request: OfficerRequest, submission: Submission) -> None:
    services.approve(submission=submission, seen=request.POST.get("seen", ""), by=request.user)


def _accept(request: OfficerRequest, submission: Submission) -> None:
    services.accept(submission=submission, seen=request.POST.get("seen", ""), by=request.user)


def _return(request: OfficerRequest, submission: Submission) -> None:
    codes = set(request.POST.getlist("return"))
    reasons = {i: request.POST.get(f"return.{i.code}", "") for i in submission.entered}
    services.send_back(
        submission=submission,
        reason=request.POST.get("reason", ""),
        cells={i: reason for i, reason in reasons.items() if i.code in codes},
        not_chosen=[i for i, reason in reasons.items() if reason.strip() and i.code not in codes],
        seen=request.POST.get("seen", ""),
        by=request.user,
    )


def _comment(request: OfficerRequest, submission: Submission) -> None:
    code = request.POST.get("cell")
    cell = next((indicator for indicator in submission.catalogue if indicator.code == code), None)
    if code and cell is None:
        raise Http404
    services.comment(submission=submission, text=request.POST.get("comment", ""), cell=cell, by=request.user)


def _read(request: OfficerRequest, submission: Submission) -> None:
    services.read_comments(submission=submission, by=request.user)


_STEPS: dict[str, Callable[[OfficerRequest, Submission], None]] = {
    Action.APPROVE: _approve,
    Action.ACCEPT: _accept,
    Action.RETURN: _return,
    Action.COMMENT: _comment,
    Action.READ: _read,
}
