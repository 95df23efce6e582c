import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.evidence.models import Evidence
from emulation.movements.models import Activity, Movement
from emulation.movements.permissions import works_in_movement
from emulation.year.events import Event
from emulation.year.models import Deadline
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from vietnamese.dates import format_date
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError


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
    """Record what the province did in the movement; the same record twice is one activity.

    Raises:
        RefusedError: if the movement or its part of the year is not open.
        ValidationError: if the day is ahead or outside of the movement, or a file is another province's.
    """
    if not works_in_movement(by, movement, province):
        raise PermissionDenied
    stored = Movement.objects.select_for_update().get(pk=movement.pk)
    _require_recordable(stored)
    _require_day_in_movement(stored, held_on)
    files = list(evidence)
    _require_own_files(stored, province, files)
    activity, is_new = Activity.objects.get_or_create(
        movement=stored, province=province, held_on=held_on, what=what, defaults={"recorded_by": by}
    )
    activity.evidence.add(*files)
    if is_new:
        Event.objects.create(
            year=stored.year, province=province, action="activity.add", subject=stored.name, by=by
        )
    return activity


@transaction.atomic
def change_activity(
    *,
    activity: Activity,
    held_on: dt.date,
    what: str,
    evidence: Iterable[Evidence],
    seen: str,
    by: Officer,
) -> Activity:
    """Correct an activity or add later files; `evidence` are all its files.

    Raises:
        EditConflictError: if somebody else changed it meanwhile, to something else.
        RefusedError, ValidationError: as for `add_activity`, or if it was removed meanwhile.
    """
    if not works_in_movement(by, activity.movement, activity.province):
        raise PermissionDenied
    movement = Movement.objects.select_for_update().get(pk=activity.movement_id)
    stored = _stored(activity)
    _require_recordable(movement)
    _require_day_in_movement(movement, held_on)
    files = set(evidence)
    _require_own_files(movement, activity.province, files)
    if (stored.held_on, stored.what, set(stored.evidence.all())) == (held_on, what, files):
        return stored  # a second click, or nothing changed
    require_unchanged(stored, seen)
    stored.held_on, stored.what = held_on, what
    stored.changed_by, stored.changed_at = by, timezone.now()
    stored.full_clean()
    stored.save()
    stored.evidence.set(files)
    Event.objects.create(
        year=movement.year,
        province=activity.province,
        action="activity.edit",
        subject=f"{movement.name}: {what}",
        by=by,
    )
    return stored


@transaction.atomic
def remove_activity(*, activity: Activity, seen: str | None = None, by: Officer) -> None:
    """Its files stay in the province's store.

    Raises:
        RefusedError: if the movement or its part of the year is not open, or it was removed meanwhile.
        EditConflictError: if it changed since `seen`.
    """
    if not works_in_movement(by, activity.movement, activity.province):
        raise PermissionDenied
    stored = Movement.objects.select_for_update().get(pk=activity.movement_id)
    _require_recordable(stored)
    activity = _stored(activity)
    require_unchanged(activity, seen)
    activity.delete()
    Event.objects.create(
        year=stored.year,
        province=activity.province,
        action="activity.remove",
        subject=f"{stored.name}: {activity.what}",
        by=by,
    )


def _stored(activity: Activity) -> Activity:
    stored = Activity.objects.select_related("province").filter(pk=activity.pk).first()
    if stored is None:
        raise RefusedError(_("Hoạt động này không còn trong phong trào."))
    return stored


def _require_own_files(movement: Movement, province: Province, files: Iterable[Evidence]) -> None:
    usable = set(Evidence.objects.usable_by(movement.year_id, province.pk).values_list("pk", flat=True))
    if any(file.pk not in usable for file in files):
        raise ValidationError({"evidence": _("Chỉ chọn minh chứng của tỉnh trong năm này.")})


def why_not_recordable(movement: Movement) -> str:
    if movement.state != Movement.State.LAUNCHED:
        return _("Chỉ ghi hoạt động của phong trào đang thực hiện.")
    advice = _("Đề nghị Tổ giúp việc của Cụm mở thêm thời hạn.")
    return movement.year.deadline(Deadline.Part.MOVEMENTS).why_closed(advice=advice)


def _require_recordable(movement: Movement) -> None:
    if why := why_not_recordable(movement):
        raise RefusedError(why)


def _require_day_in_movement(movement: Movement, held_on: dt.date) -> None:
    today = timezone.localdate()
    if held_on > today:
        raise ValidationError({"held_on": _("Ngày này chưa tới: hôm nay là %s.") % format_date(today)})
    year = movement.year.year
    if held_on.year != year:
        raise ValidationError({"held_on": _("Hoạt động của phong trào phải trong năm %s.") % year})
    first_day = min(movement.begins_on, movement.launched_on or movement.begins_on)
    if held_on < first_day:
        raise ValidationError(
            {"held_on": _("Phong trào bắt đầu ngày %s; hoạt động phải từ ngày ấy.") % format_date(first_day)}
        )
