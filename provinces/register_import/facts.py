"""What a line says of an organisation, against what is stored: the values, and the rows that would change."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.register.event_models import BEGINNINGS, ENDS, STATES, EventKind
from provinces.register.models import LegalState, Organisation
from provinces.register.projection import in_order, related
from provinces.register_import.columns import (
    FIGURES,
    KINDS_OF_MEMBERS,
    NO,
    OWN_FIGURES,
    ROW_FIELDS,
    YES,
    Column,
)
from vietnamese.dates import format_date
from vietnamese.numbers import format_number

Values = dict[str, Any]
FEES = ("due", "paid")
_ALLIANCE = (EventKind.JOINED_ALLIANCE, EventKind.LEFT_ALLIANCE)
_MINE = frozenset((*ROW_FIELDS, *FIGURES, *FEES))


class LineRefusedError(Exception):
    """A line contradicts itself or what is stored.

    Attributes:
        column: key of the column to mend.
    """

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


@dataclass
class Facts:
    """An organisation with its rows, as they are stored or would be."""

    row: Organisation
    events: list[Any] = field(default_factory=list)
    half_years: list[Any] = field(default_factory=list)
    fees: list[Any] = field(default_factory=list)


@dataclass
class Plan:
    """What a line makes of `facts`.

    Attributes:
        row: a copy with the new columns.
        changed: pairs of stored row (or None) and new row, of all parts.
    """

    facts: Facts
    row: Organisation
    events: list[Any]
    half_years: list[Any]
    fees: list[Any]
    changed: list[tuple[Any, Any]] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        return not self.changed and all(
            getattr(self.row, name) == getattr(self.facts.row, name) for name in (*ROW_FIELDS, *OWN_FIGURES)
        )


def planned(facts: Facts, values: Values) -> Plan:
    """Compare a line with what is stored; nothing that is stored is touched.

    Raises:
        LineRefusedError: the line contradicts itself or what is stored.
    """
    row = _copied(facts.row) if facts.row.pk else facts.row
    plan = Plan(facts, row, list(facts.events), list(facts.half_years), list(facts.fees))
    for name in ROW_FIELDS:
        if name in values:
            setattr(plan.row, name, values[name])
    _plan_events(plan, values)
    _plan_figures(plan, values)
    _plan_fee(plan, values)
    return plan


def values_of(facts: Facts, like: Mapping[str, Any] | None = None) -> Values:
    """What is stored, as the columns hold it: of the half-year and year that `like` names, or the newest."""
    row, like = facts.row, like or {}
    values: Values = {"key": row.pk, "province": row.province.name}
    values |= {name: getattr(row, name) for name in ROW_FIELDS}
    events = in_order(facts.events)
    if begin := _first(events, BEGINNINGS):
        values |= {"founded_on": begin.happened_on, "began_how": begin.kind}
    values["legal_state"] = row.legal_state
    if row.legal_state != LegalState.ENDED and (event := _state_event(events)):
        values["state_since"] = event.happened_on
    joined, left = _membership(events)
    if joined or left:
        values["alliance"] = NO if left else YES
        values["joined_on"] = joined.happened_on if joined else None
        values["left_on"] = left.happened_on if left else None
    if end := _first(events, ENDS):
        values |= {"ended_on": end.happened_on, "ended_how": end.kind}
    half_year = _chosen(facts.half_years, ("year", "half"), (like.get("year"), _whole(like.get("half"))))
    if half_year:
        values |= {"year": half_year.year, "half": str(half_year.half)}
        values |= {name: getattr(half_year, name) for name in FIGURES}
    elif not facts.half_years or not like:
        values |= {name: getattr(row, name) for name in OWN_FIGURES}
    fee = _chosen(facts.fees, ("year",), (like.get("fee_year"),))
    if fee:
        values |= {"fee_year": fee.year, "due": fee.due, "paid": fee.paid}
    return {key: value for key, value in values.items() if value not in (None, "")}


def stored_form(values: Values) -> dict[str, Any]:
    """The values as JSON."""
    return {
        key: str(value) if isinstance(value, dt.date | Decimal) else value for key, value in values.items()
    }


def loaded_form(stored: Mapping[str, Any], columns: Mapping[str, Column]) -> Values:
    readers: dict[str, Callable[[Any], Any]] = {"day": dt.date.fromisoformat, "money": Decimal}
    return {
        key: readers[columns[key].type](value) if columns[key].type in readers else value
        for key, value in stored.items()
    }


def text_of_value(value: Any, column: Column) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, dt.date):
        return format_date(value)
    if column.type == "word":
        return str(dict(column.words).get(value, value))
    if column.type in ("money", "count"):
        return format_number(value)
    return str(value)


def _plan_events(plan: Plan, values: Values) -> None:
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
        _check_days(plan, values)


def _plan_beginning(plan: Plan, values: Values) -> None:
    if "founded_on" not in values and "began_how" not in values:
        return
    begin = _first(plan.events, BEGINNINGS)
    if begin is None:
        kind = values.get("began_how", EventKind.FOUNDED.value)
        _add_event(plan, kind, values.get("founded_on"))
    else:
        kind, day = values.get("began_how", begin.kind), values.get("founded_on", begin.happened_on)
        _change_event(plan, begin, kind, day)


def _plan_end(plan: Plan, values: Values) -> None:
    end = _first(plan.events, ENDS)
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
    end = _first(plan.events, ENDS)
    if state == LegalState.ENDED or (state is None and since is None):
        return
    if end is not None:
        raise LineRefusedError(
            "legal_state",
            _("đơn vị đã chấm dứt ngày %s; để trống tình trạng hoặc bỏ ngày chấm dứt.")
            % format_date(end.happened_on),
        )
    event = _state_event(in_order(plan.events))
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
    joined, left = _membership(in_order(plan.events))
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
    if joined:
        _change_event(plan, joined, joined.kind, joined_on or joined.happened_on)
    else:
        _add_event(plan, EventKind.JOINED_ALLIANCE.value, joined_on)
    if left:
        _change_event(plan, left, left.kind, left_on or left.happened_on)
    else:
        _add_event(plan, EventKind.LEFT_ALLIANCE.value, left_on)


def _check_days(plan: Plan, values: Values) -> None:
    """The rules of `services.check_event`, over all events of the organisation at once."""
    today = timezone.localdate()
    begin, end = _first(plan.events, BEGINNINGS), _first(plan.events, ENDS)
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


def _plan_figures(plan: Plan, values: Values) -> None:
    named = {name: values[name] for name in FIGURES if name in values}
    year, half = values.get("year"), _whole(values.get("half"))
    if not named:
        return
    if year is None and half is None:
        _plan_own_figures(plan, named)
        return
    if year is None or half is None:
        missing = "year" if year is None else "half"
        raise LineRefusedError(missing, _("ghi cả năm và kỳ của số liệu, hoặc để trống cả hai."))
    today = timezone.localdate()
    if (year, half) > (today.year, 1 if today.month <= 6 else 2):
        raise LineRefusedError(
            "year",
            _("đọc được kỳ %(half)s/%(year)s, kỳ này chưa bắt đầu; sửa năm.") % {"half": half, "year": year},
        )
    kind = related(type(plan.row), "half_years")
    if year * 2 + half - 1 < kind.KINDS_SINCE and (found := named.keys() & set(KINDS_OF_MEMBERS)):
        raise LineRefusedError(
            min(found),
            _("trước 01/7/2024 chỉ có một loại thành viên; ghi tất cả vào cột thành viên chính thức."),
        )
    stored = next((row for row in plan.half_years if (row.year, row.half) == (year, half)), None)
    new = _copied(stored) if stored else kind(year=year, half=half)
    _replace(plan, plan.half_years, stored, new, named)


def _plan_own_figures(plan: Plan, named: Values) -> None:
    dated = next((name for name in named if name not in OWN_FIGURES), None)
    if dated:
        raise LineRefusedError(
            "year", _("số liệu của một kỳ nhưng chưa ghi kỳ; ghi cột Năm số liệu và cột Kỳ số liệu.")
        )
    for name, value in named.items():
        if plan.half_years and value != getattr(plan.row, name):
            raise LineRefusedError(
                "year", _("đơn vị đã có số liệu theo kỳ; ghi cột Năm số liệu và cột Kỳ số liệu.")
            )
        setattr(plan.row, name, value)


def _plan_fee(plan: Plan, values: Values) -> None:
    named = {name: values[name] for name in FEES if name in values}
    if not named:
        return
    year = values.get("fee_year")
    if year is None:
        raise LineRefusedError("fee_year", _("có hội phí nhưng chưa ghi năm; ghi cột Năm hội phí."))
    stored = next((row for row in plan.fees if row.year == year), None)
    new = _copied(stored) if stored else related(type(plan.row), "fees")(year=year)
    _replace(plan, plan.fees, stored, new, named)


def _replace(plan: Plan, rows: list[Any], stored: Any, new: Any, named: Values) -> None:
    for name, value in named.items():
        setattr(new, name, value)
    if stored is None:
        rows.append(new)
        plan.changed.append((None, new))
    elif any(getattr(stored, name) != value for name, value in named.items()):
        rows[rows.index(stored)] = new
        plan.changed.append((stored, new))


def _copied(row: Any) -> Any:
    """A copy of a stored row; `copy` takes Django's slow way of pickling."""
    twin = object.__new__(type(row))
    twin.__dict__ |= row.__dict__
    return twin


def _add_event(plan: Plan, kind: str, day: dt.date | None) -> None:
    event = related(type(plan.row), "events")(kind=kind, happened_on=day)
    plan.events.append(event)
    plan.changed.append((None, event))


def _change_event(plan: Plan, event: Any, kind: str, day: dt.date | None) -> None:
    if (event.kind, event.happened_on) == (kind, day) or event.pk is None:
        return
    new = _copied(event)
    new.kind, new.happened_on = kind, day
    plan.events[plan.events.index(event)] = new
    plan.changed.append((event, new))


def _first(events: Iterable[Any], kinds: Iterable[EventKind]) -> Any:
    return next((event for event in events if event.kind in kinds), None)


def _state_event(events: list[Any]) -> Any:
    """The event that began the present state; None if it always was active."""
    last = None
    for event in events:
        if event.kind in STATES and (last.kind if last else LegalState.ACTIVE) != event.kind:
            last = event
    return last


def _membership(events: list[Any]) -> tuple[Any, Any]:
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


def _chosen(rows: Iterable[Any], names: tuple[str, ...], wanted: tuple[Any, ...]) -> Any:
    def key(row: Any) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in names)

    if any(value is not None for value in wanted):
        return next((row for row in rows if key(row) == wanted), None)
    return max(rows, key=key, default=None)


def _whole(text: Any) -> int | None:
    return None if text is None else int(text)
