from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from emulation.movements import exports, services
from emulation.movements.activity_rows import activity_rows
from emulation.movements.forms import CLUSTER, MovementForm, RegisterForm
from emulation.movements.models import Movement
from emulation.movements.permissions import get_movement, may_join, may_manage_movement
from emulation.movements.rows import load_movement_list, movement_rows
from emulation.year.frame import contest_page, year_for_reader
from emulation.year.models import Deadline
from emulation.year.permissions import runs_year, takes_part
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.models import Province
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.list_downloads import requested_download
from web.repeated_requests.answer_once import answer_once

HERE = "movements"


def movement_url(movement: Movement) -> str:
    return reverse("emulation:movement", args=[movement.year.year, movement.pk])


@require_safe
def movements(request: OfficerRequest, year: int) -> HttpResponseBase:
    contest_year = year_for_reader(request, year)
    movement_list = load_movement_list(request.user, contest_year)
    if file := requested_download(request, lambda: exports.movements(contest_year, movement_list.rows)):
        return file
    context = {
        "movement_list": movement_list,
        "members": contest_year.members.count(),
        "months": range(1, 13),
        "may_add": runs_year(request.user, contest_year)
        or takes_part(request.user, contest_year) is not None,
    }
    return contest_page(request, contest_year, "emulation/movements/movements.html", context, here=HERE)


@require_safe
def movement(request: OfficerRequest, year: int, pk: int) -> HttpResponseBase:
    movement = get_movement(request.user, year_for_reader(request, year), pk)
    if file := requested_download(
        request,
        lambda: exports.activities(movement, activity_rows(request.user, movement, is_open=False)),
        registered=lambda: exports.registrations(movement_rows([movement])[0]),
    ):
        return file
    return movement_page(request, movement)


def movement_page(
    request: OfficerRequest, movement: Movement, *, form: RegisterForm | None = None
) -> HttpResponse:
    province = takes_part(request.user, movement.year)
    row = movement_rows([movement])[0]
    own_registration = next(
        (one for one in row.registrations if province and one.province_id == province.pk), None
    )
    is_running = movement.state == Movement.State.LAUNCHED
    may_register = province is not None and is_running and may_join(request.user, movement, province)
    if form is None and may_register:
        form = RegisterForm(initial={"units": own_registration.units if own_registration else None})
    why_closed = movement.year.deadline(Deadline.Part.MOVEMENTS).why_closed()
    is_open = is_running and not why_closed
    register_form = form if form and form.is_bound else None
    context = {
        "row": row,
        "movement": movement,
        "activities": activity_rows(request.user, movement, is_open=is_open),
        "may_manage": may_manage_movement(request.user, movement),
        "own_registration": own_registration,
        "register_form": form if may_register else None,
        "why_refused": register_form.refusal if register_form and not may_register else "",
        "typed": register_form.typed() if register_form and not may_register else [],
        "may_record": own_registration is not None and is_open,
        "why_closed": why_closed if own_registration is not None and is_running else "",
    }
    template = "emulation/movements/movement.html"
    return contest_page(
        request, movement.year, template, context, here=HERE, status=form.status if form else 200
    )


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OfficerRequest, year: int) -> HttpResponse:
    contest_year = year_for_reader(request, year)
    province = takes_part(request.user, contest_year)
    owners = [(CLUSTER, _("Toàn cụm"))] if runs_year(request.user, contest_year) else []
    if province:
        owners.insert(0, (province.slug, str(province)))
    if not owners:
        raise PermissionDenied
    planned = Movement(year=contest_year, province=province, changed_by=request.user)
    data = submitted_or_restored(request)
    if request.method != "POST":
        return _form(request, planned, owners, data)
    return answer_once(
        request,
        lambda: _form(request, planned, owners, data),
        lambda: _tell_saved(request, request.POST["name"]),
    )


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    movement = get_movement(request.user, year_for_reader(request, year), pk)
    if not may_manage_movement(request.user, movement):
        raise PermissionDenied
    data = submitted_or_restored(request)
    if data is None and (why := services.why_not_editable(movement)):
        messages.warning(request, why)
        return redirect(movement_url(movement))
    return _form(request, movement, [], data)


def _form(
    request: OfficerRequest, movement: Movement, owners: list[tuple[str, str]], data: QueryDict | None
) -> HttpResponse:
    contest_year, stored_name, is_new = movement.year, movement.name, movement.pk is None
    form = MovementForm(data, instance=movement, owners=owners)

    def write() -> Movement:
        movement.province, seen = _owner(form, owners, movement.province), form.cleaned_data["seen"]
        return services.save_movement(movement=movement, seen=seen, by=request.user)

    if request.method == "POST" and form.attempt(write, closed=lambda: services.why_not_editable(movement)):
        _tell_saved(request, form.result.name)
        return redirect(movement_url(form.result))
    context = {
        "form": form,
        "heading": _("Thêm phong trào") if is_new else _("Sửa phong trào"),
        "name": stored_name,
        "button": _("Lưu"),
        "has_key": is_new,
        "back": reverse("emulation:movements", args=[contest_year.year])
        if is_new
        else movement_url(movement),
    }
    return contest_page(
        request,
        contest_year,
        "emulation/movements/movement_form.html",
        context,
        here=HERE,
        status=form.status,
    )


def _tell_saved(request: OfficerRequest, name: str) -> None:
    messages.success(request, _("Đã lưu phong trào %s.") % name)


def _owner(form: MovementForm, owners: list[tuple[str, str]], province: Province | None) -> Province | None:
    if not owners:
        return province
    chosen = form.cleaned_data.get("owner", owners[0][0])
    return None if chosen == CLUSTER else province
