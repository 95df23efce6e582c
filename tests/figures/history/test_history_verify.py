"""Writes of a database owner past the triggers are found."""

import sqlite3
from contextlib import closing
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from figures.entry import services as entry_services
from figures.history.entries import digest
from figures.history.models import Change
from figures.history.verify import faults
from figures.submissions.models import Submission
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from tests.figures.factories import entries
from tests.figures.history.histories import cell_entries, execute, without_triggers

pytestmark = pytest.mark.postgresql

SQLITE = connection.vendor == "sqlite"


@pytest.fixture
def changed(submitted: Submission, leader_hg: Officer, officer_hg: Officer) -> Submission:
    """Submitted, returned for a cell, and corrected twice."""
    cell = cell_entries(submitted, "coop.new")[0].indicator
    assert cell is not None
    workflow_services.send_back(submission=submitted, cells={cell: "Xem lại số mới"}, by=leader_hg)
    for number in ("12", "13"):
        entry_services.save_cells(submission=submitted, entries=entries({"coop.new": number}), by=officer_hg)
    return submitted


def fault_texts() -> list[str]:
    """The faults, without the name of the half-year."""
    return [fault.removeprefix("2023-H1 hau-giang: ") for fault in faults()]


def overwrite(change: Change, **fields: object) -> None:
    """Change an entry and its hash, as a careful forger would."""
    for name, value in fields.items():
        setattr(change, name, value)
    change.hash = digest(change)
    change.save(force_update=True)


def test_history_of_a_half_year_is_whole(changed: Submission) -> None:
    out = StringIO()
    call_command("verify_history", stdout=out)

    assert out.getvalue() == f"{Change.objects.count()} entries, all as they were written\n"


def test_command_says_what_it_found_and_fails(changed: Submission) -> None:
    with without_triggers():
        execute("UPDATE figures_figure SET note = 'x' WHERE value = 13")
    err = StringIO()

    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_history", stderr=err)

    indicator = cell_entries(changed, "coop.new")[0].indicator_id
    assert err.getvalue() == f"2023-H1 hau-giang: cell {indicator} is not as its last entry left it\n"


@pytest.mark.parametrize(
    "fields",
    [
        "after = replace(after, '12', '21')",
        "before = replace(before, '11', '21')",
        "by_id = NULL",
        "at = '2023-01-01 00:00:00+00:00'",
        "hash = replace(hash, substr(hash, 1, 1), 'x')",
    ],
)
def test_overwritten_entry_is_found(changed: Submission, fields: str) -> None:
    entry = cell_entries(changed, "coop.new")[1]
    with without_triggers():
        execute(f"UPDATE figures_change SET {fields} WHERE id = %s", entry.pk)  # noqa: S608

    assert f"entry {entry.number} is not as it was written" in fault_texts()


def test_overwritten_entry_with_a_new_hash_does_not_fit_the_next(changed: Submission) -> None:
    entry = cell_entries(changed, "coop.new")[1]
    with without_triggers():
        overwrite(entry, by=None)

    assert fault_texts() == [f"entry {entry.number + 1} does not follow from the one before it"]


def test_overwritten_last_entry_with_a_new_hash_does_not_fit_its_row(changed: Submission) -> None:
    entry = cell_entries(changed, "coop.new")[-1]
    last = Change.objects.order_by("-number")[0]
    with without_triggers():
        execute("DELETE FROM figures_change WHERE number > %s", entry.number)
        overwrite(entry, after=entry.after.replace("13", "31"))

    assert last.what == "cell"
    assert fault_texts() == [f"cell {entry.indicator_id} is not as its last entry left it"]


def test_deleted_entry_is_found(changed: Submission) -> None:
    entry = cell_entries(changed, "coop.new")[1]
    with without_triggers():
        execute("DELETE FROM figures_change WHERE id = %s", entry.pk)

    assert f"entries {entry.number} to {entry.number} are missing" in fault_texts()


def test_deleted_last_entry_is_found(changed: Submission) -> None:
    entry = cell_entries(changed, "coop.new")[-1]
    with without_triggers():
        execute("DELETE FROM figures_change WHERE number >= %s", entry.number)

    assert fault_texts() == [f"cell {entry.indicator_id} is not as its last entry left it"]


def test_deleted_history_is_found(changed: Submission) -> None:
    with without_triggers():
        execute("DELETE FROM figures_change")

    assert len(fault_texts()) == 1 + changed.figures.count() + changed.steps.count() + 1


def test_swapped_entries_are_found(changed: Submission) -> None:
    one, other = (entry.number for entry in cell_entries(changed, "coop.new")[1:])
    with without_triggers():
        execute("UPDATE figures_change SET number = 999 WHERE number = %s", one)
        execute("UPDATE figures_change SET number = %s WHERE number = %s", one, other)
        execute("UPDATE figures_change SET number = %s WHERE number = 999", other)

    assert {f"entry {number} is not as it was written" for number in (one, other)} <= set(fault_texts())


def test_forged_entry_is_found(changed: Submission) -> None:
    last = Change.objects.order_by("-number")[0]
    forged = Change.objects.get(pk=last.pk)
    forged.pk = None
    forged.number, forged.previous = last.number + 1, last.hash
    forged.before, forged.after = last.after, last.after.replace("13", "31")
    forged.hash = digest(forged)
    forged.save(force_insert=True)

    assert fault_texts() == [f"cell {last.indicator_id} is not as its last entry left it"]


def test_entry_with_a_wrong_before_is_found(changed: Submission) -> None:
    last = Change.objects.order_by("-number")[0]
    with without_triggers():
        overwrite(last, before=last.before.replace("12", "21"))

    subject = f"cell {last.indicator_id}"
    assert fault_texts() == [f"entry {last.number} does not begin where the entry before it left {subject}"]


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE figures_submission SET causes = 'x'", "report is not as its last entry left it"),
        ("UPDATE figures_step SET reason = 'x' WHERE action = 'return'", "is not as its last entry left it"),
        ("DELETE FROM figures_figure WHERE value = 13", "is gone, and no entry says so"),
        ("UPDATE figures_namedcell SET reason = 'x'", "is not as its last entry left it"),
        ("DELETE FROM figures_namedcell", "is gone, and no entry says so"),
    ],
)
def test_row_written_past_the_triggers_is_found(changed: Submission, statement: str, fault: str) -> None:
    with without_triggers():
        execute(statement)

    assert [sentence.endswith(fault) for sentence in fault_texts()] == [True]


@pytest.mark.skipif(SQLITE, reason="SQLite has no replicas")
def test_write_of_a_session_without_triggers_is_found(changed: Submission) -> None:
    connection.check_constraints()
    execute("SET LOCAL session_replication_role = replica")
    execute("UPDATE figures_figure SET value = 14 WHERE value = 13")
    execute("SET LOCAL session_replication_role = origin")

    assert [sentence.endswith("is not as its last entry left it") for sentence in fault_texts()] == [True]


@pytest.mark.skipif(not SQLITE, reason="PostgreSQL's functions are in the database")
@pytest.mark.django_db(transaction=True)
def test_program_without_sha256_cannot_write_a_cell(changed: Submission) -> None:
    """SQLite's triggers call a function that Django's connections bring along."""
    with closing(sqlite3.connect(":memory:")) as program:
        program.deserialize(connection.connection.serialize())
        statement = "UPDATE figures_figure SET value = 14 WHERE value = 13"
        with pytest.raises(sqlite3.OperationalError, match="SHA256"):
            program.execute(statement)
        assert program.execute("SELECT count(*) FROM figures_figure WHERE value = 14").fetchone() == (0,)


def test_missing_trigger_is_a_fault(changed: Submission) -> None:
    with without_triggers():
        execute("UPDATE figures_change SET hash = hash")
        assert any(
            "figures_history_figures_figure_update is missing" in sentence for sentence in fault_texts()
        )
