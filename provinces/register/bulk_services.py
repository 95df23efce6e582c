"""Many organisations at once, as an import writes them: a few statements, and no query for each row."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import works_for
from provinces.register.change_log import added_lines, difference_lines, row_lines, source_line, union_line
from provinces.register.event_checks import check_event
from provinces.register.event_models import CooperativeEvent, OrganisationEvent
from provinces.register.fact_models import OrganisationHalfYear
from provinces.register.models import Cooperative, CooperativeUnion, Organisation
from provinces.register.projection import (
    COLUMNS,
    LATEST,
    projected,
    related,
    rows_by_organisation,
    set_columns,
    set_latest,
    write_spans,
)
from provinces.register.services import EDITED, opening_events
from web.bulk_insert import insert_many

BATCH = 2000
PARTS = ("events", "half_years", "fees", "products", "chains")


@dataclass
class NewOrganisation:
    """An unsaved organisation with its unsaved rows; without events it gets those that its columns tell."""

    row: Organisation
    events: list[Any] = field(default_factory=list)
    half_years: list[Any] = field(default_factory=list)
    fees: list[Any] = field(default_factory=list)
    products: list[Any] = field(default_factory=list)
    chains: list[Any] = field(default_factory=list)


@transaction.atomic
def add_many(
    *, kind: type[Organisation], organisations: Iterable[NewOrganisation], by: Officer, source: str = ""
) -> None:
    """Add organisations of one kind; the log names the source, such as the file, or else what each row says.

    They are taken in batches: a generator keeps memory small, and is faster than a list. The caller has
    checked the rows as the forms do: the database refuses a number that is taken.

    Raises:
        PermissionDenied: the officer does not work for one of the provinces.
    """
    locked: set[int] = set()
    for batch in _batches(organisations):
        provinces = {new.row.province_id for new in batch}
        _lock_provinces(provinces - locked, by)
        locked |= provinces
        for new in batch:
            new.row.changed_by = by
        _add_batch(kind, batch, source)


@transaction.atomic
def add_unchecked(
    *, kind: type[Organisation], organisations: Iterable[NewOrganisation], source: str = ""
) -> None:
    """The same as `add_many`, for callers without an officer: each row says itself who changed it."""
    for batch in _batches(organisations):
        _add_batch(kind, batch, source)


def _add_batch(kind: type[Organisation], batch: Sequence[NewOrganisation], source: str) -> None:
    projections, now = [], timezone.now()
    for new in batch:
        new.events = new.events or opening_events(new.row)
        projections.append(projected(new.events))
        set_columns(new.row, projections[-1])
        set_latest(new.row, new.half_years)
        new.row.fold_search_text()
    insert_many([new.row for new in batch])
    for name in PARTS:
        rows = []
        for new in batch:
            for part in getattr(new, name):
                part.organisation_id = new.row.pk
                if name == "events" and part.entered_by_id is None:
                    part.entered_by_id, part.entered_at = new.row.changed_by_id, now
                rows.append(part)
        insert_many(rows)
    with_times = {
        new.row.pk: projection for new, projection in zip(batch, projections, strict=True) if projection.times
    }
    write_spans(kind, with_times)
    insert_many(added_lines((new.row for new in batch), source))


def _batches(organisations: Iterable[NewOrganisation]) -> Iterator[list[NewOrganisation]]:
    rest = iter(organisations)
    while batch := list(islice(rest, BATCH)):
        yield batch


@dataclass
class ChangedOrganisation:
    """A stored organisation, and what is to be stored: the row, and pairs of its other rows."""

    stored: Organisation
    row: Organisation
    parts: list[tuple[Any, Any]] = field(default_factory=list)  # before (or None) and after


@transaction.atomic
def change_many(
    *, kind: type[Organisation], organisations: Sequence[ChangedOrganisation], by: Officer, source: str
) -> None:
    """Change organisations of one kind as a file says; every difference leaves a line in the log.

    The caller has checked the rows as the forms do, and that nobody changed them since they were shown.

    Raises:
        PermissionDenied: the officer does not work for one of the provinces.
    """
    _lock_provinces({changed.row.province_id for changed in organisations}, by)
    now, lines = timezone.now(), []
    for changed in organisations:
        row = changed.row
        row.changed_by, row.changed_at = by, now
        row.fold_search_text()
        of_row = list(difference_lines(row, changed.stored, EDITED, by))
        for before, after in changed.parts:
            after.organisation = row
            if isinstance(after, OrganisationEvent):
                after.entered_by, after.entered_at = by, now
            of_row += row_lines(row, by, before, after)
        lines.append(source_line(row, by, source))
        lines += of_row
    # Statements over many rows and columns are slow: only what differs, and what is equal for all apart.
    differing = {pair.row: _differing(pair) for pair in organisations}
    if columns := sorted(set().union(*differing.values())):
        edited = [row for row, names in differing.items() if names]
        kind._default_manager.bulk_update(edited, columns, batch_size=200)
    for keys in _parts([changed.row.pk for changed in organisations]):
        kind._default_manager.filter(pk__in=keys).update(changed_by=by, changed_at=now)
    for name in PARTS:
        model = related(kind, name)
        pairs = [pair for changed in organisations for pair in changed.parts if type(pair[1]) is model]
        insert_many([after for before, after in pairs if before is None])
        if stored := [after for before, after in pairs if before is not None]:
            names = [f.name for f in model._meta.concrete_fields if f.name not in ("id", "organisation")]
            model._default_manager.bulk_update(stored, names, batch_size=200)
    projected_from = (OrganisationEvent, OrganisationHalfYear)
    project_many(
        kind,
        [pair.row.pk for pair in organisations if any(isinstance(a, projected_from) for _b, a in pair.parts)],
    )
    insert_many(lines)


@transaction.atomic
def change_union_members(*, events: Sequence[tuple[Any, Any]], by: Officer, source: str) -> None:
    """Add or change events (pairs of before, or None, and after) of joining and leaving unions.

    Each is checked again against what is stored now: the cooperatives may be of other provinces.

    Raises:
        PermissionDenied: the officer does not work for the province of one of the unions.
        ValidationError: an event contradicts another, or is there no more.
    """
    _lock_provinces({after.union.province_id for _before, after in events}, by)
    unions = _locked(CooperativeUnion, {after.union_id for _before, after in events})
    members = _locked(Cooperative, {after.organisation_id for _before, after in events})
    now = timezone.now()
    for _before, after in events:
        after.organisation, after.union = members[after.organisation_id], unions[after.union_id]
        after.entered_by, after.entered_at = by, now
    _check_again(events, list(members))
    insert_many([after for before, after in events if before is None])
    CooperativeEvent.objects.bulk_update(
        [after for before, after in events if before is not None],
        ["happened_on", "decision", "note", "entered_by", "entered_at"],
        batch_size=200,
    )
    of_unions = [union_line(after, by, before, after) for before, after in events]
    of_members = [
        line for before, after in events for line in row_lines(after.organisation, by, before, after)
    ]
    for rows, lines in ((unions, of_unions), (members, of_members)):
        insert_many([*(source_line(row, by, source) for row in rows.values()), *lines])
    for kind, keys in ((CooperativeUnion, list(unions)), (Cooperative, list(members))):
        for some in _parts(keys):
            kind._default_manager.filter(pk__in=some).update(changed_by=by, changed_at=now)
    project_many(Cooperative, list(members))


def _check_again(events: Sequence[tuple[Any, Any]], members: list[int]) -> None:
    stored: dict[int, list[Any]] = {}
    for some in _parts(members):
        stored |= rows_by_organisation(Cooperative, "events", some)
    for before, after in events:
        known = stored[after.organisation_id]
        if before is not None and before not in known:
            raise ValidationError(_("%s: sự kiện này vừa bị xóa; tải lại tệp rồi nhập.") % after.organisation)
        if before is None or before.telling != after.telling:
            check_event(after, known)
        stored[after.organisation_id] = [*(event for event in known if event != after), after]


def _locked(kind: type[Organisation], keys: Collection[int]) -> dict[int, Any]:
    rows = kind._default_manager.select_for_update().order_by("pk")
    return {row.pk: row for some in _parts(sorted(keys)) for row in rows.filter(pk__in=some)}


def _parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many keys at a time as a query takes."""
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


@transaction.atomic
def project_many(kind: type[Organisation], keys: Collection[int]) -> None:
    """Write what follows from events again, after events were added to many stored organisations at once."""
    for some in _parts(sorted(keys)):
        events = rows_by_organisation(kind, "events", some)
        half_years = rows_by_organisation(kind, "half_years", some)
        rows = list(kind._default_manager.select_for_update().filter(pk__in=some))
        projections = {row.pk: projected(events[row.pk]) for row in rows}
        for row in rows:
            set_columns(row, projections[row.pk])
            set_latest(row, half_years[row.pk])
        kind._default_manager.bulk_update(rows, [*COLUMNS, "members", *LATEST], batch_size=200)
        write_spans(kind, projections)


def _differing(changed: ChangedOrganisation) -> set[str]:
    columns = (*EDITED, "registration_key", "search_text")
    return {name for name in columns if getattr(changed.row, name) != getattr(changed.stored, name)}


def _lock_provinces(keys: Collection[int], by: Officer) -> None:
    for province in Province.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
        if not works_for(by, province):
            raise PermissionDenied
