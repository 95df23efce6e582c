"""Numbers in another unit or with a digit too many, with the delivered catalogue and without a database."""

import json
from decimal import Decimal
from math import ceil
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from figures.catalogue.models import Indicator, Section
from figures.submissions.models import Figure
from figures.validation.checks import check
from figures.validation.findings import CheckedCell, ComparisonValues, Finding
from vietnamese.numbers import parse_number

REFERENCES = ("part_of", "numerator", "denominator", "at_most", "zero_with", "plausible_per")
NUMBERS = ("soft_low", "soft_high", "plausible_low", "plausible_high")
FACTORS = {"đồng": Decimal(1_000_000), "nghìn đồng": Decimal(1000), "tỷ đồng": Decimal("0.001")}
SCALE = {"unit", "digit", "plausible", "range"}


def delivered() -> dict[str, Indicator]:
    rows = json.loads(Path(settings.BASE_DIR, "fixtures/catalogue.json").read_text())
    fields = [row["fields"] for row in rows if row["model"] == "figures.indicator"]
    indicators: dict[str, Indicator] = {}
    section = Section(code="all", label="Tất cả", label_en="All")
    for pk, row in enumerate(fields, 1):
        simple = {k: v for k, v in row.items() if k not in (*REFERENCES, *NUMBERS, "section")}
        numbers = {k: Decimal(row[k]) for k in NUMBERS if k in row}
        indicators[row["code"]] = Indicator(pk=pk, section=section, **simple, **numbers)
    for row in fields:
        for name in REFERENCES:
            if name in row:
                setattr(indicators[row["code"]], name, indicators[row[name][0]])
    return indicators


CATALOGUE = delivered()
MONEY = [code for code, indicator in CATALOGUE.items() if indicator.has_unit_guard]
COUNTS = [
    code
    for code, indicator in CATALOGUE.items()
    if indicator.plausible_low and not indicator.has_unit_guard and indicator.plausible_per_id
]


def questions(
    code: str,
    value: Decimal,
    base: Decimal | None = None,
    *,
    previous: Decimal | None = None,
    year_ago: Decimal | None = None,
) -> list[Finding]:
    """The questions about one number's size, with the number that its range is per."""
    cells = {code: CheckedCell(value, Figure.Answer.NUMBER)}
    per = CATALOGUE[code].plausible_per
    if per and base is not None:
        cells[per.code] = CheckedCell(base, Figure.Answer.NUMBER)
    values = ComparisonValues(
        cells,
        {},
        {code: previous} if previous is not None else {},
        {code: year_ago} if year_ago is not None else {},
    )
    indicators = [i for i in CATALOGUE.values() if i.code in cells]
    return [f for f in check(indicators, values) if f.rule in SCALE and f.code == code]


@st.composite
def plausible(draw: st.DrawFn, codes: list[str]) -> tuple[str, Decimal, Decimal]:
    """An indicator, a number within its range as a province would type it, and what the range is per."""
    code = draw(st.sampled_from(codes))
    indicator = CATALOGUE[code]
    per = indicator.plausible_per
    lowest = int(per.plausible_low) if per and per.plausible_low else 1
    base = Decimal(draw(st.integers(lowest, 2000)) if per else 1)
    low, high = (end * base for end in (indicator.plausible_low, indicator.plausible_high))
    # Money with one decimal, so that it can also be typed in tỷ đồng.
    places = 10 if indicator.decimals else 1
    value = Decimal(draw(st.integers(ceil(low * places), int(high * places)))) / places
    return code, value, base


def test_every_money_indicator_has_a_range() -> None:
    assert len(MONEY) == 11
    assert all(CATALOGUE[code].plausible_low for code in MONEY)


@given(plausible(MONEY), st.sampled_from(list(FACTORS)))
def test_slip_of_unit_is_questioned_without_history_and_read_right(
    case: tuple[str, Decimal, Decimal], unit: str
) -> None:
    code, value, base = case
    (finding,) = questions(code, value * FACTORS[unit], base)
    assert (finding.rule, finding.readings) == ("unit", (value,))
    assert finding.is_blocking
    assert f"số ghi bằng {unit}, biểu này ghi bằng triệu đồng" in finding.message
    assert finding.is_blocking


@given(plausible(MONEY), st.sampled_from(list(FACTORS)), st.decimals("0.76", "1.39", places=2))
def test_slip_of_unit_is_questioned_against_history_and_read_right(
    case: tuple[str, Decimal, Decimal], unit: str, change: Decimal
) -> None:
    code, value, base = case
    for earlier in ({"previous": value / change}, {"year_ago": value / change}):
        (finding,) = questions(code, value * FACTORS[unit], base, **earlier)
        assert (finding.rule, finding.readings) == ("unit", (value,))


@given(plausible(MONEY + COUNTS))
def test_plausible_number_is_never_questioned_without_history(case: tuple[str, Decimal, Decimal]) -> None:
    code, value, base = case
    assert questions(code, value, base) == []


@given(plausible(MONEY + COUNTS), st.decimals("0.76", "1.39", places=2))
def test_number_like_its_history_is_never_questioned(
    case: tuple[str, Decimal, Decimal], change: Decimal
) -> None:
    code, value, _base = case
    assert questions(code, value, Decimal(1), previous=value / change, year_ago=value / change) == []


@given(plausible(COUNTS))
def test_count_a_thousand_times_too_large_is_read_right(case: tuple[str, Decimal, Decimal]) -> None:
    code, value, base = case
    (finding,) = questions(code, value * 1000, base)
    assert (finding.rule, finding.readings) == ("unit", (value,))


@given(plausible(MONEY), st.integers(-9, 15), st.sampled_from(["previous", "year_ago"]))
def test_no_percentage_beyond_all_measure_is_asked(
    case: tuple[str, Decimal, Decimal], exponent: int, when: str
) -> None:
    code, value, base = case
    earlier = {when: (value.scaleb(-exponent)).quantize(Decimal("0.0001"))}
    for finding in questions(code, value, base, **earlier):
        if finding.message.startswith("Tăng "):
            percent = parse_number(finding.message.removeprefix("Tăng ").partition("%")[0])
            assert percent is not None
            assert percent <= 900


def test_charter_capital_typed_in_dong_in_a_first_half_year() -> None:
    (finding,) = questions("coop.charter_capital", Decimal(257_000_000_000), Decimal(257))
    assert finding.message == (
        "257.000.000.000 triệu đồng, bình quân 1.000.000.000 triệu đồng một HTX, ngoài khoảng thường gặp "
        "(từ 50 đến 20.000). Có thể nhầm đơn vị tính: số ghi bằng đồng, biểu này ghi bằng triệu đồng."
    )


def test_increase_of_a_hundred_million_percent_is_a_question_of_the_unit() -> None:
    (finding,) = questions(
        "coop.charter_capital", Decimal(267_430_000_000), year_ago=Decimal("256637.52"), base=Decimal(257)
    )
    assert (finding.rule, finding.readings) == ("unit", (Decimal(267_430),))
    assert "%" not in finding.message


def test_slip_of_unit_with_a_strong_increase_is_read_by_the_usual_size() -> None:
    # In nghìn đồng, and five times the year before: no factor of a unit fits the year before.
    (finding,) = questions("coop.revenue", Decimal(1_250_000_000), Decimal(250), year_ago=Decimal(250_000))
    assert (finding.rule, finding.readings) == ("unit", (Decimal(1_250_000),))


def test_loss_in_dong_is_questioned_like_a_profit() -> None:
    (finding,) = questions("coop.profit", Decimal(-25_000_000_000), Decimal(250))
    assert (finding.rule, finding.readings) == ("unit", (Decimal(-25_000),))


@pytest.mark.parametrize("base", [None, Decimal(0), Decimal(257_000)])
def test_range_says_nothing_while_what_it_is_per_is_missing_or_in_doubt(base: Decimal | None) -> None:
    assert questions("coop.charter_capital", Decimal(257_000), base) == []


def test_size_that_fits_no_slip_is_still_questioned() -> None:
    (finding,) = questions("coop.members", Decimal(1), Decimal(257))
    assert (finding.rule, finding.readings) == ("plausible", ())


def test_new_cooperatives_are_a_few_percent_of_all() -> None:
    assert questions("coop.new", Decimal(11), Decimal(257)) == []
    (finding,) = questions("coop.new", Decimal(110), Decimal(257))
    assert finding.message == (
        "110 HTX bằng 42,8% tổng số HTX (257), ngoài khoảng thường gặp (từ 0% đến 30%). "
        "Có thể thừa một chữ số 0."
    )
    assert finding.readings == (Decimal(11),)


def test_zero_is_a_value() -> None:
    assert questions("alliance.fund_outstanding", Decimal(0)) == []


def test_total_of_a_province_has_a_range_of_its_own() -> None:
    (finding,) = questions("coop.total", Decimal(257_000))
    assert finding.message.startswith("257.000 HTX: ngoài khoảng thường gặp của một tỉnh (từ 10 đến 5.000).")


NO_RANGE = [
    code
    for code, indicator in CATALOGUE.items()
    if indicator.soft_low is None and indicator.kind not in ("ratio", "opening")
]


@pytest.mark.parametrize("code", NO_RANGE)
@pytest.mark.parametrize(("value", "before"), [(0, 22), (4000, 4), (90, 25)])
def test_change_of_a_count_without_a_usual_range_is_asked_about(code: str, value: int, before: int) -> None:
    found = questions(
        code, Decimal(value), Decimal(10_000), year_ago=Decimal(before), previous=Decimal(before)
    )
    assert found


@pytest.mark.parametrize(
    ("value", "year_ago", "previous"), [(3, 16, 12), (60, 22, 21), (80, 22, 60), (0, 12, 19), (300, 0, 0)]
)
def test_few_more_or_fewer_and_a_number_like_an_earlier_one_are_not_asked(value, year_ago, previous) -> None:
    earlier = {"year_ago": Decimal(year_ago), "previous": Decimal(previous)}
    assert questions("alliance.classes", Decimal(value), **earlier) == []


def test_jump_is_said_in_percent_up_to_ten_times() -> None:
    papers = {"year_ago": Decimal(4), "previous": Decimal(3)}
    (finding,) = questions("alliance.policy_papers", Decimal(300), **papers)
    assert finding.message == "300 gấp khoảng 75 lần số cùng kỳ năm trước (4)."
    (finding,) = questions("alliance.classes", Decimal(0), year_ago=Decimal(22), previous=Decimal(16))
    assert (finding.message, finding.question) == ("Giảm 100,0% so với số cùng kỳ năm trước (22).", "range-")


def test_flow_is_not_compared_with_the_season_before() -> None:
    assert questions("emulation.registrations", Decimal(0), previous=Decimal(118)) == []
