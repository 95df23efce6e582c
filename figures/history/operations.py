"""For migrations.

SQLite makes a table anew when a column changes, and its triggers go with the old one. A migration that
alters `Submission`, `Figure`, `Step`, `NamedCell` or `Change` therefore begins with `HistoryOff()` and ends
with `HistoryOn()`; a test finds the one that does not.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from figures.history import triggers


class HistoryOn(Operation):
    """Has every write recorded from here on."""

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
    """Has nothing recorded until `HistoryOn`, within the same migration."""

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
