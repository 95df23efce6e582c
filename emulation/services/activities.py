"""What was done in a movement: recorded while its part of the year is open."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.models import Activity, Deadline, EmulationYear, Event, Evidence, Movement
from emulation.permissions import works_in_movement
from provinces.dates import format_date
from provinces.models import Officer, Province


def activities_open(year: EmulationYear, on: dt.date | None = None) -> bool:
    """Whether activities of that year may be recorded on that day (today)."""
    deadline = Deadline.objects.filter(year=year, part=Deadline.Part.MOVEMENTS).first()
    return deadline is not None and deadline.holds(on)


@transaction.atomic
def add_activity(
    *,
    movement: Movement,
    province: Province,
    held_on: dt.date,
    what: str,
    evidence: Iterable[Evidence] = (),
    by: Officer,
) -> Activity:
    """Records what the province did in the movement; said twice it is one activity.

    Raises:
        PermissionDenied: if the officer does not work for that province, or it takes no part.
        ValidationError: if the movement does not run, its part of the year is not open, the day has not come
            or lies outside of the year, or a file is not the province's own.
    """
    if not works_in_movement(by, movement, province):
        raise PermissionDenied
    stored = Movement.objects.select_for_update().get(pk=movement.pk)
    _require_open(stored)
    _require_day(stored, held_on)
    chosen = list(evidence)
    if any(file.province_id != province.pk or file.year_id != stored.year_id for file in chosen):
        raise ValidationError({"evidence": _("Chỉ chọn minh chứng của tỉnh trong năm này.")})
    activity, is_new = Activity.objects.get_or_create(
        movement=stored, province=province, held_on=held_on, what=what, defaults={"recorded_by": by}
    )
    activity.evidence.add(*chosen)
    if is_new:
        Event.objects.create(
            year=stored.year, province=province, action="activity.add", reason=stored.name, by=by
        )
    return activity


@transaction.atomic
def remove_activity(*, activity: Activity, by: Officer) -> None:
    """Takes back what was recorded by mistake; its files stay in the province's store.

    Raises:
        PermissionDenied: if the officer does not work for its province.
        ValidationError: if the movement is closed or its part of the year is over.
    """
    if not works_in_movement(by, activity.movement, activity.province):
        raise PermissionDenied
    stored = Movement.objects.select_for_update().get(pk=activity.movement_id)
    _require_open(stored)
    Activity.objects.filter(pk=activity.pk).delete()
    Event.objects.create(
        year=stored.year,
        province=activity.province,
        action="activity.remove",
        reason=f"{stored.name}: {activity.what}",
        by=by,
    )


def _require_open(movement: Movement) -> None:
    if movement.state != Movement.State.LAUNCHED:
        raise ValidationError(_("Chỉ ghi hoạt động của phong trào đang thực hiện."))
    if not activities_open(movement.year):
        raise ValidationError(
            _("Ngoài thời hạn ghi hoạt động phong trào. Đề nghị Tổ giúp việc của Cụm mở thêm thời hạn.")
        )


def _require_day(movement: Movement, held_on: dt.date) -> None:
    today = timezone.localdate()
    if held_on > today:
        raise ValidationError({"held_on": _("Ngày này chưa tới: hôm nay là %s.") % format_date(today)})
    year = movement.year.year
    if held_on.year != year:
        raise ValidationError({"held_on": _("Hoạt động của phong trào phải trong năm %s.") % year})
    begun = min(movement.begins_on, movement.launched_on or movement.begins_on)
    if held_on < begun:
        raise ValidationError(
            {"held_on": _("Phong trào bắt đầu ngày %s; hoạt động phải từ ngày ấy.") % format_date(begun)}
        )
