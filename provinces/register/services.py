"""All writes to the register: each also writes what follows from events, and leaves lines in the log."""

import datetime as dt
from copy import copy
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import works_for
from provinces.register.change_log import added_lines, log_differences, log_row, union_line
from provinces.register.event_checks import check_event
from provinces.register.event_models import BEGINNINGS, OF_UNIONS, EventKind, OrganisationEvent
from provinces.register.models import (
    Cooperative,
    CooperativeGroup,
    CooperativeUnion,
    LegalState,
    Organisation,
)
from provinces.register.projection import project, projected, related, write_spans
from vietnamese.folding import name_key, number_key
from web.bulk_insert import insert_many
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError

# A row of the same name saved within this time is likely a correction after going back.
MOMENT = dt.timedelta(minutes=1)

# Their numbers are of one register: the province's business registration.
BUSINESS_KINDS: tuple[type[Organisation], ...] = (Cooperative, CooperativeUnion)

# Columns that an edit writes; the day of founding becomes that of the event.
EDITED = (
    *("name", "registration_number", "sector", "address", "commune", "district", "phone", "representative"),
    *("members", "charter_capital", "working_capital", "model_reasons"),
)

T = TypeVar("T", bound=Organisation)


class NumberTakenError(Exception):
    """`holder`, another organisation of the province, has the registration number."""

    def __init__(self, holder: Organisation) -> None:
        super().__init__(holder)
        self.holder = holder


class JustAddedError(Exception):
    """The officer added `stored`, an organisation of that name, a moment ago."""

    def __init__(self, stored: Organisation) -> None:
        super().__init__(stored)
        self.stored = stored


@transaction.atomic
def save_organisation(*, organisation: T, by: Officer, seen: str | None = None) -> T:
    """Add or change an organisation of the officer's own province.

    A new one also gets the events that its founding day and legal state tell of. A change writes `EDITED` and
    the founding day; all else of an organisation changes by its events.

    `seen` is the version of the row that a change is based on; for a new row, the version of the row just
    added that the officer was asked about.

    Raises:
        PermissionDenied: the officer does not work for the province.
        RefusedError: the province has just merged into another.
        EditConflictError: somebody else saved the row meanwhile.
        NumberTakenError: another organisation has the registration number.
        JustAddedError: the officer added a row of that name a moment ago, and was not asked about it yet.
    """
    province = _writable_province(organisation, by)
    stored = lock(organisation, seen) if organisation.pk else None
    recent = [] if stored else _just_added(organisation, by)
    if holder := _holder_of_number(organisation, province):
        raise NumberTakenError(holder)
    if recent and recent[0].version != seen:
        raise JustAddedError(recent[0])
    organisation.changed_by = by
    if stored is None:
        organisation.save()
        events = opening_events(organisation)
        related(type(organisation), "events")._default_manager.bulk_create(events)
        write_spans(type(organisation), {organisation.pk: projected(events)})
        insert_many(added_lines([organisation]))
    else:
        _move_founding(organisation, stored, by)
        log_differences(organisation, stored, EDITED, by)
        _keep(organisation)
    return organisation


@transaction.atomic
def save_row(*, row: Any, by: Officer, seen: str | None = None) -> Any:
    """Add or change an event, half-year, fee, product or value chain of an organisation.

    `seen` is the organisation's version, which every write to one of its rows changes too.

    Raises:
        PermissionDenied: the officer does not work for the province.
        RefusedError: the province has just merged into another.
        EditConflictError: somebody else saved the organisation or one of its rows meanwhile.
        ValidationError: the row contradicts another.
    """
    _writable_province(row.organisation, by)
    organisation = lock(row.organisation, seen)
    row.organisation = organisation
    stored = type(row)._default_manager.get(pk=row.pk) if row.pk else None
    if isinstance(row, OrganisationEvent):
        row.entered_by, row.entered_at = by, timezone.now()
        check_event(row)
    row.full_clean()
    row.save()
    log_row(organisation, by, stored, row)
    _log_on_union(row, by, stored, row)
    organisation.changed_by = by
    _keep(organisation)
    return row


@transaction.atomic
def remove_row(*, row: Any, by: Officer, seen: str | None = None) -> None:
    """Remove what was entered by mistake; the log keeps what it said. Raises like `save_row`."""
    _writable_province(row.organisation, by)
    organisation = lock(row.organisation, seen)
    log_row(organisation, by, row, None)
    _log_on_union(row, by, row, None)
    row.delete()
    organisation.changed_by = by
    _keep(organisation)


@transaction.atomic
def record_union_members(
    *,
    union: CooperativeUnion,
    cooperatives: list[Cooperative],
    kind: EventKind,
    happened_on: dt.date | None,
    decision: str = "",
    by: Officer,
    seen: str | None = None,
) -> None:
    """Record that cooperatives, of whatever province, joined or left a union. Raises like `save_row`."""
    _writable_province(union, by)
    stored = lock(union, seen)
    for cooperative in sorted(cooperatives, key=lambda row: row.pk):
        locked = lock(cooperative, None)
        event = related(Cooperative, "events")(
            organisation=locked, union=stored, kind=kind, happened_on=happened_on, decision=decision
        )
        try:
            _save_of_union(event, by)
        except ValidationError as error:
            told = [f"{cooperative}: {why}" for why in error.messages]
            raise ValidationError({"happened_on": told}) from error
    stored.changed_by = by
    _keep(stored)


def _save_of_union(event: Any, by: Officer) -> None:
    """Save an event of joining or leaving, with the cooperative, which may be of another province."""
    event.entered_by, event.entered_at = by, timezone.now()
    check_event(event)
    event.full_clean()
    event.save()
    log_row(event.organisation, by, None, event)
    _log_on_union(event, by, None, event)
    event.organisation.changed_by = by
    _keep(event.organisation)


def opening_events(organisation: Organisation) -> list[Any]:
    """The unsaved events that a new row's columns tell of; a state that is not dated was always so."""
    event = related(type(organisation), "events")
    told: list[tuple[str, dt.date | None]] = []
    if organisation.founded_on:
        told.append((organisation.began_how, organisation.founded_on))
    if organisation.legal_state not in (LegalState.ACTIVE, LegalState.ENDED):
        told.append((organisation.legal_state, None))
    if organisation.ended_on:
        told.append((organisation.ended_how, organisation.ended_on))
    return [
        event(organisation=organisation, kind=kind, happened_on=day, entered_by_id=organisation.changed_by_id)
        for kind, day in told
    ]


def kinds_of(model: type[Organisation]) -> list[EventKind]:
    """The events that can be entered for this kind of organisation; a union enters who joins it."""
    barred: tuple[EventKind, ...] = (EventKind.CEASED, *OF_UNIONS)
    if model is CooperativeGroup:
        barred = (
            *(EventKind.REVOKED, EventKind.REORGANISING, EventKind.BANKRUPTCY, EventKind.DISSOLVED),
            *(EventKind.BANKRUPT, EventKind.DIVIDED, EventKind.MERGED, *OF_UNIONS),
        )
    return [kind for kind in EventKind if kind not in barred]


def _log_on_union(row: Any, by: Officer, before: Any, after: Any) -> None:
    if getattr(row, "union_id", None):
        union_line(row, by, before, after).save()


def lock(organisation: T, seen: str | None) -> T:
    stored = type(organisation)._default_manager.select_for_update().get(pk=organisation.pk)
    require_unchanged(stored, seen)
    return cast(T, stored)


def _writable_province(organisation: Organisation, by: Officer) -> Province:
    if not works_for(by, organisation.province):
        raise PermissionDenied
    # One writer per province at a time, or two would not see each other's rows.
    province = Province.objects.select_for_update().get(pk=organisation.province_id)
    if province.is_taken_over:
        raise RefusedError(
            _("%(province)s đã hợp nhất vào %(successor)s. Tải lại trang rồi nhập lại.")
            % {"province": province, "successor": province.successor}
        )
    return province


def _move_founding(organisation: Organisation, stored: Organisation, by: Officer) -> None:
    if organisation.founded_on == stored.founded_on:
        return
    events = organisation.events
    before = events.filter(kind__in=BEGINNINGS).first()
    after = copy(before) if before else events.model(organisation=organisation, kind=EventKind.FOUNDED)
    after.happened_on, after.entered_by, after.entered_at = organisation.founded_on, by, timezone.now()
    _check_founding(after)
    after.save()
    log_row(organisation, by, before, after)


def _check_founding(event: Any) -> None:
    """Like `check_event`, for a form whose field is the founding day."""
    try:
        check_event(event)
    except ValidationError as error:
        raise ValidationError({"founded_on": error.messages}) from error


def _keep(organisation: Organisation) -> None:
    """Save the row with all that follows from its events."""
    project(organisation)
    organisation.save()


def _just_added(organisation: T, by: Officer) -> list[T]:
    rows = type(organisation)._default_manager.filter(
        changed_by=by, changed_at__gte=timezone.now() - MOMENT, province=organisation.province_id
    )
    name = name_key(organisation.name)
    return cast(list[T], [row for row in rows.order_by("-changed_at") if name_key(row.name) == name])


def _holder_of_number(organisation: Organisation, province: Province) -> Organisation | None:
    key = number_key(organisation.registration_number)
    if not key:
        return None
    kind = type(organisation)
    # Numbers of cooperatives and unions are the business register's; a group's are the commune's own.
    kinds = BUSINESS_KINDS if kind in BUSINESS_KINDS else (kind,)
    for other in kinds:
        holders = other._default_manager.filter(province=province, registration_key=key)
        if holder := holders.exclude(pk=organisation.pk if other is kind else None).first():
            return holder
    return None
