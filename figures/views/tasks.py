"""What there is to do: for each officer, and the list of who is late."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from figures import duty_words
from figures.duties import duties_of
from figures.estimates import estimates_left
from figures.late import load_late
from figures.permissions import get_period
from figures.tables import LateTable
from provinces.permissions import sees_cluster, sees_figures
from provinces.requests import OfficerRequest


@require_safe
def tasks(request: OfficerRequest) -> HttpResponse:
    """What the officer owes, with the days left."""
    if not sees_figures(request.user):
        raise PermissionDenied
    today = timezone.localdate()
    rows = [
        {
            "what": duty_words.what(duty),
            "url": duty_words.address(duty),
            "last_day": duty_words.last_day(duty),
            "days_left": duty_words.days_left(duty, today),
            "is_late": duty.days_left(today) < 0,
            "remarks": duty_words.remarks(duty, today),
        }
        for duty in duties_of(request.user, today)
    ]
    context = {"rows": rows, "today": today, "estimates": estimates_left(request.user)}
    return render(request, "figures/tasks.html", context)


@require_safe
def late(request: OfficerRequest, period: str) -> HttpResponse:
    """Who has not sent, and who sent late, to be printed."""
    found = get_period(period)
    if not sees_cluster(request.user, found.year):
        raise PermissionDenied
    table = LateTable(load_late(found), period=found)
    return render(request, "figures/late.html", {"period": found, "table": table})
