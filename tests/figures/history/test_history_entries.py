"""Every write of content is entered, with its writer if known."""

from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import F

from figures.entry import services as entry_services
from figures.history.entries import content
from figures.history.models import Change
from figures.history.verify import faults
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Step, Submission
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from tests.figures.factories import RIGHT, entries
from tests.figures.history.histories import cell_entries, execute

pytestmark = pytest.mark.postgresql

What = Change.What


def values(changes: list[Change]) -> list[tuple[Decimal | None, Decimal | None]]:
    """Each entry's number before and after."""
    return [(content(c.what, c.before).get("value"), content(c.what, c.after).get("value")) for c in changes]


def test_cell_saved_by_an_officer_is_entered_with_its_writer(draft: Submission, officer_hg: Officer) -> None:
    entry_services.save_cells(submission=draft, entries=entries({"coop.new": "12"}), by=officer_hg)

    first, second = cell_entries(draft, "coop.new")
    assert values([first, second]) == [(None, Decimal(11)), (Decimal(11), Decimal(12))]
    assert (first.by, second.by) == (officer_hg, officer_hg)
    assert first.before == ""


def test_every_part_of_a_cell_is_content(draft: Submission, officer_hg: Officer) -> None:
    typed = CellEntry(text="1.23.456", note="Theo\nbáo cáo “1”\\", explanation="Mới", is_estimate=True)
    entry_services.save_cells(
        submission=draft, entries={"coop.new": typed}, is_illustrative=True, by=officer_hg
    )

    assert content(What.CELL, cell_entries(draft, "coop.new")[-1].after) == {
        "answer": "blank",
        "value": None,
        "typed": "1.23.456",
        "note": "Theo\nbáo cáo “1”\\",
        "explanation": "Mới",
        "is_estimate": True,
        "is_illustrative": True,
        "noted_for": "",
        "explained_for": "typed",
    }


@pytest.mark.parametrize("value", ["0.0001", "-0.5", "99999999999.9999"])
def test_number_is_entered_exactly(draft: Submission, officer_hg: Officer, value: str) -> None:
    figure = Figure.objects.get(submission=draft, indicator__code="coop.profit")
    figure.value = Decimal(value)
    figure.save()

    assert values(cell_entries(draft, "coop.profit"))[-1][1] == Decimal(value)
    assert list(faults()) == []


def test_write_without_content_is_no_change(draft: Submission, officer_hg: Officer) -> None:
    before = Change.objects.count()
    Figure.objects.update(version=F("version") + 1, sent_estimate=5, changed_by=officer_hg)
    Submission.objects.update(version=F("version") + 1)

    assert Change.objects.count() == before


def test_write_outside_the_application_has_no_writer(draft: Submission) -> None:
    Figure.objects.filter(submission=draft, indicator__code="coop.new").update(value=12)
    Submission.objects.filter(pk=draft.pk).update(causes="Hạn mặn")

    written = Change.objects.order_by("-number")[:2]
    assert [(change.what, change.by) for change in written] == [(What.REPORT, None), (What.CELL, None)]


def test_deleted_cell_is_entered(draft: Submission) -> None:
    execute("DELETE FROM figures_figure WHERE submission_id = %s", draft.pk)

    removed = [change for change in cell_entries(draft) if not change.after]
    assert len(removed) == len(RIGHT)
    assert {change.by for change in removed} == {None}
    assert list(faults()) == []


def test_replaced_cell_is_entered(draft: Submission, officer_hg: Officer) -> None:
    figure = Figure.objects.get(submission=draft, indicator__code="coop.new")
    figure.value, figure.version = Decimal(12), figure.version + 1
    columns = [field.column for field in Figure._meta.concrete_fields]
    row = [getattr(figure, field.attname) for field in Figure._meta.concrete_fields]
    row = [str(value) if isinstance(value, Decimal) else value for value in row]
    marks, names = ", ".join(["%s"] * len(row)), ", ".join(columns)
    if connection.vendor == "sqlite":
        execute(f"INSERT OR REPLACE INTO figures_figure ({names}) VALUES ({marks})", *row)  # noqa: S608
        expected = [(None, Decimal(11)), (Decimal(11), None), (None, Decimal(12))]
    else:
        execute(
            f"INSERT INTO figures_figure ({names}) VALUES ({marks}) "  # noqa: S608
            "ON CONFLICT (id) DO UPDATE SET value = EXCLUDED.value, version = EXCLUDED.version",
            *row,
        )
        expected = [(None, Decimal(11)), (Decimal(11), Decimal(12))]

    assert values(cell_entries(draft, "coop.new")) == expected
    assert list(faults()) == []


def test_state_texts_and_basis_are_entered(draft: Submission, officer_hg: Officer) -> None:
    entry_services.save_cells(
        submission=draft, entries={}, narrative={"causes": "Hạn mặn"}, is_estimate=True, by=officer_hg
    )
    workflow_services.submit(submission=draft, by=officer_hg)

    reports = Change.objects.filter(submission=draft, what=What.REPORT).order_by("number")
    written, sent = (content(What.REPORT, change.after) for change in list(reports)[-2:])
    assert (written["causes"], written["is_estimate"], written["state"]) == ("Hạn mặn", True, "draft")
    assert (sent["state"], sent["submitted_by_id"]) == ("submitted", officer_hg.pk)
    draft.refresh_from_db()
    assert sent["first_submitted_at"] == draft.first_submitted_at
    assert {change.by for change in reports} == {officer_hg}


def test_step_follows_its_change_of_state_in_the_chain(submitted: Submission, officer_hg: Officer) -> None:
    step, state = Change.objects.filter(submission=submitted).order_by("-number")[:2]
    assert (state.what, step.what, step.by) == (What.REPORT, What.STEP, officer_hg)
    assert step.step == submitted.steps.get()
    assert content(step.what, step.after)["action"] == Step.Action.SUBMIT


def test_entries_count_up_without_a_gap_in_each_half_year(
    submitted: Submission, can_tho: Province, officer_ct: Officer
) -> None:
    entry_services.start(period=submitted.period, province=can_tho, by=officer_ct)

    for submission in Submission.objects.all():
        chain = Change.objects.filter(submission=submission).order_by("number")
        assert [change.number for change in chain] == list(range(1, len(chain) + 1))
        assert [change.previous for change in chain] == ["", *[change.hash for change in chain][:-1]]
