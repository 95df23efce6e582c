"""Steps of a movement: launching it, taking part, closing it, removing one that was only planned."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from emulation.movements import services
from emulation.movements.forms import CloseForm, LaunchForm, RegisterForm
from emulation.movements.models import Movement
from emulation.movements.permissions import get_movement, may_join, may_keep_movement
from emulation.movements.views import HERE, movement_page
from emulation.year.frame import contest_page, year_for_reader
from emulation.year.permissions import takes_part
from provinces.accounts.requests import OfficerRequest
from web.expired_forms import submitted_or_restored, survives_expired_login

State = Movement.State


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def launch(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    """Launches a planned movement; one without means only on purpose, with a reason."""
    found = _kept(request, year, pk)
    if found.state != State.PLANNED:
        return _not_now(request, found, _("Phong trào đã phát động."))
    form = LaunchForm(submitted_or_restored(request), movement=found)
    note = ""
    if found.lacks:
        note = _(
            "Phong trào chưa nêu %s. Nên bổ sung trước khi phát động; nếu vẫn phát động thì ghi lý do, và "
            "dấu “chưa nêu” hiện trên các danh sách cho đến khi bổ sung."
        ) % _(" và ").join(found.lacks)

    def step() -> Movement:
        typed = {"reason": "", **form.cleaned_data}
        return services.launch(movement=found, by=request.user, **typed)

    done = _("Đã phát động phong trào %s.") % found
    button = _("Vẫn phát động") if found.lacks else _("Phát động")
    return _step(request, found, form, step, done, _("Phát động phong trào"), button, note)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    """Closes a launched movement with its results."""
    found = _kept(request, year, pk)
    if found.state != State.LAUNCHED:
        return _not_now(request, found, _("Chỉ tổng kết phong trào đang thực hiện."))
    form = CloseForm(submitted_or_restored(request), movement=found)

    def step() -> Movement:
        return services.close_movement(movement=found, by=request.user, **form.cleaned_data)

    done = _("Đã tổng kết phong trào %s.") % found
    note = _("Tổng kết xong thì không sửa, không đăng ký và không ghi thêm hoạt động được nữa.")
    return _step(request, found, form, step, done, _("Tổng kết phong trào"), _("Tổng kết"), note)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    """Asks whether a planned movement is to go, and removes it."""
    found = _kept(request, year, pk)
    if request.method == "POST":
        try:
            services.remove_movement(movement=found, by=request.user)
        except ValidationError as error:
            return _not_now(request, found, " ".join(error.messages))
        messages.success(request, _("Đã xóa phong trào %s.") % found)
        return redirect("emulation:movements", found.year.year)
    if found.state != State.PLANNED:
        return _not_now(request, found, _("Phong trào đã phát động nên không xóa được."))
    context = {
        "heading": _("Xóa phong trào"),
        "name": found.name,
        "note": _("Phong trào chưa phát động bị xóa hẳn khỏi danh sách."),
        "button": _("Xóa phong trào"),
        "is_grave": True,
        "back": _page_of(found),
    }
    return contest_page(request, found.year, "emulation/movements/movement_form.html", context, here=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    """Says that the own province takes part; who comes by GET is led to the movement's page."""
    found = get_movement(request.user, year_for_reader(request, year), pk)
    if request.method != "POST":
        return redirect(_page_of(found))
    province = takes_part(request.user, found.year)
    if province is None or not may_join(request.user, found, province):
        raise PermissionDenied
    form = RegisterForm(request.POST)
    if not form.is_valid():
        return movement_page(request, found, form=form)
    try:
        services.register(movement=found, province=province, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        return _not_now(request, found, " ".join(error.messages))
    messages.success(request, _("%s đã đăng ký tham gia phong trào.") % province)
    return redirect(_page_of(found))


def _kept(request: OfficerRequest, year: int, pk: int) -> Movement:
    found = get_movement(request.user, year_for_reader(request, year), pk)
    if not may_keep_movement(request.user, found):
        raise PermissionDenied
    return found


def _page_of(movement: Movement) -> str:
    return reverse("emulation:movement", args=[movement.year.year, movement.pk])


def _not_now(request: OfficerRequest, movement: Movement, why: str) -> HttpResponse:
    messages.warning(request, why)
    return redirect(_page_of(movement))


def _step(
    request: OfficerRequest,
    movement: Movement,
    form: LaunchForm | CloseForm,
    step: Callable[[], Movement],
    done: str,
    heading: str,
    button: str,
    note: str,
) -> HttpResponse:
    """Shows the step's form, or takes the step and leads back to the movement."""
    if request.method == "POST" and form.is_valid() and form.attempt(step):
        messages.success(request, done)
        return redirect(_page_of(movement))
    context = {
        "form": form,
        "heading": heading,
        "name": movement.name,
        "note": note,
        "button": button,
        "back": _page_of(movement),
    }
    return contest_page(
        request,
        movement.year,
        "emulation/movements/movement_form.html",
        context,
        here=HERE,
        status=form.status,
    )
