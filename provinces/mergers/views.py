"""Mergers of provinces: which are recorded, a new one, and the handing over of one."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from provinces.accounts.requests import OfficerRequest
from provinces.clusters.models import Province
from provinces.clusters.permissions import sees_figures
from provinces.mergers import services
from provinces.mergers.effects import MergerEffect, effect_of
from provinces.mergers.forms import AccountsForm, HandOverForm, MergerForm
from provinces.mergers.models import Merger
from provinces.mergers.permissions import records_mergers
from provinces.mergers.tables import MergerTable
from provinces.register.handing_over import SharedNumber
from provinces.register.pages.organisation_kinds import KINDS
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.list_downloads import requested_download, table_as_file
from web.refusals import RefusedError
from web.repeated_requests.answer_once import answer_once

RECORD = "record"  # the button that does what was previewed


@require_safe
def merger_list(request: OfficerRequest) -> HttpResponseBase:
    _require_right(request)
    successors = Province.objects.filter(predecessors__isnull=False).distinct()
    rows = successors.select_related("merger").prefetch_related("predecessors")
    table = MergerTable(rows.order_by("-established_on", "position"))
    if file := requested_download(request, lambda: table_as_file(table, "hop-nhat-tinh")):
        return file
    return render(request, "provinces/mergers/merger_list.html", {"table": table})


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OfficerRequest) -> HttpResponse:
    """The form; once it is valid, with what the merger moves; at the second button the merger is recorded."""
    _require_right(request)
    if request.method == "POST":
        return answer_once(request, lambda: _add(request, request.POST), lambda: _tell_again(request))
    return _add(request, submitted_or_restored(request))


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def merger(request: OfficerRequest, province: str) -> HttpResponse:
    """Hand over what belongs to a merger that is stored as dates."""
    _require_right(request)
    successors = Province.objects.filter(predecessors__isnull=False).distinct()
    successor = get_object_or_404(successors, slug=province)
    if request.method == "POST":
        return answer_once(
            request, lambda: _hand_over(request, successor, request.POST), lambda: _tell_again(request)
        )
    return _hand_over(request, successor, submitted_or_restored(request))


def _add(request: OfficerRequest, data: Mapping[str, Any] | None) -> HttpResponse:
    form = MergerForm(data)
    effect: MergerEffect | None = None
    accounts: AccountsForm | None = None
    if data is not None and form.is_valid():
        asked = {
            "parts": form.cleaned_data["parts"],
            "successor": form.successor,
            "decision": form.cleaned_data["decision"],
            "by": request.user,
        }
        effect = _previewed(form, lambda: services.preview(**asked))
        if effect is not None:
            accounts = AccountsForm(data, accounts=effect.accounts if effect.is_due else ())
            if request.method == "POST" and data.get("step") == RECORD and accounts.is_valid():
                closed = accounts.closed

                def write() -> Merger:
                    return services.merge(
                        **asked, closed=closed, seen=form.cleaned_data["seen"], request=request
                    )

                if form.attempt(write):
                    return _recorded(request, form.result)
            elif request.method == "POST":
                form.show_version(effect)
    return _page(request, "provinces/mergers/merger_add.html", form, accounts, effect, {})


def _previewed(form: MergerForm, preview: Callable[[], MergerEffect]) -> MergerEffect | None:
    try:
        return preview()
    except RefusedError as refusal:
        form.refuse(refusal)
    except ValidationError as error:
        form.add_service_errors(error)
    return None


def _hand_over(request: OfficerRequest, successor: Province, data: Mapping[str, Any] | None) -> HttpResponse:
    stored = Merger.objects.filter(successor=successor).first()
    parts = list(successor.predecessors.all())
    effect = effect_of(parts, successor)
    form = HandOverForm(data, effect=effect, merger=stored)
    accounts = AccountsForm(data, accounts=effect.accounts if effect.is_due else ())
    if request.method == "POST" and accounts.is_valid():

        def write() -> Merger:
            return services.hand_over(
                successor=successor,
                decision=form.cleaned_data["decision"],
                closed=accounts.closed,
                by=request.user,
                seen=form.cleaned_data["seen"],
                request=request,
            )

        if form.attempt(write, closed=lambda: services.why_not_hand_over(successor)):
            return _recorded(request, form.result)
    more = {"successor": successor, "merger": stored, "why_closed": services.why_not_hand_over(successor)}
    return _page(request, "provinces/mergers/merger.html", form, accounts, effect, more)


def _recorded(request: OfficerRequest, done: Merger) -> HttpResponse:
    if done.handed_over_at is None:
        sentence = _("Đã ghi nhận hợp nhất thành %s. Bàn giao tài khoản và danh sách từ ngày hợp nhất.")
    else:
        sentence = _("Đã ghi nhận hợp nhất và bàn giao cho %s.")
    messages.success(request, sentence % done.successor)
    return redirect("provinces:merger-list")


def _tell_again(request: OfficerRequest) -> None:
    messages.info(request, _("Việc hợp nhất này đã được ghi nhận."))


def _page(
    request: OfficerRequest,
    template: str,
    form: MergerForm | HandOverForm,
    accounts: AccountsForm | None,
    effect: MergerEffect | None,
    more: dict[str, Any],
) -> HttpResponse:
    context = {
        "form": form,
        "effect": effect,
        "parts": [
            (part, [(account, accounts.field_of(account)) for account in part.accounts if effect.is_due])
            for part in effect.parts
        ]
        if effect and accounts
        else [],
        "shared_numbers": [
            (shared, _list_url(shared) if sees_figures(request.user) else "")
            for shared in (effect.shared_numbers if effect else ())
        ],
        "record": RECORD,
    } | more
    return render(request, template, context, status=form.status)


def _list_url(shared: SharedNumber) -> str:
    """Where the organisations with that number are listed."""
    kind = next(kind for kind in KINDS if kind.model is shared.kind)
    return f"{reverse(kind.list_url)}?{urlencode({'q': shared.number, 'ended': 'any'})}"


def _require_right(request: OfficerRequest) -> None:
    if not records_mergers(request.user):
        raise PermissionDenied
