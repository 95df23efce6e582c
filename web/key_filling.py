"""Fill a `KeyField` for the rows from before it. Migrations import this, so it must stay where it is."""

from collections.abc import Callable
from typing import Any

from django.db import models


def fill_keys(
    rows: models.QuerySet[Any],
    field: str,
    *,
    of: str,
    key: Callable[[str], str],
    within: tuple[str, ...] = (),
    is_bound: Callable[[Any], bool] = lambda row: True,
) -> None:
    """Store the keys of all rows, so that the unique constraint can be added.

    Where two rows have one key, the older one gets it, and the other its number behind it. Neither is changed
    or lost, and the update of the installation does not stop at night for a name that only an officer can
    correct. When that row is next saved, its key is computed as any other, and the constraint refuses it with
    its sentence until one of the two is corrected.

    Args:
        rows: of the migration's model.
        field: the key's field.
        of: the field with the name or number.
        key: of `vietnamese.folding`.
        within: the other fields of the constraint.
        is_bound: whether the constraint's condition holds for a row.
    """
    taken = set()
    for row in rows.order_by("pk").iterator():
        found = key(getattr(row, of))
        place = (*(getattr(row, name) for name in within), found)
        if found and is_bound(row):
            if place in taken:
                found = f"{found} #{row.pk}"
            taken.add(place)
        rows.filter(pk=row.pk).update(**{field: found})
