"""An account's own pages: its password, and the log of who used it."""

from typing import Any

from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from provinces.accounts.forms import NewPasswordForm
from provinces.accounts.models import AccessEntry
from provinces.accounts.permissions import reads_every_log
from provinces.accounts.requests import OfficerRequest
from provinces.accounts.services import record_new_password
from provinces.accounts.tables import AccessTable
from web.list_downloads import requested_download, table_as_file


class NewPassword(PasswordChangeView):
    form_class = NewPasswordForm
    request: OfficerRequest

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            record_new_password(self.request.user, self.request, by=self.request.user)
        return response


@require_safe
def own_log(request: OfficerRequest) -> HttpResponseBase:
    return _log(request, AccessEntry.objects.filter(officer=request.user), is_own=True)


@require_safe
def every_log(request: OfficerRequest) -> HttpResponseBase:
    if not reads_every_log(request.user):
        raise PermissionDenied
    return _log(request, AccessEntry.objects.all(), is_own=False)


def _log(request: OfficerRequest, entries: Any, *, is_own: bool) -> HttpResponseBase:
    rows = entries.select_related("officer__province", "by__province")
    table = AccessTable(rows, exclude=("officer",) if is_own else ())
    if file := requested_download(request, lambda: table_as_file(table, "nhat-ky-dang-nhap")):
        return file
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    context = {"table": table, "is_own": is_own, "reads_every_log": reads_every_log(request.user)}
    return render(request, "provinces/accounts/log.html", context)
