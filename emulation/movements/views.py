"""Movements: the year's list, one of them, and planning it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from emulation.movements import activity_services
from emulation.movements import exports as files
from emulation.movements import services as movements_services
from emulation.movements.activity_rows import activity_rows
from emulation.movements.forms import CLUSTER, MovementForm, RegisterForm, add_form_errors
from emulation.movements.models import Movement
from emulation.movements.permissions import get_movement, may_join, may_keep_movement
from emulation.movements.rows import load_movement_list, rows_of
from emulation.year.frame import contest_page, year_for_reader
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year, takes_part
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.models import Province
from web.expired_forms import restore_form, survives_expired_login
from web.list_downloads import requested_download

HERE = "movements"


@require_safe
def movements(request: OfficerRequest, year: int) -> HttpResponseBase:
    """The year's movements with the line of their months."""
    found = year_for_reader(request, year)
    board = load_movement_list(request.user, found)
    if file := requested_download(request, lambda: files.movements(found, board.rows)):
        return file
    context = {
        "board": board,
        "members": found.members.count(),
        "months": range(1, 13),
        "may_add": runs_year(request.user, found) or takes_part(request.user, found) is not None,
    }
    return contest_page(request, found, "emulation/movements/movements.html", context, here=HERE)


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
    is_open = runs and activity_services.activities_open(found.year)
    context = {
        "row": row,
        "movement": found,
        "activities": activity_rows(request.user, found, may_change=is_open),
        "keeps": may_keep_movement(request.user, found),
        "own": own,
        "register_form": form if may_register else None,
        "may_record": own is not None and is_open,
        "is_shut": own is not None and runs and not is_open,
        "months": range(1, 13),
    }
    return contest_page(
        request, found.year, "emulation/movements/movement.html", context, here=HERE, status=status
    )


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OfficerRequest, year: int) -> HttpResponse:
    """Plans a movement: of the own province, or of the cluster for who runs the year."""
    found = year_for_reader(request, year)
    province = takes_part(request.user, found)
    owners = [(CLUSTER, _("Toàn cụm"))] if runs_year(request.user, found) else []
    if province:
        owners.insert(0, (province.slug, str(province)))
    if not owners:
        raise PermissionDenied
    planned = Movement(year=found, province=province, changed_by=request.user)
    return _form(request, planned, owners)


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
    contest, stored_name, is_new, status = found.year, found.name, found.pk is None, 200
    sent = request.POST if request.method == "POST" else restore_form(request)
    form = MovementForm(sent, instance=found, owners=owners)
    if request.method == "POST" and form.is_valid():
        found.province = _owner(form, owners, found.province)
        try:
            saved = movements_services.save_movement(
                movement=found, seen=form.cleaned_data["seen"], by=request.user
            )
        except movements_services.MovementChangedError as change:
            form.tell_changed(change.stored)
            status = 409
        except ValidationError as error:
            add_form_errors(form, error)
        else:
            messages.success(request, _("Đã lưu phong trào %s.") % saved)
            return redirect("emulation:movement", contest.year, saved.pk)
    context = {
        "form": form,
        "heading": _("Thêm phong trào") if is_new else _("Sửa phong trào"),
        "name": stored_name,
        "button": _("Lưu"),
        "back": _back(contest, None if is_new else found.pk),
    }
    return contest_page(
        request, contest, "emulation/movements/movement_form.html", context, here=HERE, status=status
    )


def _owner(form: MovementForm, owners: list[tuple[str, str]], province: Province | None) -> Province | None:
    """Whose a new movement is; one that exists stays whose it is."""
    if not owners:
        return province
    chosen = form.cleaned_data.get("owner", owners[0][0])
    return None if chosen == CLUSTER else province


def _back(year: EmulationYear, pk: int | None) -> str:
    if pk is None:
        return reverse("emulation:movements", args=[year.year])
    return reverse("emulation:movement", args=[year.year, pk])
