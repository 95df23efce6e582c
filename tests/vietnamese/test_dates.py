"""Dates as Vietnamese text."""

import datetime as dt

import pytest

from vietnamese.dates import format_date, parse_date


@pytest.mark.parametrize(
    ("date", "text"),
    [
        (dt.date(2023, 7, 5), "05/7/2023"),
        (dt.date(2023, 2, 12), "12/02/2023"),
        (dt.date(2023, 12, 31), "31/12/2023"),
        (None, ""),
    ],
)
def test_format_date_as_official_papers_do(date, text):
    assert format_date(date) == text
    assert parse_date(text) == date


@pytest.mark.parametrize("text", ["5/7/2023", "05/07/2023", " 05.7.2023 ", "5-7-2023", "2023-07-05"])
def test_parse_date_reads_spellings_with_one_reading(text):
    assert parse_date(text) == dt.date(2023, 7, 5)


@pytest.mark.parametrize("text", ["5/7/23", "31/2/2023", "7/2023", "5 tháng 7", "0/1/2023", "١/١/2023"])
def test_parse_date_raises_on_anything_else(text):
    with pytest.raises(ValueError, match=r".*"):
        parse_date(text)
