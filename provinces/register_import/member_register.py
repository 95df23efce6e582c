"""Lines about the members of unions: cooperatives of any province, each time from joining to leaving."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from provinces.register.event_checks import check_event
from provinces.register.event_models import CooperativeEvent, EventKind
from provinces.register.models import Cooperative, CooperativeUnion
from provinces.register.projection import in_order, rows_by_organisation
from provinces.register_import.accounting import Kind, Outcome
from provinces.register_import.checking import is_province
from provinces.register_import.columns import NO, YES
from provinces.register_import.plan import LineRefusedError, Plan, Values
from provinces.register_import.row_register import (
    Matched,
    RowRegister,
    Stored,
    plan_of,
    require_name,
    row_version,
    twice_in_file,
    whose_values,
)
from vietnamese.dates import format_date
from vietnamese.folding import number_key
from vietnamese.numbers import excerpt
from web.bulk_insert import copied

JOINED, LEFT = EventKind.JOINED_UNION.value, EventKind.LEFT_UNION.value


@dataclass
class Membership:
    """From an event of joining to that of leaving, if there is one."""

    joined: Any
    left: Any = None

    @property
    def version(self) -> str:
        return row_version(*filter(None, (self.joined, self.left)))

    def is_as(self, values: Values) -> bool:
        """Whether a line says nothing else; its blank cells say nothing."""
        if values.get("has_left") and (values["has_left"] == YES) != (self.left is not None):
            return False
        told = _told(self)
        columns = [column for fields in _FIELDS.values() for column in fields if column in values]
        return all(told.get(column) == values[column] for column in columns)


@dataclass
class StoredMembers(Stored):
    """`rows` are the events of cooperatives, by cooperative; `cooperatives` by column and what it may say."""

    cooperatives: dict[tuple[str, Any], list[Cooperative]] = field(default_factory=dict)


@dataclass
class MemberRegister(RowRegister):
    """The unions of a province."""

    def load_stored(self, keys: list[int], lines: Sequence[Values]) -> StoredMembers:
        cooperatives = _named(lines)
        events = rows_by_organisation(Cooperative, "events", [row.pk for row in cooperatives])
        by_word: dict[tuple[str, Any], list[Cooperative]] = {}
        for row in cooperatives:
            for column, lookup in _LOOKUPS.items():
                if word := getattr(row, lookup.removesuffix("__in")):
                    by_word.setdefault((column, word), []).append(row)
        return StoredMembers(CooperativeUnion.objects.in_bulk(keys), events, cooperatives=by_word)

    def decided(self, values: Values, organisation: Any, stored: Any) -> Matched:
        cooperative = _cooperative(values, stored.cooperatives)
        events = stored.rows[cooperative.pk]
        memberships = memberships_of(events, organisation.pk)
        membership = _same(values, memberships)
        if membership is not None and membership.is_as(values):
            return Outcome(Kind.SAME, organisation.pk), None
        if membership is not None and _is_another(values, membership):
            membership = None
        version = membership.version if membership else ""
        changed = _changed(values, membership, cooperative, organisation)
        events = list(events)
        for before, after in changed:
            if before is None or before.telling != after.telling:
                _check(after, events)
            events = [*(event for event in events if event is not before), after]
        stored.rows[cooperative.pk] = events
        kind = Kind.CHANGED if membership else Kind.NEW
        return Outcome(kind, organisation.pk, version), plan_of(organisation, changed)

    def stored_values(self, plan: Plan, values: Values) -> Values:
        stored = dict(values)
        for before, after in plan.changed:
            stored |= {
                column: before and (getattr(before, name) or None)
                for column, name in _FIELDS[after.kind].items()
            }
            if before is None and after.kind == LEFT:
                stored["has_left"] = NO
        return stored

    @staticmethod
    def lines(kind: str, keys: Sequence[int]) -> list[Values]:
        unions = CooperativeUnion.objects.select_related("province").in_bulk(keys)
        events = CooperativeEvent.objects.filter(union__in=keys).order_by(
            "organisation__name", "organisation"
        )
        members: dict[int | None, dict[int, Cooperative]] = {pk: {} for pk in keys}
        for event in events.select_related("organisation__province"):
            members[event.union_id][event.organisation_id] = event.organisation
        of = rows_by_organisation(
            Cooperative, "events", list({pk for some in members.values() for pk in some})
        )
        return [
            whose_values(unions[union])
            | {f"cooperative_{key}": value for key, value in _names(cooperative).items()}
            | {"cooperative": cooperative.name, "key": membership.joined.pk}
            | _told(membership)
            | {"has_left": YES if membership.left else NO}
            for union in keys
            for pk, cooperative in members[union].items()
            for membership in memberships_of(of[pk], union)
        ]


def memberships_of(events: Iterable[Any], union: int) -> list[Membership]:
    """In the order of days; an event that changes nothing is of none."""
    memberships: list[Membership] = []
    for event in in_order(event for event in events if event.union_id == union):
        is_inside = bool(memberships) and memberships[-1].left is None
        if event.kind == JOINED and not is_inside:
            memberships.append(Membership(event))
        elif event.kind == LEFT and is_inside:
            memberships[-1].left = event
    return memberships


def _names(cooperative: Cooperative) -> Values:
    told = {
        "key": cooperative.pk,
        "number": cooperative.registration_number,
        "province": cooperative.province.name,
    }
    return {key: value for key, value in told.items() if value}


# Fields of the two events by column.
_FIELDS: dict[str, dict[str, str]] = {
    JOINED: {"joined_on": "happened_on", "joined_decision": "decision", "joined_note": "note"},
    LEFT: {"left_on": "happened_on", "left_decision": "decision", "left_note": "note"},
}


def _told(membership: Membership) -> Values:
    """What is stored of both events, by column."""
    events = [event for event in (membership.joined, membership.left) if event is not None]
    told = {column: getattr(event, name) for event in events for column, name in _FIELDS[event.kind].items()}
    return {column: value for column, value in told.items() if value}


def _named(lines: Sequence[Values]) -> list[Cooperative]:
    """The cooperatives that lines may name, of all provinces."""
    wanted = Q()
    for column, lookup in _LOOKUPS.items():
        told = {_KEYS[column](values[column]) for values in lines if column in values}
        wanted |= Q(**{lookup: told - {""}})
    return list(Cooperative.objects.filter(wanted).select_related("province"))


_LOOKUPS = {
    "cooperative_key": "pk__in",
    "cooperative_number": "registration_key__in",
    "cooperative": "name__in",
}
_KEYS: dict[str, Any] = {
    "cooperative_key": lambda key: key if isinstance(key, int) else "",
    "cooperative_number": number_key,
    "cooperative": str,
}


def _cooperative(values: Values, cooperatives: Mapping[tuple[str, Any], list[Cooperative]]) -> Cooperative:
    column = next((name for name in _LOOKUPS if name in values), None)
    if column is None:
        raise LineRefusedError("cooperative", _("chưa ghi HTX thành viên; ghi tên, mã số hoặc mã hệ thống."))
    place = values.get("cooperative_province")
    rows = cooperatives.get((column, _KEYS[column](values[column])), [])
    if place is not None:
        rows = [row for row in rows if is_province(place, row.province)]
    if not rows:
        raise LineRefusedError(
            column,
            _("đọc được “%s”; danh sách không có hợp tác xã này, ghi như trong danh sách của tỉnh.")
            % excerpt(str(values[column])),
        )
    if len(rows) > 1:
        named = ", ".join(f"{row.pk} ({row.province})" for row in rows[:5])
        raise LineRefusedError(
            "cooperative_key",
            _("có %(count)d HTX như vậy, mã %(keys)s; ghi mã của một HTX.")
            % {"count": len(rows), "keys": named},
        )
    require_name(values.get("cooperative"), rows[0].name, column)
    return rows[0]


def _same(values: Values, memberships: list[Membership]) -> Membership | None:
    """The membership that a line is about: as it says, or else with one of its days, or else the last."""
    key = values.get("key")
    if isinstance(key, int):
        named = next((one for one in memberships if one.joined.pk == key), None)
        if named is None:
            raise LineRefusedError(
                "key", _("đơn vị này không có dòng mang mã %d; để trống nếu là dòng mới.") % key
            )
        return named
    latest_first = memberships[::-1]
    if as_told := next((one for one in latest_first if one.is_as(values)), None):
        return as_told
    for name in ("joined_on", "left_on"):
        if name in values:
            for one in latest_first:
                if _told(one).get(name) == values[name]:
                    return one
    return latest_first[0] if latest_first else None


def _is_another(values: Values, last: Membership) -> bool:
    """Whether a line says that the cooperative joined again."""
    joined_on = values.get("joined_on")
    if "key" in values and values["key"] == last.joined.pk:
        return False
    if joined_on is None or last.left is None or joined_on == last.joined.happened_on:
        return False
    return bool(joined_on >= (last.left.happened_on or dt.date.min))


def _changed(
    values: Values, membership: Membership | None, cooperative: Cooperative, union: CooperativeUnion
) -> list[tuple[Any, Any]]:
    fields = {
        kind: {name: values[column] for column, name in columns.items() if column in values}
        for kind, columns in _FIELDS.items()
    }
    if fields[LEFT] and values.get("has_left") == NO:
        raise LineRefusedError(
            "has_left", _("ghi là chưa ra nhưng có ngày, quyết định hoặc ghi chú ra; sửa một trong hai ô.")
        )
    has_left = bool(fields[LEFT]) or values.get("has_left") == YES

    def event(kind: str) -> tuple[None, Any]:
        return None, CooperativeEvent(organisation=cooperative, union=union, kind=kind, **fields[kind])

    if membership is None:
        return [event(JOINED), *([event(LEFT)] if has_left else [])]
    if membership.left and values.get("has_left") == NO:
        raise LineRefusedError(
            "joined_on",
            _("hợp tác xã đã ra khỏi liên hiệp ngày %s; ghi ngày vào lại, sau ngày đó.")
            % format_date(membership.left.happened_on),
        )
    changed: list[tuple[Any, Any]] = []
    stored = [membership.joined, *([membership.left] if membership.left else [])]
    joined_on = values.get("joined_on")
    if joined_on and joined_on > (membership.joined.happened_on or dt.date.min):
        stored.reverse()  # so that joining never comes after leaving
    for before in stored:
        if any(getattr(before, name) != value for name, value in fields[before.kind].items()):
            if before.pk is None:
                raise twice_in_file()
            after = copied(before)
            after.organisation, after.union = cooperative, union
            for name, value in fields[before.kind].items():
                setattr(after, name, value)
            changed.append((before, after))
    return changed + ([event(LEFT)] if has_left and membership.left is None else [])


def _check(event: Any, events: list[Any]) -> None:
    try:
        check_event(event, events)
    except ValidationError as error:
        sentence = " ".join(error.messages)
        column = "joined_on" if event.kind == JOINED else "left_on"
        raise LineRefusedError(column, sentence[:1].lower() + sentence[1:]) from error
