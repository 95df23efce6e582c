"""Estimates that were sent, and the final numbers that replace them."""

from decimal import Decimal

import pytest
from django.utils import timezone

from figures.entry import services as entry_services
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Submission
from figures.submissions.revision import Revision
from figures.workflow import reopening
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from tests.factories import make_officer
from tests.figures.factories import NOT_KNOWN, entries

ESTIMATE = CellEntry("15", is_estimate=True)
CODE = "group.new"


def cell(submission: Submission, code: str = CODE) -> Figure:
    return Figure.objects.select_related("submission").get(submission=submission, indicator__code=code)


def estimated_and_value(submission: Submission, code: str = CODE) -> tuple[Decimal | None, Decimal | None]:
    figure = cell(submission, code)
    revision = Revision.of(figure)
    is_found = Figure.objects.revised().filter(pk=figure.pk).exists()
    assert is_found == (revision is not None), "the database and the cell say the same"
    return revision.estimated if revision else None, figure.value


def save(
    submission: Submission, by: Officer, cells: dict[str, str | CellEntry] | None = None, **fields
) -> None:
    entry_services.save_cells(submission=submission, entries=entries(cells or {}), by=by, **fields)


@pytest.fixture
def send(officer_hg, leader_hg):
    """`send(submission)` sends it and returns it, so that its cells are open again."""

    def go(submission: Submission) -> Submission:
        workflow_services.submit(submission=submission, by=officer_hg)
        workflow_services.send_back(submission=submission, reason="Đã có số chính thức.", by=leader_hg)
        submission.refresh_from_db()
        return submission

    return go


@pytest.fixture
def one_sent(draft, officer_hg, send) -> Submission:
    """One cell was sent as an estimate of 15."""
    save(draft, officer_hg, {CODE: ESTIMATE})
    return send(draft)


@pytest.fixture
def all_sent(draft, officer_hg, send) -> Submission:
    """All figures were sent as estimates; of the groups only the new ones are known, 15."""
    save(draft, officer_hg, is_estimate=True)
    return send(draft)


# One cell


def test_final_number_keeps_the_estimate_that_was_sent(one_sent, officer_hg):
    save(one_sent, officer_hg, {CODE: "17"})
    assert estimated_and_value(one_sent) == (15, 17)


def test_final_number_before_its_mark_keeps_the_estimate(one_sent, officer_hg):
    save(one_sent, officer_hg, {CODE: CellEntry("17", is_estimate=True)})
    assert estimated_and_value(one_sent) == (None, 17), "still an estimate, and nothing was replaced"
    save(one_sent, officer_hg, {CODE: "17"})
    assert estimated_and_value(one_sent) == (15, 17)


def test_final_mark_before_its_number_keeps_the_estimate(one_sent, officer_hg):
    save(one_sent, officer_hg, {CODE: "15"})
    assert estimated_and_value(one_sent) == (15, 15), "confirmed: a revision of nothing"
    save(one_sent, officer_hg, {CODE: "17"})
    save(one_sent, officer_hg, {CODE: "18"})
    assert estimated_and_value(one_sent) == (15, 18)


def test_estimate_that_was_never_sent_is_not_kept(draft, officer_hg):
    save(draft, officer_hg, {CODE: ESTIMATE})
    save(draft, officer_hg, {CODE: "17"})
    assert estimated_and_value(draft) == (None, 17)


def test_final_number_that_is_corrected_is_no_revision(draft, officer_hg, send):
    send(draft)
    save(draft, officer_hg, {CODE: "17"})
    assert estimated_and_value(draft) == (None, 17)


def test_cell_marked_as_an_estimate_again_replaces_nothing(one_sent, officer_hg):
    save(one_sent, officer_hg, {CODE: "17"})
    save(one_sent, officer_hg, {CODE: CellEntry("17", is_estimate=True)})
    assert estimated_and_value(one_sent) == (None, 17)


def test_cell_marked_as_an_estimate_by_mistake_keeps_the_sent_one(one_sent, officer_hg):
    save(one_sent, officer_hg, {CODE: "17"})
    save(one_sent, officer_hg, {CODE: CellEntry("17", is_estimate=True)})
    save(one_sent, officer_hg, {CODE: "17"})
    assert estimated_and_value(one_sent) == (15, 17)


def test_final_number_replaces_the_estimate_that_was_sent_last(one_sent, officer_hg, send):
    save(one_sent, officer_hg, {CODE: CellEntry("16", is_estimate=True)})
    send(one_sent)
    save(one_sent, officer_hg, {CODE: "17"})
    assert estimated_and_value(one_sent) == (16, 17)


def test_estimate_is_kept_when_the_final_number_is_sent_again(one_sent, officer_hg, send):
    save(one_sent, officer_hg, {CODE: "17"})
    send(one_sent)
    save(one_sent, officer_hg, {CODE: "18"})
    assert estimated_and_value(one_sent) == (15, 18)


@pytest.mark.parametrize("entry", [NOT_KNOWN, CellEntry(""), CellEntry("1.23.456")])
def test_estimate_is_replaced_once_there_is_a_final_number(one_sent, officer_hg, entry):
    save(one_sent, officer_hg, {CODE: entry})
    assert estimated_and_value(one_sent) == (None, None)
    save(one_sent, officer_hg, {CODE: "17"})
    assert estimated_and_value(one_sent) == (15, 17)


def test_final_number_of_a_cell_sent_as_not_known_is_no_revision(draft, officer_hg, send):
    save(draft, officer_hg, {CODE: CellEntry(state="unknown", is_estimate=True)})
    send(draft)
    save(draft, officer_hg, {CODE: "17"})
    assert estimated_and_value(draft) == (None, 17)


def test_conflict_changes_neither_number(one_sent, officer_hg, hau_giang):
    save(one_sent, officer_hg, {CODE: CellEntry("16", is_estimate=True)})
    saved = entry_services.save_cells(
        submission=one_sent,
        entries=entries({CODE: "17"}),
        seen={CODE: ESTIMATE.fingerprint},
        by=make_officer("hau-giang-2", Officer.Role.ENTRY, hau_giang),
    )
    assert set(saved.conflicts) == {CODE}
    assert estimated_and_value(one_sent) == (None, 16)


def test_final_number_in_a_reopened_half_year_keeps_the_estimate(one_sent, officer_hg, leader_hg, secretary):
    workflow_services.submit(submission=one_sent, by=officer_hg)
    workflow_services.approve(submission=one_sent, by=leader_hg)
    workflow_services.accept(submission=one_sent, by=secretary)
    reopening.reopen(
        submission=one_sent, reason="Đã có số chính thức.", until=timezone.localdate(), by=secretary
    )
    save(one_sent, officer_hg, {CODE: "17"})
    assert estimated_and_value(one_sent) == (15, 17)


# All cells


def test_half_year_marked_as_final_keeps_the_estimates_of_all_cells(all_sent, officer_hg):
    save(all_sent, officer_hg, is_estimate=False)
    assert estimated_and_value(all_sent) == (15, 15)
    assert estimated_and_value(all_sent, "coop.total") == (257, 257)
    assert estimated_and_value(all_sent, "group.ended") == (None, None), "not known is no number"


def test_half_year_marked_as_final_after_its_numbers_keeps_the_estimates(all_sent, officer_hg):
    save(all_sent, officer_hg, {CODE: "17"})
    assert estimated_and_value(all_sent) == (None, 17)
    save(all_sent, officer_hg, is_estimate=False)
    assert estimated_and_value(all_sent) == (15, 17)


def test_half_year_marked_as_final_together_with_its_numbers(all_sent, officer_hg):
    save(all_sent, officer_hg, {CODE: "17"}, is_estimate=False)
    assert (estimated_and_value(all_sent), estimated_and_value(all_sent, "coop.total")) == (
        (15, 17),
        (257, 257),
    )


def test_cell_with_its_own_mark_stays_an_estimate(all_sent, officer_hg):
    save(all_sent, officer_hg, {CODE: ESTIMATE}, is_estimate=False)
    assert estimated_and_value(all_sent) == (None, 15)
    save(all_sent, officer_hg, {CODE: "15"})
    assert estimated_and_value(all_sent) == (15, 15)


def test_half_year_marked_as_estimates_again_has_no_revisions(all_sent, officer_hg):
    save(all_sent, officer_hg, {CODE: "17"}, is_estimate=False)
    save(all_sent, officer_hg, is_estimate=True)
    assert not all_sent.figures.revised().exists()


def test_half_year_marked_as_final_counts_as_a_change_by_its_officer(all_sent, leader_hg):
    before = Submission.objects.get(pk=all_sent.pk).version
    save(all_sent, leader_hg, is_estimate=False)
    now = Submission.objects.get(pk=all_sent.pk)
    assert (now.version, now.changed_by, now.is_estimate) == (before + 1, leader_hg, False)
    assert cell(all_sent).changed_by == leader_hg


# The revision


@pytest.mark.parametrize(
    ("estimated", "final", "amount", "percent"),
    [
        ("2150", "2109", -41, "-1.9"),
        ("5", "5", 0, "0"),
        ("0", "0", 0, "0"),
        ("0", "3", 3, None),
        ("-4", "-2", 2, "50"),
    ],
)
def test_revision_is_measured_against_the_estimate(estimated, final, amount, percent):
    revision = Revision(Decimal(estimated), Decimal(final))
    assert revision.amount == amount
    rounded = None if revision.percent is None else round(revision.percent, 1)
    assert rounded == (None if percent is None else Decimal(percent))
