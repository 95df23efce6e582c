"""Checks of hand-worked figures."""

from decimal import Decimal

import pytest

from figures.submissions.cell_entries import CellEntry
from figures.submissions.reasons import Reason
from figures.validation.checks import check
from figures.validation.findings import CheckedCell, ComparisonValues, Finding, Severity
from tests.figures.factories import NOT_APPLICABLE, NOT_KNOWN, RIGHT, catalogue_in_small, entries

INDICATORS = catalogue_in_small()


def findings_in(
    cells: dict[str, str | CellEntry],
    *,
    opening: dict[str, int] | None = None,
    previous: dict[str, int] | None = None,
    year_ago: dict[str, int] | None = None,
) -> list[Finding]:
    """All findings but those about required cells left blank."""
    values = ComparisonValues(
        cells={code: cell_of(entry) for code, entry in entries(cells).items()},
        opening=numbers(opening),
        previous=numbers(previous),
        year_ago=numbers(year_ago),
    )
    return [f for f in check(list(INDICATORS.values()), values) if f.rule != "required"]


def cell_of(entry: CellEntry) -> CheckedCell:
    answer, value, typed = entry.read()
    return CheckedCell(value, answer, typed, Reason(entry.explanation, questions=None))


def numbers(by_code: dict[str, int] | None) -> dict[str, Decimal]:
    return {code: Decimal(value) for code, value in (by_code or {}).items()}


def only(findings: list[Finding], rule: str) -> Finding:
    (finding,) = [f for f in findings if f.rule == rule]
    return finding


def rules(findings: list[Finding]) -> set[str]:
    return {f.rule for f in findings}


def test_figures_that_add_up_have_no_findings() -> None:
    findings = findings_in(RIGHT, opening={"coop.total": 248, "union.total": 4, "group.total": 300})
    assert [f for f in findings if f.severity != Severity.UNCHECKED] == []


# Ledgers


def test_ledger_that_does_not_close_names_both_numbers() -> None:
    finding = only(
        findings_in(
            {"coop.total": "255", "coop.new": "11", "coop.dissolved": "2"}, opening={"coop.total": 248}
        ),
        "ledger",
    )
    assert finding.message == (
        "Đầu kỳ 248 + thành lập mới 11 − giải thể 2 = 257, nhiều hơn tổng số HTX đã nhập (255) là 2."
    )
    assert (finding.severity, finding.code) == (Severity.HARD, "coop.total")
    assert finding.other_codes == ("coop.new", "coop.dissolved")
    assert finding.is_blocking


def test_ledger_says_when_the_closing_is_too_high() -> None:
    finding = only(
        findings_in(
            {"coop.total": "260", "coop.new": "11", "coop.dissolved": "2"}, opening={"coop.total": 248}
        ),
        "ledger",
    )
    assert finding.message.endswith("= 257, ít hơn tổng số HTX đã nhập (260) là 3.")


def test_ledger_that_closes_is_silent() -> None:
    cells: dict[str, str | CellEntry] = {"coop.total": "257", "coop.new": "11", "coop.dissolved": "2"}
    assert findings_in(cells, opening={"coop.total": 248}) == []


def test_ledger_with_an_unknown_term_is_not_checked_rather_than_passed() -> None:
    finding = only(
        findings_in(
            {"group.total": "310", "group.new": "15", "group.ended": NOT_KNOWN}, opening={"group.total": 300}
        ),
        "ledger",
    )
    assert finding.message == (
        "Chưa kiểm tra được cân đối “Tổ hợp tác”: “Chấm dứt hoạt động” chưa có số liệu."
    )
    assert finding.severity == Severity.UNCHECKED
    assert not finding.is_blocking


def test_ledger_with_a_blank_term_names_the_cell_to_fill() -> None:
    finding = only(
        findings_in({"coop.total": "257", "coop.new": "11"}, opening={"coop.total": 248}), "ledger"
    )
    assert finding.message == "Chưa kiểm tra được cân đối “Hợp tác xã”: “Giải thể” chưa nhập."


def test_ledger_without_an_opening_says_so() -> None:
    finding = only(findings_in({"union.total": "4"}), "ledger")
    assert finding.message == (
        "Chưa kiểm tra được cân đối “Liên hiệp HTX”: chưa có số cuối kỳ trước được chấp nhận."
    )


def test_ledger_counts_what_does_not_apply_as_nothing() -> None:
    cells: dict[str, str | CellEntry] = {
        "coop.total": "259",
        "coop.new": "11",
        "coop.dissolved": NOT_APPLICABLE,
    }
    assert findings_in(cells, opening={"coop.total": 248}) == []


def test_blank_ledger_has_no_finding() -> None:
    assert findings_in({}, opening={"coop.total": 248}) == []


# Parts


def test_parts_that_do_not_add_up_name_both_numbers() -> None:
    finding = only(findings_in({"coop.total": "257", "coop.active": "231", "coop.inactive": "25"}), "parts")
    assert finding.message == (
        "Đang hoạt động 231 + Ngừng, chờ giải thể 25 = 256, ít hơn Tổng số HTX (257) là 1. "
        "Cần sửa một trong các số."
    )
    assert (finding.severity, finding.code) == (Severity.HARD, "coop.inactive")
    assert finding.other_codes == ("coop.total", "coop.active")


def test_parts_that_exceed_the_whole_say_so() -> None:
    finding = only(findings_in({"coop.total": "257", "coop.active": "231", "coop.inactive": "28"}), "parts")
    assert "= 259, nhiều hơn Tổng số HTX (257) là 2." in finding.message


def test_part_that_does_not_apply_counts_as_nothing() -> None:
    findings = findings_in({"coop.total": "257", "coop.active": "257", "coop.inactive": NOT_APPLICABLE})
    assert "parts" not in rules(findings)


def test_parts_with_a_blank_one_are_not_checked() -> None:
    finding = only(findings_in({"coop.total": "257", "coop.active": "231"}), "parts")
    assert finding.message == (
        "Chưa kiểm tra được phép cộng “Theo tình trạng hoạt động”: “Ngừng, chờ giải thể” chưa nhập."
    )
    assert finding.severity == Severity.UNCHECKED


def test_blank_parts_have_no_finding() -> None:
    assert "parts" not in rules(findings_in({"coop.total": "257"}))


# Limits


def test_more_than_the_limit_names_both_numbers() -> None:
    finding = only(findings_in({"coop.total": "257", "alliance.member_coops": "260"}), "at_most")
    assert finding.message == "HTX là thành viên Liên minh 260 nhiều hơn tổng số HTX (257)."
    assert (finding.severity, finding.other_codes) == (Severity.HARD, ("coop.total",))


def test_limit_may_be_reached() -> None:
    assert "at_most" not in rules(findings_in({"coop.total": "257", "alliance.member_coops": "257"}))


def test_missing_limit_is_named() -> None:
    finding = only(findings_in({"alliance.member_coops": "120"}), "at_most")
    assert finding.message == "Chưa kiểm tra được giới hạn: “Tổng số HTX” chưa nhập."
    assert finding.severity == Severity.UNCHECKED


def test_number_is_refused_if_its_base_is_zero() -> None:
    finding = only(findings_in({"union.total": "0", "union.member_coops": "20"}), "zero_with")
    assert finding.message == (
        "Tổng số LH HTX bằng 0 thì HTX thành viên của LH HTX cũng phải bằng 0, không thể là 20."
    )
    assert finding.severity == Severity.HARD


@pytest.mark.parametrize("members", ["0", NOT_APPLICABLE, NOT_KNOWN, ""])
def test_zero_or_no_number_is_accepted_if_the_base_is_zero(members: str | CellEntry) -> None:
    assert "zero_with" not in rules(findings_in({"union.total": "0", "union.member_coops": members}))


def test_number_whose_base_is_not_known_is_not_checked_rather_than_passed() -> None:
    finding = only(findings_in({"union.total": NOT_KNOWN, "union.member_coops": "20"}), "zero_with")
    assert finding.message == "Chưa kiểm tra được giới hạn: “Tổng số LH HTX” chưa có số liệu."
    assert finding.severity == Severity.UNCHECKED


# The cell by itself


def test_required_cell_that_is_blank_blocks_and_an_optional_one_does_not() -> None:
    findings = check(list(INDICATORS.values()), ComparisonValues({}, {}, {}, {}))
    assert rules(findings) == {"required"}
    assert all(f.is_blocking for f in findings)
    entered = {code for code, indicator in INDICATORS.items() if indicator.kind != "ratio"}
    assert {f.code for f in findings} == entered - {"coop.digital"}


def test_negative_count_is_refused_and_a_loss_is_not() -> None:
    finding = only(findings_in({"coop.new": "-11", "coop.profit": "-250"}), "negative")
    assert (finding.code, finding.message) == ("coop.new", "−11 là số âm; chỉ tiêu này không có số âm.")


def test_half_a_cooperative_is_refused() -> None:
    finding = only(findings_in({"coop.new": "11,5"}), "decimals")
    assert finding.message == "11,5 không phải số nguyên; chỉ tiêu này đếm bằng HTX."


def test_money_has_two_decimals_at_most() -> None:
    assert "decimals" not in rules(findings_in({"coop.charter_capital": "257.000,25"}))
    finding = only(findings_in({"coop.charter_capital": "257.000,2512"}), "decimals")
    assert finding.message == "257.000,2512 có quá nhiều chữ số thập phân."


def test_unclear_text_is_questioned_with_its_readings() -> None:
    finding = only(findings_in({"coop.charter_capital": "1.23"}), "unclear")
    assert finding.message == "Giá trị “1.23” không hợp lệ. Viết 123 hoặc 1,23."
    assert finding.is_blocking


def test_number_beside_not_applicable_is_questioned_and_in_no_sum() -> None:
    cells: dict[str, str | CellEntry] = {
        "coop.total": "257",
        "coop.new": "11",
        "coop.dissolved": CellEntry(text="2", state="not_applicable"),
    }
    findings = findings_in(cells, opening={"coop.total": 248})
    assert only(findings, "unclear").message == (
        "Đã ghi 2 nhưng lại chọn là không có số liệu. Xóa số, hoặc chọn “Có số liệu”."
    )
    assert only(findings, "ledger").severity == Severity.UNCHECKED


# Changes


def test_fall_out_of_the_usual_range_needs_an_explanation() -> None:
    finding = only(findings_in({"coop.profit": "1.162"}, year_ago={"coop.profit": 2000}), "range")
    assert finding.message == (
        "Giảm 41,9% so với cùng kỳ năm trước (2.000), ngoài khoảng thường gặp (từ −25% đến +40%)."
    )
    assert finding.severity == Severity.SOFT
    assert finding.is_blocking


@pytest.mark.parametrize(
    ("value", "is_questioned"), [("749", True), ("750", False), ("1.400", False), ("1.401", True)]
)
def test_ends_of_the_usual_range_belong_to_it(value: str, is_questioned: bool) -> None:
    assert (
        "range" in rules(findings_in({"coop.profit": value}, year_ago={"coop.profit": 1000}))
    ) is is_questioned


def test_explained_change_does_not_block() -> None:
    cell = CellEntry("1.162", explanation="Giá lúa giảm.")
    finding = only(findings_in({"coop.profit": cell}, year_ago={"coop.profit": 2000}), "range")
    assert finding.is_explained
    assert not finding.is_blocking


def test_explanation_of_spaces_explains_nothing() -> None:
    cell = CellEntry("1.162", explanation="  \n ")
    assert only(findings_in({"coop.profit": cell}, year_ago={"coop.profit": 2000}), "range").is_blocking


@pytest.mark.parametrize("before", [0, -500])
def test_change_against_nothing_or_a_loss_has_no_percentage(before: int) -> None:
    assert "range" not in rules(findings_in({"coop.profit": "10.000"}, year_ago={"coop.profit": before}))


def test_fall_to_zero_is_a_change_too() -> None:
    finding = only(findings_in({"coop.profit": "0"}, year_ago={"coop.profit": 2000}), "range")
    assert finding.message.startswith("Giảm 100,0% ")
    finding = only(findings_in({"coop.profit": "0,5"}, year_ago={"coop.profit": 2000}), "range")
    assert finding.message == (
        "0,5 chỉ bằng khoảng 1/4.000 số cùng kỳ năm trước (2.000). Thay đổi thường gặp: từ −25% đến +40%."
    )


@pytest.mark.parametrize(
    ("value", "question", "unit", "reading"),
    [
        ("257.000.000", "gấp khoảng 1.028 lần số kỳ trước (250.000).", "nghìn đồng", "257000"),
        ("257.000.123.456", "gấp khoảng 1.028.000 lần số kỳ trước (250.000).", "đồng", "257000.12"),
        ("257", "chỉ bằng khoảng 1/973 số kỳ trước (250.000).", "tỷ đồng", "257000"),
    ],
)
def test_slip_of_unit_is_questioned_about_instead_of_the_percentage(
    value: str, question: str, unit: str, reading: str
) -> None:
    findings = findings_in(
        {"coop.charter_capital": value},
        previous={"coop.charter_capital": 250_000},
        year_ago={"coop.charter_capital": 240_000},
    )
    assert rules(findings) == {"unit"}
    assert findings[0].message == (
        f"{value} {question} Có thể nhầm đơn vị tính: số ghi bằng {unit}, biểu này ghi bằng triệu đồng."
    )
    assert (findings[0].severity, findings[0].readings) == (Severity.SOFT, (Decimal(reading),))


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("299.999", "range"),
        ("300.000", "unit"),
        ("3.000.000", "unit"),
        ("3.000.001", "range"),
        ("300.000.000", "unit"),
        ("3.000.000.000", "unit"),
        ("3.000.000.001", "range"),
        ("3,01", "range"),
        ("3", "unit"),
        ("0,3", "unit"),
        ("0,29", "range"),
        ("0", "range"),
    ],
)
def test_slip_of_unit_is_about_a_unit_of_money_and_no_other_factor(value: str, rule: str) -> None:
    capital = {"coop.charter_capital": 1000}
    assert rules(findings_in({"coop.charter_capital": value}, previous=capital, year_ago=capital)) == {rule}


def test_slip_of_unit_is_noticed_against_a_year_ago_where_the_last_half_has_nothing() -> None:
    findings = findings_in({"coop.charter_capital": "257"}, year_ago={"coop.charter_capital": 240_000})
    assert rules(findings) == {"unit"}


def test_count_a_thousand_times_too_large_or_too_small_is_questioned_too() -> None:
    finding = only(findings_in({"coop.total": "257.000"}, previous={"coop.total": 250}), "unit")
    assert finding.message == (
        "257.000 gấp khoảng 1.028 lần số kỳ trước (250). Có thể thừa ba chữ số 0: biểu này ghi bằng HTX."
    )
    assert finding.readings == (Decimal(257),)
    finding = only(findings_in({"coop.total": "7"}, previous={"coop.total": 7100}), "unit")
    assert finding.message.endswith("Có thể ghi theo nghìn: biểu này ghi bằng HTX.")


def test_few_of_something_may_multiply() -> None:
    assert rules(findings_in({"coop.digital": "9"}, previous={"coop.digital": 1})) <= {"at_most"}
    assert rules(findings_in({"coop.digital": "190"}, previous={"coop.digital": 19})) >= {"range"}


@pytest.mark.parametrize(
    ("value", "words", "reading"),
    [
        ("10.200", "thừa một chữ số 0", "1020"),
        ("102.000", "thừa hai chữ số 0", "1020"),
        ("102", "thiếu một chữ số 0", "1020"),
        ("10,2", "thiếu hai chữ số 0", "1020"),
    ],
)
def test_slip_of_a_digit_is_questioned_with_its_reading(value: str, words: str, reading: str) -> None:
    capital = {"coop.charter_capital": 1000}
    findings = findings_in({"coop.charter_capital": value}, previous=capital, year_ago=capital)
    assert rules(findings) == {"digit"}
    assert findings[0].message.endswith(f"Có thể {words}.")
    assert (findings[0].severity, findings[0].readings) == (Severity.SOFT, (Decimal(reading),))


def test_change_beyond_all_measure_is_not_said_in_percent() -> None:
    finding = only(findings_in({"coop.profit": "50.000"}, year_ago={"coop.profit": 1000}), "range")
    assert finding.message == (
        "50.000 gấp khoảng 50 lần số cùng kỳ năm trước (1.000). Thay đổi thường gặp: từ −25% đến +40%."
    )


def test_flow_like_a_year_ago_is_not_compared_with_another_season() -> None:
    findings = findings_in(
        {"coop.profit": "1.100"}, previous={"coop.profit": 1}, year_ago={"coop.profit": 1000}
    )
    assert findings == []


# Without history


def test_more_increases_than_the_closing_allows_are_refused_without_an_opening() -> None:
    finding = only(findings_in({"coop.total": "257", "coop.new": "300", "coop.dissolved": "2"}), "flows")
    assert finding.message == (
        "Tăng trong kỳ nhiều hơn số cuối kỳ cộng số giảm: số đầu kỳ tính ngược lại là −41. "
        "Cần sửa một trong các số."
    )
    assert (finding.severity, finding.code) == (Severity.HARD, "coop.total")
    assert "flows" not in rules(findings_in({"coop.total": "257", "coop.new": "257", "coop.dissolved": "0"}))


@pytest.mark.parametrize("dissolved", [NOT_KNOWN, ""])
@pytest.mark.parametrize("opening", [None, {"coop.total": 40}])
def test_more_increases_than_the_closing_are_asked_about_while_decreases_are_unknown(
    dissolved, opening
) -> None:
    cells = {"coop.total": "257", "coop.new": "300", "coop.dissolved": dissolved}
    finding = only(findings_in(cells, opening=opening), "flows")
    assert (finding.severity, finding.code) == (Severity.SOFT, "coop.new")
    assert finding.message == (
        "Tăng trong kỳ nhiều hơn tổng số HTX (257) và các số giảm đã nhập là 43, trong khi “Giải thể” "
        f"{'chưa có số liệu' if dissolved else 'chưa nhập'}."
    )
    assert "flows" not in rules(findings_in(cells | {"coop.new": "257"}, opening=opening))


def test_known_parts_may_not_exceed_the_whole_while_others_are_missing() -> None:
    finding = only(findings_in({"coop.total": "257", "coop.active": "258"}), "parts_over")
    assert finding.message == (
        "Theo tình trạng hoạt động: riêng các số đã nhập cộng lại là 258, nhiều hơn tổng số HTX (257)."
    )
    assert (finding.severity, finding.code) == (Severity.HARD, "coop.active")
    assert "parts_over" not in rules(findings_in({"coop.total": "257", "coop.active": "257"}))


def test_findings_are_in_the_order_of_the_form() -> None:
    findings = findings_in(
        {"alliance.member_coops": "300", "coop.total": "257", "coop.new": "-1", "coop.inactive": "1.2.3"},
    )
    positions = [INDICATORS[f.code].position for f in findings]
    assert positions == sorted(positions)


def test_number_that_cannot_be_accepted_is_not_asked_for_a_reason() -> None:
    findings = findings_in({"coop.total": "12,5"}, previous={"coop.total": 12_400})
    assert {(f.rule, f.severity) for f in findings if f.code == "coop.total" and f.is_blocking} == {
        ("decimals", Severity.HARD),
        ("unit", Severity.HARD),
    }
    assert only(findings, "unit").readings == (Decimal(12_500),)


def test_part_of_more_than_its_whole_is_not_asked_for_a_reason() -> None:
    cells = {"coop.total": "261", "coop.active": "2.310", "coop.inactive": "0"}
    finding = only(findings_in(cells, previous={"coop.active": 230}), "digit")
    assert (finding.severity, finding.readings) == (Severity.HARD, (Decimal(231),))


def test_reading_that_would_be_refused_is_not_offered() -> None:
    cells = {"coop.total": "100", "coop.active": "2.310", "coop.inactive": "0"}
    assert only(findings_in(cells, previous={"coop.active": 230}), "digit").readings == ()


@pytest.mark.parametrize(("typed", "suggestion"), [("1.23", "Viết 123 nếu"), ("1,234", "Viết 1.234 nếu")])
def test_unclear_count_suggests_no_decimals(typed: str, suggestion: str) -> None:
    message = only(findings_in({"coop.total": typed}), "unclear").message
    assert suggestion in message
    assert " hoặc " not in message
