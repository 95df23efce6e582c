"""Migrations of rows and entries written by earlier versions."""

import json
from decimal import Decimal

import pytest
from django.db import connection

from figures.change_log.replaced_estimates import ReplacedEstimates, replaced_in
from figures.entry import services as entry_services
from figures.history import triggers
from figures.history.entries import digest
from figures.history.models import Change
from figures.history.verify import faults
from figures.submissions.models import ExplainedFinding, Figure, Submission
from figures.submissions.reasons import Reason
from figures.submissions.revision import Revision
from provinces.accounts.models import Officer
from tests.figures.factories import entries
from tests.figures.history.histories import cell_entries, without_triggers
from tests.migrating import latest_migrations, migrate_to

BEFORE = ("figures", "0016_reminder_subject")
TEXTS_ALONE = ("figures", "0018_derived_cells_go")


@pytest.mark.django_db(transaction=True)
def test_derived_columns_become_rows_and_back(submitted: Submission) -> None:
    try:
        cells = migrate_to(BEFORE).get_model("figures", "Figure").objects
        # One estimate was replaced before `sent_estimate` existed, the other is still open.
        cells.filter(indicator__code="coop.new").update(estimated=10, explained_rules="unit range")
        cells.filter(indicator__code="coop.total").update(is_estimate=True, sent_estimate=260)
        migrate_to(*latest_migrations())

        figures = Figure.objects.select_related("submission")
        assert Revision.of(figures.get(indicator__code="coop.new")) == Revision(Decimal(10), Decimal(11))
        assert Revision.of(figures.get(indicator__code="coop.total")) is None
        explained = ExplainedFinding.objects.values_list("figure__indicator__code", "rule")
        assert set(explained) == {("coop.new", "unit"), ("coop.new", "range+"), ("coop.new", "range-")}
        assert (triggers.missing(connection), list(faults())) == ([], [])

        cells = migrate_to(BEFORE).get_model("figures", "Figure").objects
        back = {cell.indicator.code: cell for cell in cells.select_related("indicator")}
        assert (back["coop.new"].estimated, set(back["coop.new"].explained_rules.split())) == (
            10, {"unit", "range"},
        )  # fmt: skip
        assert (back["coop.total"].estimated, back["coop.profit"].explained_rules) == (None, "")
    finally:
        migrate_to(*latest_migrations())


@pytest.mark.django_db(transaction=True)
def test_explanation_of_today_counts_as_given_for_the_number_of_today(draft: Submission) -> None:
    try:
        cells = migrate_to(TEXTS_ALONE).get_model("figures", "Figure").objects
        cells.filter(indicator__code="coop.profit").update(explanation="Được mùa.", note="Theo sổ.")
        cells.filter(indicator__code="group.ended").update(explanation="Chưa thống kê.")
        migrate_to(*latest_migrations())

        profit = draft.figures.get(indicator__code="coop.profit")
        assert profit.explanation_given == Reason(
            "Được mùa.", "1500.5", frozenset({"unit", "range+", "range-"})
        )
        assert profit.note_given == Reason("Theo sổ."), "a remark goes with any number"
        assert draft.figures.get(indicator__code="group.ended").explained_for == "unknown"
        assert (triggers.missing(connection), list(faults())) == ([], [])
    finally:
        migrate_to(*latest_migrations())


def test_entry_of_an_earlier_version_is_verified_and_read(draft: Submission, officer_hg: Officer) -> None:
    entry_services.save_cells(submission=draft, entries=entries({"coop.new": "12"}), by=officer_hg)
    entry: Change = cell_entries(draft, "coop.new")[-1]
    entry.before = json.dumps(json.loads(entry.before) | {"estimated": None})
    entry.after = json.dumps(json.loads(entry.after) | {"estimated": "2150.0000"})
    entry.hash = digest(entry)
    with without_triggers():
        entry.save(force_update=True)
    entry_services.save_cells(submission=draft, entries=entries({"coop.new": "13"}), by=officer_hg)

    estimates = ReplacedEstimates()
    assert [estimates.by(change) for change in cell_entries(draft, "coop.new")] == [None, 2150, None]
    assert list(replaced_in(draft.pk).values()) == [2150]
    assert list(faults()) == []
