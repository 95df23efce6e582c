"""A half-year of Hậu Giang in every state, with a small catalogue."""

import pytest

from figures.catalogue.models import Indicator
from figures.entry import services as entry_services
from figures.periods.models import Period
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Submission
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from tests.figures.factories import RIGHT, entries, make_catalogue, make_delivered_catalogue, make_period


@pytest.fixture
def indicators(db: None) -> dict[str, Indicator]:
    """A small catalogue, by code."""
    return make_catalogue()


@pytest.fixture
def catalogue(db: None) -> dict[str, Indicator]:
    """The delivered catalogue, by code."""
    return make_delivered_catalogue()


@pytest.fixture
def period(cluster: Cluster) -> Period:
    return make_period(cluster, "2023-H1")


@pytest.fixture
def draft(
    indicators: dict[str, Indicator], period: Period, hau_giang: Province, officer_hg: Officer
) -> Submission:
    """Complete and without findings."""
    submission = entry_services.start(period=period, province=hau_giang, by=officer_hg)
    entry_services.save_cells(submission=submission, entries=entries(RIGHT), by=officer_hg)
    return submission


@pytest.fixture
def submitted(draft: Submission, officer_hg: Officer) -> Submission:
    workflow_services.submit(submission=draft, by=officer_hg)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def approved(submitted: Submission, leader_hg: Officer) -> Submission:
    workflow_services.approve(submission=submitted, by=leader_hg)
    submitted.refresh_from_db()
    return submitted


@pytest.fixture
def accepted(approved: Submission, secretary: Officer) -> Submission:
    workflow_services.accept(submission=approved, by=secretary)
    approved.refresh_from_db()
    return approved


@pytest.fixture
def every_kind_of_cell(
    catalogue: dict[str, Indicator], period: Period, hau_giang: Province, officer_hg: Officer
) -> Submission:
    """A half-year of the delivered catalogue with every kind of answer, and texts that look like formulas."""
    kinds = [
        CellEntry(text="0"),
        CellEntry(text="1.234,5", is_estimate=True),
        CellEntry(text="1.23.456"),
        CellEntry(text="=1+1", note="-5"),
        CellEntry(state="unknown", note="+84 293"),
        CellEntry(state="not_applicable"),
        CellEntry(text="12", state="unknown"),
        CellEntry(),
    ]
    codes = [code for code, indicator in catalogue.items() if indicator.kind != Indicator.Kind.RATIO]
    cells = {code: kinds[position % len(kinds)] for position, code in enumerate(codes)}
    cells["coop.total"] = CellEntry(text="2.109", note="=1+1", explanation="@SUM(A1)\n-2")
    cells["coop.members"] = CellEntry(text="99.999.999.999,9999")
    submission = entry_services.start(period=period, province=hau_giang, by=officer_hg)
    entry_services.save_cells(submission=submission, entries=cells, by=officer_hg)
    return submission
