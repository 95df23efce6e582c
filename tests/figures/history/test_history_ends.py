"""Removing the end of a chain is noticed with the help of a file."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from figures.entry import services as entry_services
from figures.history.models import Change
from figures.history.verify import faults
from figures.submissions.models import Submission
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from tests.figures.factories import entries
from tests.figures.history.histories import cell_entries, execute, without_triggers

pytestmark = pytest.mark.postgresql


def verify(file: Path) -> str:
    """Run the command and return its complaints."""
    err = StringIO()
    try:
        call_command("verify_history", "--ends", str(file), stdout=StringIO(), stderr=err)
    except CommandError as error:
        err.write(str(error))
    return err.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ends.json"


@pytest.fixture
def changed(draft: Submission, officer_hg: Officer) -> Submission:
    """A cell that was 11 is 12."""
    entry_services.save_cells(submission=draft, entries=entries({"coop.new": "12"}), by=officer_hg)
    return draft


def remove_last_entry(submission: Submission) -> int:
    """Delete the last entry and set the cell back."""
    last = cell_entries(submission, "coop.new")[-1]
    with without_triggers():
        execute("DELETE FROM figures_change WHERE id = %s", last.pk)
        execute("UPDATE figures_figure SET value = 11 WHERE value = 12")
    return last.number


def test_removed_end_is_found(changed: Submission, file: Path) -> None:
    assert verify(file) == ""
    number = remove_last_entry(changed)

    assert list(faults()) == [], "the database alone looks whole"
    sentence = f"half-year {changed.pk}: entry {number}, the last one when this was last verified, is gone"
    for __ in range(2):  # also the next time
        assert sentence in verify(file)


def test_replaced_end_is_found(changed: Submission, officer_hg: Officer, file: Path) -> None:
    verify(file)
    remove_last_entry(changed)
    entry_services.save_cells(submission=changed, entries=entries({"coop.new": "13"}), by=officer_hg)

    assert "is gone" in verify(file)


def test_chains_that_grew_are_whole(changed: Submission, officer_hg: Officer, file: Path) -> None:
    assert verify(file) == ""
    workflow_services.submit(submission=changed, by=officer_hg)
    assert verify(file) == ""
    assert str(Change.objects.count()) in file.read_text()
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["", "[]", '{"1": 2}', '{"x": [1, "y"]}'])
def test_other_file_is_refused_with_a_sentence(changed: Submission, file: Path, text: str) -> None:
    file.write_text(text)
    assert f"{file} cannot be used" in verify(file)
    assert file.read_text() == text


def test_folder_that_is_not_there_is_refused_with_a_sentence(changed: Submission, tmp_path: Path) -> None:
    assert "cannot be used" in verify(tmp_path / "nowhere" / "ends.json")
