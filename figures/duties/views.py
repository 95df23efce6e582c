"""What there is to do: for each officer, and the list of who is late."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from figures.duties import wording as duty_words
from figures.duties.account_gaps import account_gaps
from figures.duties.duties import Duty, duties_of
from figures.submissions.estimates import estimates_left
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import is_administrator
from web.list_downloads import requested_download
from web.table_files import TableFile, Value


@require_safe
def tasks(request: OfficerRequest) -> HttpResponseBase:
    """What the officer owes, with the days left."""
    today = timezone.localdate()
    if is_administrator(request.user):
        gaps = account_gaps(today)
        rows = [_missing(duty, today) for duty in gaps.duties]
        context: dict[str, Any] = {"without_address": gaps.officers}
    else:
        rows = [_owed(duty, today) for duty in duties_of(request.user, today)]
        context = {"estimates": estimates_left(request.user)}
    if file := requested_download(request, lambda: _listing(rows)):
        return file
    return render(request, "figures/duties/tasks.html", context | {"rows": rows, "today": today})


def _owed(duty: Duty, today: dt.date) -> dict[str, Any]:
    return {
        "what": duty_words.title(duty),
        "url": duty_words.address(duty),
        "until": duty.until,
        "last_day": duty_words.last_day(duty),
        "left": duty.days_left(today),
        "days_left": duty_words.days_left(duty, today),
        "is_late": duty.days_left(today) < 0,
        "remarks": duty_words.details(duty, today),
    }


def _missing(duty: Duty, today: dt.date) -> dict[str, Any]:
    """A duty that nobody can do, for who can make an account; without what the figures say."""
    place = duty.province or _("Cụm")
    return _owed(duty, today) | {
        "what": _("%(place)s: chưa có tài khoản để làm việc “%(what)s”")
        % {"place": place, "what": duty_words.title(duty)},
        "url": reverse("admin:provinces_officer_changelist"),
        "remarks": [],
    }


def _listing(rows: Sequence[dict[str, Any]]) -> TableFile:
    heads = [_("Việc"), _("Ngày cuối"), _("Còn lại (ngày)"), _("Ghi chú")]
    found: list[Sequence[Value]] = [
        [row["what"], row["until"], row["left"], "\n".join(row["remarks"])] for row in rows
    ]
    return TableFile("viec-can-lam", heads, found)
