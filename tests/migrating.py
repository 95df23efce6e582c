"""Migrate to an earlier state of the database, and forward again."""

from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate_to(*targets: tuple[str, str]) -> Any:
    """Migrate the database to these migrations, and return the apps of that state."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return MigrationExecutor(connection).loader.project_state(list(targets)).apps


def latest_migrations() -> list[tuple[str, str]]:
    """Of every app: going back in one takes back what rests on it in others."""
    return MigrationExecutor(connection).loader.graph.leaf_nodes()
