import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.movements.models import Movement, Registration
from emulation.movements.permissions import may_join, may_manage_movement
from emulation.year.events import Event
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from vietnamese.dates import format_date
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError

State = Movement.State


@transaction.atomic
def save_movement(*, movement: Movement, seen: str | int, by: Officer) -> Movement:
    """Add a planned movement, or change one that is not closed.

    `seen` is the version on the page; 0 for a new movement.
    """
    if movement.pk:
        stored = _lock_movement(movement, by)
        if why := why_not_editable(stored):
            raise RefusedError(why)
        require_unchanged(stored, seen)
    elif not may_manage_movement(by, movement):
        raise PermissionDenied
    year = movement.year.year
    if movement.begins_on > dt.date(year, 12, 31) or movement.ends_on < dt.date(year, 1, 1):
        raise ValidationError(
            {"ends_on": _("Thời gian của phong trào phải có phần nằm trong năm %s.") % year}
        )
    if movement.launched_on and movement.ends_on < movement.launched_on:
        raise ValidationError(
            {"ends_on": _("Ngày cuối phải từ ngày phát động (%s).") % format_date(movement.launched_on)}
        )
    _write(movement, "movement.edit" if movement.pk else "movement.add", by)
    return movement


@transaction.atomic
def launch(*, movement: Movement, on: dt.date, reason: str, seen: str | int, by: Officer) -> Movement:
    stored = _lock_movement(movement, by)
    if why := why_not_launchable(stored):
        raise RefusedError(why)
    require_unchanged(stored, seen)
    _require_not_in_future(on)
    _require_launch_day(stored, on)
    if stored.lacks and not reason:
        raise ValidationError(
            {"reason": _("Phong trào chưa nêu %s. Ghi lý do vẫn phát động.") % _(" và ").join(stored.lacks)}
        )
    stored.state, stored.launched_on = State.LAUNCHED, on
    stored.unfunded_reason = reason if stored.lacks else ""
    _write(stored, "movement.launch", by, stored.unfunded_reason)
    if stored.province:
        Registration.objects.get_or_create(
            movement=stored, province=stored.province, defaults={"registered_by": by}
        )
    return stored


@transaction.atomic
def close_movement(
    *, movement: Movement, on: dt.date, results: str, seen: str | int, by: Officer
) -> Movement:
    stored = _lock_movement(movement, by)
    if why := why_not_closable(stored):
        raise RefusedError(why)
    require_unchanged(stored, seen)
    _require_not_in_future(on)
    if stored.launched_on and on < stored.launched_on:
        raise ValidationError(
            {"on": _("Ngày tổng kết phải từ ngày phát động (%s).") % format_date(stored.launched_on)}
        )
    stored.state, stored.closed_on, stored.results = State.CLOSED, on, results
    _write(stored, "movement.close", by)
    return stored


@transaction.atomic
def remove_movement(*, movement: Movement, seen: str | int | None = None, by: Officer) -> None:
    stored = _lock_movement(movement, by)
    if why := why_not_removable(stored):
        raise RefusedError(why)
    require_unchanged(stored, seen)
    stored.delete()
    Event.objects.create(
        year=movement.year, province=movement.province, action="movement.remove", subject=movement.name, by=by
    )


@transaction.atomic
def register(*, movement: Movement, province: Province, units: int | None, by: Officer) -> Registration:
    """Register the province; a second registration only changes the number of units."""
    stored = Movement.objects.select_for_update().get(pk=movement.pk)
    if not may_join(by, stored, province):
        raise PermissionDenied
    if why := why_not_open_to_register(stored):
        raise RefusedError(why)
    registration, is_new = Registration.objects.get_or_create(
        movement=stored, province=province, defaults={"units": units, "registered_by": by}
    )
    if registration.units != units:
        registration.units, registration.registered_by, registration.registered_at = units, by, timezone.now()
        registration.save()
    elif not is_new:
        return registration
    Event.objects.create(
        year=stored.year, province=province, action="movement.register", subject=stored.name, by=by
    )
    return registration


def why_not_editable(movement: Movement) -> str:
    return _("Phong trào đã tổng kết nên không sửa được nữa.") if movement.state == State.CLOSED else ""


def why_not_launchable(movement: Movement) -> str:
    if movement.state == State.PLANNED:
        return ""
    return _("Phong trào đã phát động ngày %s.") % format_date(movement.launched_on)


def why_not_closable(movement: Movement) -> str:
    if movement.state == State.LAUNCHED:
        return ""
    if movement.closed_on:
        return _("Phong trào đã tổng kết ngày %s.") % format_date(movement.closed_on)
    return _("Chỉ tổng kết phong trào đang thực hiện.")


def why_not_removable(movement: Movement) -> str:
    if movement.state == State.PLANNED:
        return ""
    return _("Phong trào đã phát động nên không xóa được; tổng kết nó khi kết thúc.")


def why_not_open_to_register(movement: Movement) -> str:
    return "" if movement.state == State.LAUNCHED else _("Chỉ đăng ký tham gia phong trào đang thực hiện.")


def _lock_movement(movement: Movement, by: Officer) -> Movement:
    stored = (
        Movement.objects.select_for_update(of=("self",))
        .select_related("year", "province")
        .get(pk=movement.pk)
    )
    if not may_manage_movement(by, stored):
        raise PermissionDenied
    return stored


def _require_not_in_future(on: dt.date) -> None:
    today = timezone.localdate()
    if on > today:
        raise ValidationError({"on": _("Ngày này chưa tới: hôm nay là %s.") % format_date(today)})


def _require_launch_day(movement: Movement, on: dt.date) -> None:
    # Some movements are launched at the review of the year before.
    first = dt.date(movement.begins_on.year - 1, 1, 1)
    if not first <= on <= movement.ends_on:
        raise ValidationError(
            {
                "on": _("Ngày phát động phải từ %(first)s đến hết %(last)s.")
                % {"first": format_date(first), "last": format_date(movement.ends_on)}
            }
        )


def _write(movement: Movement, action: str, by: Officer, reason: str = "") -> None:
    movement.version = movement.version + 1 if movement.pk else 1
    movement.changed_by, movement.changed_at = by, timezone.now()
    movement.full_clean()
    movement.save()
    Event.objects.create(
        year=movement.year,
        province=movement.province,
        action=action,
        subject=movement.name,
        reason=reason,
        by=by,
    )
