from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from emulation.movements import services
from emulation.movements.forms import CloseForm, LaunchForm, MovementForm, RegisterForm, RemovalForm
from emulation.movements.models import Movement, Registration
from emulation.movements.permissions import get_movement, may_join, may_manage_movement
from emulation.movements.views import HERE, movement_page, movement_url
from emulation.year.frame import contest_page, year_for_reader
from emulation.year.permissions import takes_part
from provinces.accounts.requests import OfficerRequest
from web.expired_forms import submitted_or_restored, survives_expired_login


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def launch(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    movement = _managed_movement(request, year, pk)
    data = submitted_or_restored(request)
    if data is None and (why := services.why_not_launchable(movement)):
        return _refuse(request, movement, why)
    form = LaunchForm(data, movement=movement)
    note = ""
    if movement.lacks:
        note = _(
            "Phong trào chưa nêu %s. Nên bổ sung trước khi phát động; nếu vẫn phát động thì ghi lý do, và "
            "dấu “chưa nêu” hiện trên các danh sách cho đến khi bổ sung."
        ) % _(" và ").join(movement.lacks)
    elif form.unneeded:
        note = _(
            "Nguồn lực và tiền thưởng đã được bổ sung nên không cần ghi lý do nữa. Lý do đã nhập hiển thị ở "
            "cuối trang để sao chép, không được ghi vào phong trào."
        )

    def write() -> Movement:
        # The form has no field for the reason if nothing is missing.
        fields = {"reason": "", **form.cleaned_data}
        return services.launch(movement=movement, by=request.user, **fields)

    success = _("Đã phát động phong trào %s.") % movement
    button = _("Vẫn phát động") if movement.lacks else _("Phát động")
    step = _Step(write, services.why_not_launchable, success, _("Phát động phong trào"), button, note)
    return _step_page(request, movement, form, step, typed=form.unneeded)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    movement = _managed_movement(request, year, pk)
    data = submitted_or_restored(request)
    if data is None and (why := services.why_not_closable(movement)):
        return _refuse(request, movement, why)
    form = CloseForm(data, movement=movement)

    def write() -> Movement:
        return services.close_movement(movement=movement, by=request.user, **form.cleaned_data)

    success = _("Đã tổng kết phong trào %s.") % movement
    note = _("Tổng kết xong thì không sửa, không đăng ký và không ghi thêm hoạt động được nữa.")
    heading, button = _("Tổng kết phong trào"), _("Tổng kết")
    step = _Step(write, services.why_not_closable, success, heading, button, note)
    return _step_page(request, movement, form, step)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    movement = _managed_movement(request, year, pk)
    form = RemovalForm(movement, request.POST if request.method == "POST" else None)

    def write() -> None:
        services.remove_movement(movement=movement, seen=form.cleaned_data["seen"], by=request.user)

    if request.method == "POST" and form.attempt(write):
        messages.success(request, _("Đã xóa phong trào %s.") % movement)
        return redirect("emulation:movements", movement.year.year)
    movement = _managed_movement(request, year, pk)
    if why := services.why_not_removable(movement):
        return _refuse(request, movement, why)
    plan = MovementForm(instance=movement, owners=[])
    context = {
        "form": form,
        "heading": _("Xóa phong trào"),
        "name": movement.name,
        "facts": plan.typed(without=["name"]),
        "note": _("Phong trào chưa phát động bị xóa hẳn khỏi danh sách."),
        "button": _("Xóa phong trào"),
        "is_grave": True,
        "back": movement_url(movement),
    }
    template = "emulation/movements/movement_form.html"
    return contest_page(request, movement.year, template, context, here=HERE, status=form.status)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    movement = get_movement(request.user, year_for_reader(request, year), pk)
    data = submitted_or_restored(request)
    if data is None:
        return redirect(movement_url(movement))
    province = takes_part(request.user, movement.year)
    if province is None or not may_join(request.user, movement, province):
        raise PermissionDenied
    form = RegisterForm(data)

    def write() -> Registration:
        return services.register(movement=movement, province=province, by=request.user, **form.cleaned_data)

    if request.method != "POST" or not form.attempt(
        write, closed=lambda: services.why_not_open_to_register(movement)
    ):
        movement = get_movement(request.user, movement.year, pk)
        return movement_page(request, movement, form=form)
    messages.success(request, _("%s đã đăng ký tham gia phong trào.") % province)
    return redirect(movement_url(movement))


def _managed_movement(request: OfficerRequest, year: int, pk: int) -> Movement:
    movement = get_movement(request.user, year_for_reader(request, year), pk)
    if not may_manage_movement(request.user, movement):
        raise PermissionDenied
    return movement


def _refuse(request: OfficerRequest, movement: Movement, reason: str) -> HttpResponse:
    messages.warning(request, reason)
    return redirect(movement_url(movement))


@dataclass(frozen=True)
class _Step:
    write: Callable[[], Movement]
    why_closed: Callable[[Movement], str]
    success: str
    heading: str
    button: str
    note: str


def _step_page(
    request: OfficerRequest,
    movement: Movement,
    form: LaunchForm | CloseForm,
    step: _Step,
    *,
    typed: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    if request.method == "POST" and form.attempt(step.write, closed=lambda: step.why_closed(movement)):
        messages.success(request, step.success)
        return redirect(movement_url(movement))
    context = {
        "form": form,
        "heading": step.heading,
        "name": movement.name,
        "note": step.note,
        "button": step.button,
        "typed": typed,
        "back": movement_url(movement),
    }
    return contest_page(
        request,
        movement.year,
        "emulation/movements/movement_form.html",
        context,
        here=HERE,
        status=form.status,
    )
