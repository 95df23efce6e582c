"""The columns and spans that follow from events: computed here alone, and written with the events.

A row of a list, and a count of any past day, so read indexed columns; `differing` finds rows whose columns
are not what their events say.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from provinces.register.event_models import (
    BEGINNINGS,
    ENDS,
    LEAVINGS,
    OF_UNIONS,
    STATES,
    EventKind,
    UnionMembership,
)
from provinces.register.models import (
    ALLIANCE,
    BeginKind,
    Cooperative,
    CooperativeUnion,
    LegalState,
    Organisation,
)
from web.bulk_insert import insert_many

COLUMNS = ("founded_on", "began_how", "ended_on", "ended_how", "legal_state")
LATEST = ("charter_capital", "working_capital")  # with `members`, of the latest half-year that has them

# What a span is of: a value of `OrganisationSpan.What`, or the key of a union.
Of = str | int
Times = tuple[Of, dt.date | None, dt.date | None]


@dataclass(frozen=True)
class Projection:
    """What the events of one organisation say; `times` are spans that have not been cut off to nothing."""

    founded_on: dt.date | None = None
    began_how: str = BeginKind.FOUNDED
    ended_on: dt.date | None = None
    ended_how: str = ""
    legal_state: str = LegalState.ACTIVE
    times: tuple[Times, ...] = ()
    idle: tuple[tuple[Any, Any], ...] = ()  # an event that changes nothing, and the one that says so already

    @property
    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in COLUMNS}


def in_order(events: Iterable[Any]) -> list[Any]:
    """By day; on one day the beginning comes first and the end last, all else as it was entered."""
    return sorted(events, key=_place)


def projected(events: Iterable[Any]) -> Projection:
    founded_on = ended_on = None
    began_how, ended_how = BeginKind.FOUNDED.value, ""
    state = LegalState.ACTIVE.value
    times: list[Times] = []
    running: dict[Of, dt.date | None] = {}
    idle: list[tuple[Any, Any]] = []
    last: dict[Of, Any] = {}  # event of each subject

    def close(of: Of, on: dt.date | None) -> None:
        if of in running:
            since = running.pop(of)
            if on is not None and (since is None or since < on):
                times.append((of, since, on))

    for event in in_order(events):
        if ended_on is not None:
            break  # nothing happens to what has ended
        kind, day = event.kind, event.happened_on
        if of := subject(event):
            is_inside = kind == state if kind in STATES else of in running
            if is_inside == (kind not in LEAVINGS):
                idle.append((event, last.get(of)))
                continue
            last[of] = event
        if kind in BEGINNINGS:
            founded_on, began_how = day, kind
        elif kind in STATES:
            close(state, day)
            state = kind
            if kind != EventKind.RESUMED:
                running[kind] = day
        elif kind in ENDS:
            ended_on, ended_how = day, kind
            for of in list(running):
                close(of, day)
            state = LegalState.ENDED.value
        elif kind in LEAVINGS:
            close(of, day)
        elif of:
            running[of] = day
    times += [(of, since, None) for of, since in running.items()]
    return Projection(founded_on, began_how, ended_on, ended_how, state, tuple(times), tuple(idle))


def subject(event: Any) -> Of:
    """What an event begins or ends: the legal state, the alliance, a union; "" if it is of neither sort."""
    if event.kind in STATES:
        return "state"
    if event.kind in (EventKind.JOINED_ALLIANCE, EventKind.LEFT_ALLIANCE):
        return ALLIANCE
    return event.union_id if event.kind in OF_UNIONS else ""


def project(organisation: Organisation) -> None:
    """Set the columns from the events and half-years, and write the spans; the caller saves the row."""
    now = projected(organisation.events.all())
    set_columns(organisation, now)
    set_latest(organisation, organisation.half_years.all())
    write_spans(type(organisation), {organisation.pk: now})


def set_columns(organisation: Organisation, projection: Projection) -> None:
    for name, value in projection.columns.items():
        setattr(organisation, name, value)


def set_latest(organisation: Organisation, half_years: Collection[Any]) -> None:
    """Members and capital as the newest half-years have them; what none has stays."""
    if not half_years:
        return
    newest_first = sorted(half_years, key=lambda row: (row.year, row.half), reverse=True)
    members = (row.all_members for row in newest_first)
    organisation.members = _first_known(members, organisation.members)
    for name in LATEST:
        values = (getattr(row, name) for row in newest_first)
        setattr(organisation, name, _first_known(values, getattr(organisation, name)))


def write_spans(
    kind: type[Organisation],
    projections: Mapping[int, Projection],
    union_ends: Mapping[int, dt.date | None] | None = None,
) -> None:
    """Make the stored spans of these organisations (keys) those of the projections.

    `union_ends` says when unions end, by key, where what is stored is older.
    """
    span = related(kind, "spans")
    stored, wanted = stored_times(kind, projections), _times(projections, union_ends)
    gone = [row for times, row in stored.items() if times not in wanted]
    new = [times for times in wanted if times not in stored]
    memberships = [row.pk for row in gone if isinstance(row, UnionMembership)]
    span._default_manager.filter(
        pk__in=[row.pk for row in gone if not isinstance(row, UnionMembership)]
    ).delete()
    UnionMembership.objects.filter(pk__in=memberships).delete()
    insert_many(
        [
            span(organisation_id=pk, what=of, since=since, until=until)
            for pk, (of, since, until) in new
            if isinstance(of, str)
        ]
    )
    insert_many(
        [
            UnionMembership(cooperative_id=pk, union_id=of, since=since, until=until)
            for pk, (of, since, until) in new
            if isinstance(of, int)
        ]
    )
    if kind is CooperativeUnion:
        _follow_unions(projections)


@transaction.atomic(savepoint=False)
def _follow_unions(projections: Mapping[int, Projection]) -> None:
    """Write the spans of all who ever joined these unions: membership ends with the union."""
    joined = related(Cooperative, "events")._default_manager.filter(union__in=list(projections))
    members = Cooperative.objects.filter(pk__in=joined.order_by().values("organisation"))
    keys = list(members.select_for_update().order_by("pk").values_list("pk", flat=True))
    if keys:
        events = rows_by_organisation(Cooperative, "events", keys)
        ends = {pk: projection.ended_on for pk, projection in projections.items()}
        write_spans(Cooperative, {pk: projected(rows) for pk, rows in events.items()}, ends)


def stored_times(kind: type[Organisation], keys: Collection[int]) -> dict[tuple[int, Times], Any]:
    spans = related(kind, "spans")._default_manager.filter(organisation__in=list(keys))
    stored = {(row.organisation_id, (row.what, row.since, row.until)): row for row in spans}
    if kind is Cooperative:
        for row in UnionMembership.objects.filter(cooperative__in=list(keys)):
            stored[row.cooperative_id, (row.union_id, row.since, row.until)] = row
    return stored


def differing(kind: type[Organisation], *, chunk: int = 1000) -> Iterator[Organisation]:
    """The organisations whose columns or spans are not what their events say."""
    keys = list(kind._default_manager.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), chunk):
        some = keys[start : start + chunk]
        events = rows_by_organisation(kind, "events", some)
        projections = {pk: projected(rows) for pk, rows in events.items()}
        stored, wanted = set(stored_times(kind, some)), set(_times(projections))
        off = {pk for pk, _times in stored ^ wanted}
        for organisation in kind._default_manager.filter(pk__in=some):
            columns = projections[organisation.pk].columns
            if organisation.pk in off or any(getattr(organisation, n) != v for n, v in columns.items()):
                yield organisation


def rows_by_organisation(kind: type[Organisation], name: str, keys: Sequence[int]) -> dict[int, list[Any]]:
    rows: dict[int, list[Any]] = {pk: [] for pk in keys}
    for row in related(kind, name)._default_manager.filter(organisation__in=keys):
        rows[row.organisation_id].append(row)
    return rows


def related(kind: type[Organisation], name: str) -> Any:
    """The model of an organisation's rows: `related(Cooperative, "events")` is CooperativeEvent."""
    return kind._meta.get_field(name).related_model


def _times(
    projections: Mapping[int, Projection], union_ends: Mapping[int, dt.date | None] | None = None
) -> dict[tuple[int, Times], None]:
    """Memberships end with their union at the latest."""
    told = [(pk, times) for pk, projection in projections.items() for times in projection.times]
    unions = {of for _pk, (of, _since, _until) in told if isinstance(of, int)}
    ends: dict[Any, dt.date | None] = {}
    if unions:
        ended = CooperativeUnion.objects.filter(pk__in=unions).exclude(ended_on=None)
        ends = {**dict(ended.values_list("pk", "ended_on")), **(union_ends or {})}
    wanted: dict[tuple[int, Times], None] = {}
    for pk, (of, since, until) in told:
        end = ends.get(of)
        if end is None or (until is not None and until <= end):
            wanted[pk, (of, since, until)] = None
        elif since is None or since < end:
            wanted[pk, (of, since, end)] = None
    return wanted


def _place(event: Any) -> tuple[dt.date, int, bool, int]:
    rank = 0 if event.kind in BEGINNINGS else 2 if event.kind in ENDS else 1
    # Those that are not stored yet come after those that are.
    return event.happened_on or dt.date.min, rank, event.pk is None, event.pk or 0


def _first_known(values: Iterable[Any], otherwise: Any) -> Any:
    return next((value for value in values if value is not None), otherwise)
