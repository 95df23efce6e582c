"""Going back to an earlier state of the database, and forward again."""

from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrated(*targets: tuple[str, str]) -> Any:
    """The apps as they were after these migrations, to which the database is taken."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return MigrationExecutor(connection).loader.project_state(list(targets)).apps


def newest(*apps: str) -> list[tuple[str, str]]:
    """The last migrations of these apps."""
    return [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] in apps]
