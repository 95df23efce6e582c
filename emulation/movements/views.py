"""Movements: the year's list, one of them, and planning it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from emulation.movements import exports as files
from emulation.movements import services as movements_services
from emulation.movements.activity_rows import activity_rows
from emulation.movements.forms import CLUSTER, MovementForm, RegisterForm
from emulation.movements.models import Movement
from emulation.movements.permissions import get_movement, may_join, may_keep_movement
from emulation.movements.rows import load_movement_list, rows_of
from emulation.year.frame import contest_page, year_for_reader
from emulation.year.models import Deadline, EmulationYear
from emulation.year.permissions import runs_year, takes_part
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.models import Province
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.list_downloads import requested_download
from web.repeated_requests.answer_once import answer_once

HERE = "movements"


@require_safe
def movements(request: OfficerRequest, year: int) -> HttpResponseBase:
    """The year's movements with the line of their months."""
    contest_year = year_for_reader(request, year)
    board = load_movement_list(request.user, contest_year)
    if file := requested_download(request, lambda: files.movements(contest_year, board.rows)):
        return file
    context = {
        "board": board,
        "members": contest_year.members.count(),
        "months": range(1, 13),
        "may_add": runs_year(request.user, contest_year)
        or takes_part(request.user, contest_year) is not None,
    }
    return contest_page(request, contest_year, "emulation/movements/movements.html", context, here=HERE)


@require_safe
def movement(request: OfficerRequest, year: int, pk: int) -> HttpResponseBase:
    """One movement: its means, its line, who takes part, what was done, and the steps that are open."""
    found = get_movement(request.user, year_for_reader(request, year), pk)
    if file := requested_download(
        request,
        lambda: files.activities(found, activity_rows(request.user, found, may_change=False)),
        registered=lambda: files.registrations(rows_of([found])[0]),
    ):
        return file
    return movement_page(request, found)


def movement_page(
    request: OfficerRequest, found: Movement, *, form: RegisterForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a movement, with the registration as it was typed."""
    province = takes_part(request.user, found.year)
    row = rows_of([found])[0]
    own = next((r for r in row.registered if province and r.province_id == province.pk), None)
    runs = found.state == Movement.State.LAUNCHED
    may_register = province is not None and runs and may_join(request.user, found, province)
    if form is None and may_register:
        form = RegisterForm(initial={"units": own.units if own else None})
    why_closed = found.year.deadline(Deadline.Part.MOVEMENTS).why_closed()
    is_open = runs and not why_closed
    context = {
        "row": row,
        "movement": found,
        "activities": activity_rows(request.user, found, may_change=is_open),
        "keeps": may_keep_movement(request.user, found),
        "own": own,
        "register_form": form if may_register else None,
        "may_record": own is not None and is_open,
        "closed": why_closed if own is not None and runs else "",
        "months": range(1, 13),
    }
    return contest_page(
        request, found.year, "emulation/movements/movement.html", context, here=HERE, status=status
    )


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OfficerRequest, year: int) -> HttpResponse:
    """Plans a movement: of the own province, or of the cluster for who runs the year."""
    contest_year = year_for_reader(request, year)
    province = takes_part(request.user, contest_year)
    owners = [(CLUSTER, _("Toàn cụm"))] if runs_year(request.user, contest_year) else []
    if province:
        owners.insert(0, (province.slug, str(province)))
    if not owners:
        raise PermissionDenied
    planned = Movement(year=contest_year, province=province, changed_by=request.user)
    if request.method != "POST":
        return _form(request, planned, owners)
    return answer_once(
        request, lambda: _form(request, planned, owners), lambda: _tell_saved(request, request.POST["name"])
    )


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    """Changes a movement that is not closed."""
    found = get_movement(request.user, year_for_reader(request, year), pk)
    if not may_keep_movement(request.user, found):
        raise PermissionDenied
    if found.state == Movement.State.CLOSED:
        messages.warning(request, _("Phong trào đã tổng kết nên không sửa được nữa."))
        return redirect("emulation:movement", found.year.year, found.pk)
    return _form(request, found, [])


def _form(request: OfficerRequest, found: Movement, owners: list[tuple[str, str]]) -> HttpResponse:
    contest_year, stored_name, is_new = found.year, found.name, found.pk is None
    form = MovementForm(submitted_or_restored(request), instance=found, owners=owners)
    if request.method == "POST" and form.is_valid():
        found.province, seen = _owner(form, owners, found.province), form.cleaned_data["seen"]
        if form.attempt(lambda: movements_services.save_movement(movement=found, seen=seen, by=request.user)):
            _tell_saved(request, form.result.name)
            return redirect("emulation:movement", contest_year.year, form.result.pk)
    context = {
        "form": form,
        "heading": _("Thêm phong trào") if is_new else _("Sửa phong trào"),
        "name": stored_name,
        "button": _("Lưu"),
        "back": _back(contest_year, None if is_new else found.pk),
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
    """Whose a new movement is; one that exists stays whose it is."""
    if not owners:
        return province
    chosen = form.cleaned_data.get("owner", owners[0][0])
    return None if chosen == CLUSTER else province


def _back(contest_year: EmulationYear, pk: int | None) -> str:
    if pk is None:
        return reverse("emulation:movements", args=[contest_year.year])
    return reverse("emulation:movement", args=[contest_year.year, pk])
