import json
import pickle
from decimal import Decimal
from pathlib import Path
from time import process_time

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.numbers import (
    NumberUnclearError,
    format_change,
    format_count,
    format_number,
    format_percent,
    parse_number,
)

EXAMPLES = json.loads((Path(__file__).parents[1] / "number_examples.json").read_text(encoding="utf-8"))

UNAMBIGUOUS = [
    ("", None),
    ("   ", None),
    ("\u00a0\t\r\n", None),
    ("0", "0"),
    ("-0", "0"),
    ("5", "5"),
    ("05", "5"),
    ("2109", "2109"),
    ("2.109", "2109"),
    ("9.999", "9999"),
    ("2.269.266", "2269266"),
    ("1.234,5", "1234.5"),
    ("1234,5", "1234.5"),
    ("1 234,5", "1234.5"),
    ("1\u00a0234,5", "1234.5"),
    ("1\u202f234,5", "1234.5"),
    ("1\u2009234,5", "1234.5"),
    ("1 234 567", "1234567"),
    ("  12 \n", "12"),
    ("0,5", "0.5"),
    ("0,123", "0.123"),
    ("1,50", "1.5"),
    ("1,2340", "1.234"),
    ("1.234,567", "1234.567"),
    ("1234,567", "1234.567"),
    ("-5", "-5"),
    ("−5", "-5"),
    ("−1.234,5", "-1234.5"),
    ("+32", "32"),
    ("999.999.999.999.999", "999999999999999"),
    ("99.999.999.999,9999", "99999999999.9999"),
    ("123.456.789.012,3450", "123456789012.345"),
    ("0000000000000005", "5"),
]

AMBIGUOUS = [
    ("1.23.456", ["123456", "1234.56"]),
    ("1,234", ["1234", "1.234"]),
    ("-1,234", ["-1234", "-1.234"]),
    ("012,345", ["12345", "12.345"]),
    ("1.5", ["15", "1.5"]),
    ("1234.567", ["1234567", "1234.567"]),
    ("1,234.5", ["1234.5"]),
    ("1,234,567", ["1234567"]),
    ("1.234.", ["1234"]),
    ("1.234,", ["1234"]),
    ("5,", ["5"]),
    (",5", ["0.5"]),
    ("0.123", ["0.123"]),
    ("012.345", ["12345", "12.345"]),
    ("1 23", ["123"]),
    ("1  234", []),
    ("1\t234", []),
    ("1 234.567", ["1234567", "1234.567"]),
    ("1.234 567", ["1234567"]),
    ("1'234", ["1234"]),
    ("1_000", ["1000"]),
    ("1e5", []),
    ("1e309", []),
    ("NaN", []),
    ("Infinity", []),
    ("-", []),
    ("--5", []),
    ("- 5", ["-5"]),
    ("–5", []),
    ("(5)", []),
    ("5%", []),
    ("12 HTX", []),
    ("0x10", []),
    ("=1+1", []),
    ("…", []),
    ("×", []),
    ("٣", []),
    ("５", []),
    ("²", []),
    ("½", []),
    ("1\x00", []),
    ("\ud800", []),
    ("\ufeff5", []),
    ("1" * 40, []),
    ("1.000.000.000.000.000", []),
    ("999.999.999.999.999,9", []),
    ("100.000.000.000,0001", []),
    ("1,23456", []),
]


@pytest.mark.parametrize(("text", "value"), UNAMBIGUOUS)
def test_parse_number_reads_unambiguous_text(text, value):
    assert parse_number(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(("text", "readings"), AMBIGUOUS)
def test_parse_number_raises_on_ambiguous_text(text, readings):
    with pytest.raises(NumberUnclearError) as error:
        parse_number(text)
    assert error.value.typed == text
    assert list(error.value.readings) == [Decimal(reading) for reading in readings]


def test_parse_number_of_minus_zero_carries_no_sign():
    assert str(parse_number("-0")) == "0"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1.23.456", "Giá trị “1.23.456” không hợp lệ. Viết 123.456 hoặc 1.234,56."),
        ("1,234.5", "Giá trị “1,234.5” không hợp lệ. Viết 1.234,5 nếu đúng là số đó."),
        (
            "1,234",
            (
                "Số “1,234” có thể hiểu theo hai cách. Viết 1.234 nếu dấu phẩy ngăn hàng nghìn, "
                "1,2340 nếu dấu phẩy mở phần thập phân."
            ),
        ),
        (
            "12 HTX",
            (
                "Giá trị “12 HTX” không hợp lệ. Chỉ viết bằng chữ số 0–9, không kèm chữ, đơn vị hay ký hiệu, "
                "ví dụ 1.234,5."
            ),
        ),
        (
            "1" * 16,
            "Số “1111111111111111” có quá 15 chữ số. Kiểm tra lại số và đơn vị tính.",
        ),
        ("1,23456", "Số “1,23456” có quá 4 chữ số sau dấu phẩy. Viết nhiều nhất 4 chữ số."),
    ],
)
def test_error_message_says_what_to_type(text, message):
    with pytest.raises(NumberUnclearError) as error:
        parse_number(text)
    assert error.value.message == str(error.value) == message


def test_error_about_unprintable_text_can_be_encoded():
    with pytest.raises(NumberUnclearError) as error:
        parse_number("1\x00\ud800\u202e2")
    error.value.message.encode()
    assert "“1\ufffd\ufffd\ufffd2”" in error.value.message


def test_error_keeps_its_attributes_when_pickled():
    with pytest.raises(NumberUnclearError) as error:
        parse_number("1.5")
    copy = pickle.loads(pickle.dumps(error.value))  # noqa: S301 - our own bytes
    assert (copy.typed, copy.message, copy.readings) == (
        "1.5",
        error.value.message,
        error.value.readings,
    )


@pytest.mark.parametrize("text", ["1" * 65, "1." * 5_000_000, "1 " * 5_000_000 + "x", " " * 10_000_000])
def test_parse_number_refuses_long_text_at_once(text):
    started = process_time()
    with pytest.raises(NumberUnclearError) as error:
        parse_number(text)
    assert process_time() - started < 0.5
    assert len(error.value.message) < 120


def parse_or_error(text):
    try:
        return parse_number(text), None
    except NumberUnclearError as error:
        return None, error


# What is accepted: up to 15 significant digits, up to 4 of them after the comma.
VALUES = st.builds(Decimal.scaleb, st.integers(1 - 10**15, 10**15 - 1).map(Decimal), st.integers(-4, 0))
SMALL_VALUES = st.builds(Decimal.scaleb, st.integers(-(10**7), 10**7).map(Decimal), st.integers(-4, 3))


@given(VALUES | SMALL_VALUES)
def test_number_printed_and_read_again_is_the_same(value):
    assert parse_number(format_number(value)) == value


@given(st.text() | st.text("0123456789.,-+− \u00a0'_e", max_size=20))
def test_any_text_is_a_printable_number_or_an_error(text):
    value, error = parse_or_error(text)
    if error is None:
        assert value is None or parse_number(format_number(value)) == value
    else:
        assert error.typed == text
        error.message.encode()
        assert [parse_number(format_number(reading)) for reading in error.readings] == list(error.readings)


@given(st.integers(-(10**12), 10**12), st.integers(0, 2))
def test_number_in_english_form_is_never_read_as_another(units, places):
    value = Decimal(units).scaleb(-places)
    read, error = parse_or_error(f"{value:,f}")
    assert value in error.readings if error else read == value


@pytest.mark.parametrize(("value", "text"), EXAMPLES)
def test_format_number_of_the_shared_examples(value, text):
    assert format_number(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (None, None, "…"),
        (2109, None, "2.109"),
        (Decimal("1E+3"), None, "1.000"),
        (Decimal("-0.0"), None, "0"),
        (Decimal("1.234"), None, "1,2340"),
        (1076, 1, "1.076,0"),
        (Decimal("0.5"), 0, "1"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-2.5"), 0, "−3"),
        (Decimal("1.005"), 2, "1,01"),
        (Decimal("-0.04"), 1, "0,0"),
        (Decimal("999.95"), 1, "1.000,0"),
        (10**40 + 1, None, "10" + ".000" * 12 + ".001"),
        (10**40 + 1, 1, "10" + ".000" * 12 + ".001,0"),
    ],
)
def test_format_number_rounds_half_up_and_keeps_every_digit(value, decimals, text):
    assert format_number(value, decimals) == text


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_format_number_refuses_nan_and_infinity(value):
    with pytest.raises(ValueError, match="Not a number"):
        format_number(Decimal(value))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (32, None, "+32"),
        (-5, None, "−5"),
        (0, None, "0"),
        (Decimal("0.04"), 1, "0,0"),
        (Decimal("1234.5"), None, "+1.234,5"),
        (None, None, "…"),
    ],
)
def test_format_change_carries_its_sign(value, decimals, text):
    assert format_change(value, decimals) == text


def test_format_percent_plain_signed_and_without_base():
    assert format_percent(Decimal("1.54")) == "1,5%"
    assert format_percent(Decimal("1.55"), signed=True) == "+1,6%"
    assert format_percent(Decimal("-1.5"), signed=True) == "−1,5%"
    assert format_percent(Decimal(0), signed=True) == "0,0%"
    assert format_percent(Decimal("66.666"), decimals=0) == "67%"
    assert format_percent(None) == ""


def test_fall_that_leaves_something_is_not_one_of_100_percent():
    assert format_percent(Decimal("-99.985"), signed=True) == "−99,9%"
    assert format_percent(Decimal("-99.5"), decimals=0, signed=True) == "−99%"
    assert format_percent(Decimal(-100), signed=True) == "−100,0%"
    assert format_percent(Decimal("-100.01"), signed=True) == "−100,0%"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (2, "02"),
        (9, "09"),
        (10, "10"),
        (12, "12"),
        (2109, "2.109"),
        (Decimal("4.00"), "04"),
        (-2, "−2"),
    ],
)
def test_format_count_pads_small_counts(value, text):
    assert format_count(value) == text


@pytest.mark.parametrize(
    ("expression", "value", "text"),
    [
        ("value|number", 2109, "2.109"),
        ("value|number:1", 1076, "1.076,0"),
        ("value|number", None, "…"),
        ("value|number", "", ""),
        ("value|number", "1.23.456", "1.23.456"),
        ("value|number", "<b>", "&lt;b&gt;"),
        ("value|change", 32, "+32"),
        ("value|change", "", ""),
        ("value|percent", Decimal("1.5"), "1,5%"),
        ("value|percent:0", Decimal("1.5"), "2%"),
        ("value|percent", None, ""),
        ("value|signed_percent", Decimal("1.5"), "+1,5%"),
        ("value|signed_percent", "", ""),
        ("value|count", 2, "02"),
        ("value|count", None, "…"),
    ],
)
def test_filters_print_numbers_and_leave_text_alone(expression, value, text):
    template = Template("{% load numbers %}{{ " + expression + " }}")
    assert template.render(Context({"value": value})) == text


@pytest.mark.parametrize(
    ("percent", "text"),
    [(900, "+900,0%"), (7400, "gấp 75 lần"), (97_906_002_692, "hơn 1.000 lần"), (-99, "−99,0%")],
)
def test_change_of_more_than_ten_times_is_not_said_in_percent(percent: int, text: str) -> None:
    assert format_percent(Decimal(percent), signed=True) == text
