"""An organisation's page, its log, and the forms for its rows."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from provinces.accounts.models import Officer
from provinces.clusters.permissions import reads_every_register, works_for
from provinces.register import services
from provinces.register.change_log import row_text
from provinces.register.legal_minimum import warnings
from provinces.register.models import Organisation
from provinces.register.pages.organisation_kinds import UNION, OrganisationKind
from provinces.register.pages.row_forms import RowRemovalForm
from provinces.register.pages.row_kinds import EVENTS, ROW_KINDS, RowKind
from provinces.register.pages.tables import LogTable
from provinces.register.pages.views import editable_organisation, readable_organisation, reader, warn
from provinces.register.projection import in_order, related
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.list_downloads import requested_download, table_as_file

LOG_PAGE = 50


@require_safe
def organisation(request: HttpRequest, kind: OrganisationKind, pk: int) -> HttpResponse:
    officer = reader(request)
    shown = readable_organisation(officer, kind, pk)
    return render(
        request,
        "provinces/register/organisation.html",
        {
            "kind": kind,
            "organisation": shown,
            "parts": [(part, _rows(shown, part)) for part in ROW_KINDS.values()],
            "alliance": shown.spans.filter(what="alliance", until=None).first(),
            "memberships": _memberships(shown, kind),
            "warnings": warnings(shown),
            "may_edit": works_for(officer, shown.province),
        },
    )


@require_safe
def log(request: HttpRequest, kind: OrganisationKind, pk: int) -> HttpResponseBase:
    officer = reader(request)
    shown = readable_organisation(officer, kind, pk)
    table = LogTable(shown.log.select_related("by__province"))
    if file := requested_download(request, lambda: table_as_file(table, f"nhat-ky-{kind.key}-{shown.pk}")):
        return file
    table.paginator = Paginator(table.rows, LOG_PAGE)
    table.page = table.paginator.get_page(request.GET.get("page"))
    context = {"kind": kind, "organisation": shown, "table": table}
    return render(request, "provinces/register/organisation_log.html", context)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def row_add(request: HttpRequest, kind: OrganisationKind, part: str, pk: int) -> HttpResponse:
    officer = reader(request)
    row_kind = _row_kind(part)
    owner = editable_organisation(officer, kind, pk)
    row = related(kind.model, row_kind.related)(organisation=owner)
    return _row_form(request, kind, row_kind, row, officer)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def row_edit(request: HttpRequest, kind: OrganisationKind, part: str, pk: int) -> HttpResponse:
    officer = reader(request)
    row_kind = _row_kind(part)
    return _row_form(request, kind, row_kind, _editable_row(officer, kind, row_kind, pk), officer)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def row_remove(request: HttpRequest, kind: OrganisationKind, part: str, pk: int) -> HttpResponse:
    officer = reader(request)
    row_kind = _row_kind(part)
    row = _editable_row(officer, kind, row_kind, pk)
    owner, name, told = row.organisation, str(row), row_text(row)
    form = RowRemovalForm(submitted_or_restored(request), organisation=owner)

    def write() -> None:
        services.remove_row(row=row, by=officer, seen=form.cleaned_data["seen"])

    if request.method == "POST" and form.attempt(write):
        messages.success(request, _("Đã xóa: %s.") % name)
        return redirect(kind.url, owner.pk)
    context = {
        "kind": kind,
        "row_kind": row_kind,
        "organisation": owner,
        "form": form,
        "told": told,
    }
    return render(request, "provinces/register/row_remove.html", context, status=form.status)


def _row_form(
    request: HttpRequest, kind: OrganisationKind, row_kind: RowKind, row: Any, officer: Officer
) -> HttpResponse:
    is_new = row.pk is None
    owner, title = row.organisation, str(row_kind.add_title) if is_new else str(row)
    form = row_kind.form(submitted_or_restored(request), row=row)

    def write() -> Any:
        # What is added overwrites nothing.
        seen = None if is_new else form.cleaned_data["seen"]
        return services.save_row(row=form.filled_row(), by=officer, seen=seen)

    if request.method == "POST" and form.attempt(write):
        messages.success(request, _("Đã lưu: %s.") % form.result)
        warn(request, form.result.organisation)
        return redirect(kind.url, owner.pk)
    context = {
        "kind": kind,
        "row_kind": row_kind,
        "row": row,
        "organisation": owner,
        "form": form,
        "title": title,
    }
    return render(
        request, "provinces/register/row_form.html", context | {"is_new": is_new}, status=form.status
    )


def _row_kind(part: str) -> RowKind:
    if part not in ROW_KINDS:
        raise Http404
    return ROW_KINDS[part]


def _editable_row(officer: Officer, kind: OrganisationKind, row_kind: RowKind, pk: int) -> Any:
    rows = related(kind.model, row_kind.related)._default_manager.select_related("organisation__province")
    if not reads_every_register(officer):
        rows = rows.filter(organisation__province=officer.province_id)
    row = get_object_or_404(rows, pk=pk)
    if not works_for(officer, row.organisation.province):
        raise PermissionDenied
    return row


def _rows(shown: Organisation, part: RowKind) -> list[Any]:
    rows = getattr(shown, part.related).all()
    if part is not EVENTS:
        return list(rows)
    rows = rows.select_related("entered_by__province")
    return in_order(rows.select_related("union") if hasattr(rows.model, "union_id") else rows)


def _memberships(shown: Organisation, kind: OrganisationKind) -> list[Any]:
    if kind is UNION:
        rows = shown.memberships.select_related("cooperative__province")  # type: ignore[attr-defined]
        return list(rows.order_by("until", "cooperative__search_text", "pk"))
    if hasattr(shown, "memberships"):
        return list(shown.memberships.filter(until=None).select_related("union"))
    return []
