"""The page of an officer's duties; for administrators, of the duties that nobody can do."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from figures.duties import wording
from figures.duties.account_gaps import account_gaps
from figures.duties.duties import Duty, duties_of
from figures.submissions.estimates import estimates_left
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import is_administrator
from web.list_downloads import requested_download
from web.table_files import TableFile, Value


@require_safe
def tasks(request: OfficerRequest) -> HttpResponseBase:
    today = timezone.localdate()
    if is_administrator(request.user):
        gaps = account_gaps(today)
        rows = [_unassigned_row(duty, today) for duty in gaps.duties]
        context: dict[str, Any] = {"officers_without_email": gaps.officers}
    else:
        rows = [_row(duty, today) for duty in duties_of(request.user, today)]
        context = {"estimates": estimates_left(request.user)}
    if file := requested_download(request, lambda: _file(rows)):
        return file
    return render(request, "figures/duties/tasks.html", context | {"rows": rows, "today": today})


def _row(duty: Duty, today: dt.date) -> dict[str, Any]:
    return {
        "title": wording.title(duty),
        "url": wording.address(duty),
        "until": duty.until,
        "last_day": wording.last_day(duty),
        "left": duty.days_left(today),
        "days_left": wording.days_left(duty, today),
        "is_late": duty.days_left(today) < 0,
        "details": wording.details(duty, today),
    }


def _unassigned_row(duty: Duty, today: dt.date) -> dict[str, Any]:
    # Without details: an administrator does not read figures.
    return _row(duty, today) | {
        "title": _("%(place)s: chưa có tài khoản để làm việc “%(what)s”")
        % {"place": duty.province or _("Cụm"), "what": wording.title(duty)},
        "url": reverse("admin:provinces_officer_changelist"),
        "details": [],
    }


def _file(rows: Sequence[dict[str, Any]]) -> TableFile:
    heads = [_("Việc"), _("Ngày cuối"), _("Còn lại (ngày)"), _("Ghi chú")]
    lines: list[Sequence[Value]] = [
        [row["title"], row["until"], row["left"], "\n".join(row["details"])] for row in rows
    ]
    return TableFile("viec-can-lam", heads, lines)
