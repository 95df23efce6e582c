from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from figures.periods.models import Period
from figures.periods.permissions import get_period
from figures.submissions.access import readable_submission
from figures.workflow import locking, withdrawal
from provinces.accounts.requests import OfficerRequest
from web.refusals import RefusedError


@require_POST
def open_(request: OfficerRequest, period: str) -> HttpResponse:
    return _set_state(request, period, locking.open_period, _("Đã mở %s để nhập số liệu."))


@require_POST
def lock(request: OfficerRequest, period: str) -> HttpResponse:
    return _set_state(request, period, locking.lock_period, _("Đã khóa %s."))


def _set_state(request: OfficerRequest, slug: str, write: Callable[..., Period], done: str) -> HttpResponse:
    try:
        period = write(period=get_period(slug), seen=request.POST.get("seen", ""), by=request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done % period.label)
    return redirect("figures:period-edit", slug)


@require_POST
def withdraw(request: OfficerRequest, period: str, province: str) -> HttpResponse:
    submission = readable_submission(request.user, period, province)
    try:
        withdrawal.withdraw(submission=submission, seen=request.POST.get("seen", ""), by=request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Đã rút lại. Sửa xong thì gửi lại để lãnh đạo duyệt."))
    return redirect("figures:entry", period, province)
