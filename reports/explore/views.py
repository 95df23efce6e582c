from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from provinces.accounts.models import Officer
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import runs_cluster, sees_figures
from reports.explore.choice import Choice, read_choice
from reports.explore.exports import long_file, shown_file
from reports.explore.forms import ExploreForm, SaveForm
from reports.explore.models import SavedView
from reports.explore.page import assemble
from reports.explore.services import delete_view, gone, overwrite_view, save_view
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.list_downloads import requested_download
from web.refusals import RefusedError


@require_safe
def explore(request: OfficerRequest) -> HttpResponseBase:
    officer = _reader(request)
    choice = read_choice(request.GET, officer=officer)
    if choice is None:
        return render(request, "reports/presentation/no_period.html", {"may_open": runs_cluster(officer, 0)})
    page = assemble(choice, officer=officer)
    if (pivot := page.pivot) and (
        file := requested_download(request, lambda: shown_file(pivot), long=lambda: long_file(pivot))
    ):
        return file
    save_form = SaveForm(officer=officer, initial={"query": choice.query})
    may_share = "is_shared" in save_form.fields
    context: dict[str, Any] = {
        "page": page,
        "form": ExploreForm(choice),
        "save_form": save_form,
        "saved": [
            (view, view.owner_id is not None or may_share) for view in SavedView.objects.read_by(officer)
        ],
    }
    return render(request, "reports/explore/explore.html", context)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: OfficerRequest) -> HttpResponse:
    officer = _reader(request)
    data = submitted_or_restored(request)
    if data is None:
        return redirect("reports:explore")
    form = SaveForm(data, officer=officer)

    def write() -> SavedView:
        return save_view(
            name=form.cleaned_data["name"],
            query=_checked(form.cleaned_data["query"], officer),
            is_shared=form.cleaned_data.get("is_shared", False),
            by=officer,
        )

    if request.method == "POST" and form.attempt(write):
        messages.success(request, _("Đã lưu “%s”.") % form.result.name)
        return _back(form.result.query)
    return render(request, "reports/explore/save.html", {"form": form}, status=form.status)


@require_POST
def overwrite(request: OfficerRequest, pk: int) -> HttpResponse:
    query = _checked(request.POST.get("query", ""), _reader(request))
    try:
        view = _view_of(request, pk)
        overwrite_view(view=view, query=query, seen=request.POST.get("seen", ""), by=request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Đã ghi đè “%s” bằng lựa chọn này.") % view.name)
    return _back(query)


@require_POST
def delete(request: OfficerRequest, pk: int) -> HttpResponse:
    query = _checked(request.POST.get("query", ""), _reader(request))
    try:
        view = _view_of(request, pk)
        delete_view(view=view, seen=request.POST.get("seen", ""), by=request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Đã xóa “%s”.") % view.name)
    return _back(query)


def _reader(request: OfficerRequest) -> Officer:
    if not sees_figures(request.user):
        raise PermissionDenied
    return request.user


def _view_of(request: OfficerRequest, pk: int) -> SavedView:
    """A saved view that the officer reads, or raise RefusedError."""
    view = SavedView.objects.read_by(request.user).filter(pk=pk).first()
    if view is None:
        raise gone()
    return view


def _checked(query: str, officer: Officer) -> str:
    """An address as its choice writes it."""
    choice: Choice | None = read_choice(QueryDict(query), officer=officer)
    return choice.query if choice else ""


def _back(query: str) -> HttpResponse:
    address = reverse("reports:explore")
    return redirect(f"{address}?{query}" if query else address)
