"""What a line says of an organisation's events: beginning, state, alliance and end."""

import datetime as dt
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.register.event_checks import without_effect
from provinces.register.event_models import BEGINNINGS, ENDS, STATES, EventKind
from provinces.register.models import LegalState, Organisation
from provinces.register.projection import in_order, related
from provinces.register_import.columns import NO, YES, event_kinds
from provinces.register_import.plan import LineRefusedError, Plan, Values
from vietnamese.dates import format_date
from web.bulk_insert import copied


def plan_events(plan: Plan, values: Values) -> None:
    if not values.keys() & {
        *("founded_on", "began_how", "legal_state", "state_since", "alliance", "joined_on", "left_on"),
        *("ended_on", "ended_how"),
    }:
        return
    _plan_beginning(plan, values)
    _plan_end(plan, values)
    _plan_state(plan, values)
    _plan_alliance(plan, values)
    if plan.changed:
        _check_kinds(plan)
        _check_days(plan, values)
        _check_effects(plan)


def _plan_beginning(plan: Plan, values: Values) -> None:
    if "founded_on" not in values and "began_how" not in values:
        return
    begin = first(plan.events, BEGINNINGS)
    if begin is None:
        kind = values.get("began_how", EventKind.FOUNDED.value)
        _add_event(plan, kind, values.get("founded_on"))
    else:
        kind, day = values.get("began_how", begin.kind), values.get("founded_on", begin.happened_on)
        _change_event(plan, begin, kind, day)


def _plan_end(plan: Plan, values: Values) -> None:
    end = first(plan.events, ENDS)
    day, how = values.get("ended_on"), values.get("ended_how")
    if end is not None:
        if day or how:
            _change_event(plan, end, how or end.kind, day or end.happened_on)
    elif day and how:
        _add_event(plan, how, day)
    elif day:
        raise LineRefusedError("ended_how", _("có ngày chấm dứt nhưng chưa ghi hình thức; ghi hình thức."))
    elif how:
        raise LineRefusedError("ended_on", _("có hình thức chấm dứt nhưng chưa ghi ngày; ghi ngày chấm dứt."))
    elif values.get("legal_state") == LegalState.ENDED:
        raise LineRefusedError(
            "ended_on", _("đơn vị đã chấm dứt nhưng chưa ghi ngày; ghi ngày và hình thức chấm dứt.")
        )


def _plan_state(plan: Plan, values: Values) -> None:
    state, since = values.get("legal_state"), values.get("state_since")
    end = first(plan.events, ENDS)
    if state == LegalState.ENDED or (state is None and since is None):
        return
    if end is not None:
        raise LineRefusedError(
            "legal_state",
            _("đơn vị đã chấm dứt ngày %s; để trống tình trạng hoặc bỏ ngày chấm dứt.")
            % format_date(end.happened_on),
        )
    event = state_event(in_order(plan.events))
    stored = event.kind if event else LegalState.ACTIVE.value
    if state is None or state == stored:
        if since is None:
            return
        if event is None:
            raise LineRefusedError("state_since", _("đơn vị đang hoạt động; để trống ngày này."))
        _change_event(plan, event, event.kind, since)
        return
    if since is None and plan.facts.row.pk:
        raise LineRefusedError("state_since", _("tình trạng đã đổi; ghi ngày đổi tình trạng."))
    if event and since and event.happened_on and since < event.happened_on:
        raise LineRefusedError(
            "state_since",
            _("đọc được %(read)s, trước lần đổi tình trạng gần nhất (%(last)s); ghi ngày sau ngày đó.")
            % {"read": format_date(since), "last": format_date(event.happened_on)},
        )
    _add_event(plan, state, since)


def _plan_alliance(plan: Plan, values: Values) -> None:
    joined_on, left_on = values.get("joined_on"), values.get("left_on")
    wanted = values.get("alliance") or (NO if left_on else YES if joined_on else None)
    if wanted is None:
        return
    joined, left = membership(in_order(plan.events))
    if wanted == YES:
        if left_on:
            raise LineRefusedError("left_on", _("ghi là thành viên nhưng có ngày ra; sửa một trong hai ô."))
        if joined and not left:
            _change_event(plan, joined, joined.kind, joined_on or joined.happened_on)
        elif left and (joined_on is None or joined_on < (left.happened_on or dt.date.min)):
            raise LineRefusedError(
                "joined_on",
                _("đơn vị đã ra khỏi Liên minh ngày %s; ghi ngày vào lại, sau ngày đó.")
                % format_date(left.happened_on),
            )
        else:
            _add_event(plan, EventKind.JOINED_ALLIANCE.value, joined_on)
        return
    if joined is None and left is None and not (joined_on or left_on):
        return
    if left_on is None and left is None:
        raise LineRefusedError("left_on", _("không còn là thành viên; ghi ngày ra khỏi Liên minh."))
    in_on = joined_on or (joined.happened_on if joined else None)
    out_on = left_on or left.happened_on
    if in_on and out_on and out_on < in_on:
        raise LineRefusedError(
            "left_on" if left_on else "joined_on",
            _("ngày ra %(left)s trước ngày vào %(joined)s; sửa một trong hai ngày.")
            % {"left": format_date(out_on), "joined": format_date(in_on)},
        )
    if joined:
        _change_event(plan, joined, joined.kind, joined_on or joined.happened_on)
    elif joined_on or left is None:
        _add_event(plan, EventKind.JOINED_ALLIANCE.value, joined_on)
    if left:
        _change_event(plan, left, left.kind, left_on or left.happened_on)
    else:
        _add_event(plan, EventKind.LEFT_ALLIANCE.value, left_on)


def _check_kinds(plan: Plan) -> None:
    """What only older registers have may stay as it is."""
    allowed = event_kinds(type(plan.row))
    for before, event in plan.changed:
        if event.kind not in allowed and (before is None or before.kind != event.kind):
            raise LineRefusedError(
                "ended_how" if event.kind in ENDS else "legal_state",
                _("loại đơn vị này không có “%s”; ghi giá trị khác.") % event,
            )


def _check_days(plan: Plan, values: Values) -> None:
    """The rules of `event_checks.check_event`, over all events of the organisation at once."""
    today = timezone.localdate()
    begin, end = first(plan.events, BEGINNINGS), first(plan.events, ENDS)
    for _before, event in plan.changed:
        day, column = event.happened_on, _column_of(event)
        if day is None:
            continue
        if day > today:
            raise LineRefusedError(
                column,
                _("đọc được %(read)s, ngày này chưa tới (hôm nay là %(today)s); sửa ngày.")
                % {"read": format_date(day), "today": format_date(today)},
            )
    days = [event for event in plan.events if event.happened_on]
    for event in days:
        day, column = event.happened_on, _column_of(event)
        if column not in values:
            column = "ended_on" if end is not None and "ended_on" in values else "founded_on"
        if begin is not None and begin.happened_on and day < begin.happened_on:
            raise LineRefusedError(
                column,
                _("ngày %(day)s trước ngày thành lập %(begin)s; sửa một trong hai ngày.")
                % {"day": format_date(day), "begin": format_date(begin.happened_on)},
            )
        if end is not None and day > end.happened_on:
            raise LineRefusedError(
                column,
                _("ngày %(day)s sau ngày chấm dứt %(end)s; sửa một trong hai ngày.")
                % {"day": format_date(day), "end": format_date(end.happened_on)},
            )


def _check_effects(plan: Plan) -> None:
    """As `check_event`: who is new has no other events that could take the effect."""
    if not plan.facts.events:
        return
    found = without_effect([event for _before, event in plan.changed], plan.events, plan.facts.events)
    if found is not None:
        event, sentence = found
        raise LineRefusedError(_column_of(event), sentence[:1].lower() + sentence[1:])


def _add_event(plan: Plan, kind: str, day: dt.date | None) -> None:
    event = copied(_blank_event(type(plan.row)))
    event.kind, event.happened_on = kind, day
    plan.events.append(event)
    plan.changed.append((None, event))


@cache
def _blank_event(model: type[Organisation]) -> Any:
    """What is written sets who entered it, and when."""
    return related(model, "events")(entered_at=None)


def _change_event(plan: Plan, event: Any, kind: str, day: dt.date | None) -> None:
    if (event.kind, event.happened_on) == (kind, day) or event.pk is None:
        return
    new = copied(event)
    new.kind, new.happened_on = kind, day
    plan.events[plan.events.index(event)] = new
    plan.changed.append((event, new))


def first(events: Iterable[Any], kinds: Iterable[EventKind]) -> Any:
    return next((event for event in events if event.kind in kinds), None)


def state_event(events: list[Any]) -> Any:
    """The event that began the present state; None if it always was active."""
    last = None
    for event in events:
        if event.kind in STATES and (last.kind if last else LegalState.ACTIVE) != event.kind:
            last = event
    return last


def membership(events: list[Any]) -> tuple[Any, Any]:
    """The last joining of the alliance, and the leaving after it."""
    joined = left = None
    for event in events:
        if event.kind == EventKind.JOINED_ALLIANCE:
            joined, left = (event, None) if joined is None or left is not None else (joined, None)
        elif event.kind == EventKind.LEFT_ALLIANCE:
            left = event
    return joined, left


def _column_of(event: Any) -> str:
    if event.kind in BEGINNINGS:
        return "founded_on"
    if event.kind in ENDS:
        return "ended_on"
    if event.kind in STATES:
        return "state_since"
    return "joined_on" if event.kind == EventKind.JOINED_ALLIANCE else "left_on"
