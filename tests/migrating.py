"""Migrate to an earlier state of the database, and forward again."""

from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class _Executor(MigrationExecutor):
    def _migrate_all_backwards(self, plan: Any, full_plan: Any, fake: bool) -> Any:
        """Django's own renders the models after every migration on the way: half a minute of many tests."""
        wanted = {migration for migration, _is_backwards in plan}
        applied = {self.loader.graph.nodes[key] for key in self.loader.applied_migrations}
        states, state = {}, self._create_project_state()
        for migration, _is_backwards in full_plan:
            if migration in wanted:
                states[migration] = state
                state = migration.mutate_state(state)
            elif migration in applied:
                state = migration.mutate_state(state, preserve=False)
        for migration, _is_backwards in plan:
            before = states.pop(migration)
            _rendered = before.apps
            self.unapply_migration(before, migration, fake=fake)
        return self._create_project_state(with_applied_migrations=True)


def migrate_to(*targets: tuple[str, str]) -> Any:
    """Migrate the database to these migrations, and return the apps of that state."""
    executor = _Executor(connection)
    executor.migrate(list(targets))
    return _Executor(connection).loader.project_state(list(targets)).apps


def latest_migrations() -> list[tuple[str, str]]:
    """Of every app: going back in one takes back what rests on it in others."""
    return _Executor(connection).loader.graph.leaf_nodes()
