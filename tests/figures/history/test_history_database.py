"""What the triggers refuse, and how missing ones are noticed."""

from threading import Barrier, Thread

import pytest
from django.core import checks
from django.db import IntegrityError, connection, transaction
from django.db.migrations.state import ProjectState

from figures.catalogue.models import Indicator
from figures.history import triggers
from figures.history.models import Change
from figures.history.operations import HistoryOff, HistoryOn
from figures.history.verify import faults
from figures.submissions.models import Figure, Submission
from figures.workflow import services
from provinces.accounts.models import Officer
from tests.figures.history.histories import execute, without_triggers

pytestmark = pytest.mark.postgresql

SQLITE = connection.vendor == "sqlite"


@pytest.fixture
def returned(submitted: Submission, indicators: dict[str, Indicator], leader_hg: Officer) -> Submission:
    """With an entry of every kind."""
    services.send_back(submission=submitted, cells={indicators["coop.new"]: "Đối chiếu"}, by=leader_hg)
    return submitted


@pytest.mark.django_db
def test_every_trigger_is_there_after_all_migrations() -> None:
    assert triggers.missing(connection) == []
    assert checks.run_checks(databases=["default"], tags=[checks.Tags.database]) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE figures_change SET after = ''",
        "UPDATE figures_change SET at = at",
        "DELETE FROM figures_change",
        "INSERT OR REPLACE INTO figures_change SELECT * FROM figures_change"
        if SQLITE
        else "TRUNCATE figures_change",
        "DELETE FROM figures_step",
        "DELETE FROM figures_submission",
        "UPDATE figures_figure SET submission_id = 999",
        "UPDATE figures_figure SET indicator_id = indicator_id + 999",
        "UPDATE figures_submission SET province_id = 999",
        "UPDATE figures_step SET submission_id = 999",
        "DELETE FROM figures_namedcell",
        "UPDATE figures_namedcell SET indicator_id = indicator_id + 999",
    ],
)
def test_database_refuses(returned: Submission, statement: str) -> None:
    connection.check_constraints()  # PostgreSQL empties no table while rows wait for their checks
    with pytest.raises(IntegrityError, match="history"), transaction.atomic():
        execute(statement)

    assert list(faults()) == []


@pytest.mark.skipif(SQLITE, reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize(
    "table", ["figures_figure", "figures_step", "figures_submission", "figures_namedcell"]
)
def test_tables_are_not_emptied_past_the_triggers(submitted: Submission, table: str) -> None:
    connection.check_constraints()
    with pytest.raises(IntegrityError, match="history"), transaction.atomic():
        execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.skipif(not SQLITE, reason="PostgreSQL has no REPLACE")
@pytest.mark.parametrize("key", ["id", "number"])
def test_entry_is_not_replaced_where_triggers_are_not_recursive(returned: Submission, key: str) -> None:
    """As in other programs, where REPLACE deletes the old row without firing triggers."""
    names = [field.column for field in Change._meta.concrete_fields if field.column != "id" or key == "id"]
    columns = ", ".join(f'"{name}"' for name in names)
    execute("PRAGMA recursive_triggers = OFF")
    try:
        with pytest.raises(IntegrityError, match="history"), transaction.atomic():
            execute(
                f"INSERT OR REPLACE INTO figures_change ({columns}) SELECT {columns} FROM figures_change"  # noqa: S608
            )
    finally:
        execute("PRAGMA recursive_triggers = ON")

    assert list(faults()) == []


DEAF_TRIGGER = (
    "CREATE OR REPLACE TRIGGER figures_history_figures_figure_update AFTER UPDATE ON figures_figure "
    "FOR EACH ROW WHEN (false) EXECUTE FUNCTION figures_history_on_figures_figure_update()"
)
IDLE_FUNCTION = (
    "CREATE OR REPLACE FUNCTION figures_history_on_figures_figure_update() RETURNS trigger "
    "LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
)


@pytest.mark.skipif(SQLITE, reason="SQLite keeps the text of a trigger, which is compared")
@pytest.mark.parametrize(
    ("statement", "name"),
    [
        (DEAF_TRIGGER, "figures_history_figures_figure_update"),
        (IDLE_FUNCTION, "figures_history_on_figures_figure_update"),
    ],
)
def test_changed_trigger_is_missing(draft: Submission, statement: str, name: str) -> None:
    connection.check_constraints()
    execute(statement)

    assert triggers.missing(connection) == [name]


def test_dropped_trigger_is_missing(draft: Submission) -> None:
    connection.check_constraints()
    name = "figures_history_figures_figure_update"
    execute(f"DROP TRIGGER {name}" + ("" if SQLITE else " ON figures_figure"))

    assert triggers.missing(connection) == [name]
    warnings = checks.run_checks(databases=["default"], tags=[checks.Tags.database])
    assert [warning.id for warning in warnings] == ["figures.W001"]


@pytest.mark.skipif(SQLITE, reason="SQLite switches no trigger off")
def test_disabled_trigger_is_missing(draft: Submission) -> None:
    connection.check_constraints()
    execute("ALTER TABLE figures_figure DISABLE TRIGGER figures_history_figures_figure_update")

    assert triggers.missing(connection) == ["figures_history_figures_figure_update"]


@pytest.mark.skipif(not SQLITE, reason="PostgreSQL alters a table in its place")
@pytest.mark.django_db(transaction=True)
def test_table_recreated_between_the_operations_keeps_its_triggers() -> None:
    state = ProjectState()
    with connection.schema_editor() as editor:
        HistoryOff().database_forwards("figures", editor, state, state)
        editor._remake_table(Figure)
        editor._remake_table(Change)
        HistoryOn().database_forwards("figures", editor, state, state)

    assert triggers.missing(connection) == []


@pytest.mark.skipif(not SQLITE, reason="PostgreSQL alters a table in its place")
@pytest.mark.django_db(transaction=True)
def test_table_recreated_without_the_operations_loses_its_triggers() -> None:
    with connection.schema_editor() as editor:
        editor._remake_table(Figure)

    lost = triggers.missing(connection)
    triggers.install(connection)
    assert sorted(lost) == [f"figures_history_figures_figure_{w}" for w in ("delete", "insert", "update")]


def test_rows_from_before_the_history_open_its_chains(returned: Submission) -> None:
    with without_triggers():
        execute("DELETE FROM figures_change")
    triggers.enter_what_is_there(connection, "report", "cell", "step", "named")

    entries = Change.objects.filter(submission=returned).order_by("number")
    cells = returned.figures.count()
    assert [change.what for change in entries] == ["report", *["cell"] * cells, "step", "step", "named"]
    assert {(change.before, change.by) for change in entries} == {("", None)}
    assert list(faults()) == []


@pytest.mark.skipif(SQLITE, reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_concurrent_writers_enter_one_after_the_other(draft: Submission) -> None:
    """Each writes its own cell with raw updates, so that only the trigger orders them."""
    writers, rounds = 4, 25
    cells = list(draft.figures.filter(answer="known").values_list("pk", flat=True)[:writers])
    before, barrier = Change.objects.count(), Barrier(writers)

    def write(cell: int) -> None:
        try:
            barrier.wait()
            for number in range(rounds):
                Figure.objects.filter(pk=cell).update(value=1_000 + number)
        finally:
            connection.close()

    threads = [Thread(target=write, args=[cell]) for cell in cells]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Change.objects.count() == before + writers * rounds
    assert list(faults()) == []
