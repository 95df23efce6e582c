"""The sheet: rows, earlier cells, computed values, findings and counts."""

from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from figures.catalogue.models import Indicator
from figures.entry import services as entry_services
from figures.periods.models import Period
from figures.sheet.loading import blocking_findings, load_sheet
from figures.sheet.rows import Row, Sheet
from figures.submissions.cell_arithmetic import NUMBER, Cell
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Submission
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from tests.figures.factories import (
    BEFORE,
    NOT_APPLICABLE,
    NOT_KNOWN,
    RIGHT,
    entries,
    make_period,
    make_reported,
)
from tests.provinces.clusters.mergers import merge_seven


@pytest.fixture
def last_half(
    cluster: Cluster, indicators: dict[str, Indicator], hau_giang: Province, officer_hg: Officer
) -> Submission:
    """The second half of 2022, accepted."""
    return make_reported(make_period(cluster, "2022-H2"), hau_giang, officer_hg, BEFORE)


@pytest.fixture
def blank(period: Period, indicators: dict[str, Indicator], hau_giang: Province) -> Submission:
    """A half-year that nobody began."""
    return Submission(period=period, province=hau_giang)


def row(sheet: Sheet, code: str) -> Row:
    return next(row for row in sheet.rows if row.indicator.code == code)


def test_sheet_of_a_half_year_nobody_began_is_blank(blank: Submission) -> None:
    sheet = load_sheet(blank)
    assert (sheet.filled, sheet.asked) == (0, 14)
    assert {f.rule for f in sheet.findings} == {"required"}
    assert {r.state for r in sheet.rows} == {"blank"}


def test_sheet_counts_filled_cells_by_section(draft: Submission) -> None:
    sheet = load_sheet(draft)
    assert (sheet.filled, sheet.asked) == (13, 14)
    filled = {section.section.code: (section.filled, section.asked) for section in sheet.sections}
    assert filled == {"coop": (7, 8), "union": (2, 2), "group": (3, 3), "alliance": (1, 1)}


def test_computed_rows_are_not_entered(draft: Submission) -> None:
    sheet = load_sheet(draft)
    assert row(sheet, "coop.capital_per_coop") not in sheet.entered


def test_ratio_is_computed_from_the_cells_of_the_sheet(draft: Submission) -> None:
    assert row(load_sheet(draft), "coop.capital_per_coop").value == 1000  # 257.000 over 257


def test_ratio_follows_a_form_that_is_not_stored_yet(draft: Submission) -> None:
    sheet = load_sheet(draft, entries({"coop.charter_capital": "128.500"}))
    assert row(sheet, "coop.capital_per_coop").value == 500


def test_ratio_without_a_term_has_no_value(blank: Submission) -> None:
    for cells in ({"coop.total": "257"}, {"coop.total": "0", "coop.charter_capital": "5"}):
        sheet = load_sheet(blank, entries(cells))
        assert row(sheet, "coop.capital_per_coop").value is None


def test_row_has_the_cells_of_earlier_half_years(
    last_half: Submission, cluster: Cluster, hau_giang: Province, officer_hg: Officer, draft: Submission
) -> None:
    make_reported(make_period(cluster, "2022-H1"), hau_giang, officer_hg, {"coop.total": "240"})
    sheet = load_sheet(draft)
    total = row(sheet, "coop.total")
    assert total.previous is not None
    assert total.year_ago is not None
    assert (total.previous.value, total.year_ago.value) == (248, 240)
    assert total.change == Decimal(17) / Decimal(240) * 100
    assert sheet.previous_period == last_half.period
    assert sheet.year_ago_period is not None
    assert sheet.year_ago_period.slug == "2022-H1"


def test_merged_province_goes_on_from_the_sums_of_those_it_was_made_of(
    cluster: Cluster, provinces: dict[str, Province], officer_hg: Officer, indicators: dict[str, Indicator]
) -> None:
    merged = merge_seven(cluster)["an-giang-2025"]
    first = make_period(cluster, "2025-H1")
    for slug, total in {"an-giang": "284", "kien-giang": "518"}.items():
        cells = {"coop.total": total, "coop.charter_capital": "401000"}
        make_reported(first, provinces[slug], officer_hg, cells)
    blank = Submission(period=make_period(cluster, "2025-H2"), province=merged)
    sheet = load_sheet(blank, entries({"coop.new": "3", "coop.dissolved": "1"}))
    total, per_coop = row(sheet, "coop.total"), row(sheet, "coop.capital_per_coop")
    assert total.previous == Cell(Decimal(802), NUMBER, True)
    assert per_coop.previous is not None
    assert per_coop.previous.value == 1000, "a ratio is the ratio of the sums"
    ledger = sheet.sections[0].groups[0].ledger
    assert ledger is not None
    assert ledger.opening == 802
    assert blank.has_history, "its openings are carried, not entered"
    (half,) = sheet.merged
    assert (half.period.slug, [p.slug for p in half.provinces]) == ("2025-H1", ["an-giang", "kien-giang"])


def test_merged_province_has_no_opening_while_a_part_of_it_is_not_accepted(
    cluster: Cluster, provinces: dict[str, Province], officer_hg: Officer, indicators: dict[str, Indicator]
) -> None:
    merged = merge_seven(cluster)["an-giang-2025"]
    period = make_period(cluster, "2025-H1")
    make_reported(period, provinces["an-giang"], officer_hg, {"coop.total": "284"})
    make_reported(period, provinces["kien-giang"], officer_hg, {"coop.total": "518"}, "approved")
    sheet = load_sheet(Submission(period=make_period(cluster, "2025-H2"), province=merged))
    assert row(sheet, "coop.total").previous is None


def test_row_has_the_ratio_of_the_earlier_half_year(last_half: Submission, draft: Submission) -> None:
    earlier = row(load_sheet(draft), "coop.capital_per_coop").previous
    assert earlier is not None
    assert earlier.value == 1000  # 248.000 over 248


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "returned"])
def test_earlier_half_counts_only_once_it_is_accepted(
    last_half: Submission, draft: Submission, state: str
) -> None:
    Submission.objects.filter(pk=last_half.pk).update(state=state)
    sheet = load_sheet(draft)
    assert row(sheet, "coop.total").previous is None
    ledger = sheet.sections[0].groups[0].ledger
    assert ledger is not None
    assert ledger.opening is None
    assert ledger.computed is None


def test_sheet_ignores_other_provinces(last_half: Submission, period: Period, can_tho: Province) -> None:
    sheet = load_sheet(Submission(period=period, province=can_tho))
    assert row(sheet, "coop.total").previous is None


def test_ledger_rolls_the_accepted_closing_forward(last_half: Submission, draft: Submission) -> None:
    ledger = load_sheet(draft).sections[0].groups[0].ledger
    assert ledger is not None
    assert ledger.opening == 248
    assert [(i.code, amount) for i, amount in ledger.flows] == [("coop.new", 11), ("coop.dissolved", 2)]
    assert (ledger.computed, ledger.gap) == (257, 0)


def test_ledger_that_does_not_close_carries_its_finding(last_half: Submission, draft: Submission) -> None:
    sheet = load_sheet(draft, entries({"coop.total": "255"}))
    ledger = sheet.sections[0].groups[0].ledger
    assert ledger is not None
    assert (ledger.computed, ledger.gap) == (257, -2)
    total = row(sheet, "coop.total")
    assert "= 257, nhiều hơn tổng số HTX đã nhập (255) là 2." in total.findings[0].message
    assert total.state == "invalid"
    assert sheet.sections[0].state == "invalid"


def test_ledger_takes_its_flows_from_under_every_heading(last_half: Submission, draft: Submission) -> None:
    Indicator.objects.filter(code="coop.dissolved").update(group="Giảm", group_en="Down")
    sheet = load_sheet(Submission.objects.get(pk=draft.pk))
    ledger = sheet.sections[0].groups[0].ledger
    assert ledger is not None
    assert (ledger.computed, ledger.gap) == (257, 0)
    assert not [finding for finding in sheet.findings if finding.code == "coop.total"]


def test_ledger_with_an_unknown_flow_has_no_computed_closing(
    last_half: Submission, draft: Submission
) -> None:
    ledger = next(p for p in load_sheet(draft).sections if p.section.code == "group").groups[0].ledger
    assert ledger is not None
    assert (ledger.opening, ledger.computed) == (300, None)


def test_ledger_opens_at_zero_if_the_earlier_cell_did_not_apply(
    last_half: Submission, draft: Submission
) -> None:
    last_half.figures.filter(indicator__code="union.total").update(answer="not_applicable", value=None)
    finding = next(f for f in load_sheet(draft).findings if f.code == "union.total")
    assert finding.message == "Đầu kỳ 0 = 0, ít hơn tổng số LH HTX đã nhập (4) là 4."


def test_group_has_the_sum_of_its_parts(draft: Submission) -> None:
    group = load_sheet(draft).sections[0].groups[1]
    assert group.heading == "Theo tình trạng hoạt động"
    assert group.parts_sum is not None
    assert (group.parts_sum.added, group.parts_sum.gap) == (257, 0)


def test_sum_of_parts_waits_for_the_last_of_them(draft: Submission) -> None:
    group = load_sheet(draft, entries({"coop.inactive": ""})).sections[0].groups[1]
    assert group.parts_sum is not None
    assert group.parts_sum.added is None
    assert group.sum_finding is not None
    assert group.sum_finding.severity == "unchecked"


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ("", "blank"),
        ("11", "filled"),
        ("0", "filled"),
        (NOT_KNOWN, "unknown"),
        (NOT_APPLICABLE, "not_applicable"),
        ("1.2.3", "invalid"),
        ("-5", "invalid"),
        (CellEntry("11", state="unknown"), "invalid"),
    ],
)
def test_cell_shows_its_state(blank: Submission, cell: str | CellEntry, state: str) -> None:
    assert row(load_sheet(blank, entries({"coop.new": cell})), "coop.new").state == state


@pytest.mark.parametrize(("explanation", "state"), [("", "question"), ("Giá lúa giảm.", "explained")])
def test_unusual_change_is_a_question_until_it_is_explained(
    cluster: Cluster,
    draft: Submission,
    hau_giang: Province,
    officer_hg: Officer,
    explanation: str,
    state: str,
) -> None:
    make_reported(make_period(cluster, "2022-H1"), hau_giang, officer_hg, {"coop.profit": "4.000"})
    sheet = load_sheet(draft, {"coop.profit": CellEntry("1.500", explanation=explanation)})
    profit = row(sheet, "coop.profit")
    assert (profit.state, profit.needs_explanation) == (state, True)
    assert bool(sheet.blocking) == (state == "question")


def test_stored_contradiction_still_blocks_and_fills_nothing(draft: Submission, officer_hg: Officer) -> None:
    """Stored and read again, `12` beside `not known` is neither 12 nor an answer."""
    cell = CellEntry("12", state="unknown")
    entry_services.save_cells(submission=draft, entries={"coop.new": cell}, by=officer_hg)
    sheet = load_sheet(draft)
    new = row(sheet, "coop.new")
    assert (new.entry, new.value, new.state) == (cell, None, "invalid")
    assert sheet.filled == 12
    assert [f.rule for f in blocking_findings(draft)] == ["unclear"]


def test_returned_cells_have_the_reason(
    submitted: Submission, leader_hg: Officer, indicators: dict[str, Indicator]
) -> None:
    workflow_services.send_back(
        submission=submitted, reason="Xem lại.", cells={indicators["coop.new"]: ""}, by=leader_hg
    )
    submitted.refresh_from_db()
    sheet = load_sheet(submitted)
    assert {r.indicator.code: r.correction.reason for r in sheet.rows if r.correction} == {
        "coop.new": "Xem lại."
    }


def test_returned_cells_lose_the_reason_by_submitting_again(
    submitted: Submission, officer_hg: Officer, leader_hg: Officer, indicators: dict[str, Indicator]
) -> None:
    workflow_services.send_back(
        submission=submitted, reason="Xem lại.", cells={indicators["coop.new"]: ""}, by=leader_hg
    )
    cells = {"coop.new": CellEntry("11", note="Đúng theo sổ.")}
    entry_services.save_cells(submission=submitted, entries=cells, by=officer_hg)
    workflow_services.submit(submission=submitted, by=officer_hg)
    submitted.refresh_from_db()
    assert not any(r.correction for r in load_sheet(submitted).rows)


def test_illustrative_cells_mark_the_sheet(
    last_half: Submission, draft: Submission, officer_hg: Officer
) -> None:
    assert not load_sheet(draft).shows_illustrative
    last_half.figures.filter(indicator__code="coop.new").update(is_illustrative=True)
    sheet = load_sheet(draft)
    assert (sheet.is_illustrative, sheet.shows_illustrative) == (False, True)
    draft.figures.filter(indicator__code="coop.new").update(is_illustrative=True)
    assert load_sheet(draft).is_illustrative


def test_ended_indicator_is_not_in_the_sheet(draft: Submission) -> None:
    Indicator.objects.filter(code="coop.digital").update(last_period="2022-H2")
    assert load_sheet(Submission.objects.get(pk=draft.pk)).asked == 13  # the next request


def test_whole_catalogue_is_read_in_as_few_queries_as_a_small_one(
    catalogue: dict[str, Indicator],
    cluster: Cluster,
    hau_giang: Province,
    officer_hg: Officer,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for slug in ("2022-H1", "2022-H2"):
        make_reported(make_period(cluster, slug), hau_giang, officer_hg, BEFORE)
    now = make_reported(make_period(cluster, "2023-H1"), hau_giang, officer_hg, RIGHT, "draft")
    now = Submission.objects.select_related("period__cluster", "province").get(pk=now.pk)
    # Indicators, sections, cells, the provinces' succession, changes of definition, the two earlier periods,
    # their cells, those kept of reopened ones, whether openings are carried, which lists are complete, and
    # the registers of unions and of the contest.
    with django_assert_num_queries(12):
        sheet = load_sheet(now)
    assert sheet.asked == Indicator.objects.asked_in("2023-H1").entered().count()
    assert sheet.filled == Figure.objects.filter(submission=now).filled().count()
