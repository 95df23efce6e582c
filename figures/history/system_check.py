"""Warn of missing triggers at `manage.py check --database default` and before migrations."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import connections

from figures.history import triggers


def history_is_written(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    # No errors: they would keep `migrate` from installing the triggers.
    return [
        checks.Warning(
            f"{name} is missing in the database {alias!r}, or is not as it should be.",
            hint="Run manage.py migrate; if that does not help, what was written meanwhile is in no history.",
            id="figures.W001",
        )
        for alias in databases or ()
        if triggers.has_history(connections[alias])
        for name in triggers.missing(connections[alias])
    ]
