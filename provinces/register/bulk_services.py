"""Many organisations at once, as an import writes them: a few statements, and no query for each row."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import works_for
from provinces.register.change_log import added_line
from provinces.register.models import Organisation
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
from provinces.register.services import opening_events

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
    projections = []
    for new in batch:
        new.events = new.events or opening_events(new.row)
        projections.append(projected(new.events))
        set_columns(new.row, projections[-1])
        set_latest(new.row, new.half_years)
        new.row.fold_search_text()
    kind._default_manager.bulk_create([new.row for new in batch])
    for name in PARTS:
        rows = []
        for new in batch:
            for part in getattr(new, name):
                part.organisation = new.row
                if name == "events" and part.entered_by_id is None:
                    part.entered_by_id = new.row.changed_by_id
                rows.append(part)
        related(kind, name)._default_manager.bulk_create(rows)
    with_times = {
        new.row.pk: projection for new, projection in zip(batch, projections, strict=True) if projection.times
    }
    write_spans(kind, with_times)
    lines = [added_line(new.row, new.row.changed_by, source) for new in batch]
    related(kind, "log")._default_manager.bulk_create(lines)


def _batches(organisations: Iterable[NewOrganisation]) -> Iterator[list[NewOrganisation]]:
    rest = iter(organisations)
    while batch := list(islice(rest, BATCH)):
        yield batch


@transaction.atomic
def project_many(kind: type[Organisation], keys: Collection[int]) -> None:
    """Write what follows from events again, after events were added to many stored organisations at once."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        some = ordered[start : start + BATCH]
        events = rows_by_organisation(kind, "events", some)
        half_years = rows_by_organisation(kind, "half_years", some)
        rows = list(kind._default_manager.select_for_update().filter(pk__in=some))
        projections = {row.pk: projected(events[row.pk]) for row in rows}
        for row in rows:
            set_columns(row, projections[row.pk])
            set_latest(row, half_years[row.pk])
        kind._default_manager.bulk_update(rows, [*COLUMNS, "members", *LATEST], batch_size=200)
        write_spans(kind, projections)


def _lock_provinces(keys: Collection[int], by: Officer) -> None:
    for province in Province.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
        if not works_for(by, province):
            raise PermissionDenied
