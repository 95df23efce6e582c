"""Opening and locking a half-year."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from figures.periods.permissions import get_period
from figures.workflow import locking
from provinces.accounts.requests import OfficerRequest


@require_POST
def open_(request: OfficerRequest, period: str) -> HttpResponse:
    """Opens a half-year for entry."""
    opened = locking.open_period(period=get_period(period), by=request.user)
    messages.success(request, _("Đã mở %s để nhập số liệu.") % opened.label)
    return redirect("figures:period-edit", opened.slug)


@require_POST
def lock(request: OfficerRequest, period: str) -> HttpResponse:
    """Locks a half-year with its accepted figures."""
    locked = locking.lock_period(period=get_period(period), by=request.user)
    messages.success(request, _("Đã khóa %s.") % locked.label)
    return redirect("figures:period-edit", locked.slug)
