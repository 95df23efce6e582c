"""Write past the triggers, and read entries."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from figures.history import triggers
from figures.history.models import Change
from figures.submissions.models import Submission


@contextmanager
def without_triggers() -> Iterator[None]:
    """Remove the triggers, write, and install them again, as the owner of the database can."""
    connection.check_constraints()  # PostgreSQL drops no trigger while rows wait for their checks
    triggers.remove(connection)
    yield
    connection.check_constraints()
    triggers.install(connection)


def execute(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def cell_entries(submission: Submission, code: str = "") -> list[Change]:
    """The entries of the half-year's cells, or of one of them, oldest first."""
    entries = Change.objects.filter(submission=submission, what=Change.What.CELL).order_by("number")
    return list(entries.filter(indicator__code=code) if code else entries)
