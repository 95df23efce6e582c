"""The same ledger in form, check, cluster's totals, dashboard and chart."""

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
from reports.charts.steps import steps_by_province
from reports.dashboard.page import assemble
from reports.summary.arithmetic import roll_forward
from reports.summary.land import Land
from reports.summary.loading import tables, visible_submissions
from reports.summary.reporting_spans import get_span
from tests.figures.factories import NOT_APPLICABLE, NOT_KNOWN, make_period, make_reported

Entries = Mapping[str, str | CellEntry]


def contents(ledger: Any) -> tuple[Any, ...]:
    return ledger.opening, [(flow.code, amount) for flow, amount in ledger.flows], ledger.computed, ledger.gap


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
def test_ledger_is_the_same_on_every_page(
    indicators: dict[str, Indicator],
    cluster: Cluster,
    hau_giang: Province,
    secretary: Officer,
    opening: str | CellEntry,
    now: Entries,
    computed: Decimal | None,
    gap: Decimal | None,
) -> None:
    Membership.objects.exclude(province=hau_giang).delete()
    before = make_period(cluster, "2022-H2")
    make_reported(before, hau_giang, secretary, {"coop.total": opening})
    submission = make_reported(make_period(cluster, "2023-H1"), hau_giang, secretary, now)

    sheet = load_sheet(submission)
    form_ledger = sheet.sections[0].groups[0].ledger
    assert form_ledger is not None
    assert (form_ledger.computed, form_ledger.gap) == (computed, gap)

    severities = [finding.severity for finding in sheet.findings if finding.rule == "ledger"]
    assert severities == (["unchecked"] if gap is None else ["hard"] if gap else [])

    spans = [get_span("2023-H1"), get_span("2022-H2")]
    visible = visible_submissions(officer=None, year=2023, accepted_only=False)
    table, earlier = tables(spans, land=Land.reported([hau_giang]), visible=visible)
    cluster_ledger = roll_forward(table, earlier, "coop")
    assert contents(cluster_ledger) == contents(form_ledger)

    page = assemble(spans[0], periods=list(Period.objects.all()), officer=secretary)
    assert contents(page.roll_forward) == contents(form_ledger)

    chart = steps_by_province(table, earlier)
    assert chart is not None
    opening, own, *_rest, closing = chart.rows
    plotted = [reading.value or Decimal(0) for reading in own.cells[:2]]
    assert plotted == [amount or Decimal(0) for flow, amount in form_ledger.flows if "other" not in flow.code]
    assert (opening.cells[-1].value, closing.cells[-1].value) == (form_ledger.opening, form_ledger.reported)


def test_hard_checks_compare_indicators_that_belong_together(
    indicators: dict[str, Indicator],
) -> None:
    cells = {
        code: CheckedCell(Decimal(number), "known")
        for number, code in enumerate(indicators, 1)
        if "total" not in code
    }
    cells |= {code: CheckedCell(Decimal(0), "known") for code in indicators if "total" in code}
    findings = check(list(indicators.values()), ComparisonValues(cells, {"coop.total": Decimal(9)}, {}, {}))
    pairs = [(f.rule, indicators[f.code], indicators[other]) for f in findings for other in f.other_codes]
    assert {rule for rule, _one, _other in pairs} == {"parts", "ledger", "at_most", "zero_with"}
    assert all(belong_together(one, other) for _rule, one, other in pairs)
