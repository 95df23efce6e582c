"""Which events are refused: those that contradict others of the register, or that would change nothing."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.register.event_models import BEGINNINGS, ENDS, LEAVINGS, OF_UNIONS, STATES, EventKind
from provinces.register.models import CooperativeUnion
from provinces.register.projection import projected, subject
from vietnamese.dates import format_date


def check_event(event: Any, stored: Collection[Any] | None = None) -> None:
    """Raise ValidationError if the event is there already, contradicts another, or would change nothing.

    `stored` are the organisation's events, if they are read already.
    """
    if stored is None:
        stored = list(event.organisation.events.all())
    others = [other for other in stored if other != event]
    before = next((other for other in stored if other == event), None)
    same = [o for o in others if (o.kind, o.happened_on) == (event.kind, event.happened_on)]
    if any(subject(other) == subject(event) for other in same):
        raise ValidationError({"kind": _("Sự kiện này đã ghi với đúng ngày ấy; sửa sự kiện đã ghi.")})
    if before and before.kind in BEGINNINGS and event.kind not in BEGINNINGS:
        raise ValidationError(
            {
                "kind": _("Dòng này đang ghi “%s”; giữ là một hình thức thành lập, ghi sự kiện khác riêng.")
                % before
            }
        )
    if event.happened_on is not None:
        _check_day(event, [other for other in others if other.happened_on is not None])
        if event.kind in OF_UNIONS and event.union:
            _check_life_of_union(event)
        if isinstance(event.organisation, CooperativeUnion):
            _check_members(event)
    if found := without_effect([event], [*others, event], stored):
        raise ValidationError({"happened_on": found[1]})


def _check_day(event: Any, others: list[Any]) -> None:
    """Not in the future, and between the beginning and the end."""
    day, today = event.happened_on, timezone.localdate()
    if day > today:
        raise _on_the_day(_("Ngày này chưa tới: hôm nay là %s."), today)
    begun = next((other.happened_on for other in others if other.kind in BEGINNINGS), None)
    ended = next((other.happened_on for other in others if other.kind in ENDS), None)
    if begun and day < begun and event.kind in ENDS:
        raise _on_the_day(_("Ngày chấm dứt phải sau ngày thành lập (%s)."), begun)
    if begun and day < begun:
        raise _on_the_day(_("Ngày này trước ngày thành lập (%s); sửa một trong hai ngày."), begun)
    if ended and day > ended:
        raise _on_the_day(_("Ngày này sau ngày chấm dứt (%s); sửa một trong hai ngày."), ended)
    between = sorted(other.happened_on for other in others if other.kind not in BEGINNINGS + ENDS)
    if event.kind in BEGINNINGS and between and between[0] < day:
        raise _on_the_day(
            _("Đã ghi sự kiện ngày %s, trước ngày thành lập này; sửa một trong hai ngày."), between[0]
        )
    if event.kind in ENDS and between and between[-1] > day:
        raise _on_the_day(
            _("Đã ghi sự kiện ngày %s, sau ngày chấm dứt này; sửa một trong hai ngày."), between[-1]
        )


def _check_life_of_union(event: Any) -> None:
    union, day = event.union, event.happened_on
    if union.founded_on and day < union.founded_on:
        raise _on_the_day(
            _("Ngày này trước ngày thành lập liên hiệp (%s); sửa một trong hai ngày."), union.founded_on
        )
    # Who leaves on the last day says only what follows from it.
    if union.ended_on and (day > union.ended_on or (day == union.ended_on and event.kind not in LEAVINGS)):
        raise _on_the_day(
            _("Liên hiệp đã chấm dứt ngày %s; ghi ngày trước đó, hoặc không ghi sự kiện này."), union.ended_on
        )


def _check_members(event: Any) -> None:
    """A union begins before its first member joins, and ends after the last has joined or left."""
    dated = event.organisation.member_events.exclude(happened_on=None).select_related("organisation")
    contrary = None
    if event.kind in BEGINNINGS:
        contrary = dated.filter(happened_on__lt=event.happened_on).order_by("happened_on").first()
    elif event.kind in ENDS:
        contrary = dated.filter(happened_on__gt=event.happened_on).order_by("-happened_on").first()
    if contrary:
        raise ValidationError(
            {
                "happened_on": _("Đã ghi %(cooperative)s: %(event)s %(day)s; sửa một trong hai ngày.")
                % {
                    "cooperative": contrary.organisation,
                    "event": contrary,
                    "day": format_date(contrary.happened_on),
                }
            }
        )


def without_effect(changed: Collection[Any], events: Collection[Any], stored: Collection[Any]) -> Any:
    """An event that would change nothing, and why: one of those changed, or one whose effect they take away.

    Args:
        changed: what is to be entered.
        events: all of the organisation's, once those are entered.
        stored: as they are now; what changes nothing already is not found.

    Returns:
        The event and a sentence, or None.
    """
    all_idle = projected(events).idle
    were_idle = {other.pk for other, _said in projected(stored).idle} if all_idle else set()
    for idle, said in all_idle:
        if idle in changed:
            return idle, _why_idle(idle, said, [other for other in events if other != idle])
        if idle.pk not in were_idle:
            return idle, _(
                "Vì sự kiện này, sự kiện đã ghi “%(event)s” (%(day)s) không còn thay đổi gì; "
                "sửa hoặc xóa sự kiện đó trước."
            ) % _told(idle)
    return None


def _why_idle(event: Any, said: Any, others: list[Any]) -> str:
    if said is not None:
        return _(
            "Sự kiện này không thay đổi gì, vì trước đó đã ghi “%(event)s” (%(day)s); sửa sự kiện đã ghi."
        ) % _told(said)
    if event.kind in STATES:
        return _(
            "Trước ngày này đơn vị vẫn đang hoạt động; ghi trước sự kiện tạm ngừng, kể cả khi không rõ ngày."
        )
    joined = EventKind.JOINED_UNION if event.kind in OF_UNIONS else EventKind.JOINED_ALLIANCE
    later = [o for o in others if o.kind == joined and subject(o) == subject(event)]
    if later:
        return _("Đã ghi “%(event)s” (%(day)s), sau ngày này; sửa một trong hai ngày.") % _told(later[0])
    return _("Trước ngày này chưa ghi “%s”; ghi trước sự kiện đó, kể cả khi không rõ ngày.") % joined.label


def _told(event: Any) -> dict[str, Any]:
    day = event.happened_on
    return {"event": event, "day": format_date(day) if day else _("chưa rõ ngày")}


def _on_the_day(sentence: str, day: dt.date) -> ValidationError:
    return ValidationError({"happened_on": sentence % format_date(day)})
