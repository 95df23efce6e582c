"""What changed since a step was taken."""

from decimal import Decimal

from figures.change_log.reading import cells_changed_since
from figures.entry import services as entry_services
from figures.submissions.models import Step, Submission
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from tests.figures.factories import NOT_KNOWN, entries
from tests.figures.history.histories import execute


def save(submission: Submission, by: Officer, **cells: object) -> None:
    typed = {code.replace("_", ".", 1): cell for code, cell in cells.items()}
    entry_services.save_cells(submission=submission, entries=entries(typed), by=by)  # type: ignore[arg-type]


def returned(submission: Submission, by: Officer) -> Step:
    return workflow_services.send_back(submission=submission, reason="Xem lại", by=by)


def test_changed_cells_without_a_change_is_empty(submitted: Submission, leader_hg: Officer) -> None:
    assert cells_changed_since(submitted, returned(submitted, leader_hg)) == []


def test_changed_cells_are_in_the_order_of_the_form_with_old_and_new(
    submitted: Submission, leader_hg: Officer, officer_hg: Officer
) -> None:
    step = returned(submitted, leader_hg)
    save(submitted, officer_hg, group_new="16")
    save(submitted, leader_hg, coop_new="12", coop_digital="3")
    save(submitted, officer_hg, coop_new=NOT_KNOWN)

    new, digital, group = cells_changed_since(submitted, step)
    assert [c.indicator.code for c in (new, digital, group)] == ["coop.new", "coop.digital", "group.new"]
    assert new.before is not None
    assert new.after is not None
    assert (new.before.value, new.after.answer, new.by) == (Decimal(11), "unknown", officer_hg)
    assert (digital.before, digital.by) == (None, leader_hg)
    assert group.after is not None
    assert group.after.value == Decimal(16)


def test_changed_cells_leave_out_a_cell_that_was_changed_back(
    submitted: Submission, leader_hg: Officer, officer_hg: Officer
) -> None:
    step = returned(submitted, leader_hg)
    save(submitted, officer_hg, coop_new="12")
    save(submitted, officer_hg, coop_new="11")

    assert cells_changed_since(submitted, step) == []


def test_changed_cells_leave_out_changes_before_the_step(
    submitted: Submission, leader_hg: Officer, officer_hg: Officer
) -> None:
    returned(submitted, leader_hg)
    save(submitted, officer_hg, coop_new="12")
    sent = submitted.steps.create(
        action="comment", by=officer_hg, from_state="returned", to_state="returned", reason="Đã sửa"
    )

    assert cells_changed_since(submitted, sent) == []


def test_changed_cells_of_a_deleted_cell_have_no_content_after(
    submitted: Submission, leader_hg: Officer
) -> None:
    step = returned(submitted, leader_hg)
    execute("DELETE FROM figures_figure WHERE value = 11")

    (change,) = cells_changed_since(submitted, step)
    assert (change.after, change.by) == (None, None)
