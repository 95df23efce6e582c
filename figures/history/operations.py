"""Migration operations that switch the history off and on.

SQLite recreates a table when a column changes and drops the old table's triggers. So a migration that alters
`Submission`, `Figure`, `Step`, `NamedCell` or `Change` begins with `HistoryOff()` and ends with
`HistoryOn()`. A test checks this.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from figures.history import triggers


class HistoryOn(Operation):
    reversible = True
    reduces_to_sql = False

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models stay as they are."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        triggers.install(schema_editor.connection)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        triggers.remove(schema_editor.connection)

    def describe(self) -> str:
        return "Installs the triggers of the history"


class HistoryOff(HistoryOn):
    """Use only with `HistoryOn` in the same migration."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        triggers.remove(schema_editor.connection)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        triggers.install(schema_editor.connection)

    def describe(self) -> str:
        return "Removes the triggers of the history"
