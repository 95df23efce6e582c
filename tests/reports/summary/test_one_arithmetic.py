"""The same ledger in the form, in the check, in the cluster's totals, on the dashboard and in its chart."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from figures.catalogue.models import Indicator
from figures.catalogue.ties import belong_together
from figures.periods.models import Period
from figures.sheet.loading import load_sheet
from figures.submissions.cell_entries import CellEntry
from figures.validation.checks import check
from figures.validation.findings import CheckedCell, ComparisonValues
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Membership, Province
from reports.charts.provinces import turnover_by_province
from reports.dashboard.page import assemble
from reports.summary.arithmetic import roll_forward
from reports.summary.loading import tables, visible_submissions
from reports.summary.reporting_spans import get_span
from tests.figures.factories import NOT_APPLICABLE, NOT_KNOWN, make_period, make_reported

Given = Mapping[str, str | CellEntry]


def told(roll: Any) -> tuple[Any, ...]:
    """What a ledger says of itself."""
    return roll.opening, [(flow.code, amount) for flow, amount in roll.flows], roll.computed, roll.gap


@pytest.mark.parametrize(
    ("opening", "now", "computed", "gap"),
    [
        ("248", {"coop.new": "11", "coop.dissolved": "2", "coop.total": "257"}, 257, 0),
        ("248", {"coop.new": "11", "coop.dissolved": "2", "coop.total": "255"}, 257, -2),
        ("0,5", {"coop.new": "0,1", "coop.dissolved": "0", "coop.total": "0,6"}, Decimal("0.6"), 0),
        ("248", {"coop.new": "11", "coop.dissolved": NOT_APPLICABLE, "coop.total": "259"}, 259, 0),
        (NOT_APPLICABLE, {"coop.new": "4", "coop.dissolved": "0", "coop.total": "4"}, 4, 0),
        ("248", {"coop.new": "11", "coop.dissolved": NOT_KNOWN, "coop.total": "257"}, None, None),
        ("248", {"coop.new": "11", "coop.dissolved": "2", "coop.total": NOT_KNOWN}, 257, None),
        ("248", {"coop.new": "11", "coop.total": "257"}, None, None),
        (NOT_KNOWN, {"coop.new": "11", "coop.dissolved": "2", "coop.total": "257"}, None, None),
    ],
)
def test_every_page_rolls_a_ledger_forward_alike(
    indicators: dict[str, Indicator],
    cluster: Cluster,
    hau_giang: Province,
    secretary: Officer,
    opening: str | CellEntry,
    now: Given,
    computed: Decimal | None,
    gap: Decimal | None,
) -> None:
    Membership.objects.exclude(province=hau_giang).delete()
    before = make_period(cluster, "2022-H2")
    make_reported(before, hau_giang, secretary, {"coop.total": opening})
    submission = make_reported(make_period(cluster, "2023-H1"), hau_giang, secretary, now)

    sheet = load_sheet(submission)
    form = sheet.sections[0].groups[0].ledger
    assert form is not None
    assert (form.computed, form.gap) == (computed, gap)

    found = [finding.severity for finding in sheet.findings if finding.rule == "ledger"]
    assert found == (["unchecked"] if gap is None else ["hard"] if gap else [])

    spans = [get_span("2023-H1"), get_span("2022-H2")]
    visible = visible_submissions(officer=None, year=2023, accepted_only=False)
    table, earlier = tables(spans, provinces=[hau_giang], visible=visible)
    cluster_s = roll_forward(table, earlier, "coop")
    assert told(cluster_s) == told(form)

    page = assemble(spans[0], periods=list(Period.objects.all()), officer=secretary)
    assert told(page.roll_forward) == told(form)

    chart = turnover_by_province(table, "coop.new", "coop.dissolved")
    assert chart is not None
    drawn = [reading.value or Decimal(0) for reading in chart.rows[0].cells]
    assert drawn == [amount or Decimal(0) for _flow, amount in form.flows]


def test_every_hard_check_sets_against_each_other_what_belongs_together(
    indicators: dict[str, Indicator],
) -> None:
    cells = {
        code: CheckedCell(Decimal(place), "known")
        for place, code in enumerate(indicators, 1)
        if "total" not in code
    }
    cells |= {code: CheckedCell(Decimal(0), "known") for code in indicators if "total" in code}
    found = check(list(indicators.values()), ComparisonValues(cells, {"coop.total": Decimal(9)}, {}, {}))
    pairs = [(f.rule, indicators[f.code], indicators[other]) for f in found for other in f.other_codes]
    assert {rule for rule, _one, _other in pairs} == {"parts", "ledger", "at_most", "zero_with"}
    assert all(belong_together(one, other) for _rule, one, other in pairs)
