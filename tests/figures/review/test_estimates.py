"""Estimates that were sent, and the final numbers that come in their place."""

from decimal import Decimal

import pytest
from django.utils import timezone

from figures.entry import services as entry_services
from figures.submissions.cell_entries import Entry
from figures.submissions.models import Figure, Submission
from figures.submissions.revision import Revision
from figures.workflow import reopening
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from tests.factories import make_officer
from tests.figures.factories import NOT_KNOWN, entries

pytestmark = pytest.mark.postgresql

ESTIMATE = Entry("15", is_estimate=True)
CODE = "group.new"


def cell(submission: Submission, code: str = CODE) -> Figure:
    return submission.figures.get(indicator__code=code)


def both(submission: Submission, code: str = CODE) -> tuple[Decimal | None, Decimal | None]:
    """The estimate that was replaced, and the number."""
    figure = cell(submission, code)
    return figure.estimated, figure.value


def save(submission: Submission, by: Officer, cells: dict[str, str | Entry] | None = None, **fields) -> None:
    entry_services.save_cells(submission=submission, entries=entries(cells or {}), by=by, **fields)


@pytest.fixture
def send(officer_hg, leader_hg):
    """`send(submission)` sends it and has it returned, so that it can be typed into again."""

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
    assert both(one_sent) == (15, 17)


def test_number_first_and_the_mark_afterwards_is_the_same(one_sent, officer_hg):
    save(one_sent, officer_hg, {CODE: Entry("17", is_estimate=True)})
    assert both(one_sent) == (None, 17), "still an estimate, and nothing was replaced"
    save(one_sent, officer_hg, {CODE: "17"})
    assert both(one_sent) == (15, 17)


def test_mark_first_and_the_number_afterwards_is_the_same(one_sent, officer_hg):
    save(one_sent, officer_hg, {CODE: "15"})
    assert both(one_sent) == (15, 15), "confirmed: a revision of nothing"
    save(one_sent, officer_hg, {CODE: "17"})
    save(one_sent, officer_hg, {CODE: "18"})
    assert both(one_sent) == (15, 18)


def test_estimate_that_was_never_sent_leaves_nothing(draft, officer_hg):
    save(draft, officer_hg, {CODE: ESTIMATE})
    save(draft, officer_hg, {CODE: "17"})
    assert both(draft) == (None, 17)


def test_number_that_was_final_when_it_was_sent_is_corrected_and_not_revised(draft, officer_hg, send):
    send(draft)
    save(draft, officer_hg, {CODE: "17"})
    assert both(draft) == (None, 17)


def test_marked_as_an_estimate_again_there_is_nothing_replaced(one_sent, officer_hg):
    save(one_sent, officer_hg, {CODE: "17"})
    save(one_sent, officer_hg, {CODE: Entry("17", is_estimate=True)})
    assert both(one_sent) == (None, 17)


def test_slip_of_the_mark_loses_nothing(one_sent, officer_hg):
    save(one_sent, officer_hg, {CODE: "17"})
    save(one_sent, officer_hg, {CODE: Entry("17", is_estimate=True)})
    save(one_sent, officer_hg, {CODE: "17"})
    assert both(one_sent) == (15, 17)


def test_estimate_sent_anew_is_the_one_that_is_replaced(one_sent, officer_hg, send):
    save(one_sent, officer_hg, {CODE: Entry("16", is_estimate=True)})
    send(one_sent)
    save(one_sent, officer_hg, {CODE: "17"})
    assert both(one_sent) == (16, 17)


def test_estimate_stays_over_further_sendings_of_the_final_number(one_sent, officer_hg, send):
    save(one_sent, officer_hg, {CODE: "17"})
    send(one_sent)
    save(one_sent, officer_hg, {CODE: "18"})
    assert both(one_sent) == (15, 18)


@pytest.mark.parametrize("nothing", [NOT_KNOWN, Entry(""), Entry("1.23.456")])
def test_estimate_waits_while_there_is_no_final_number(one_sent, officer_hg, nothing):
    save(one_sent, officer_hg, {CODE: nothing})
    assert both(one_sent) == (None, None)
    save(one_sent, officer_hg, {CODE: "17"})
    assert both(one_sent) == (15, 17)


def test_not_known_becomes_a_number_and_is_no_revision(draft, officer_hg, send):
    save(draft, officer_hg, {CODE: Entry(state="unknown", is_estimate=True)})
    send(draft)
    save(draft, officer_hg, {CODE: "17"})
    assert both(draft) == (None, 17)


def test_conflict_changes_neither_number(one_sent, officer_hg, hau_giang):
    save(one_sent, officer_hg, {CODE: Entry("16", is_estimate=True)})
    saved = entry_services.save_cells(
        submission=one_sent,
        entries=entries({CODE: "17"}),
        seen={CODE: ESTIMATE.fingerprint},
        by=make_officer("hau-giang-2", Officer.Role.ENTRY, hau_giang),
    )
    assert set(saved.conflicts) == {CODE}
    assert both(one_sent) == (None, 16)


def test_reopened_half_year_takes_its_final_numbers(one_sent, officer_hg, leader_hg, secretary):
    workflow_services.submit(submission=one_sent, by=officer_hg)
    workflow_services.approve(submission=one_sent, by=leader_hg)
    workflow_services.accept(submission=one_sent, by=secretary)
    reopening.reopen(
        submission=one_sent, reason="Đã có số chính thức.", until=timezone.localdate(), by=secretary
    )
    save(one_sent, officer_hg, {CODE: "17"})
    assert both(one_sent) == (15, 17)


# All cells


def test_choice_of_final_figures_turns_every_cell_at_once(all_sent, officer_hg):
    save(all_sent, officer_hg, is_estimate=False)
    assert both(all_sent) == (15, 15)
    assert both(all_sent, "coop.total") == (257, 257)
    assert both(all_sent, "group.ended") == (None, None), "not known is no number"


def test_numbers_typed_before_the_choice_are_revisions_too(all_sent, officer_hg):
    save(all_sent, officer_hg, {CODE: "17"})
    assert both(all_sent) == (None, 17)
    save(all_sent, officer_hg, is_estimate=False)
    assert both(all_sent) == (15, 17)


def test_number_and_choice_in_one_saving(all_sent, officer_hg):
    save(all_sent, officer_hg, {CODE: "17"}, is_estimate=False)
    assert (both(all_sent), both(all_sent, "coop.total")) == ((15, 17), (257, 257))


def test_cell_marked_by_itself_stays_an_estimate(all_sent, officer_hg):
    save(all_sent, officer_hg, {CODE: ESTIMATE}, is_estimate=False)
    assert both(all_sent) == (None, 15)
    save(all_sent, officer_hg, {CODE: "15"})
    assert both(all_sent) == (15, 15)


def test_choice_of_estimates_takes_every_revision_back(all_sent, officer_hg):
    save(all_sent, officer_hg, {CODE: "17"}, is_estimate=False)
    save(all_sent, officer_hg, is_estimate=True)
    assert not all_sent.figures.exclude(estimated=None).exists()


def test_choice_alone_is_a_write_of_its_officer(all_sent, leader_hg):
    before = Submission.objects.get(pk=all_sent.pk).version
    save(all_sent, leader_hg, is_estimate=False)
    now = Submission.objects.get(pk=all_sent.pk)
    assert (now.version, now.changed_by, now.is_estimate) == (before + 1, leader_hg, False)
    assert cell(all_sent).changed_by == leader_hg


# What it says


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
    found = None if revision.percent is None else round(revision.percent, 1)
    assert found == (None if percent is None else Decimal(percent))
