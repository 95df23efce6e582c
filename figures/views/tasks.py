"""What there is to do: for each officer, and the list of who is late."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from figures import duty_words
from figures.account_gaps import account_gaps
from figures.duties import Duty, duties_of
from figures.estimates import estimates_left
from figures.late import load_late
from figures.permissions import get_period
from figures.tables import LateTable
from provinces.permissions import is_administrator, sees_cluster
from provinces.requests import OfficerRequest


@require_safe
def tasks(request: OfficerRequest) -> HttpResponse:
    """What the officer owes, with the days left."""
    today = timezone.localdate()
    context: dict[str, Any] = {"today": today}
    if is_administrator(request.user):
        gaps = account_gaps(today)
        context["rows"] = [_missing(duty, today) for duty in gaps.duties]
        context["without_address"] = gaps.officers
    else:
        context["rows"] = [_owed(duty, today) for duty in duties_of(request.user, today)]
        context["estimates"] = estimates_left(request.user)
    return render(request, "figures/tasks.html", context)


def _owed(duty: Duty, today: dt.date) -> dict[str, Any]:
    return {
        "what": duty_words.what(duty),
        "url": duty_words.address(duty),
        "last_day": duty_words.last_day(duty),
        "days_left": duty_words.days_left(duty, today),
        "is_late": duty.days_left(today) < 0,
        "remarks": duty_words.remarks(duty, today),
    }


def _missing(duty: Duty, today: dt.date) -> dict[str, Any]:
    """A duty that nobody can do, for who can make an account; without what the figures say."""
    place = duty.province or duty.period.cluster
    return _owed(duty, today) | {
        "what": _("%(place)s: chưa có tài khoản để làm việc “%(what)s”")
        % {"place": place, "what": duty_words.what(duty)},
        "url": reverse("admin:provinces_officer_changelist"),
        "remarks": [],
    }


@require_safe
def late(request: OfficerRequest, period: str) -> HttpResponse:
    """Who has not sent, and who sent late, to be printed."""
    found = get_period(period)
    if not sees_cluster(request.user, found.year):
        raise PermissionDenied
    table = LateTable(load_late(found), period=found)
    return render(request, "figures/late.html", {"period": found, "table": table})
